//! What is asked of the archive: a span of time and a filter.

mod compile;
mod matches;
mod needle;
mod people;
mod test;

pub(crate) use compile::{Plan, compile, moment};
pub(crate) use matches::matches;
pub(crate) use needle::{Bound, Needle, Piece, is_word_byte};
pub(crate) use test::Pattern;
pub(crate) use test::Test;

use activity::event::Field;
use domain::Timestamp;

/// A question. Upper and lower case of ASCII letters are one in every comparison.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Query {
    /// The earliest event time; none is the beginning.
    pub from: Option<Timestamp>,
    /// The first event time that is too late; none is the end.
    pub until: Option<Timestamp>,
    /// What an event must be.
    pub filter: Filter,
}

/// A condition on one event.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Filter {
    /// Every event.
    #[default]
    All,
    /// The column has one of the values; in a list, any item is enough. Times are RFC 3339 or days.
    Is {
        /// Where to look.
        column: Column,
        /// Any of these.
        values: Vec<String>,
    },
    /// The column has a value of that form: `*` stands for any text, `\` before a character for itself.
    Like {
        /// Where to look.
        column: Column,
        /// The form.
        pattern: String,
    },
    /// The column has a value in which the regular expression finds something, upper and lower case being one.
    Matches {
        /// Where to look; the raw text too.
        column: Column,
        /// The regular expression, without the slashes around it.
        pattern: String,
    },
    /// The column holds an address of a network, as `10.0.0.0/8` or `2001:db8::/32`.
    Within {
        /// Where to look.
        column: Column,
        /// The network.
        network: String,
    },
    /// The column compares so with the value: numbers and times by size, texts by their letters.
    Compare {
        /// Where to look.
        column: Column,
        /// How.
        op: Operator,
        /// With what.
        value: String,
    },
    /// The column has any value.
    Exists {
        /// Where to look.
        column: Column,
    },
    /// The raw text has this word or these words in a row, not as a part of a longer word. A word is letters, digits
    /// and `_`.
    Word(String),
    /// The raw text has this text anywhere.
    Substring(String),
    /// Not so.
    Not(Box<Filter>),
    /// All of these; none is everything.
    And(Vec<Filter>),
    /// Any of these; none is nothing.
    Or(Vec<Filter>),
}

/// How a column compares with a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Where a condition looks: one column, or several that answer one question.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Column {
    /// One column.
    One(Field),
    /// Who did it: name, id, or the person behind.
    Actor,
    /// To what: name, id, or any of all targets.
    Target,
    /// The session or the first of its chain.
    Session,
    /// Our verb or the source's own name of the event type.
    Action,
}

impl From<Field> for Column {
    fn from(field: Field) -> Self {
        Self::One(field)
    }
}

impl Column {
    /// The columns it looks at; any of them is enough.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::One(field) => std::slice::from_ref(field),
            Self::Actor => &[Field::ActorName, Field::ActorId, Field::IdentityId],
            Self::Target => &[Field::TargetName, Field::TargetId, Field::TargetIds],
            Self::Session => &[Field::SessionId, Field::SessionRoot],
            Self::Action => &[Field::Action, Field::EventType],
        }
    }

    /// Its name in the query language.
    pub fn name(&self) -> &'static str {
        match self {
            Self::One(Field::Action) => "verb",
            Self::One(field) => field.name(),
            Self::Actor => "actor",
            Self::Target => "target",
            Self::Session => "session",
            Self::Action => "action",
        }
    }

    /// The column of that name in the query language, an alias, or a name of the schema.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            // Teleport calls the actor its identity.
            "actor" | "who" | "identity" => Self::Actor,
            "person" => Self::One(Field::IdentityId),
            "target" => Self::Target,
            "session" => Self::Session,
            "action" => Self::Action,
            "verb" => Self::One(Field::Action),
            "outcome" => Self::One(Field::Status),
            "org" => Self::One(Field::SourceOrg),
            "id" => Self::One(Field::Uid),
            "device" => Self::One(Field::DeviceId),
            "address" => Self::One(Field::Ip),
            "signal" => Self::One(Field::Signals),
            "risk" => Self::One(Field::RiskLevel),
            "severity" => Self::One(Field::SeverityId),
            "class" => Self::One(Field::ClassUid),
            "date" | "day" => Self::One(Field::EventDate),
            _ => Self::One(Field::of_name(name)?),
        })
    }

    /// All names that the query language knows, for completion.
    pub fn names() -> Vec<&'static str> {
        let mut names = vec![
            "actor", "person", "target", "session", "action", "verb", "outcome", "org", "id", "device",
            "address", "signal", "risk", "severity", "class", "day",
        ];
        names.extend(activity::event::COLUMNS.iter().flat_map(|column| {
            std::iter::once(column.name)
                .chain(column.aliases.iter().copied())
                .filter(|name| *name != "action")
        }));
        names
    }
}
