//! Events as one Parquet file, made while it goes out: the same table as the archive's own files.

use crate::event::Event;
use crate::files::Sink;
use crate::segment::parquet::{Row, Writer};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

const LEVEL: i32 = 3;
const PAGE_BYTES: usize = 256 * 1024;
/// A group of rows is written when it has so many rows or bytes of raw text.
const ROWS: usize = 16_384;
const BYTES: usize = 16 << 20;

/// A Parquet file of events. Bytes come out a group of rows at a time.
pub struct Table {
    writer: Writer,
    made: Made,
    /// Events of the group that is not written yet, and their raw bytes.
    waiting: Vec<Event>,
    bytes: usize,
}

/// What was written and not taken yet.
#[derive(Clone, Default)]
struct Made(Arc<Mutex<Vec<u8>>>);

impl Made {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl io::Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Made {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn cut(&mut self, _: u64) -> io::Result<()> {
        Err(io::Error::other("what is on its way cannot be taken back"))
    }
}

impl Table {
    /// An empty one.
    ///
    /// # Errors
    /// When the writer cannot be made.
    pub fn new() -> io::Result<Self> {
        let made = Made::default();
        let writer = Writer::new(Box::new(made.clone()), LEVEL, PAGE_BYTES)?;
        Ok(Self {
            writer,
            made,
            waiting: Vec::new(),
            bytes: 0,
        })
    }

    /// Adds an event.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn push(&mut self, event: &Event) -> io::Result<()> {
        self.bytes += event.raw_bytes().len();
        self.waiting.push(event.clone());
        if self.waiting.len() >= ROWS || self.bytes >= BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let rows: Vec<Row<'_>> = self
            .waiting
            .iter()
            .filter_map(|event| Some((event.row()?, event.raw_bytes())))
            .collect();
        self.writer.write(&rows)?;
        self.waiting.clear();
        self.bytes = 0;
        Ok(())
    }

    /// The bytes that are finished.
    pub fn take(&mut self) -> Vec<u8> {
        self.made.take()
    }

    /// The rest.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.flush()?;
        self.writer.finish()?;
        Ok(self.made.take())
    }
}
