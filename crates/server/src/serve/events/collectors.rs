//! What brings events by itself: the System Log of each connected organization, and our own audit log.

mod board;
mod sink;

pub(super) use board::Board;

use super::how::How;
use super::sources::follow;
use super::view::text_of;
use super::{Adapter, ShelfSettings};
use crate::serve::now;
use activity::event::Source;
use archive::Retention;
use center::{OWN_STREAM, own_events};
use domain::{OrgUrl, Reach};
use reconcile::connect::Connect;
use reconcile::logs;
use sink::Sink;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::OktaCredential;
use store::state::{Integration, NewFault, SourceGap};
use store::vault::Vault;
use tokio::task::JoinHandle;
use web::ActivityFault;
use web::view::{CollectorList, CollectorView, CollectorWoken, GapView};

/// Between two pages of the past, so that scans and the present come first.
const PAST_PAUSE: Duration = Duration::from_millis(250);
/// How often connected organizations and our own log are looked at.
const LOOK: Duration = Duration::from_secs(1);
/// Rows of our own log taken at once.
const OWN_ROWS: u32 = 1_000;

/// What collectors work with.
pub(crate) struct Ways {
    /// Opens credentials.
    pub(crate) vault: Arc<Vault>,
    /// Makes clients.
    pub(crate) connect: Connect,
    /// Which addresses organizations may have.
    pub(crate) reach: Reach,
    /// Between two readings of what is new.
    pub(crate) interval: Duration,
    /// How long events are kept.
    pub(crate) retention: Retention,
    /// Where the segments of the archive lie, if not in the data folder.
    pub(crate) shelf: Option<ShelfSettings>,
    /// Certificate authorities to trust besides the system's, as PEM.
    pub(crate) extra_ca_pem: Option<String>,
    /// Where addresses are.
    pub(crate) places: Option<Arc<dyn center::Places>>,
}

impl Adapter {
    pub(super) async fn collector_list(&self) -> Result<CollectorList, ActivityFault> {
        let gaps = self.state.gaps().await?;
        let mut collectors: Vec<CollectorView> = self.board.rows().values().cloned().collect();
        for row in &mut collectors {
            let is_meant = |gap: &&SourceGap| {
                let name = if row.name.is_empty() { &row.org } else { &row.name };
                gap.source == row.source && gap.org == *name
            };
            let meant = gaps.iter().filter(is_meant);
            row.gaps = meant
                .map(|gap| GapView {
                    from: text_of(gap.begins),
                    until: text_of(gap.ends),
                    why: gap.why.clone(),
                })
                .collect();
        }
        for source in [Source::Aws, Source::Github, Source::Teleport] {
            if collectors.iter().any(|one| one.source == source.word()) {
                continue;
            }
            collectors.push(CollectorView {
                source: source.word().to_owned(),
                state: "by_import".to_owned(),
                ..CollectorView::default()
            });
        }
        Ok(CollectorList { collectors })
    }

    pub(super) fn wake_collector(&self, source: &str) -> Result<CollectorWoken, ActivityFault> {
        let is_meant =
            |one: &CollectorView| one.source == source || (!one.name.is_empty() && one.name == source);
        let is_there = self.board.rows().values().any(is_meant);
        if !is_there {
            return Err(ActivityFault::NotFound {
                message: format!("nothing collects events of `{source}`"),
                hint:
                    "connect it: `portolan plugins install`, `portolan activity sources add`, or import files"
                        .to_owned(),
            });
        }
        self.board.wake.notify_waiters();
        Ok(CollectorWoken {
            message: format!("events of {source} are read now"),
        })
    }
}

