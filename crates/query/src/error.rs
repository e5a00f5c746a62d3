//! What can be wrong with a query, told so that a person can cure it: which rule, where in the text, what is near.

mod closest;
mod engine;
mod wrong_types;

pub(crate) use closest::closest;
pub(crate) use engine::from_engine;

/// A query that gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The kind of mistake.
    pub code: ErrorCode,
    /// One sentence for a person.
    pub message: String,
    /// What to do about it, if we know.
    pub hint: Option<String>,
    /// Where in the text, if it can be told.
    pub position: Option<Position>,
}

/// A place in the text of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Characters from the start of the text, from 1 (as PostgreSQL counts).
    pub offset: u32,
}

/// Kinds of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The text is not SQL.
    Syntax,
    /// The text wants to change something, or to reach outside.
    ReadOnly,
    /// No such table.
    UnknownTable,
    /// No such column.
    UnknownColumn,
    /// A column name that two tables have.
    AmbiguousColumn,
    /// No such function.
    UnknownFunction,
    /// Types that do not go together.
    WrongType,
    /// A value that cannot be computed, for example a division by zero.
    BadValue,
    /// It took longer than allowed.
    TimeLimit,
    /// It needed more memory than allowed.
    MemoryLimit,
    /// A function would make more than it may.
    TooLarge,
    /// Somebody called it off.
    Cancelled,
    /// There is no snapshot of the asked moment, or none yet.
    NoSnapshot,
    /// A setting that does not exist or a value it cannot take.
    Setting,
    /// No such cursor.
    UnknownCursor,
    /// A cursor that cannot be declared or moved like this now.
    CursorState,
    /// SQL that this engine does not know.
    NotSupported,
    /// A table that whoever asks may not read.
    Forbidden,
    /// A table whose rows cannot be had now.
    Unavailable,
    /// Our mistake.
    Internal,
}

impl ErrorCode {
    /// A stable word for the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::ReadOnly => "read_only",
            Self::UnknownTable => "unknown_table",
            Self::UnknownColumn => "unknown_column",
            Self::AmbiguousColumn => "ambiguous_column",
            Self::UnknownFunction => "unknown_function",
            Self::WrongType => "wrong_type",
            Self::BadValue => "bad_value",
            Self::TimeLimit => "time_limit",
            Self::MemoryLimit => "memory_limit",
            Self::TooLarge => "too_large",
            Self::Cancelled => "cancelled",
            Self::NoSnapshot => "no_snapshot",
            Self::Setting => "setting",
            Self::UnknownCursor => "unknown_cursor",
            Self::CursorState => "cursor_state",
            Self::NotSupported => "not_supported",
            Self::Forbidden => "forbidden",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// PostgreSQL's code. Source: PostgreSQL documentation, appendix A.
    pub const fn sqlstate(self) -> &'static str {
        match self {
            Self::Syntax => "42601",
            Self::ReadOnly => "25006",
            Self::UnknownTable => "42P01",
            Self::UnknownColumn => "42703",
            Self::AmbiguousColumn => "42702",
            Self::UnknownFunction => "42883",
            Self::WrongType => "42804",
            Self::BadValue => "22000",
            Self::TimeLimit | Self::Cancelled => "57014",
            Self::MemoryLimit => "53200",
            Self::TooLarge => "54000",
            Self::NoSnapshot => "22023",
            Self::Setting => "42704",
            Self::UnknownCursor => "34000",
            Self::CursorState => "24000",
            Self::NotSupported => "0A000",
            Self::Forbidden => "42501",
            Self::Unavailable => "58000",
            Self::Internal => "XX000",
        }
    }
}

impl QueryError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            position: None,
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn at(mut self, position: Option<Position>) -> Self {
        self.position = self.position.or(position);
        self
    }

    pub(crate) fn internal(message: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::Internal, format!("the query failed inside: {message}"))
            .hint("this is a fault of Portolan; please report it with the query")
    }
}
