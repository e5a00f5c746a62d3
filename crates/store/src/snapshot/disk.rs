//! Every operation on files that a snapshot needs, in one place: errors name the path, and tests can make any one
//! of the operations fail.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::SnapshotError;

type Result<T> = std::result::Result<T, SnapshotError>;

/// Is asked before each operation that changes the disk; an error makes the operation fail without being done.
#[cfg(test)]
pub(super) type Fault = std::sync::Arc<dyn Fn(&'static str, &Path) -> io::Result<()> + Send + Sync>;

/// The file system.
#[derive(Clone, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    fault: Option<Fault>,
}

impl Disk {
    /// A disk on which operations fail as `fault` says.
    #[cfg(test)]
    pub(super) fn with_fault(fault: Fault) -> Self {
        Self { fault: Some(fault) }
    }

    /// Makes a directory and those above it.
    pub(super) fn create_dir(&self, path: &Path) -> Result<()> {
        self.change("create", path, || fs::create_dir_all(path))
    }

    /// Makes an empty file, for reading back as well.
    pub(super) fn create(&self, path: &Path) -> Result<DiskFile> {
        let open = || {
            File::options()
                .create(true)
                .truncate(true)
                .read(true)
                .write(true)
                .open(path)
        };
        let file = self.change("create", path, open)?;
        Ok(DiskFile {
            file,
            path: path.to_owned(),
            disk: self.clone(),
        })
    }

    /// Writes a whole file and waits until it is on the disk.
    pub(super) fn write_durably(&self, path: &Path, content: &[u8]) -> Result<()> {
        let mut file = self.create(path)?;
        file.append(content)?;
        self.change("flush", path, || file.file.sync_all())
    }

    /// Gives a file its final name, replacing what had it.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.change("rename", to, || fs::rename(from, to))
    }

    /// Makes the names in a directory durable.
    pub(super) fn sync_dir(&self, path: &Path) -> Result<()> {
        self.change("flush", path, || File::open(path)?.sync_all())
    }

    /// Removes a file; one that is already gone is no error.
    pub(super) fn remove_file(&self, path: &Path) -> Result<()> {
        self.change("remove", path, || absent_is_fine(fs::remove_file(path)))
    }

    /// Removes a directory with all in it; one that is already gone is no error.
    pub(super) fn remove_dir(&self, path: &Path) -> Result<()> {
        self.change("remove", path, || absent_is_fine(fs::remove_dir_all(path)))
    }

    /// The whole content of a file.
    pub(super) fn read(&self, path: &Path) -> Result<Vec<u8>> {
        fs::read(path).map_err(|source| SnapshotError::io("read", path, source))
    }

    /// Size of a file in bytes; `None` when there is none.
    pub(super) fn size(&self, path: &Path) -> Option<u64> {
        fs::metadata(path).ok().map(|meta| meta.len())
    }

    /// Names in a directory, sorted; none when the directory does not exist.
    pub(super) fn names(&self, path: &Path) -> Result<Vec<String>> {
        let read = || -> io::Result<Vec<String>> {
            let mut names = Vec::new();
            for entry in fs::read_dir(path)? {
                if let Ok(name) = entry?.file_name().into_string() {
                    names.push(name);
                }
            }
            names.sort_unstable();
            Ok(names)
        };
        match read() {
            Ok(names) => Ok(names),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(source) => Err(SnapshotError::io("list", path, source)),
        }
    }

    fn change<T>(
        &self,
        action: &'static str,
        path: &Path,
        operation: impl FnOnce() -> io::Result<T>,
    ) -> Result<T> {
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            fault(action, path).map_err(|source| SnapshotError::io(action, path, source))?;
        }
        operation().map_err(|source| SnapshotError::io(action, path, source))
    }
}

/// A file being written, that can be read back.
pub(super) struct DiskFile {
    file: File,
    path: PathBuf,
    disk: Disk,
}

impl DiskFile {
    /// Writes at the end of what was written before.
    pub(super) fn append(&mut self, content: &[u8]) -> Result<()> {
        let Self { file, path, disk } = self;
        disk.change("write", path, || file.write_all(content))
    }

    /// Fills `into` with the bytes from `at` on. Do not append afterwards.
    pub(super) fn read_at(&mut self, at: u64, into: &mut [u8]) -> Result<()> {
        let mut read = |file: &mut File| {
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(into)
        };
        read(&mut self.file).map_err(|source| SnapshotError::io("read back", &self.path, source))
    }
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