/// Runs until the server ends: a task for each connected organization, and our own log here.
pub(super) async fn run(adapter: Adapter, ways: Ways) {
    let ways = Arc::new(ways);
    let (mut tasks, mut sources) = (BTreeMap::new(), BTreeMap::new());
    loop {
        match adapter.state.integrations().await {
            Ok(integrations) => attend(&adapter, &ways, integrations, &mut tasks).await,
            Err(error) => tracing::warn!(%error, "collectors wait for the state"),
        }
        match adapter.state.event_sources().await {
            Ok(list) => follow::attend(&adapter, &ways, list, &mut sources).await,
            Err(error) => tracing::warn!(%error, "collectors wait for the state"),
        }
        read_own(&adapter).await;
        if let Err(error) = adapter.center.tick().await {
            tracing::warn!(%error, "rules wait for the state");
        }
        if adapter.center.is_left_unjudged().await {
            let center = Arc::clone(&adapter.center);
            tokio::spawn(async move {
                if let Err(error) = center.judge_brought().await {
                    tracing::warn!(%error, "what was imported waits to be judged");
                }
            });
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = adapter.board.changed.notified() => {}
        }
    }
}

/// A task that follows one organization; it ends when this is dropped.
struct Following {
    /// Changes when the task must begin anew.
    key: String,
    task: JoinHandle<()>,
}

