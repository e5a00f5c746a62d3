//! One app's provisioning as a state machine without sockets and clock: it says which request is next, and is told what
//! came of it.
//!
//! It compares what the other side holds with what it should hold, object by object; each object goes its own way of
//! requests, one at a time. Groups wait until the users are through, because they name them.

mod answers;
mod compare;
mod parts;
mod report;
mod tasks;

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::target::ScimTarget;
use super::wanted::Wanted;
use crate::stamp::Stamp;
use parts::{GroupLink, Import, Job, Next, Step, UserLink};

pub(super) use parts::{Done, Key, Outcome, Task};

/// One app's provisioning.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) target: ScimTarget,
    tested: bool,
    /// Why the test failed for good.
    broken: Option<String>,
    wanted: Option<Wanted>,
    users: BTreeMap<String, UserLink>,
    groups: BTreeMap<String, GroupLink>,
    jobs: BTreeMap<Key, Job>,
    /// What differs and waits for its turn.
    pending: VecDeque<Key>,
    /// Whether to look again for what differs.
    stale: bool,
    requests: u64,
    retries: u64,
    last_trouble: Option<String>,
    imported: Value,
    import: Import,
}

/// So many tries, then a request that meets no answer or a 5xx is a refusal.
const ATTEMPTS: u32 = 8;

impl Machine {
    pub(super) fn new(target: ScimTarget) -> Self {
        Self {
            target,
            tested: false,
            broken: None,
            wanted: None,
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
            jobs: BTreeMap::new(),
            pending: VecDeque::new(),
            stale: true,
            requests: 0,
            retries: 0,
            last_trouble: None,
            imported: Value::Null,
            import: Import::default(),
        }
    }

    /// Other settings; what is known of the other side stays when it is still the same one.
    pub(super) fn configure(&mut self, target: ScimTarget) {
        if target.base_url == self.target.base_url {
            self.target = target;
            self.tested = false;
            self.retry();
        } else {
            *self = Self::new(target);
        }
    }

    /// Takes refusals back, so that everything is tried again.
    pub(super) fn retry(&mut self) {
        self.broken = None;
        self.stale = true;
        self.users.values_mut().for_each(|link| link.refused = None);
        self.groups.values_mut().for_each(|link| link.refused = None);
    }

    /// Starts an import.
    pub(super) fn import(&mut self) {
        self.import = Import::default();
        self.jobs
            .entry(Key::Import)
            .or_insert_with(|| Job::new(Step::ImportUsers(1)));
    }

    /// What the organization has now; `None` pauses everything.
    pub(super) fn want(&mut self, wanted: Option<Wanted>) {
        self.wanted = wanted;
        self.stale = true;
    }

    /// The next request, when there is one to make at this time.
    pub(super) fn next(&mut self, now: Stamp) -> Option<Task> {
        if self.jobs.values().filter(|job| job.in_flight).count() >= self.target.parallel.max(1) {
            return None;
        }
        if !self.tested {
            if self.broken.is_none() {
                self.jobs
                    .entry(Key::Test)
                    .or_insert_with(|| Job::new(Step::TestUsers));
            }
            let due = self
                .jobs
                .get(&Key::Test)
                .is_some_and(|job| !job.in_flight && job.not_before <= now);
            return if due { self.emit(Key::Test) } else { None };
        }
        loop {
            let ready = self
                .jobs
                .iter()
                .find(|(_, job)| !job.in_flight && job.not_before <= now);
            if let Some(key) = ready.map(|(key, _)| key.clone()) {
                if self.is_moot(&key) {
                    self.jobs.remove(&key);
                    self.stale = true;
                    continue;
                }
                return self.emit(key);
            }
            if self.pending.is_empty() && std::mem::take(&mut self.stale) {
                self.pending = self.differing();
            }
            let key = self.pending.pop_front()?;
            if let Some(step) = self.first_step(&key).filter(|_| !self.jobs.contains_key(&key)) {
                self.jobs.insert(key, Job::new(step));
            }
        }
    }

