//! Since when each source is heard: whoever says that something did not happen must have listened where it would have
//! been told.

use activity::detect::{Alert, RuleSet};
use activity::event::{Moment, Source};
use std::collections::BTreeMap;

/// The time of the first event that is kept of each source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard(pub(crate) BTreeMap<Source, Moment>);

impl Heard {
    pub(crate) fn hear(&mut self, source: Source, time: Moment) {
        let first = self.0.entry(source).or_insert(time);
        *first = (*first).min(time);
    }

    /// Whether an alert rests on the silence of sources of which nothing is kept from before it: an old history of one
    /// source, or a server that the other source was never connected to.
    pub(crate) fn is_blind(&self, rules: &RuleSet, alert: &Alert) -> bool {
        let Some(silence) = rules.silence_of(&alert.rule) else {
            return false;
        };
        let listened = |source: &Source| {
            let first = self.0.get(source);
            first.is_some_and(|first| first.plus_us(silence.span_us) <= alert.first_seen)
        };
        !silence.tellers.iter().any(listened)
    }
}

#[cfg(test)]
mod tests {
    use super::Heard;
    use crate::RuleBook;
    use crate::run::tests::alert;
    use activity::detect::Alert;
    use activity::event::{Moment, Source};

    const HOUR: i64 = 3_600_000_000;

    #[test]
    fn silence_of_a_source_that_nothing_is_kept_of_says_nothing() {
        let book = RuleBook::read(&[], &[]);
        let rules = &book.set();
        let forged = alert("self", "portolan", 100 * HOUR);
        let mut heard = Heard::default();
        heard.hear(Source::Own, Moment(HOUR));
        assert!(heard.is_blind(rules, &forged), "Okta is not heard at all");
        heard.hear(Source::Okta, Moment(200 * HOUR));
        assert!(heard.is_blind(rules, &forged), "it is heard since later");
        heard.hear(Source::Okta, Moment(100 * HOUR - 1));
        assert!(
            heard.is_blind(rules, &forged),
            "not for as long as the rule looks back"
        );
        heard.hear(Source::Okta, Moment(50 * HOUR));
        assert!(!heard.is_blind(rules, &forged));
        let bombing = Alert {
            rule: "okta.push-bombing".to_owned(),
            ..forged
        };
        assert!(
            !Heard::default().is_blind(rules, &bombing),
            "it rests on no silence"
        );
    }
}
