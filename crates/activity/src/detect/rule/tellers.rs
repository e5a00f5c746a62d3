//! Who would have told what a rule says did not happen.

use super::{Kind, Rule};
use crate::detect::expr::Source as Asked;
use crate::event::{Field, Source};

/// What a rule takes for silence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Silence {
    /// For how long before nothing may have come, in microseconds.
    pub span_us: i64,
    /// The sources that could have told it.
    pub tellers: Vec<Source>,
}

impl Rule {
    /// The silence that a rule rests on; `None` when it rests on none, or when every source could break it.
    pub(crate) fn silence(&self) -> Option<Silence> {
        let (_, span_us) = self.absent_before()?;
        let tellers = self.tellers_of_absence();
        (!tellers.is_empty()).then_some(Silence { span_us, tellers })
    }

    /// The step that must not have come before, and how long before, in microseconds.
    fn absent_before(&self) -> Option<(u8, i64)> {
        match &self.kind {
            Kind::Sequence(sequence) => sequence.not_before,
            _ => None,
        }
    }

    /// The sources that can tell the step that must not have come before. Empty when the rule has none, or when every
    /// source could tell it.
    fn tellers_of_absence(&self) -> Vec<Source> {
        let step = self.absent_before().map(|(step, _)| usize::from(step));
        let Some(expr) = step.and_then(|step| self.uses.get(step)) else {
            return Vec::new();
        };
        let can_tell = |source: &Source| {
            expr.holds(&mut |number| {
                let test = self.tests.get(number as usize);
                test.is_none_or(|test| match test.source {
                    Asked::Column(Field::Source) => test.op.passes(source.word()),
                    _ => true,
                })
            })
        };
        let tellers: Vec<Source> = Source::ALL.into_iter().filter(can_tell).collect();
        if tellers.len() == Source::ALL.len() {
            return Vec::new();
        }
        tellers
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::{RuleSet, Tuning, shipped};
    use crate::event::Source;

    #[test]
    fn a_rule_on_silence_knows_who_is_silent() {
        let rules = shipped::rules(&Tuning::default()).unwrap();
        let tellers = |id: &str| {
            let rule = rules.iter().find(|rule| rule.id == id).unwrap();
            rule.tellers_of_absence()
        };
        assert_eq!(tellers("cross.golden-saml-here"), [Source::Okta]);
        assert_eq!(tellers("cross.downstream-login-without-okta"), [Source::Okta]);
        assert_eq!(
            tellers("cross.admin-action-without-request"),
            [Source::Okta, Source::Teleport]
        );
        assert_eq!(tellers("okta.push-bombing"), []);
        // A set takes the tests out of its rules, and knows it still.
        let set = RuleSet::new(rules.clone());
        let silence = set.silence_of("cross.golden-saml-here").unwrap();
        assert_eq!(silence.tellers, [Source::Okta]);
        assert!(silence.span_us > 0);
        assert_eq!(set.silence_of("okta.push-bombing"), None);
    }
}
