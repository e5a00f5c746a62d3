//! The thread that seals, compacts and heals by itself.

use super::{Archive, Inner};
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

/// Small segments of one month that are worth merging without being asked.
pub(super) const FAN_IN: usize = 8;

/// Wakes the worker, or ends it.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    wish: Mutex<Wish>,
    changed: Condvar,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Wish {
    #[default]
    None,
    Work,
    Stop,
}

impl Signal {
    pub(crate) fn wake(&self) {
        self.set(Wish::Work);
    }

    pub(crate) fn stop(&self) {
        self.set(Wish::Stop);
    }

    fn set(&self, wish: Wish) {
        let mut current = self.wish.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != Wish::Stop {
            *current = wish;
        }
        self.changed.notify_all();
    }

    /// Waits for work; false is the end.
    fn wait(&self) -> bool {
        let current = self.wish.lock().unwrap_or_else(PoisonError::into_inner);
        let mut current = self
            .changed
            .wait_while(current, |wish| *wish == Wish::None)
            .unwrap_or_else(PoisonError::into_inner);
        if *current == Wish::Stop {
            return false;
        }
        *current = Wish::None;
        true
    }
}

/// Starts the worker; it ends with the archive.
pub(crate) fn start(inner: &Arc<Inner>, signal: Arc<Signal>) -> io::Result<()> {
    let weak = Arc::downgrade(inner);
    let worker = std::thread::Builder::new().name("archive".to_owned());
    worker.spawn(move || run(&weak, &signal)).map(drop)
}

fn run(weak: &Weak<Inner>, signal: &Signal) {
    while signal.wait() {
        let Some(inner) = weak.upgrade() else { return };
        let archive = Archive { inner };
        if archive.inner.is_sick() {
            let _ = archive.heal();
        }
        // What fails here (a full disk) is tried again at the next wake, and told by an append that must wait.
        if archive.inner.is_ripe() && archive.seal().is_ok() {
            let _ = archive.compact_some(FAN_IN);
        }
    }
}
