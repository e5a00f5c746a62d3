//! What is kept of an event, once for all rules it touches.

use crate::detect::alert::{About, Evidence, is_user};
use crate::detect::ruleset::ask;
use crate::event::{Field, Later, Moment, View};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

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
    TargetUser,
}

const PARTS: usize = 14;

/// What is kept of one event. Of an event that lies in the archive it is read when it is first asked for: nearly all
/// that rules remember is forgotten unread.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Plain", into = "Plain")]
pub(crate) struct Facts {
    time: Moment,
    text: OnceLock<Text>,
    later: Option<Later>,
}

/// One text, cut where its fields end: rules hold millions of these, and one allocation is enough for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Text {
    text: Box<str>,
    ends: [u32; PARTS],
}

/// Facts as they are written.
#[derive(Serialize, Deserialize)]
struct Plain {
    evidence: Evidence,
    about: About,
}

impl Text {
    /// The fields, in the order of [`Evidence`] and [`About`].
    fn new(parts: [&str; PARTS]) -> Self {
        let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
        let mut ends = [0; PARTS];
        for (end, part) in ends.iter_mut().zip(parts) {
            text.push_str(part);
            *end = text.len() as u32;
        }
        Self {
            text: text.into_boxed_str(),
            ends,
        }
    }

    fn of(event: &dyn View) -> Self {
        let person = ask::person(event).unwrap_or_default();
        let target_user = ask::target_user(event).unwrap_or_default();
        let text = |field| event.text(field).unwrap_or("");
        Self::new([
            text(Field::Source),
            text(Field::SourceOrg),
            text(Field::Uid),
            text(Field::EventType),
            &person,
            text(Field::ActorId),
            text(Field::ActorName),
            text(Field::Ip),
            text(Field::Country),
            text(Field::SessionId),
            text(Field::CredentialId),
            text(Field::TargetName),
            text(Field::TargetKind),
            &target_user,
        ])
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.time == other.time && self.text() == other.text()
    }
}

impl Facts {
    /// What is kept of an event.
    pub(crate) fn of(event: &dyn View) -> Self {
        match event.numbered() {
            Some(kept) => Self {
                time: event.time(),
                text: OnceLock::new(),
                later: Some(kept.later()),
            },
            None => Self::known(event.time(), Text::of(event)),
        }
    }

    fn known(time: Moment, text: Text) -> Self {
        Self {
            time,
            text: OnceLock::from(text),
            later: None,
        }
    }

    /// Reads what was not read yet, and lets go of where it lies; says whether it could be read.
    pub(crate) fn recollect(&mut self) -> bool {
        let is_there = self.later.is_none() || *self.text() != Text::default();
        if is_there {
            self.later = None;
        }
        is_there
    }

    /// Whether it must be read yet.
    pub(crate) fn is_elsewhere(&self) -> bool {
        self.later.is_some()
    }

    fn text(&self) -> &Text {
        self.text.get_or_init(|| {
            let mut text = Text::default();
            if let Some(later) = &self.later {
                // Who gives the events is told of what cannot be read, and says so.
                later.from.read(later.row, &mut |event| text = Text::of(event));
            }
            text
        })
    }

    fn part(&self, part: Part) -> &str {
        let Text { text, ends } = self.text();
        let index = part as usize;
        let start = index.checked_sub(1).and_then(|before| ends.get(before));
        let start = start.copied().unwrap_or(0) as usize;
        let end = ends.get(index).copied().unwrap_or(0) as usize;
        text.get(start..end).unwrap_or("")
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

    /// The person behind the user that it was done to.
    fn target_person(&self) -> Option<String> {
        let is_main = is_user(self.part(Part::TargetKind));
        let account = ask::Account {
            source: self.part(Part::Source),
            org: self.part(Part::Org),
            id: Some(self.part(Part::TargetUser)).filter(|id| !id.is_empty())?,
            name: if is_main { self.part(Part::Target) } else { "" },
        };
        account.person()
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
            target_user: text(Part::TargetUser),
            target_person: self.target_person().unwrap_or_default(),
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
            &about.target_user,
        ];
        Self::known(evidence.time, Text::new(parts.map(String::as_str)))
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
