//! The log: what was acknowledged since the last sealing, in the order of intake. One record is one append, with its
//! checksum; a record that is torn was never acknowledged.

use crate::bytes::{Reader, put_text, put_varint};
use crate::chunk::{self, Chunk};
use crate::files::{Files, Sink};
use crate::hash;
use activity::event::Event;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Length and checksum before each record.
const HEAD: usize = 8;

/// How a record begins: with a cursor or without, and whether raw texts follow each row or all rows.
const OLD_NO_CURSOR: u64 = 0;
const OLD_CURSOR: u64 = 1;
const NO_CURSOR: u64 = 2;
const CURSOR: u64 = 3;

/// A log file that is being written.
pub(crate) struct Log {
    sink: Box<dyn Sink>,
    number: u64,
    length: u64,
    broken: bool,
}

/// Why a record was not written.
pub(crate) enum LogError {
    Io(io::Error),
    Broken,
}

/// What a log file held.
#[derive(Default)]
pub(crate) struct Replayed {
    pub(crate) records: Vec<(Chunk, Option<(String, String)>)>,
    /// Whether a whole record follows one that is not: then it is no torn end.
    pub(crate) is_damaged: bool,
}

impl Log {
    /// Begins the log file of that number.
    pub(crate) fn create(files: &dyn Files, folder: &Path, number: u64) -> io::Result<Self> {
        Ok(Self {
            sink: files.create(&path(folder, number))?,
            number,
            length: 0,
            broken: false,
        })
    }

    pub(crate) const fn number(&self) -> u64 {
        self.number
    }

    /// Makes a record durable, in two parts, or takes it back.
    pub(crate) fn append(&mut self, record: &[u8], raw: &[u8]) -> Result<(), LogError> {
        if self.broken {
            return Err(LogError::Broken);
        }
        let sink = &mut self.sink;
        let written = sink.write_all(record).and_then(|()| sink.write_all(raw));
        if let Err(error) = written.and_then(|()| sink.sync()) {
            self.broken = self.sink.cut(self.length).is_err();
            return Err(LogError::Io(error));
        }
        self.length += (record.len() + raw.len()) as u64;
        Ok(())
    }
}

/// Puts the bytes of one append in the place of what a buffer held: those that the raw texts follow.
pub(crate) fn record(chunk: &Chunk, cursor: Option<(&str, &str)>, out: &mut Vec<u8>) {
    out.clear();
    out.resize(HEAD, 0);
    let form = if cursor.is_some() { CURSOR } else { NO_CURSOR };
    put_varint(out, form);
    if let Some((source, cursor)) = cursor {
        put_text(out, source.as_bytes());
        put_text(out, cursor.as_bytes());
    }
    put_varint(out, chunk.len() as u64);
    for event in chunk.events() {
        chunk::encode_columns(&event, out);
        let (start, end) = event.raw_range();
        put_varint(out, start as u64);
        put_varint(out, (end - start) as u64);
    }
    put_varint(out, chunk.raw.len() as u64);
    if let Some((head, body)) = out.split_at_mut_checked(HEAD) {
        let (length, sum) = head.split_at_mut(HEAD / 2);
        length.copy_from_slice(&((body.len() + chunk.raw.len()) as u32).to_le_bytes());
        let mut hash = hash::Stream::default();
        hash.put(body);
        hash.put(&chunk.raw);
        sum.copy_from_slice(&hash.checksum().to_le_bytes());
    }
}

/// Reads a log file up to the first record that is not whole.
pub(crate) fn replay(bytes: &[u8]) -> Replayed {
    let mut replayed = Replayed::default();
    let mut reader = Reader::new(bytes);
    while !reader.is_empty() {
        let begun = reader.clone();
        match next(&mut reader) {
            Some(record) => replayed.records.push(record),
            None => {
                replayed.is_damaged = goes_on(begun);
                break;
            }
        }
    }
    replayed
}

/// Whether a whole record comes after one that is not.
fn goes_on(mut reader: Reader<'_>) -> bool {
    let length = reader.u32().unwrap_or(0) as usize;
    reader.u32().is_some() && length > 0 && reader.take(length).is_some() && next(&mut reader).is_some()
}

fn next(reader: &mut Reader<'_>) -> Option<(Chunk, Option<(String, String)>)> {
    let (length, sum) = (reader.u32()?, reader.u32()?);
    let body = reader.take(length as usize)?;
    if hash::checksum(body) != sum {
        return None;
    }
    let mut body = Reader::new(body);
    let form = body.varint()?;
    let cursor = if form == OLD_CURSOR || form == CURSOR {
        Some((body.text()?.to_owned(), body.text()?.to_owned()))
    } else {
        None
    };
    let mut chunk = Chunk::default();
    match form {
        OLD_NO_CURSOR | OLD_CURSOR => {
            for _ in 0..body.varint()? {
                chunk::decode(&mut body, &mut chunk)?;
            }
        }
        NO_CURSOR | CURSOR => {
            for _ in 0..body.varint()? {
                let columns = chunk::decode_columns(&mut body)?;
                let (start, length) = (body.size()?, body.size()?);
                columns.put((start, start.checked_add(length)?), &mut chunk.batch);
            }
            chunk.raw = body.bytes()?.to_vec();
            let is_within = |event: Event<'_>| event.raw_range().1 <= chunk.raw.len();
            if !chunk.events().all(is_within) {
                return None;
            }
        }
        _ => return None,
    }
    Some((chunk, cursor))
}

/// The path of a log file.
pub(crate) fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:012}.log"))
}

/// The number of a log file, by its name.
pub(crate) fn number_of(name: &str) -> Option<u64> {
    name.strip_suffix(".log")?.parse().ok()
}
