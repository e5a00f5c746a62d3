//! Reads sources on, each in a task of its own: CloudTrail by its queue, GitHub by its cursor.

use super::super::Adapter;
use super::super::collectors::Ways;
use super::super::view::text_of;
use super::book::{CenterSink, count, pause_after, succeeded};
use super::place::Place;
use crate::serve::now;
use activity::event::Source;
use collect::aws::{Ambient, Credentials, Keys, Round, Trail};
use collect::github::{AppKey, GitHubCredential, GitHubLog};
use collect::{Fault, Http, Sink};
use domain::{Secret, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::state::EventSource;
use tokio::task::JoinHandle;
use web::view::TroubleView;

use super::credential::Kept;

/// Between two pages of the past.
const PAST_PAUSE: Duration = Duration::from_millis(250);
/// A queue that answers at once that it is empty is asked no more often.
const EMPTY_PAUSE: Duration = Duration::from_secs(5);
/// How often it is kept up to when a queue was empty.
const MARK_EVERY_MS: i64 = 60_000;
/// Troubles that are shown.
const TROUBLES_MOST: usize = 100;

/// A task that follows one source; it ends when this is dropped.
pub(in crate::serve::events) struct Following {
    kind: String,
    /// Changes when the task must begin anew.
    key: (i64, bool),
    task: Option<JoinHandle<()>>,
}

impl Drop for Following {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// Starts a task for each source that is new or changed; stops those that are gone or off.
pub(in crate::serve::events) async fn attend(
    adapter: &Adapter,
    ways: &Arc<Ways>,
    sources: Vec<EventSource>,
    tasks: &mut BTreeMap<String, Following>,
) {
    let gone: Vec<String> = tasks
        .keys()
        .filter(|name| !sources.iter().any(|source| source.name == **name))
        .cloned()
        .collect();
    for name in gone {
        if let Some(task) = tasks.remove(&name) {
            adapter.board.forget(&task.kind, &name);
            adapter.center.forget_stream(&stream_of(&task.kind, &name)).await;
        }
    }
    for source in sources {
        let key = (source.revision, source.enabled);
        if tasks.get(&source.name).is_some_and(|task| task.key == key) {
            continue;
        }
        // The task before must end before the next begins.
        let is_new = tasks.remove(&source.name).is_none();
        let (kind, name) = (source.kind.clone(), source.name.clone());
        adapter.board.change((&kind, &name), |row| {
            row.name.clone_from(&name);
            row.state = match (source.enabled, row.state.as_str()) {
                // What sends to us may have sent before this round came by.
                (true, "following") if is_new => "following",
                (true, _) => "waiting",
                (false, _) => "off",
            }
            .to_owned();
            row.error = None;
            row.advice = None;
        });
        if !source.enabled {
            adapter.center.forget_stream(&stream_of(&kind, &name)).await;
        }
        let is_read = source.enabled;
        let task = is_read.then(|| tokio::spawn(follow(adapter.clone(), Arc::clone(ways), source)));
        tasks.insert(name, Following { kind, key, task });
    }
}

/// The name under which the place of a source is kept.
fn stream_of(kind: &str, name: &str) -> String {
    format!("{kind}/{name}")
}

async fn follow(adapter: Adapter, ways: Arc<Ways>, source: EventSource) {
    let begun = begin(&adapter, &ways, &source);
    let at = Follower {
        stream: stream_of(&source.kind, &source.name),
        sink: CenterSink {
            center: Arc::clone(&adapter.center),
            state: adapter.state.clone(),
            source: Source::of_word(&source.kind).unwrap_or(Source::Own),
            name: source.name.clone(),
        },
        adapter,
        ways,
        kind: source.kind,
        name: source.name,
    };
    match begun {
        Ok(Reader::Trail(trail)) => at.follow_trail(&trail).await,
        Ok(Reader::Log(log)) => at.follow_log(&log).await,
        Ok(Reader::Sent) => at.follow_sent().await,
        Err(fault) => at.failed(&fault),
    }
}

enum Reader {
    Trail(Box<Trail>),
    Log(Box<GitHubLog>),
    Sent,
}

fn begin(adapter: &Adapter, ways: &Ways, source: &EventSource) -> Result<Reader, Fault> {
    let unusable =
        |error: web::ActivityFault| Fault::new(error.to_string(), "enter settings and credential again");
    let place = Place::of_text(&source.kind, &source.settings).map_err(unusable)?;
    let kept = adapter.kept(source).map_err(unusable)?;
    let http = || Http::new(ways.extra_ca_pem.as_deref());
    match (place, kept) {
        (Place::Aws(trail), kept) => {
            let settings = trail.settings(ways.reach).map_err(unusable)?;
            let credentials = match kept {
                Some(Kept::AwsKey {
                    access_key_id,
                    secret_access_key,
                    session_token,
                }) => Credentials::Keys(Keys {
                    access_key_id,
                    secret: Secret::new(secret_access_key),
                    session_token: session_token.map(Secret::new),
                    expires: None,
                }),
                _ => Credentials::Ambient(Arc::new(Ambient::new(|name| std::env::var(name).ok()))),
            };
            Ok(Reader::Trail(Box::new(Trail::new(
                settings,
                credentials,
                http()?,
            ))))
        }
        (Place::GitHub(log), kept) => {
            let settings = log.settings(ways.reach).map_err(unusable)?;
            let credential = match kept {
                Some(Kept::GitHubToken { token }) => GitHubCredential::Token(Secret::new(token)),
                Some(Kept::GitHubApp { app_id, key }) => {
                    GitHubCredential::App(Box::new(AppKey::new(&app_id, &Secret::new(key))?))
                }
                _ => return Err(Fault::new("this source has no token", "enter one")),
            };
            Ok(Reader::Log(Box::new(GitHubLog::new(
                settings,
                credential,
                http()?,
            ))))
        }
        (Place::Teleport, _) => Ok(Reader::Sent),
    }
}

/// One source being followed.
struct Follower {
    adapter: Adapter,
    ways: Arc<Ways>,
    sink: CenterSink,
    stream: String,
    kind: String,
    name: String,
}

impl Follower {
    async fn follow_trail(&self, trail: &Trail) {
        let kept = self.sink.cursor(&self.stream).and_then(|text| text.parse().ok());
        if let Some(since) = kept.map(Timestamp::from_ms) {
            // What came while nobody read must not come too late for the rules.
            self.adapter.center.caught_up(&self.stream, since).await;
        }
        let (mut failures, mut marked) = (0_u32, 0_i64);
        let mut troubles = BTreeMap::new();
        loop {
            let (asked, began) = (now(), Instant::now());
            let round = trail.read_once(&self.sink, &now).await;
            let pause = match round {
                Err(fault) => {
                    failures += 1;
                    self.failed(&fault);
                    pause_after(&fault, failures)
                }
                Ok(round) => {
                    self.note_round(&round, &mut troubles);
                    match &round.fault {
                        Some(fault) => {
                            failures += 1;
                            self.failed(fault);
                            pause_after(fault, failures)
                        }
                        None => {
                            failures = 0;
                            if round.messages == 0 && asked.as_ms() - marked >= MARK_EVERY_MS {
                                marked = asked.as_ms();
                                self.mark(asked).await;
                            }
                            let is_quick = round.messages == 0 && began.elapsed() < EMPTY_PAUSE;
                            if is_quick { EMPTY_PAUSE } else { Duration::ZERO }
                        }
                    }
                }
            };
            self.rest(pause).await;
        }
    }

    /// The queue was empty: everything told before is here.
    async fn mark(&self, at: Timestamp) {
        let cursor = Some((self.stream.as_str(), at.as_ms().to_string()));
        match self.sink.take(&self.name, Vec::new(), cursor).await {
            Ok(_) => self.adapter.center.caught_up(&self.stream, at).await,
            Err(error) => tracing::warn!(error, "it is not kept that a queue was empty"),
        }
        self.judge_late().await;
    }

    fn note_round(&self, round: &Round, troubles: &mut BTreeMap<String, TroubleView>) {
        for done in &round.done {
            troubles.remove(done);
        }
        for poison in &round.poison {
            tracing::warn!(
                source = self.name,
                message = poison.message,
                why = poison.why,
                "a message cannot be read"
            );
            let trouble = TroubleView {
                what: poison.message.clone(),
                why: poison.why.clone(),
                tries: poison.tries,
            };
            if troubles.len() < TROUBLES_MOST || troubles.contains_key(&poison.message) {
                troubles.insert(poison.message.clone(), trouble);
            }
        }
        let at = now();
        self.adapter.board.change((&self.kind, &self.name), |row| {
            count(row, &round.taken, at);
            row.troubles = troubles.values().cloned().collect();
            if round.fault.is_none() {
                succeeded(row, at);
            }
        });
    }

    async fn follow_log(&self, log: &GitHubLog) {
        let since = GitHubLog::complete_to(&self.sink, &self.stream).unwrap_or_else(now);
        self.adapter.center.caught_up(&self.stream, since).await;
        let past = format!("{}-history/{}", self.kind, self.name);
        let (mut failures, mut is_past_read) = (0_u32, false);
        loop {
            let began = Instant::now();
            let mut pause = match log.read_new(&self.sink, &self.stream, &now).await {
                Ok(read) => {
                    failures = 0;
                    let at = now();
                    self.adapter.board.change((&self.kind, &self.name), |row| {
                        count(row, &read.taken, at);
                        succeeded(row, at);
                    });
                    if let Some(to) = read.complete_to {
                        self.adapter.center.caught_up(&self.stream, to).await;
                    }
                    if is_past_read {
                        self.judge_late().await;
                    }
                    None
                }
                Err(fault) => {
                    failures += 1;
                    self.failed(&fault);
                    Some(pause_after(&fault, failures))
                }
            };
            while pause.is_none() && !is_past_read && began.elapsed() < self.ways.interval {
                match self.step_back(log, &past).await {
                    Ok(is_done) => is_past_read = is_done,
                    Err(fault) => {
                        failures += 1;
                        self.failed(&fault);
                        pause = Some(pause_after(&fault, failures));
                    }
                }
            }
            let left = self.ways.interval.saturating_sub(began.elapsed());
            self.rest(pause.unwrap_or(left)).await;
        }
    }

    /// Reads one page of the past; says whether all of it is here.
    async fn step_back(&self, log: &GitHubLog, stream: &str) -> Result<bool, Fault> {
        let past = log.read_past(&self.sink, stream, now()).await?;
        let at = now();
        self.adapter.board.change((&self.kind, &self.name), |row| {
            let lag_s = row.lag_s;
            count(row, &past.taken, at);
            row.lag_s = lag_s;
            row.state = if past.is_done { "following" } else { "history" }.to_owned();
            row.history_until = past.reached.filter(|_| !past.is_done).map(text_of);
        });
        if past.is_done {
            self.judge_late().await;
        } else {
            tokio::time::sleep(PAST_PAUSE).await;
        }
        Ok(past.is_done)
    }

    /// Has judged what was sent late. The events themselves come when they are sent.
    async fn follow_sent(&self) {
        loop {
            self.rest(self.ways.interval).await;
            self.judge_late().await;
        }
    }

    async fn judge_late(&self) {
        if let Err(error) = self.adapter.center.judge_late().await {
            tracing::warn!(%error, "late events wait to be judged");
        }
    }

    fn failed(&self, fault: &Fault) {
        tracing::warn!(
            source = self.name,
            error = fault.message,
            "events are not collected"
        );
        let at = now();
        self.adapter.board.change((&self.kind, &self.name), |row| {
            row.state = "failing".to_owned();
            row.last_failure = Some(text_of(at));
            row.error = Some(fault.message.clone());
            row.advice = Some(fault.advice.clone());
        });
    }

    /// Waits, or until somebody wants it read now.
    async fn rest(&self, pause: Duration) {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.adapter.board.wake.notified() => {}
        }
    }
}
