//! Answers SQL over the graph and the snapshots.
//!
//! The only room that knows the SQL engine. Text comes in, rows of a snapshot go out; nothing here can change
//! anything. Plain questions about `access_path` are answered straight from the graph's arrays, everything else by
//! the engine over the same batches, so both ways give the same answer.

mod access_path;
mod age;
mod alerts;
mod answer;
mod ask;
mod bounded;
mod cancel;
pub mod catalogue;
mod described;
mod engine;
mod error;
mod events;
mod format;
mod functions;
mod graph_exec;
mod inet;
mod interval;
mod json;
mod lateral;
mod limits;
mod list_operator;
mod list_or_empty;
mod live;
mod moment;
mod notice;
mod patience;
pub mod pg;
mod pg_typeof;
mod rounded;
mod schema;
mod server_function;
mod session;
mod statement;
mod sum;
mod tables;
mod text_concat;
mod texts;
mod time;
mod to_char;
mod typed;
mod usage;
mod whole_numbers;
mod world;

pub use alerts::{AlertPlace, AlertRow, Alerts, AlertsAsked};
pub use answer::{Answer, QueryRequest, QueryResult, ResultColumn, RowStream, SnapshotName, Stats};
pub use cancel::Cancel;
pub use engine::Engine;
pub use error::{ErrorCode, Position, QueryError};
pub use events::{Account, Condition, Events, Narrow, SourceFault, StillEvents, WantedEvents};
pub use limits::Limits;
pub use live::{Live, Rights};
pub use moment::{moment_text, parse_moment};
pub use schema::ColumnType;
pub use usage::{Usage, Used};
