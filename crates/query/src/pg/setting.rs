//! `SET` and `SHOW`.

use std::collections::BTreeMap;

use domain::Timestamp;

use crate::error::{ErrorCode, QueryError};
use crate::moment::{moment_text, parse_moment};

/// What one client has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// `portolan.as_of`
    pub(super) as_of: Option<Timestamp>,
    /// `statement_timeout`; none is the engine's own limit.
    pub(super) timeout_ms: Option<u64>,
    /// `portolan.max_rows`
    pub(super) max_rows: Option<u64>,
    /// What drivers set and expect to be remembered.
    others: BTreeMap<String, String>,
}

/// The PostgreSQL that we are like, as clients read it.
pub(super) const SERVER_VERSION: &str = "16.6 (Portolan)";

/// What drivers ask for before anything was set.
const KNOWN: [(&str, &str); 22] = [
    ("application_name", ""),
    ("bytea_output", "hex"),
    ("client_encoding", "UTF8"),
    ("client_min_messages", "notice"),
    ("datestyle", "ISO, MDY"),
    ("default_transaction_isolation", "read committed"),
    ("default_transaction_read_only", "on"),
    ("extra_float_digits", "1"),
    ("idle_in_transaction_session_timeout", "0"),
    ("intervalstyle", "postgres"),
    ("lock_timeout", "0"),
    ("max_identifier_length", "63"),
    ("lc_collate", "C"),
    ("search_path", "public"),
    ("server_encoding", "UTF8"),
    ("server_version", SERVER_VERSION),
    ("server_version_num", "160006"),
    ("standard_conforming_strings", "on"),
    ("timezone", "UTC"),
    ("transaction_isolation", "read committed"),
    ("transaction_read_only", "on"),
    ("wal_level", "replica"),
];

/// The value of `name`, in lower case, before a client changes it.
pub(crate) fn default_setting(name: &str) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

impl Settings {
    /// Sets `name`; no value is the default.
    pub(super) fn set(&mut self, name: &str, value: Option<&str>) -> Result<(), QueryError> {
        let name = spelled(name);
        match name.as_str() {
            "portolan.as_of" => {
                let value = value.filter(|value| !value.is_empty() && !value.eq_ignore_ascii_case("now"));
                self.as_of = value.map(parse_moment).transpose()?;
            }
            "statement_timeout" => {
                self.timeout_ms = value
                    .map(|value| duration_ms(&name, value))
                    .transpose()?
                    .filter(|ms| *ms > 0);
            }
            "portolan.max_rows" => self.max_rows = value.map(|value| number(&name, value)).transpose()?,
            _ if name.starts_with("portolan.") => return Err(unknown(&name)),
            _ => match value {
                Some(value) => drop(self.others.insert(name, value.to_owned())),
                None => drop(self.others.remove(&name)),
            },
        }
        Ok(())
    }

    /// The value of `name`.
    pub(super) fn show(&self, name: &str) -> Result<String, QueryError> {
        let name = spelled(name);
        match name.as_str() {
            "portolan.as_of" => Ok(self.as_of.map_or_else(|| "now".to_owned(), moment_text)),
            "statement_timeout" => Ok(self
                .timeout_ms
                .map_or_else(|| "0".to_owned(), |ms| format!("{ms}ms"))),
            "portolan.max_rows" => Ok(self
                .max_rows
                .map_or_else(|| "0".to_owned(), |rows| rows.to_string())),
            _ => {
                let known = || default_setting(&name).map(str::to_owned);
                self.others
                    .get(&name)
                    .cloned()
                    .or_else(known)
                    .ok_or_else(|| unknown(&name))
            }
        }
    }
}

/// `TRANSACTION ISOLATION LEVEL` and `TIME ZONE` are settings of two words.
fn spelled(name: &str) -> String {
    match name.to_lowercase().as_str() {
        "transaction.isolation.level" => "transaction_isolation".to_owned(),
        "time.zone" => "timezone".to_owned(),
        other => other.to_owned(),
    }
}

fn unknown(name: &str) -> QueryError {
    QueryError::new(ErrorCode::Setting, format!("there is no setting `{name}`"))
        .hint("settings of Portolan are portolan.as_of, portolan.max_rows and statement_timeout")
}

fn number(name: &str, value: &str) -> Result<u64, QueryError> {
    value.trim().parse().map_err(|_| {
        QueryError::new(
            ErrorCode::Setting,
            format!("`{name}` needs a whole number, not `{value}`"),
        )
    })
}

/// Reads `5000`, `5s`, `250ms`, `1min`, `1h`.
fn duration_ms(name: &str, value: &str) -> Result<u64, QueryError> {
    let value = value.trim();
    let at = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (digits, unit) = value.split_at(at);
    let factor = match unit.trim() {
        "" | "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        _ => {
            return Err(QueryError::new(
                ErrorCode::Setting,
                format!("`{name}` needs a time like 5000 or 5s"),
            ));
        }
    };
    Ok(number(name, digits)?.saturating_mul(factor))
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn our_settings_are_typed() {
        let mut settings = Settings::default();
        settings
            .set("portolan.as_of", Some("2026-01-31"))
            .expect("is set");
        assert_eq!(
            settings.show("portolan.as_of").as_deref(),
            Ok("2026-01-31T23:59:59.999Z")
        );
        settings.set("portolan.as_of", None).expect("is set");
        assert_eq!(settings.as_of, None);
        settings.set("statement_timeout", Some("5s")).expect("is set");
        assert_eq!(settings.timeout_ms, Some(5_000));
        settings.set("statement_timeout", Some("0")).expect("is set");
        assert_eq!(settings.timeout_ms, None);
        assert!(settings.set("portolan.as_of", Some("soon")).is_err());
        assert!(settings.set("portolan.nonsense", Some("1")).is_err());
        assert!(settings.set("statement_timeout", Some("5 weeks")).is_err());
    }

    #[test]
    fn settings_of_drivers_are_remembered() {
        let mut settings = Settings::default();
        assert_eq!(settings.show("search_path").as_deref(), Ok("public"));
        settings.set("Extra_Float_Digits", Some("3")).expect("is set");
        assert_eq!(settings.show("extra_float_digits").as_deref(), Ok("3"));
        assert_eq!(
            settings.show("transaction.isolation.level").as_deref(),
            Ok("read committed")
        );
        assert!(settings.show("nothing").is_err());
    }
}
