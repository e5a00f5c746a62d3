//! What all lanes of one scan share: the way to Okta, the way out, the numbers, the progress, the coverage.

use super::{OrdinalBook, Pace, ScanError, ScanOptions, ScanProgress, Scanned, Stage};
use domain::facts::{ClassCoverage, Coverage, FactSink, ObjectClass, Reading, Rows};
use futures_util::StreamExt as _;
use okta::{Class, Fault, FaultKind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Classes without which nothing else means anything: an answer that makes no sense there ends the scan.
const ESSENTIAL: [ObjectClass; 6] = [
    ObjectClass::Users,
    ObjectClass::Groups,
    ObjectClass::Apps,
    ObjectClass::Memberships,
    ObjectClass::AppGroups,
    ObjectClass::AppUsers,
];

/// Classes that the rest of a snapshot can do without: where Okta keeps failing there, the scan goes on.
const MINOR: [ObjectClass; 8] = [
    ObjectClass::GroupRules,
    ObjectClass::GroupOwners,
    ObjectClass::Grants,
    ObjectClass::ClientSecrets,
    ObjectClass::ClientKeys,
    ObjectClass::IdentityProviders,
    ObjectClass::Policies,
    ObjectClass::NetworkZones,
];

/// What must be known before a class can be: links of objects that were not read are not read either.
const fn prerequisites(class: ObjectClass) -> &'static [ObjectClass] {
    match class {
        ObjectClass::Memberships | ObjectClass::GroupOwners | ObjectClass::GroupRoles => {
            &[ObjectClass::Groups]
        }
        ObjectClass::AppGroups => &[ObjectClass::Groups, ObjectClass::Apps],
        ObjectClass::AppUsers
        | ObjectClass::ClientRoles
        | ObjectClass::Grants
        | ObjectClass::ClientSecrets
        | ObjectClass::ClientKeys => &[ObjectClass::Apps],
        _ => &[],
    }
}

pub(super) struct Context<'a, S> {
    client: &'a okta::Client,
    /// One metered handle a class, in the order of [`ObjectClass::ALL`].
    clients: Vec<okta::Client>,
    /// What the client had done before this scan.
    before: okta::Progress,
    pub(super) options: ScanOptions,
    sink: Mutex<&'a mut S>,
    book: Mutex<&'a mut OrdinalBook>,
    coverage: Mutex<Vec<ClassCoverage>>,
    progress: &'a watch::Sender<ScanProgress>,
}

impl<'a, S: FactSink> Context<'a, S> {
    pub(super) fn new(
        client: &'a okta::Client,
        sink: &'a mut S,
        book: &'a mut OrdinalBook,
        options: ScanOptions,
        progress: &'a watch::Sender<ScanProgress>,
    ) -> Self {
        progress.send_replace(ScanProgress::new());
        Self {
            client,
            clients: ObjectClass::ALL.iter().map(|_| client.metered()).collect(),
            before: client.progress(),
            options,
            sink: Mutex::new(sink),
            book: Mutex::new(book),
            coverage: Mutex::new(Vec::new()),
            progress,
        }
    }

    /// The way to Okta; what is sent through it counts for `class`.
    pub(super) fn client(&self, class: ObjectClass) -> &okta::Client {
        self.clients.get(class as usize).unwrap_or(self.client)
    }

    /// Puts rows out.
    pub(super) fn put(&self, class: ObjectClass, rows: Rows<'_>) -> Result<(), ScanError> {
        lock(&self.sink).put(rows).map_err(|error| ScanError::Sink {
            class,
            source: Box::new(error),
        })
    }

    /// The numbers of users, groups and apps. Not to be held across a call to Okta.
    pub(super) fn book(&self) -> MutexGuard<'_, &'a mut OrdinalBook> {
        lock(&self.book)
    }

    /// Marks a class as begun, with the number of objects to ask where it is known.
    pub(super) fn begin(&self, class: ObjectClass, total: Option<u64>) {
        self.update(class, |entry| {
            entry.stage = Stage::Reading;
            entry.total = total;
        });
    }

