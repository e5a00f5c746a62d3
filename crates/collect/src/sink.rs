//! Where events go.

use domain::Timestamp;

/// Takes events over.
pub trait Sink: Send + Sync {
    /// The cursor that was kept last under that name.
    fn cursor(&self, stream: &str) -> Option<String>;

    /// Keeps a source's text, and the cursor with that name, at once or not at all. `org` is for events that do not say
    /// whose they are.
    ///
    /// # Errors
    /// Why not, in one sentence; nothing is kept then.
    fn take(
        &self,
        org: &str,
        text: Vec<u8>,
        cursor: Option<(&str, String)>,
    ) -> impl Future<Output = Result<Taken, String>> + Send;

    /// Notes that the events between two times are lost, durably: it is called before the place in the log moves on.
    /// `stream` names the cursor.
    ///
    /// # Errors
    /// Why not, in one sentence; then the reading stops where it was.
    fn lost(
        &self,
        stream: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<(), String>> + Send;
}

/// What became of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Events read.
    pub read: u64,
    /// Events that were new.
    pub stored: u64,
    /// Events that had been kept before.
    pub repeated: u64,
    /// Texts that are no events; kept.
    pub malformed: u64,
    /// Events of a type that no table knows; kept.
    pub unknown: u64,
    /// When the newest of those stored happened.
    pub newest: Option<Timestamp>,
}

impl Taken {
    /// Adds another text's.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.stored += other.stored;
        self.repeated += other.repeated;
        self.malformed += other.malformed;
        self.unknown += other.unknown;
        self.newest = self.newest.max(other.newest);
    }
}