impl Drop for Following {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts a task for each organization that is new or has a new credential; stops those that are gone.
async fn attend(
    adapter: &Adapter,
    ways: &Arc<Ways>,
    integrations: Vec<Integration>,
    tasks: &mut BTreeMap<String, Following>,
) {
    let known: BTreeSet<&str> = integrations.iter().map(|one| one.org_url.as_str()).collect();
    let gone: Vec<String> = tasks
        .keys()
        .filter(|url| !known.contains(url.as_str()))
        .cloned()
        .collect();
    for url in gone {
        if tasks.remove(&url).is_some() {
            let org = authority(&url);
            adapter.board.forget("okta", org);
            adapter.center.forget_stream(&logs::live_stream(org)).await;
        }
    }
    for integration in integrations {
        let how = How::of(&integration, ways.interval);
        if how.is_off {
            let org = authority(&integration.org_url).to_owned();
            if tasks.remove(&integration.org_url).is_some() {
                adapter.center.forget_stream(&logs::live_stream(&org)).await;
            }
            adapter
                .board
                .change(("okta", &org), |row| row.state = "off".to_owned());
            continue;
        }
        let key = format!(
            "{}#{}#{how:?}",
            integration.sealed_credential, integration.settings.share_percent
        );
        if tasks
            .get(&integration.org_url)
            .is_some_and(|task| task.key == key)
        {
            continue;
        }
        let url = integration.org_url.clone();
        let task = tokio::spawn(follow_okta(adapter.clone(), Arc::clone(ways), integration, how));
        tasks.insert(url, Following { key, task });
    }
}

/// Follows the System Log of one organization: what is new first, then the past in steps until it is time again.
async fn follow_okta(adapter: Adapter, ways: Arc<Ways>, integration: Integration, how: How) {
    let url = integration.org_url.clone();
    let org = authority(&integration.org_url).to_owned();
    let stream = logs::live_stream(&org);
    let sink = Sink {
        center: Arc::clone(&adapter.center),
        state: adapter.state.clone(),
    };
    // What happened while nobody read must not come too late for the rules.
    let since = logs::complete_to(&sink, &org).unwrap_or_else(now);
    adapter.center.caught_up(&stream, since).await;
    let client = match client_of(&ways, &integration) {
        Ok(client) => client,
        Err(error) => {
            return failed(&adapter, &url, &error.to_string(), "enter the credential again").await;
        }
    };
    let mut is_past_read = false;
    loop {
        let began = Instant::now();
        match logs::read_new(&client, &sink, &org, &now).await {
            Ok(read) => {
                if let Some(to) = read.complete_to {
                    adapter.center.caught_up(&stream, to).await;
                }
                succeeded(&adapter, &org, &read);
                // All of the past is late; it is judged once, when it is whole.
                if is_past_read && let Err(error) = adapter.center.judge_late().await {
                    tracing::warn!(%error, "late events wait to be judged");
                }
            }
            Err(error) => failed(&adapter, &url, &error.to_string(), &error.advice()).await,
        }
        while !is_past_read && began.elapsed() < how.interval {
            match logs::read_past(&client, &sink, &org, how.history_days, now()).await {
                Ok(past) => {
                    is_past_read = past.is_done;
                    note_past(&adapter, &org, &past);
                    if past.is_done {
                        if let Err(error) = adapter.center.judge_late().await {
                            tracing::warn!(%error, "the past waits to be judged");
                        }
                    } else {
                        tokio::time::sleep(PAST_PAUSE).await;
                    }
                }
                Err(error) => {
                    failed(&adapter, &url, &error.to_string(), &error.advice()).await;
                    break;
                }
            }
        }
        let left = how.interval.saturating_sub(began.elapsed());
        tokio::select! {
            () = tokio::time::sleep(left) => {}
            () = adapter.board.wake.notified() => {}
        }
    }
}

fn client_of(ways: &Ways, integration: &Integration) -> anyhow::Result<okta::Client> {
    let place = Integration::credential_place(&integration.id);
    let opened = ways.vault.open(&integration.sealed_credential, &place)?;
    let credential = OktaCredential::from_secret(&opened)?;
    let org = OrgUrl::parse(&integration.org_url, ways.reach)?;
    Ok((ways.connect)(
        &org,
        &credential,
        integration.settings.share_percent,
    )?)
}

fn succeeded(adapter: &Adapter, org: &str, read: &logs::Read) {
    let at = now();
    adapter.board.change(("okta", org), |row| {
        row.events += read.events;
        row.last_success = Some(text_of(at));
        row.error = None;
        row.advice = None;
        if let Some(newest) = read.newest {
            row.lag_s = Some(at.since_ms(newest).max(0).unsigned_abs() / 1_000);
        }
        if row.state != "history" {
            row.state = "following".to_owned();
        }
    });
}

fn note_past(adapter: &Adapter, org: &str, past: &logs::Past) {
    adapter.board.change(("okta", org), |row| {
        row.events += past.events;
        row.state = if past.is_done { "following" } else { "history" }.to_owned();
        row.history_until = past.reached.filter(|_| !past.is_done).map(text_of);
    });
}

async fn failed(adapter: &Adapter, url: &str, error: &str, advice: &str) {
    let org = authority(url);
    let fault = NewFault {
        org_url: url,
        component: "system_log",
        message: error,
        advice,
    };
    if let Err(error) = adapter.state.note_fault(&fault, now()).await {
        tracing::warn!(%error, "a failure could not be written down");
    }
    tracing::warn!(org, error, "events are not collected");
    adapter.board.change(("okta", org), |row| {
        row.state = "failing".to_owned();
        row.last_failure = Some(text_of(now()));
        row.error = Some(error.to_owned());
        row.advice = Some(advice.to_owned());
    });
}

/// Reads our own audit log on.
async fn read_own(adapter: &Adapter) {
    let outcome = async {
        loop {
            let after = adapter.center.cursor(OWN_STREAM);
            let after: i64 = after.and_then(|text| text.parse().ok()).unwrap_or(0);
            let rows = adapter.state.audit_rows_after(after, OWN_ROWS).await?;
            let Some(last) = rows.last() else {
                return Ok::<_, anyhow::Error>(());
            };
            let cursor = (OWN_STREAM.to_owned(), last.seq.to_string());
            let taken = adapter
                .center
                .take((Source::Own, "portolan"), own_events(&rows), Some(cursor))
                .await?;
            adapter
                .board
                .change(("self", "portolan"), |row| row.events += taken.read);
        }
    };
    let outcome = outcome.await;
    adapter.board.change(("self", "portolan"), |row| match &outcome {
        Ok(()) => {
            row.state = "following".to_owned();
            row.last_success = Some(text_of(now()));
            row.error = None;
        }
        Err(error) => {
            row.state = "failing".to_owned();
            row.last_failure = Some(text_of(now()));
            row.error = Some(error.to_string());
            row.advice = Some("look at the disk of the archive and at the database".to_owned());
        }
    });
}

/// Host and port of an address: how events and nodes name their organization.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