    /// Counts one more object asked and the rows it gave.
    pub(super) fn step(&self, class: ObjectClass, rows: u64) {
        self.update(class, |entry| {
            entry.done += 1;
            entry.rows += rows;
        });
    }

    /// Ends a class: writes its coverage, or ends the scan.
    pub(super) fn end(&self, class: ObjectClass, outcome: Result<Tally, Fault>) -> Result<(), ScanError> {
        let reading = match outcome {
            Ok(tally) => tally.reading(class),
            Err(fault) if may_go_on(class, &fault) && self.rows_of(class) > 0 => {
                Reading::Partial(told(&fault))
            }
            Err(fault) if may_go_on(class, &fault) => Reading::NotRead(told(&fault)),
            Err(fault) => return Err(ScanError::Okta { class, fault }),
        };
        self.end_as(class, reading);
        Ok(())
    }

    /// Ends a class with a reading that is already known; it cannot be better than what it builds on.
    pub(super) fn end_as(&self, class: ObjectClass, reading: Reading) {
        let mut rows = 0;
        self.update(class, |entry| {
            entry.stage = Stage::Done;
            rows = entry.rows;
        });
        let requests = self.client(class).sent();
        let mut coverage = lock(&self.coverage);
        let reading = prerequisites(class)
            .iter()
            .filter_map(|needed| coverage.iter().find(|entry| entry.class == *needed))
            .fold(reading, bounded);
        coverage.push(ClassCoverage {
            class,
            reading,
            rows,
            requests,
        });
    }

    /// Lowers the reading of a class that has ended: something found later casts doubt on it.
    pub(super) fn doubt(&self, class: ObjectClass, why: String) {
        if let Some(entry) = lock(&self.coverage).iter_mut().find(|entry| entry.class == class)
            && entry.reading == Reading::Whole
        {
            entry.reading = Reading::Partial(why);
        }
    }

    /// How a class that has ended was read.
    pub(super) fn reading_of(&self, class: ObjectClass) -> Option<Reading> {
        let coverage = lock(&self.coverage);
        let entry = coverage.iter().find(|entry| entry.class == class)?;
        Some(entry.reading.clone())
    }

    fn rows_of(&self, class: ObjectClass) -> u64 {
        self.progress
            .borrow()
            .classes
            .iter()
            .find(|entry| entry.class == class)
            .map_or(0, |entry| entry.rows)
    }

    /// Reads something of many objects, several at a time. An object that is gone is left out; one that may not be
    /// read makes the class partial.
    pub(super) async fn each<T, F>(
        &self,
        class: ObjectClass,
        objects: impl IntoIterator<Item = T>,
        read: impl Fn(T) -> F,
    ) -> Result<Result<Tally, Fault>, ScanError>
    where
        F: Future<Output = Result<Result<u64, Fault>, ScanError>>,
    {
        // Collected first: a stream that held the closure across an await could not be proven `Send`.
        let calls: Vec<F> = objects.into_iter().map(read).collect();
        let mut running = futures_util::stream::iter(calls).buffer_unordered(self.options.concurrency);
        let mut tally = Tally::default();
        while let Some(outcome) = running.next().await {
            match outcome? {
                Ok(rows) => {
                    tally.read += 1;
                    self.step(class, rows);
                }
                Err(fault) if fault.kind == FaultKind::Gone => {
                    self.step(class, 0);
                    tally.gone += 1;
                }
                Err(fault) if fault.kind == FaultKind::Refused => {
                    self.step(class, 0);
                    tally.refused += 1;
                    tally.first_refusal.get_or_insert_with(|| told(&fault));
                }
                Err(fault) => return Ok(Err(fault)),
            }
        }
        Ok(Ok(tally))
    }

