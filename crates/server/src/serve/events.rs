//! Events, rules and alerts, behind the port that pages ask; and what collects and forwards by itself.

mod alerts;
mod asked;
mod collectors;
mod forwards;
mod import;
mod keep;
mod outbox;
mod person;
mod ready;
mod retain;
mod rules;
mod saved;
mod search;
mod shelf;
mod sources;
mod sql;
mod stream;
mod usage;
mod view;

pub(crate) use collectors::Ways;
pub(crate) use shelf::ShelfSettings;

use super::now;
use archive::{Archive, Options, Rebuilding, Retention, Told};
use async_trait::async_trait;
use center::{Center, Keep, Parts};
use collectors::Board;
use domain::{Reach, Timestamp};
use graph::Graph;
use keep::InArchive;
use std::path::Path;
use std::sync::Arc;
use store::state::{AuditEntry, State};
use store::vault::Vault;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use web::view::{
    AccountCorrection, ActivityStats, AlertChange, AlertPage, AlertView, CollectorList, CollectorWoken,
    EventPage, EventView, FacetList, ForwardChange, ForwardList, ForwardRequest, ForwardTested,
    IdentityActivity, ImportView, IntakeView, LanguageView, LinkedAccounts, ReplayView, RuleChange,
    RuleChecked, RuleList, RuleRequest, RuleView, SearchList, SearchRequest, SourceChange, SourceList,
    SourceMade, SourceRequest, TimelineView,
};
use web::{
    ActivityFault, ActivityPort, AlertFilter, ExportFormat, Incoming, NoActivity, Outgoing, Part, Question,
    Recent, Tail,
};

/// What the pages ask. Clones share everything.
#[derive(Clone)]
pub(super) struct Adapter {
    archive: Archive,
    center: Arc<Center>,
    state: State,
    vault: Arc<Vault>,
    board: Arc<Board>,
    public_url: Arc<str>,
    /// Which addresses sources may have.
    reach: Reach,
    /// Certificate authorities to trust besides the system's, as PEM.
    extra_ca_pem: Option<Arc<str>>,
    /// Rules change one at a time.
    changing_rules: Arc<Mutex<()>>,
}

/// Events, rules and alerts of a running server. Dropping it stops what runs by itself.
pub(super) struct Activity {
    /// What the pages ask.
    pub(super) port: Arc<dyn ActivityPort>,
    /// What SQL asks.
    pub(super) live: query::Live,
    center: Option<Arc<Center>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Activity {
    /// Opens the archive below the data folder. A server whose archive cannot be opened runs without, and says why.
    pub(super) async fn open(data: &Path, state: &State, ways: Ways, public_url: &str) -> Self {
        match Self::try_open(data, state, ways, public_url).await {
            Ok(opened) => opened,
            Err(error) => {
                tracing::error!(%error, "this server runs without events");
                Self {
                    port: Arc::new(NoActivity {
                        message: format!("the archive of events is not open: {error}"),
                        hint: "cure that and start the server again; everything else works".to_owned(),
                    }),
                    live: query::Live::default(),
                    center: None,
                    tasks: Vec::new(),
                }
            }
        }
    }

    async fn try_open(data: &Path, state: &State, ways: Ways, public_url: &str) -> anyhow::Result<Self> {
        let folder = data.join("events");
        let options = Options {
            told: Told::new(tell),
            ..Options::default()
        };
        let store = ways.shelf.as_ref();
        let store = store.map(|shelf| shelf::store(shelf, ways.extra_ca_pem.as_deref()));
        let store = store.transpose()?;
        let opening = tokio::task::spawn_blocking(move || match store {
            Some(store) => Archive::open_in(store, &folder, options),
            None => Archive::open(&folder, options),
        });
        let archive = opening.await??;
        let keep: Arc<dyn Keep> = Arc::new(InArchive(archive.clone()));
        let center = Center::open(Parts {
            state: state.clone(),
            keep,
            now: Arc::new(now),
        });
        let adapter = Adapter {
            archive,
            center: center.await?,
            state: state.clone(),
            vault: Arc::clone(&ways.vault),
            board: Arc::default(),
            public_url: public_url.into(),
            reach: ways.reach,
            extra_ca_pem: ways.extra_ca_pem.as_deref().map(Into::into),
            changing_rules: Arc::default(),
        };
        let opened = Arc::new(usage::Opened::default());
        let mut tasks = vec![
            tokio::spawn(outbox::run(adapter.clone())),
            tokio::spawn(usage::run(adapter.clone(), Arc::clone(&opened))),
        ];
        if ways.retention != Retention::default() {
            tasks.push(tokio::spawn(retain::run(adapter.clone(), ways.retention.clone())));
        }
        tasks.push(tokio::spawn(collectors::run(adapter.clone(), ways)));
        Ok(Self {
            center: Some(Arc::clone(&adapter.center)),
            live: adapter.live(opened),
            port: Arc::new(adapter),
            tasks,
        })
    }

    /// Takes each new graph to the rules.
    pub(super) fn learner(&self) -> impl Fn(Arc<Graph>) + Send + Sync + 'static {
        let center = self.center.clone();
        move |graph| {
            if let Some(center) = center.clone() {
                tokio::spawn(async move {
                    if let Err(error) = center.learn(graph).await {
                        tracing::error!(%error, "rules stay with the graph before");
                    }
                });
            }
        }
    }
}

