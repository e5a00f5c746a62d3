//! An immutable part of the archive: events of one source and month, in order of time and tie.
//!
//! A Parquet file holds all columns and the raw texts, for everybody. An index file beside it holds the same as packed
//! numbers of terms and values, so that a row, a count or a filter costs no Parquet: it is never read back.

mod bloom;
mod columns;
pub(crate) mod container;
mod count;
mod dict;
mod eval;
pub(crate) mod fields;
pub(crate) mod parquet;
mod postings;
mod rare;
mod raw;
mod read;
mod rows;
mod terms;
mod text;
mod words;
mod write;

pub(crate) use self::parquet::{GROUP, Row};
pub(crate) use columns::{BLOCK, stream_of};
pub(crate) use count::{Counts, Tally};
pub(crate) use eval::{COST_OF_READING, cost};
pub(crate) use read::Segment;
pub(crate) use rows::Fetcher;
pub(crate) use write::Writer;
