//! A run of files: what was brought in by hand and waits to be judged, all of it at once and in the order of its time.
//!
//! Nothing of a run goes to the live engine as it comes: half of a history would make rules say what the other half takes
//! back, and each file would have everything since played again.

use activity::detect::Alert;
use activity::event::{Moment, Source};
use std::collections::BTreeMap;

/// What becomes of alerts about events that were brought in by hand; the more cautious one first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alerts {
    /// Rules remember the events, and say nothing.
    Unsaid,
    /// They are raised, marked as found in history, and told to nobody.
    #[default]
    Marked,
    /// They are raised and told, as if a collector had brought the events.
    Told,
}

/// What was brought in and is not judged yet.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// The time of the first event.
    pub(crate) first: Moment,
    /// When the last piece came.
    pub(crate) touched: Moment,
    /// First and last time of what came, by source and organization, and what is wanted of it.
    parts: BTreeMap<(String, String), Part>,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    first: Moment,
    last: Moment,
    wanted: Alerts,
}

impl Run {
    /// One that begins with an event.
    pub(crate) fn new((source, org): (Source, &str), time: Moment, wanted: Alerts, now: Moment) -> Self {
        let mut run = Self {
            first: time,
            touched: now,
            parts: BTreeMap::new(),
        };
        run.take((source, org), time, wanted, now);
        run
    }

    /// One event more.
    pub(crate) fn take(&mut self, (source, org): (Source, &str), time: Moment, wanted: Alerts, now: Moment) {
        self.first = self.first.min(time);
        self.touched = self.touched.max(now);
        let new = Part {
            first: time,
            last: time,
            wanted,
        };
        let part = self
            .parts
            .entry((source.word().to_owned(), org.to_owned()))
            .or_insert(new);
        part.first = part.first.min(time);
        part.last = part.last.max(time);
        part.wanted = part.wanted.min(wanted);
    }

    /// Both together: when one could not be judged and another began meanwhile.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.first = self.first.min(other.first);
        self.touched = self.touched.max(other.touched);
        for (whose, new) in other.parts {
            let part = self.parts.entry(whose).or_insert(new);
            part.first = part.first.min(new.first);
            part.last = part.last.max(new.last);
            part.wanted = part.wanted.min(new.wanted);
        }
        self
    }

    /// What is wanted of an alert; `None` when it rests on nothing that this run brought.
    pub(crate) fn wanted_of(&self, alert: &Alert) -> Option<Alerts> {
        let rests = alert.evidence.iter().filter_map(|evidence| {
            let part = self.parts.get(&(evidence.source.clone(), evidence.org.clone()))?;
            (part.first <= evidence.time && evidence.time <= part.last).then_some(part.wanted)
        });
        rests.min()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Alerts, Run};
    use activity::detect::alert::{About, Evidence, Subject};
    use activity::detect::{Alert, Severity};
    use activity::event::{Moment, Source};

    pub(crate) fn alert(source: &str, org: &str, time: i64) -> Alert {
        Alert {
            id: "a".to_owned(),
            rule: "cross.golden-saml-here".to_owned(),
            title: String::new(),
            severity: Severity::High,
            entity: Vec::new(),
            about: About::default(),
            subject: Subject::Actor,
            first_seen: Moment(time),
            last_seen: Moment(time),
            findings: 1,
            evidence: vec![Evidence {
                time: Moment(time),
                source: source.to_owned(),
                org: org.to_owned(),
                uid: "e".to_owned(),
                event_type: "t".to_owned(),
            }],
            evidence_left_off: 0,
            steps: Vec::new(),
            tactics: Vec::new(),
            techniques: Vec::new(),
            provisional: false,
        }
    }

    #[test]
    fn an_alert_is_of_a_run_when_it_rests_on_what_the_run_brought() {
        let mut run = Run::new((Source::Aws, "1"), Moment(50), Alerts::Told, Moment(1_000));
        run.take((Source::Aws, "1"), Moment(10), Alerts::Told, Moment(1_001));
        run.take((Source::Aws, "2"), Moment(30), Alerts::Unsaid, Moment(1_002));
        assert_eq!((run.first, run.touched), (Moment(10), Moment(1_002)));
        assert_eq!(run.wanted_of(&alert("aws", "1", 20)), Some(Alerts::Told));
        assert_eq!(run.wanted_of(&alert("aws", "2", 30)), Some(Alerts::Unsaid));
        assert_eq!(run.wanted_of(&alert("aws", "1", 51)), None);
        assert_eq!(run.wanted_of(&alert("okta", "1", 20)), None);
        let more = Run::new((Source::Aws, "1"), Moment(60), Alerts::Marked, Moment(2_000));
        let both = run.join(more);
        assert_eq!(
            both.wanted_of(&alert("aws", "1", 55)),
            Some(Alerts::Marked),
            "the more cautious"
        );
    }
}
