//! The one place that touches the disk, or a store of objects behind the same port.

mod disk;
mod shelf;

pub use disk::Disk;
pub use shelf::Objects;
pub(crate) use shelf::Shelf;

use std::io;
use std::path::Path;

/// Keeps files by path. Every change is durable when the call that makes it returns, except writing to a [`Sink`],
/// which is durable after [`Sink::sync`].
pub trait Files: Send + Sync + std::fmt::Debug {
    /// Makes a folder and those above it.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes an empty file, in the place of one that is there.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>>;
    /// Opens a file to read it.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Source>>;
    /// Gives a file another name, in the place of one that has it, at once or not at all.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file; one that is not there is no fault.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// The names of what lies in a folder; none when it is not there.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;
}

/// A file that is being written.
pub trait Sink: io::Write + Send {
    /// Makes all that was written durable.
    fn sync(&mut self) -> io::Result<()>;
    /// Forgets what was written beyond that length.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// A file that is being read, by any number of threads.
pub trait Source: Send + Sync + std::fmt::Debug {
    /// Fills the buffer from that byte on.
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()>;
    /// How long the file is.
    fn length(&self) -> io::Result<u64>;
}

/// All bytes of a file.
pub(crate) fn read(files: &dyn Files, path: &Path) -> io::Result<Vec<u8>> {
    let source = files.open(path)?;
    let mut bytes = vec![0; usize::try_from(source.length()?).map_err(io::Error::other)?];
    source.read_at(0, &mut bytes)?;
    Ok(bytes)
}

/// Writes a whole file so that it is there in full or not at all.
pub(crate) fn replace(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut sink = files.create(&draft)?;
    io::Write::write_all(&mut sink, bytes)?;
    sink.sync()?;
    drop(sink);
    files.rename(&draft, path)
}
