//! How far a scan is, as a value that pages, the shell and the status page show alike.

use domain::facts::{Coverage, ObjectClass};
use okta::BucketState;

/// A scan that is running.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanProgress {
    /// One entry a class, in the order of [`ObjectClass::ALL`].
    pub classes: Vec<ClassProgress>,
    /// Requests sent so far.
    pub requests: u64,
    /// Bytes received so far.
    pub bytes: u64,
    /// Requests that may still be sent this minute in the tightest bucket.
    pub requests_left: Option<u64>,
    /// Okta's rate limits as its last answers told.
    pub buckets: Vec<BucketState>,
}

/// How far one class is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassProgress {
    /// Which class.
    pub class: ObjectClass,
    /// Where it stands.
    pub stage: Stage,
    /// Objects asked so far: pages of a listing, or groups and apps whose links were read.
    pub done: u64,
    /// How many there will be, once known.
    pub total: Option<u64>,
    /// Rows read so far.
    pub rows: u64,
}

/// Where the reading of a class stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not begun.
    Waiting,
    /// Under way.
    Reading,
    /// Over; how well is in the coverage.
    Done,
}

impl Stage {
    /// `waiting`, `reading` or `done`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reading => "reading",
            Self::Done => "done",
        }
    }
}

impl ScanProgress {
    /// Nothing begun.
    pub fn new() -> Self {
        let waiting = |class| ClassProgress {
            class,
            stage: Stage::Waiting,
            done: 0,
            total: None,
            rows: 0,
        };
        Self {
            classes: ObjectClass::ALL.into_iter().map(waiting).collect(),
            requests: 0,
            bytes: 0,
            requests_left: None,
            buckets: Vec::new(),
        }
    }

    /// The share that is done, 0 to 1, weighing each class by how much of its known total is read; a class whose
    /// size is unknown counts as one step.
    pub fn share(&self) -> f64 {
        let (mut done, mut total) = (0.0, 0.0);
        for class in &self.classes {
            let size = class.total.unwrap_or(1).max(1) as f64;
            total += size;
            done += match class.stage {
                Stage::Done => size,
                Stage::Waiting => 0.0,
                Stage::Reading if class.total.is_some() => (class.done as f64).min(size),
                Stage::Reading => 0.0,
            };
        }
        if total > 0.0 { done / total } else { 0.0 }
    }

    /// Milliseconds that are left if it goes on as it went for `elapsed_ms`; `None` before a tenth is done.
    pub fn left_ms(&self, elapsed_ms: u64) -> Option<u64> {
        let share = self.share();
        (share >= 0.1).then(|| (elapsed_ms as f64 * (1.0 - share) / share) as u64)
    }

    pub(super) fn class_mut(&mut self, class: ObjectClass) -> Option<&mut ClassProgress> {
        self.classes.iter_mut().find(|entry| entry.class == class)
    }
}

/// What a whole scan came to.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// How each class was read.
    pub coverage: Coverage,
    /// Requests it took.
    pub requests: u64,
    /// Bytes received.
    pub bytes: u64,
}
