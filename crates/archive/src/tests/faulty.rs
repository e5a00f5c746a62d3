//! A disk that dies or fills up at a chosen step, and forgets what was not made durable. It knows itself what was, and
//! never waits for a real disk.

use crate::files::{Disk, Files, Sink, Source};
use std::collections::HashMap;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// This step fails in part, and all after it.
    Dies,
    /// This step fails for want of space, and no other.
    Full,
}

#[derive(Debug)]
struct Fate {
    left: u64,
    fault: Fault,
    is_dead: bool,
    steps: u64,
    /// How much of each file is durable.
    durable: HashMap<PathBuf, u64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Faulty(Arc<Mutex<Fate>>);

impl Faulty {
    /// The step after `left` others fails.
    pub(crate) fn new(left: u64, fault: Fault) -> Self {
        Self(Arc::new(Mutex::new(Fate {
            left,
            fault,
            is_dead: false,
            steps: 0,
            durable: HashMap::new(),
        })))
    }

    pub(crate) fn steps(&self) -> u64 {
        self.0.lock().unwrap().steps
    }

    /// Power is lost: of what was not durable, `keep` of 4 parts stay.
    pub(crate) fn lose_power(&self, keep: u64) {
        for (path, durable) in &self.0.lock().unwrap().durable {
            if let Ok(file) = std::fs::OpenOptions::new().write(true).open(path) {
                let length = file.metadata().unwrap().len();
                file.set_len(durable + (length - durable) * keep / 4).unwrap();
            }
        }
    }

    fn step(&self) -> io::Result<()> {
        let mut fate = self.0.lock().unwrap();
        fate.steps += 1;
        if fate.is_dead {
            return Err(io::Error::other("the disk is dead"));
        }
        if fate.left > 0 {
            fate.left -= 1;
            return Ok(());
        }
        match fate.fault {
            Fault::Dies => {
                fate.is_dead = true;
                Err(io::Error::other("the disk died"))
            }
            Fault::Full => {
                fate.left = u64::MAX;
                Err(io::ErrorKind::StorageFull.into())
            }
        }
    }
}

impl Files for Faulty {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::create_dir_all(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        self.step()?;
        let file = std::fs::File::create(path)?;
        self.0.lock().unwrap().durable.insert(path.to_owned(), 0);
        Ok(Box::new(FaultySink {
            file,
            path: path.to_owned(),
            written: 0,
            disk: self.clone(),
        }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        Disk.open(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        std::fs::rename(from, to)?;
        let mut fate = self.0.lock().unwrap();
        if let Some(durable) = fate.durable.remove(from) {
            fate.durable.insert(to.to_owned(), durable);
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.0.lock().unwrap().durable.remove(path);
        Disk.remove(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        Disk.list(path)
    }
}

struct FaultySink {
    file: std::fs::File,
    path: PathBuf,
    written: u64,
    disk: Faulty,
}

impl Write for FaultySink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.disk.step() {
            // Half of it reached the disk.
            let half = &bytes[..bytes.len() / 2];
            if self.file.write_all(half).is_ok() {
                self.written += half.len() as u64;
            }
            return Err(error);
        }
        self.file.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for FaultySink {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.step()?;
        self.disk
            .0
            .lock()
            .unwrap()
            .durable
            .insert(self.path.clone(), self.written);
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.disk.step()?;
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length))?;
        self.written = length;
        self.disk
            .0
            .lock()
            .unwrap()
            .durable
            .insert(self.path.clone(), length);
        Ok(())
    }
}
