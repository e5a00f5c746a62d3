//! Values of flags that are looked at before anything is asked: a wrong one is wrong usage.

use super::Span;
use clap::builder::PossibleValuesParser;
use domain::Timestamp;

/// A time, left as it is written: the server reads it by its own clock.
pub(super) fn time(text: &str) -> Result<String, String> {
    match web::time_of(text, crate::serve::now()) {
        Some(_) => Ok(text.to_owned()),
        None => Err(web::TIME_FORMS.to_owned()),
    }
}

/// What an alert can be.
pub(super) fn alert_status() -> PossibleValuesParser {
    PossibleValuesParser::new(store::state::ALERT_STATUSES)
}

/// How bad it can be.
pub(super) fn severity() -> PossibleValuesParser {
    PossibleValuesParser::new(web::ALERT_SEVERITIES)
}

/// What attackers are after.
pub(super) fn tactic() -> PossibleValuesParser {
    PossibleValuesParser::new(web::TACTICS)
}

/// Where alerts can be told.
pub(super) fn forward_kind() -> PossibleValuesParser {
    PossibleValuesParser::new(["webhook", "slack", "email", "syslog"])
}

impl Span {
    /// Why nothing can lie in it.
    pub(crate) fn emptiness(&self, now: Timestamp) -> Option<String> {
        let (Some(from), Some(until)) = (self.from.as_deref(), self.until.as_deref()) else {
            return None;
        };
        let (begin, end) = (web::time_of(from, now)?, web::time_of(until, now)?);
        (end <= begin).then(|| {
            format!(
                "nothing lies between --from {from} and --until {until}: --until must be the later time; a span such as \
                 24h counts back from now"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::time;
    use crate::cli::{Cli, Span};
    use clap::Parser as _;
    use domain::Timestamp;

    #[test]
    fn a_span_that_ends_before_it_begins_is_told() {
        let told = |from: Option<&str>, until: Option<&str>| {
            let span = Span {
                from: from.map(str::to_owned),
                until: until.map(str::to_owned),
            };
            span.emptiness(Timestamp::from_ms(1_772_366_400_000)).is_some()
        };
        assert!(told(Some("1h"), Some("2h")));
        assert!(told(Some("2026-01-31"), Some("2026-01-31")));
        assert!(!told(Some("2h"), Some("1h")));
        assert!(!told(Some("1h"), None) && !told(None, Some("1h")) && !told(None, None));
    }

    #[test]
    fn words_that_mean_nothing_are_wrong_usage() {
        assert_eq!(time("24h").as_deref(), Ok("24h"));
        let parses = |line: &str| Cli::try_parse_from(line.split(' ')).is_ok();
        for wrong in [
            "activity search --from tomorrowish",
            "activity stats --until 3",
            "activity export --as ocsf --ocsf 2",
            "alerts ls --status foo",
            "alerts ls --status open,foo",
            "alerts ls --severity foo",
            "alerts ls --tactic foo",
            "alerts ls --from foo",
            "alerts set a --status foo",
            "alerts forwards add a --kind fax --target x",
            "alerts forwards add a --kind slack --target x --min-severity foo",
            "audit ls --outcome foo",
            "rules replay a --from foo",
        ] {
            assert!(!parses(&format!("portolan {wrong}")), "{wrong}");
        }
        for right in [
            "activity search --from 2h --until 1h",
            "alerts ls --status open,in_progress --severity high --tactic initial-access,impact",
            "alerts set a --status triaged",
        ] {
            assert!(parses(&format!("portolan {right}")), "{right}");
        }
    }
}
