//! Notes of whoever uses the archive, beside its events: small files on the local disk, packed, each there in full or
//! not at all.

use crate::archive::Archive;
use crate::files;
use std::io;
use std::path::{Path, PathBuf};

/// Their folder below the archive's.
const NOTES: &str = "notes";
const ENDING: &str = ".zst";
const LEVEL: i32 = 3;

impl Archive {
    /// The names of all notes.
    pub fn notes(&self) -> io::Result<Vec<String>> {
        let names = self.inner.files.list(&folder(&self.inner.folder))?.into_iter();
        let names = names.filter_map(|name| Some(name.strip_suffix(ENDING)?.to_owned()));
        Ok(names.collect())
    }

    /// A note; `None` when there is none of that name.
    pub fn note(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match files::read(self.inner.files.as_ref(), &self.path_of_note(name)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
            Ok(packed) => zstd::decode_all(packed.as_slice()).map(Some),
        }
    }

    /// Writes a note, in the place of one that may be there. Durable when it returns.
    pub fn put_note(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path_of_note(name)?;
        self.inner.files.make_folder(&folder(&self.inner.folder))?;
        let packed = zstd::encode_all(bytes, LEVEL)?;
        files::replace(self.inner.files.as_ref(), &path, &packed)
    }

    /// Removes a note; one that is not there is no fault.
    pub fn drop_note(&self, name: &str) -> io::Result<()> {
        self.inner.files.remove(&self.path_of_note(name)?)
    }

    fn path_of_note(&self, name: &str) -> io::Result<PathBuf> {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if name.is_empty() || !name.bytes().all(is_name) {
            let message = format!("`{name}` is no name of a note");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        Ok(folder(&self.inner.folder).join(format!("{name}{ENDING}")))
    }
}

/// Forgets all notes: they are about an archive that somebody else kept meanwhile.
pub(crate) fn forget(archive: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder(archive)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn folder(archive: &Path) -> PathBuf {
    archive.join(NOTES)
}

#[cfg(test)]
mod tests {
    use crate::tests::open;

    #[test]
    fn a_note_is_there_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let archive = open(folder.path());
        assert_eq!(archive.notes().unwrap(), Vec::<String>::new());
        assert_eq!(archive.note("memory-1").unwrap(), None);
        archive.put_note("memory-1", b"one").unwrap();
        archive.put_note("memory-1", b"another").unwrap();
        archive.put_note("late", b"").unwrap();
        assert_eq!(archive.note("memory-1").unwrap().unwrap(), b"another");
        drop(archive);
        let archive = open(folder.path());
        assert_eq!(archive.notes().unwrap(), ["late", "memory-1"]);
        archive.drop_note("late").unwrap();
        archive.drop_note("late").unwrap();
        assert_eq!(archive.notes().unwrap(), ["memory-1"]);
        assert!(archive.put_note("../x", b"").is_err());
    }
}
