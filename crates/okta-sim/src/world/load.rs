//! Organizations from a file: our own dump, or a recording of requests and answers.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::dump::{self, DumpError};
use super::recorded::Recording;
use crate::sim::Sim;

/// Why a file is no organization.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A line is no JSON.
    #[error("{path}, line {line}: {source}; every line has to be one JSON object")]
    Json {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A line of a dump does not fit.
    #[error("{path}, line {line}: {source}")]
    Dump {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        source: DumpError,
    },
    /// The file is neither a dump nor a recording, or holds no answer of an Okta organization.
    #[error(
        "{path} holds no organization: it has to be a dump of the simulator or lines with request and response"
    )]
    Nothing {
        /// The file.
        path: PathBuf,
    },
}

/// Reads either format; the first line decides.
pub(crate) fn load(path: &Path) -> Result<Sim, LoadError> {
    let own = || path.to_path_buf();
    let file = File::open(path).map_err(|source| LoadError::Read { path: own(), source })?;
    let mut reader: Option<Reader> = None;
    for (line, text) in (1usize..).zip(BufReader::with_capacity(1 << 20, file).lines()) {
        let text = text.map_err(|source| LoadError::Read { path: own(), source })?;
        if text.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(&text).map_err(|source| LoadError::Json {
            path: own(),
            line,
            source,
        })?;
        match &mut reader {
            Some(Reader::Dump(dump)) => {
                dump.take(value).map_err(|source| LoadError::Dump {
                    path: own(),
                    line,
                    source,
                })?;
            }
            Some(Reader::Recording(recording)) => recording.take(&value),
            None => {
                reader = Some(if value.get("request").is_some() {
                    let mut recording = Recording::default();
                    recording.take(&value);
                    Reader::Recording(Box::new(recording))
                } else {
                    let begun = dump::Reading::begin(&value);
                    let begun = begun.map_err(|source| LoadError::Dump {
                        path: own(),
                        line,
                        source,
                    })?;
                    Reader::Dump(Box::new(begun))
                });
            }
        }
    }
    match reader {
        Some(Reader::Dump(dump)) => Ok(dump.finish()),
        Some(Reader::Recording(recording)) => recording
            .finish()
            .ok_or_else(|| LoadError::Nothing { path: own() }),
        None => Err(LoadError::Nothing { path: own() }),
    }
}

enum Reader {
    Dump(Box<dump::Reading>),
    Recording(Box<Recording>),
}
