//! The SQL of the product's founding documents, word for word, on the small organization.

use crate::house::House;
use sqllogictest::{DBOutput, DefaultColumnType, Runner};
use std::path::PathBuf;
use std::sync::Arc;

struct OverHttp(Arc<House>);

impl sqllogictest::DB for OverHttp {
    type Error = Refused;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Refused> {
        let output = self.0.portolan(&["query", sql, "--format", "json"]);
        if !output.status.success() {
            return Err(Refused(crate::house::text(&output.stderr)));
        }
        let rows: Vec<Row> = serde_json::from_slice(&output.stdout).unwrap();
        let columns = rows.first().map_or(0, |row| row.0.len());
        Ok(DBOutput::Rows {
            types: vec![DefaultColumnType::Any; columns],
            rows: rows.iter().map(|row| row.0.iter().map(cell).collect()).collect(),
        })
    }

    fn engine_name(&self) -> &str {
        "portolan"
    }
}

/// The values of a row in the order of its columns, which a map would not keep.
struct Row(Vec<serde_json::Value>);

impl<'de> serde::Deserialize<'de> for Row {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Columns;
        impl<'de> serde::de::Visitor<'de> for Columns {
            type Value = Row;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a row")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut values = Vec::new();
                while let Some((_, value)) = map.next_entry::<String, serde_json::Value>()? {
                    values.push(value);
                }
                Ok(Row(values))
            }
        }
        deserializer.deserialize_map(Columns)
    }
}

#[derive(Debug)]
struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "NULL".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) if items.is_empty() => "(empty)".to_owned(),
        serde_json::Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[test]
fn the_answers_are_those_worked_out_by_hand() {
    let house = Arc::new(House::demo(&["--events-per-minute", "0"]));
    let file = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/it/seeds.slt");
    let mut runner = Runner::new(|| {
        let house = Arc::clone(&house);
        async move { Ok(OverHttp(house)) }
    });
    // The organization's address differs from start to start.
    let script = std::fs::read_to_string(file)
        .unwrap()
        .replace("https://your-org.okta.com", house.fact("okta_url"));
    runner.run_script(&script).unwrap();
}