    /// Calls a minute in the two buckets between which work can be moved, as the organization's answers told.
    pub(super) fn pace(&self) -> Pace {
        let buckets = self.client.progress().buckets;
        let told = |class| {
            buckets
                .iter()
                .find(|bucket| bucket.class == class)
                .and_then(|bucket| bucket.limit)
        };
        let share = |limit: u32| limit.saturating_mul(u32::from(self.options.share_percent)) / 100;
        // Until Okta tells, what it publishes for a workforce organization (rate limits, 2025).
        Pace {
            groups_per_minute: share(told(Class::Groups).unwrap_or(500)),
            apps_per_minute: share(told(Class::Apps).unwrap_or(100)),
        }
    }

    /// The coverage and cost of the whole scan.
    pub(super) fn finish(self) -> Scanned {
        let mut classes = self.coverage.into_inner().unwrap_or_else(PoisonError::into_inner);
        classes.sort_by_key(|entry| entry.class);
        let traffic = self.client.progress();
        Scanned {
            coverage: Coverage { classes },
            requests: traffic.requests.saturating_sub(self.before.requests),
            bytes: traffic.bytes.saturating_sub(self.before.bytes),
        }
    }

    fn update(&self, class: ObjectClass, change: impl FnOnce(&mut super::ClassProgress)) {
        let traffic = self.client.progress();
        self.progress.send_modify(|progress| {
            progress.requests = traffic.requests.saturating_sub(self.before.requests);
            progress.bytes = traffic.bytes.saturating_sub(self.before.bytes);
            progress.requests_left = traffic
                .buckets
                .iter()
                .filter_map(|bucket| bucket.remaining)
                .min()
                .map(u64::from);
            progress.buckets.clone_from(&traffic.buckets);
            if let Some(entry) = progress.class_mut(class) {
                change(entry);
            }
        });
    }
}

/// How the objects of a class were read.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) read: u64,
    pub(super) refused: u64,
    /// Vanished since they were listed, or of a kind that the organization does not have.
    pub(super) gone: u64,
    pub(super) first_refusal: Option<String>,
    /// Said beside what was refused, for example that some objects were not asked.
    pub(super) left_out: Option<String>,
}

impl Tally {
    fn reading(self, class: ObjectClass) -> Reading {
        // Of roles of service apps Okta says "not found" where there are none.
        if self.read == 0 && self.refused == 0 && self.gone > 0 && class != ObjectClass::ClientRoles {
            return Reading::NotRead("the organization does not have this kind of object".to_owned());
        }
        let refused = self.first_refusal.map(|why| match self.read {
            0 => why,
            _ => format!(
                "{} of {} were refused; the first: {why}",
                self.refused,
                self.refused + self.read
            ),
        });
        let everything_refused = self.read == 0 && self.refused > 0;
        let reasons: Vec<String> = refused.into_iter().chain(self.left_out).collect();
        match reasons.is_empty() {
            true => Reading::Whole,
            false if everything_refused => Reading::NotRead(reasons.join("; ")),
            false => Reading::Partial(reasons.join("; ")),
        }
    }
}

/// Whether the rest of the scan still means something after this fault.
fn may_go_on(class: ObjectClass, fault: &Fault) -> bool {
    match fault.kind {
        FaultKind::Refused | FaultKind::Gone => class != ObjectClass::Users,
        FaultKind::Malformed => !ESSENTIAL.contains(&class),
        FaultKind::RetryLater => MINOR.contains(&class),
        FaultKind::NeedsPerson => false,
    }
}

/// A reading that is no better than that of what it builds on.
fn bounded(reading: Reading, needed: &ClassCoverage) -> Reading {
    let name = needed.class.as_str();
    match (&needed.reading, reading) {
        (Reading::Whole, reading) | (_, reading @ Reading::NotRead(_)) => reading,
        (Reading::NotRead(why), _) => Reading::NotRead(format!("{name} could not be read: {why}")),
        (Reading::Partial(why), Reading::Partial(own)) => Reading::Partial(format!("{own}; {name}: {why}")),
        (Reading::Partial(why), Reading::Whole) => {
            Reading::Partial(format!("not all {name} could be read: {why}"))
        }
    }
}

fn told(fault: &Fault) -> String {
    format!("{fault}. {}", fault.advice())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A lane that panicked ends the scan anyway; what it left behind is thrown away.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