/// Says how far the archive is with what it must do before it is open.
fn tell(progress: Rebuilding) {
    let (done, of, events) = (progress.done, progress.of, progress.events);
    tracing::info!(
        done,
        of,
        events,
        "an index of events is made anew from its Parquet file"
    );
}

impl Drop for Activity {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Adapter {
    fn now(&self) -> Timestamp {
        now()
    }

    fn keep(&self) -> Arc<dyn Keep> {
        Arc::new(InArchive(self.archive.clone()))
    }
}

#[async_trait]
impl ActivityPort for Adapter {
    fn language(&self) -> LanguageView {
        search::language()
    }

    async fn events(&self, asked: Question, part: Part, with_raw: bool) -> Result<EventPage, ActivityFault> {
        self.search(asked, part, with_raw).await
    }

    async fn event(&self, id: &str) -> Result<EventView, ActivityFault> {
        self.one_event(id).await
    }

    async fn facets(
        &self,
        asked: Question,
        columns: Vec<String>,
        top: usize,
    ) -> Result<FacetList, ActivityFault> {
        self.count_values(asked, columns, top).await
    }

    async fn timeline(&self, asked: Question, buckets: usize) -> Result<TimelineView, ActivityFault> {
        self.over_time(asked, buckets).await
    }

    async fn stats(&self) -> Result<ActivityStats, ActivityFault> {
        self.held().await
    }

    async fn tail(&self, q: &str) -> Result<Tail, ActivityFault> {
        self.watch(q).await
    }

    async fn import(
        &self,
        source: &str,
        org: &str,
        body: Incoming,
        actor: &str,
    ) -> Result<ImportView, ActivityFault> {
        self.take_file(source, org, body, actor).await
    }

    async fn export(
        &self,
        asked: Question,
        format: ExportFormat,
        limit: usize,
    ) -> Result<Outgoing, ActivityFault> {
        self.write_out(asked, format, limit).await
    }

    async fn recent(&self) -> Result<Option<Recent>, ActivityFault> {
        self.lately().await
    }

    async fn searches(&self, actor: &str) -> Result<SearchList, ActivityFault> {
        self.search_list(actor).await
    }

    async fn search_create(&self, wanted: SearchRequest, actor: &str) -> Result<SearchList, ActivityFault> {
        self.add_search(wanted, actor).await
    }

    async fn search_delete(&self, id: &str, actor: &str) -> Result<SearchList, ActivityFault> {
        self.remove_search(id, actor).await
    }

    async fn identity(&self, name: &str, asked: Question) -> Result<IdentityActivity, ActivityFault> {
        self.person(name, asked).await
    }

