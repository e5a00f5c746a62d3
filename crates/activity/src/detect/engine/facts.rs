//! Findings as events.

use crate::detect::alert::{self, Finding, Subject, Whom};
use crate::detect::rule::Rule;
use crate::event::{Field, Moment, View};

/// A finding as rules over alerts see it: the actor is whom it concerns, source `alert`, type the rule's id, `signals` its tactics and techniques.
pub(super) struct FindingView<'f> {
    rule: &'f Rule,
    finding: &'f Finding,
    whom: Whom<'f>,
    pub(super) uid: String,
}

impl<'f> FindingView<'f> {
    /// A finding as it concerns somebody of whom it tells.
    pub(super) fn new(rule: &'f Rule, key: &str, finding: &'f Finding, subject: Subject) -> Self {
        let (time, last) = finding.mark();
        let uid = alert::id(&rule.id, &format!("{key}\n{last}"), time.0);
        Self {
            rule,
            finding,
            whom: finding.about.whom(subject),
            uid,
        }
    }
}

impl View for FindingView<'_> {
    fn time(&self) -> Moment {
        self.finding.time
    }

    fn text(&self, field: Field) -> Option<&str> {
        let about = &self.finding.about;
        let text = match field {
            Field::Source => "alert",
            Field::EventType => &self.rule.id,
            Field::Uid => &self.uid,
            Field::Action => "alert",
            Field::Status => self.finding.severity.word(),
            Field::IdentityId => self.whom.person,
            Field::ActorId => self.whom.id,
            Field::ActorName => self.whom.name,
            Field::Ip => &about.ip,
            Field::Country => &about.country,
            Field::SessionId => &about.session_id,
            Field::CredentialId => &about.credential_id,
            Field::TargetName => &about.target,
            Field::TargetKind => &about.target_kind,
            _ => "",
        };
        Some(text).filter(|text| !text.is_empty())
    }

    fn number(&self, field: Field) -> Option<f64> {
        match field {
            Field::SeverityId => Some(self.finding.severity.ocsf().into()),
            Field::EventTime => Some(self.finding.time.0 as f64),
            _ => None,
        }
    }

    fn truth(&self, _: Field) -> Option<bool> {
        None
    }

    fn any_item(&self, field: Field, test: &mut dyn FnMut(&str) -> bool) -> bool {
        field == Field::Signals
            && self
                .rule
                .tactics
                .iter()
                .chain(&self.rule.techniques)
                .any(|item| test(item))
    }

    fn raw(&self) -> Option<&str> {
        None
    }
}
