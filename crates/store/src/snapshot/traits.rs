//! Traits: what a person's profile says, under the names that roles and Access Lists ask for.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, AsArray};
use arrow::datatypes::UInt32Type;
use serde_json::Value;

use super::columns::{Column, Kind};
use super::error::SnapshotError;
use super::stored::Snapshot;
use super::table::Table;

impl Snapshot {
    /// The traits of the people with the ordinals `wanted` (ascending), as JSON text. Blocking: reads the profiles of
    /// everybody, 200,000 of which take about a tenth of a second.
    ///
    /// # Errors
    /// When a file of the snapshot is missing or damaged.
    pub fn traits(&self, wanted: &[u32]) -> Result<HashMap<u32, String>, SnapshotError> {
        let mut found = HashMap::with_capacity(wanted.len());
        if wanted.is_empty() {
            return Ok(found);
        }
        let column = |name, kind| Column { name, kind };
        let columns = [column("ordinal", Kind::Number), column("profile", Kind::Document)];
        self.each_batch(Table::Users, &columns, |path, batch| {
            let ordinals = batch
                .column_by_name("ordinal")
                .and_then(|array| array.as_primitive_opt::<UInt32Type>());
            let profiles = batch
                .column_by_name("profile")
                .and_then(|array| array.as_string_opt::<i32>());
            let (Some(ordinals), Some(profiles)) = (ordinals, profiles) else {
                let missing = "the columns `ordinal` and `profile` are missing";
                return Err(SnapshotError::corrupt(path, missing));
            };
            for (row, ordinal) in ordinals.values().iter().enumerate() {
                if wanted.binary_search(ordinal).is_ok() && profiles.is_valid(row) {
                    found.insert(*ordinal, traits_of(profiles.value(row)));
                }
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// `okta/<field>` for every field of a profile that is text, number, truth value, or a list of these; as JSON text with
/// keys in order, so that texts can be compared.
pub fn traits_of(profile: &str) -> String {
    let Ok(Value::Object(fields)) = serde_json::from_str(profile) else {
        return "{}".to_owned();
    };
    let mut traits: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in fields {
        let values: Vec<String> = match value {
            Value::Array(values) => values.iter().filter_map(text_of).collect(),
            value => text_of(&value).into_iter().collect(),
        };
        if !values.is_empty() {
            traits.insert(format!("okta/{name}"), values);
        }
    }
    serde_json::to_string(&traits).unwrap_or_else(|_| "{}".to_owned())
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is_so) => Some(is_so.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::traits_of;

    #[test]
    fn traits_have_the_seeds_names_and_one_order() {
        let profile =
            r#"{"title":"Engineer","login":"a@x","costCenter":7,"langs":["sv","en"],"manager":null,"n":{}}"#;
        assert_eq!(
            traits_of(profile),
            r#"{"okta/costCenter":["7"],"okta/langs":["sv","en"],"okta/login":["a@x"],"okta/title":["Engineer"]}"#
        );
        assert_eq!(traits_of("broken"), "{}");
    }
}
