//! One app's provisioning as a state machine without sockets and clock: it says which request is next, and is told what
//! came of it.
//!
//! It compares what the other side holds with what it should hold, object by object; each object goes its own way of
//! requests, one at a time. Groups wait until the users are through, because they name them.

mod answers;
mod report;
mod tasks;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::target::{ScimKind, ScimTarget};
use super::wanted::{Wanted, WantedGroup};
use crate::stamp::Stamp;

/// What a way of requests is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The test of the credentials, which comes before everything.
    Test,
    Import,
    /// Okta id of a user.
    User(String),
    /// Okta id of a group.
    Group(String),
}

impl Key {
    /// Okta id of the user or group.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::User(id) | Self::Group(id) => id,
            Self::Test | Self::Import => "",
        }
    }
}

/// A request to be made, relative to the base URL.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    pub(super) key: Key,
    pub(super) method: &'static str,
    /// `/Users?…`
    pub(super) target: String,
    pub(super) body: Option<Value>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Answered {
        status: u16,
        retry_after_s: Option<i64>,
        body: Value,
    },
    /// No answer: what went wrong.
    Lost(String),
}

/// What happened, for the System Log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// A user was sent: event type, Okta id and id at the other side.
    User {
        event: &'static str,
        user: String,
        scim_id: String,
    },
    Group {
        event: &'static str,
        group: String,
    },
    Imported {
        users: usize,
        groups: usize,
    },
    Tested,
    /// A way of requests ended with a refusal.
    Failed {
        event: &'static str,
        key: Key,
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    TestUsers,
    TestGroups,
    ImportUsers(usize),
    ImportGroups(usize),
    Find,
    Create,
    /// Reads the user before it is written, as Okta does; then writes it so.
    Read {
        active: bool,
    },
    Put {
        active: bool,
    },
    Patch {
        active: bool,
    },
    Change,
    Delete,
}

#[derive(Clone, Debug)]
struct Job {
    step: Step,
    attempts: u32,
    not_before: Stamp,
    in_flight: bool,
    /// What was wanted when the request was made: what the other side has when it says yes.
    user: Option<Value>,
    group: Option<WantedGroup>,
    /// SCIM ids of that group's members.
    members: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
struct UserLink {
    scim_id: Option<String>,
    name: String,
    /// What was last sent.
    sent: Option<Value>,
    active: bool,
    /// The refusal, and what was wanted when it came: not tried again before that changes.
    refused: Option<(String, Option<Value>)>,
}

#[derive(Clone, Debug, Default)]
struct GroupLink {
    scim_id: Option<String>,
    name: String,
    /// SCIM ids of the members; `None` when it is not known what the other side holds.
    members: Option<BTreeSet<String>>,
    refused: Option<(String, Option<WantedGroup>)>,
}

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

#[derive(Debug, Default)]
struct Import {
    users: usize,
    groups: usize,
    unknown: Vec<String>,
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

    /// What differs between the two sides; groups only when no user does.
    fn differing(&self) -> VecDeque<Key> {
        let Some(wanted) = &self.wanted else {
            return VecDeque::new();
        };
        let ids: BTreeSet<&String> = wanted.users.keys().chain(self.users.keys()).collect();
        let users = ids.into_iter().map(|id| Key::User(id.clone()));
        let users: VecDeque<Key> = users.filter(|key| self.first_step(key).is_some()).collect();
        if !users.is_empty() || self.jobs.keys().any(|key| matches!(key, Key::User(_))) {
            return users;
        }
        let ids: BTreeSet<&String> = wanted.groups.keys().chain(self.groups.keys()).collect();
        let groups = ids.into_iter().map(|id| Key::Group(id.clone()));
        groups.filter(|key| self.first_step(key).is_some()).collect()
    }

    fn first_step(&self, key: &Key) -> Option<Step> {
        let wanted = self.wanted.as_ref()?;
        match key {
            Key::User(id) => {
                let empty = UserLink::default();
                self.user_step(self.users.get(id).unwrap_or(&empty), wanted.users.get(id))
            }
            Key::Group(id) => self.group_step(self.groups.get(id), wanted.groups.get(id)),
            Key::Test | Key::Import => None,
        }
    }

    fn user_step(&self, link: &UserLink, wanted: Option<&Value>) -> Option<Step> {
        if link
            .refused
            .as_ref()
            .is_some_and(|(_, then)| then.as_ref() == wanted)
        {
            return None;
        }
        let by_patch = self.target.kind == ScimKind::Catalogue;
        match (wanted, link.active) {
            (Some(_), false) => self.target.create.then_some(Step::Find),
            (Some(user), true) if link.sent.as_ref() != Some(user) => {
                self.target.update.then_some(Step::Read { active: true })
            }
            (None, true) if self.target.deactivate => Some(if by_patch {
                Step::Patch { active: false }
            } else {
                Step::Read { active: false }
            }),
            _ => None,
        }
    }

    fn group_step(&self, link: Option<&GroupLink>, wanted: Option<&WantedGroup>) -> Option<Step> {
        let link = link.cloned().unwrap_or_default();
        if link
            .refused
            .as_ref()
            .is_some_and(|(_, then)| then.as_ref() == wanted)
        {
            return None;
        }
        match (wanted, &link.scim_id) {
            (Some(_), None) => Some(Step::Find),
            (Some(group), Some(_)) => {
                let members: BTreeSet<String> = self.members(group).into_iter().map(|(id, _)| id).collect();
                (link.name != group.name || link.members.as_ref() != Some(&members)).then_some(Step::Change)
            }
            (None, Some(_)) => self.target.delete_unlinked.then_some(Step::Delete),
            (None, None) => None,
        }
    }

    /// The members of a group that the other side knows: SCIM id and user name.
    fn members(&self, group: &WantedGroup) -> Vec<(String, String)> {
        let links = group
            .members
            .iter()
            .filter_map(|id| self.users.get(id))
            .filter(|link| link.active);
        links
            .filter_map(|link| Some((link.scim_id.clone()?, link.name.clone())))
            .collect()
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

impl Job {
    fn new(step: Step) -> Self {
        Self {
            step,
            attempts: 0,
            not_before: Stamp(i64::MIN),
            in_flight: false,
            user: None,
            group: None,
            members: BTreeSet::new(),
        }
    }
}

enum Next {
    Step(Step),
    Done(Option<Done>),
    /// Event type and reason.
    Refused(&'static str, String),
}
