//! What a listing asks for, from the query of a GET or from the body of a search (RFC 7644 sections 3.4.2 and 3.4.3).

use serde_json::Value;

use crate::fault::Fault;
use crate::limits::Limits;
use crate::project;
use crate::request::decode;

/// Filter, order, page and choice of attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) filter: Option<String>,
    pub(crate) sort_by: Option<String>,
    pub(crate) sort_order: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
    pub(crate) attributes: Vec<String>,
    pub(crate) excluded: Vec<String>,
}

impl Ask {
    /// Reads a query. Parameters that SCIM does not know are left alone.
    pub(crate) fn from_query(query: &str) -> Result<Self, Fault> {
        let mut ask = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let refuse = || Fault::invalid_syntax("the query of the address cannot be decoded");
            let name = decode(name, true).ok_or_else(refuse)?;
            ask.put(&name, || decode(value, true).map(Value::from).ok_or_else(refuse))?;
        }
        Ok(ask)
    }

    /// Reads the body of a search.
    pub(crate) fn from_body(body: Value) -> Result<Self, Fault> {
        let Value::Object(members) = body else {
            return Err(Fault::invalid_syntax("the body must be a JSON object"));
        };
        let mut ask = Self::default();
        for (name, value) in members {
            ask.put(&name, || Ok(value))?;
        }
        Ok(ask)
    }

    fn put(&mut self, name: &str, value: impl FnOnce() -> Result<Value, Fault>) -> Result<(), Fault> {
        match name.to_ascii_lowercase().as_str() {
            "filter" => self.filter = text(value()?, name)?,
            "sortby" => self.sort_by = text(value()?, name)?,
            "sortorder" => self.sort_order = text(value()?, name)?,
            "startindex" => self.start_index = whole(&value()?, name)?,
            "count" => self.count = whole(&value()?, name)?,
            "attributes" => self.attributes = names(value()?, name)?,
            "excludedattributes" => self.excluded = names(value()?, name)?,
            _ => {}
        }
        Ok(())
    }

    /// The position of the first result, from 1. Less counts as 1 (RFC 7644 section 3.4.2.4).
    pub(crate) fn start_index(&self) -> usize {
        usize::try_from(self.start_index.unwrap_or(1)).unwrap_or(0).max(1)
    }

    /// How many results a page has. Less than 0 counts as 0.
    pub(crate) fn count(&self, limits: &Limits) -> usize {
        let wanted = self
            .count
            .map_or(limits.page_default, |count| usize::try_from(count).unwrap_or(0));
        wanted.min(limits.page_max)
    }
}

fn text(value: Value, name: &str) -> Result<Option<String>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok((!text.trim().is_empty()).then_some(text)),
        _ => Err(Fault::invalid_value(format!("`{name}` must be a text"))),
    }
}

/// A number, also as text; one out of range becomes the nearest that fits.
fn whole(value: &Value, name: &str) -> Result<Option<i64>, Fault> {
    let refuse = || Fault::invalid_value(format!("`{name}` must be a whole number"));
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Ok(Some(number)),
            None if number.is_u64() => Ok(Some(i64::MAX)),
            None => Err(refuse()),
        },
        Value::String(text) => {
            let text = text.trim();
            let digits = text.strip_prefix('-').unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                return Err(refuse());
            }
            let furthest = if text.starts_with('-') { i64::MIN } else { i64::MAX };
            Ok(Some(text.parse().unwrap_or(furthest)))
        }
        _ => Err(refuse()),
    }
}

fn names(value: Value, name: &str) -> Result<Vec<String>, Fault> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::String(text) => Ok(project::names(&text)),
        Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            let texts =
                texts.ok_or_else(|| Fault::invalid_value(format!("`{name}` must be a list of texts")))?;
            Ok(texts.into_iter().flat_map(project::names).collect())
        }
        _ => Err(Fault::invalid_value(format!("`{name}` must be a list of texts"))),
    }
}