    /// Tells what came of a request; gives what is to be written down.
    pub(super) fn took(&mut self, key: &Key, outcome: Outcome, now: Stamp) -> Option<Done> {
        let job = self.jobs.remove(key)?;
        self.stale = true;
        let (status, retry_after, body) = match outcome {
            Outcome::Answered {
                status,
                retry_after_s,
                body,
            } => (status, retry_after_s, body),
            Outcome::Lost(why) => return self.again(key.clone(), job, None, why, now),
        };
        if status == 429 || status >= 500 {
            let why = format!("status {status}");
            return self.again(
                key.clone(),
                job,
                retry_after.or((status == 429).then_some(1)),
                why,
                now,
            );
        }
        match self.advance(key, &job, status, &body) {
            Next::Step(step) => {
                self.jobs.insert(key.clone(), Job::new(step));
                None
            }
            Next::Done(done) => done,
            Next::Refused(event, why) => {
                self.refuse(key, &why);
                Some(Done::Failed {
                    event,
                    key: key.clone(),
                    reason: why,
                })
            }
        }
    }

    /// Whether there is nothing left to do.
    pub(super) fn is_idle(&self) -> bool {
        self.tested && self.jobs.is_empty() && self.pending.is_empty() && !self.stale
    }

    /// Marks a request as under way and notes what it carries.
    fn emit(&mut self, key: Key) -> Option<Task> {
        let wanted = self.wanted.as_ref();
        let user = wanted.and_then(|wanted| wanted.users.get(key.id())).cloned();
        let group = wanted.and_then(|wanted| wanted.groups.get(key.id())).cloned();
        let members = group
            .iter()
            .flat_map(|group| self.members(group))
            .map(|(id, _)| id)
            .collect();
        let job = self.jobs.get_mut(&key)?;
        job.in_flight = true;
        (job.user, job.group, job.members) = (user, group, members);
        let step = job.step.clone();
        self.requests += 1;
        Some(self.task(key, &step))
    }

    /// Whether a way of requests has lost its reason: somebody lost the app before the account was made.
    fn is_moot(&self, key: &Key) -> bool {
        let Some(job) = self.jobs.get(key) else {
            return true;
        };
        let going = self.wanted.as_ref();
        match key {
            Key::User(id) => {
                let gives = !matches!(
                    job.step,
                    Step::Read { active: false }
                        | Step::Put { active: false }
                        | Step::Patch { active: false }
                );
                gives && !going.is_some_and(|wanted| wanted.users.contains_key(id))
            }
            Key::Group(id) => {
                job.step != Step::Delete && !going.is_some_and(|wanted| wanted.groups.contains_key(id))
            }
            Key::Test | Key::Import => false,
        }
    }

    /// Tries a request again later, or gives up.
    fn again(&mut self, key: Key, job: Job, after_s: Option<i64>, why: String, now: Stamp) -> Option<Done> {
        self.retries += 1;
        self.last_trouble = Some(format!("{why} at {now}"));
        let attempts = job.attempts + 1;
        // The test goes on for ever: the other side may only be starting.
        if attempts >= ATTEMPTS && key != Key::Test && after_s.is_none() {
            self.refuse(&key, &why);
            let event = match key {
                Key::Group(_) => "application.provision.group_push.mapping.update.or.delete.failed",
                Key::Import => "application.provision.user.import",
                _ => "application.provision.user.push",
            };
            return Some(Done::Failed {
                event,
                key,
                reason: why,
            });
        }
        let pause = match after_s {
            Some(seconds) => seconds.clamp(0, 3600).saturating_mul(1000),
            None => (250_i64 << attempts.min(7)).min(if key == Key::Test { 2000 } else { 30_000 }),
        };
        let later = Job {
            attempts,
            not_before: now.plus_ms(pause),
            in_flight: false,
            ..job
        };
        self.jobs.insert(key, later);
        None
    }

    fn refuse(&mut self, key: &Key, why: &str) {
        let wanted = self.wanted.as_ref();
        match key {
            Key::User(id) => {
                let then = wanted.and_then(|wanted| wanted.users.get(id)).cloned();
                let link = self.users.entry(id.clone()).or_default();
                link.refused = Some((why.to_owned(), then));
            }
            Key::Group(id) => {
                let then = wanted.and_then(|wanted| wanted.groups.get(id)).cloned();
                let link = self.groups.entry(id.clone()).or_default();
                link.refused = Some((why.to_owned(), then));
            }
            Key::Test | Key::Import => self.last_trouble = Some(why.to_owned()),
        }
    }
}