    async fn account_correct(
        &self,
        wanted: AccountCorrection,
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault> {
        self.correct(wanted, actor).await
    }

    async fn account_uncorrect(
        &self,
        source: &str,
        org: &str,
        id: &str,
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault> {
        self.uncorrect((source, org, id), actor).await
    }

    async fn alerts(&self, filter: AlertFilter, part: Part) -> Result<AlertPage, ActivityFault> {
        self.alert_page(filter, part).await
    }

    async fn alert(&self, id: &str) -> Result<AlertView, ActivityFault> {
        self.one_alert(id).await
    }

    async fn alert_change(
        &self,
        id: &str,
        wanted: AlertChange,
        actor: &str,
    ) -> Result<AlertView, ActivityFault> {
        self.change_alert(id, wanted, actor).await
    }

    async fn forwards(&self) -> Result<ForwardList, ActivityFault> {
        self.forward_list().await
    }

    async fn forward_create(
        &self,
        wanted: ForwardRequest,
        actor: &str,
    ) -> Result<ForwardList, ActivityFault> {
        self.add_forward(wanted, actor).await
    }

    async fn forward_test(&self, id: &str, actor: &str) -> Result<ForwardTested, ActivityFault> {
        self.try_forward(id, actor).await
    }

    async fn forward_change(
        &self,
        id: &str,
        wanted: ForwardChange,
        actor: &str,
    ) -> Result<ForwardList, ActivityFault> {
        self.change_forward(id, wanted, actor).await
    }

    async fn forward_aims(
        &self,
        id: &str,
        target: Option<&str>,
        secret: Option<&str>,
    ) -> Result<bool, ActivityFault> {
        self.is_forward_aimed(id, target, secret).await
    }

    async fn forward_delete(&self, id: &str, actor: &str) -> Result<ForwardList, ActivityFault> {
        self.remove_forward(id, actor).await
    }

    async fn rules(&self) -> Result<RuleList, ActivityFault> {
        self.rule_list().await
    }

    async fn rule(&self, id: &str) -> Result<RuleView, ActivityFault> {
        self.one_rule(id).await
    }

    async fn rule_change(
        &self,
        id: &str,
        wanted: RuleChange,
        actor: &str,
    ) -> Result<RuleView, ActivityFault> {
        self.change_rule(id, wanted, actor).await
    }

    async fn rule_create(&self, wanted: RuleRequest, actor: &str) -> Result<RuleChecked, ActivityFault> {
        self.add_rules(wanted, actor).await
    }

    async fn rule_delete(&self, id: &str, actor: &str) -> Result<RuleList, ActivityFault> {
        self.remove_rule(id, actor).await
    }

    async fn rule_replay(&self, id: &str, asked: Question) -> Result<ReplayView, ActivityFault> {
        self.replay_rule(id, asked).await
    }

    async fn collectors(&self) -> Result<CollectorList, ActivityFault> {
        Ok(self.collector_list())
    }

    async fn collector_run(&self, source: &str, actor: &str) -> Result<CollectorWoken, ActivityFault> {
        let target = format!("collector/{source}");
        let entry = AuditEntry::new(actor, "collector.run", &target);
        let woken = self.wake_collector(source)?;
        self.state.record(&entry, self.now()).await?;
        Ok(woken)
    }

    async fn sources(&self) -> Result<SourceList, ActivityFault> {
        self.source_list().await
    }

    async fn source_create(
        &self,
        wanted: SourceRequest,
        token: String,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        self.add_source(wanted, token, actor).await
    }

    async fn source_change(
        &self,
        name: &str,
        wanted: SourceChange,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        self.alter_source(name, wanted, actor).await
    }

    async fn source_delete(&self, name: &str, actor: &str) -> Result<SourceList, ActivityFault> {
        self.remove_source(name, actor).await
    }

    async fn source_token(
        &self,
        name: &str,
        token: String,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault> {
        self.renew_token(name, token, actor).await
    }

    async fn intake(&self, name: &str, kind: &str, body: Incoming) -> Result<IntakeView, ActivityFault> {
        self.take_sent(name, kind, body).await
    }
}
