//! What is kept of an event, once for all rules it touches.

use crate::detect::alert::{About, Evidence};
use crate::event::Moment;
use serde::{Deserialize, Serialize};

/// The fields, in their order in the text.
#[derive(Clone, Copy)]
enum Part {
    Source,
    Org,
    Uid,
    EventType,
    Person,
    ActorId,
    ActorName,
    Ip,
    Country,
    SessionId,
    CredentialId,
    Target,
    TargetKind,
}

const PARTS: usize = 13;

/// One text, cut where its fields end: rules hold millions of these, and one allocation is enough for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Plain", into = "Plain")]
pub(crate) struct Facts {
    time: Moment,
    text: Box<str>,
    ends: [u32; PARTS],
}

/// Facts as they are written.
#[derive(Serialize, Deserialize)]
struct Plain {
    evidence: Evidence,
    about: About,
}

impl Facts {
    /// The fields, in the order of [`Evidence`] and [`About`].
    pub(crate) fn new(time: Moment, parts: [&str; PARTS]) -> Self {
        let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
        let mut ends = [0; PARTS];
        for (end, part) in ends.iter_mut().zip(parts) {
            text.push_str(part);
            *end = text.len() as u32;
        }
        Self {
            time,
            text: text.into_boxed_str(),
            ends,
        }
    }

    fn part(&self, part: Part) -> &str {
        let index = part as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or(0) as usize;
        let end = self.ends.get(index).copied().unwrap_or(0) as usize;
        self.text.get(start..end).unwrap_or("")
    }

    pub(crate) fn time(&self) -> Moment {
        self.time
    }

    /// Id, source and organization: together with the time, what makes an event this one.
    pub(crate) fn mark(&self) -> (&str, &str, &str) {
        (self.uid(), self.part(Part::Source), self.part(Part::Org))
    }

    pub(crate) fn uid(&self) -> &str {
        self.part(Part::Uid)
    }

    pub(crate) fn ip(&self) -> &str {
        self.part(Part::Ip)
    }

    /// Whether both are the same event.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.time == other.time
            && self.mark() == other.mark()
            && self.part(Part::EventType) == other.part(Part::EventType)
    }

    pub(crate) fn evidence(&self) -> Evidence {
        let text = |part| self.part(part).to_owned();
        Evidence {
            time: self.time,
            source: text(Part::Source),
            org: text(Part::Org),
            uid: text(Part::Uid),
            event_type: text(Part::EventType),
        }
    }

    pub(crate) fn about(&self) -> About {
        let text = |part| self.part(part).to_owned();
        About {
            person: text(Part::Person),
            actor_id: text(Part::ActorId),
            actor_name: text(Part::ActorName),
            ip: text(Part::Ip),
            country: text(Part::Country),
            session_id: text(Part::SessionId),
            credential_id: text(Part::CredentialId),
            target: text(Part::Target),
            target_kind: text(Part::TargetKind),
        }
    }
}

impl From<Plain> for Facts {
    fn from(Plain { evidence, about }: Plain) -> Self {
        let parts = [
            &evidence.source,
            &evidence.org,
            &evidence.uid,
            &evidence.event_type,
            &about.person,
            &about.actor_id,
            &about.actor_name,
            &about.ip,
            &about.country,
            &about.session_id,
            &about.credential_id,
            &about.target,
            &about.target_kind,
        ];
        Self::new(evidence.time, parts.map(String::as_str))
    }
}

impl From<Facts> for Plain {
    fn from(facts: Facts) -> Self {
        Self {
            evidence: facts.evidence(),
            about: facts.about(),
        }
    }
}
