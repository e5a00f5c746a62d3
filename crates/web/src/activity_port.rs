//! The port to what happened: the archive of events, the rules, their alerts, the collectors.
//!
//! Collectors speak to Okta and others; this room never does. It asks in words and gets what pages show.

mod closed;

pub use closed::NoActivity;

use async_trait::async_trait;
use axum::body::Bytes;
use futures_util::stream::BoxStream;
use store::state::StateError;

use crate::view::{
    AccountCorrection, ActivityStats, AlertChange, AlertPage, AlertView, CollectorList, CollectorWoken,
    EventPage, EventView, FacetList, ForwardChange, ForwardList, ForwardRequest, ForwardTested,
    IdentityActivity, ImportView, IntakeView, LanguageView, LinkedAccounts, Position, ReplayRequest,
    ReplayView, RuleChange, RuleChecked, RuleList, RuleRequest, RuleView, RulesReplayView, SearchList,
    SearchRequest, SourceChange, SourceList, SourceMade, SourceRequest, TimelineView,
};

/// A question about events, as people write it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// In the query language; empty for all.
    pub q: String,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h`; `None` for all.
    pub from: Option<String>,
    /// Latest time, the same.
    pub until: Option<String>,
    /// Without events of this server itself: for whoever may not read the audit log.
    pub hides_own: bool,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// `next_cursor` of the part before.
    pub cursor: Option<String>,
    /// Rows at most.
    pub limit: usize,
}

/// Which alerts are wanted; `None` and empty are all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertFilter {
    /// Words of the status.
    pub statuses: Vec<String>,
    /// Words of the severity.
    pub severities: Vec<String>,
    /// Id of the rule.
    pub rule: Option<String>,
    /// The person or workload.
    pub identity: Option<String>,
    /// Text in the title or the entity.
    pub text: Option<String>,
    /// Of rules with any of these tactics.
    pub tactics: Vec<String>,
    /// Only those that were found in history, or only the others.
    pub from_history: Option<bool>,
    /// Last seen at or after: RFC 3339, a date, or a span before now such as `7d`.
    pub from: Option<String>,
}

/// Tactics of the alerts that tell whether somebody is coming in: the words of the rules.
pub const SUSPECT_TACTICS: [&str; 2] = ["initial-access", "credential-access"];

/// What happened lately, in the numbers of the first page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// Why the numbers may be too low, in one sentence; `None` when everything was collected.
    pub gap: Option<String>,
    /// Administrative actions of seven days.
    pub admin_actions: u64,
    /// Those of the last day.
    pub admin_actions_day: u64,
    /// Who did most of them, and how many.
    pub busiest: Option<(String, u64)>,
    /// The question that finds them.
    pub admin_q: String,
    /// Alerts about sign-ins and credentials of seven days.
    pub alerts: u64,
    /// Those that nobody settled.
    pub unsettled: u64,
    /// Sign-ins and second factors of seven days that look suspicious by themselves.
    pub suspicious: u64,
}

/// A version of OCSF that we speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OcsfVersion {
    /// As Security Lake takes it.
    V1_5,
    /// The usual one.
    #[default]
    V1_8,
    /// With User Management in place of two deprecated classes.
    V1_9,
}

/// How events are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Columns, the first line names them.
    Csv,
    /// One JSON object a line, raw text included.
    Ndjson,
    /// One OCSF event a line.
    Ocsf(OcsfVersion),
    /// The table of the archive, as one Parquet file.
    Parquet,
}

/// What becomes of alerts about events that are imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportAlerts {
    /// They are raised, marked as found in history, and forwarded to nobody.
    #[default]
    Marked,
    /// They are raised and forwarded, as if a collector had brought the events.
    Told,
    /// None are raised; rules remember the events.
    Unsaid,
}

/// A file of events that is imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Word of the source.
    pub source: String,
    /// Organization, for events that do not say it themselves.
    pub org: String,
    /// Whether more files follow: all are judged with the last.
    pub more: bool,
    /// What becomes of alerts.
    pub alerts: ImportAlerts,
}

/// The bytes of an import, as they come.
pub type Incoming = BoxStream<'static, Result<Bytes, std::io::Error>>;
/// An export that begins.
pub struct Export {
    /// Events that the question finds.
    pub found: u64,
    /// The file.
    pub bytes: Outgoing,
}

/// The bytes of an export, as they go.
pub type Outgoing = BoxStream<'static, Result<Bytes, std::io::Error>>;
/// Events as they are taken in; an item is `Err` with how many were missed by a reader that is too slow.
pub type Tail = BoxStream<'static, Result<EventView, u64>>;

/// What web may ask about events, rules, alerts and collectors.
#[async_trait]
pub trait ActivityPort: Send + Sync + 'static {
    /// What may be written in a question.
    fn language(&self) -> LanguageView;
    /// A page of events, newest first; `with_raw` adds the source's text.
    async fn events(&self, asked: Question, part: Part, with_raw: bool) -> Result<EventPage, ActivityFault>;
    /// One event with its raw text.
    async fn event(&self, id: &str) -> Result<EventView, ActivityFault>;
    /// Counts of values; no columns stands for the usual ones.
    async fn facets(
        &self,
        asked: Question,
        columns: Vec<String>,
        top: usize,
    ) -> Result<FacetList, ActivityFault>;
    /// Counts over time.
    async fn timeline(&self, asked: Question, buckets: usize) -> Result<TimelineView, ActivityFault>;
    /// What the archive holds.
    async fn stats(&self) -> Result<ActivityStats, ActivityFault>;
    /// Events as they are taken in from now on.
    async fn tail(&self, asked: Question) -> Result<Tail, ActivityFault>;
    /// Takes events in.
    async fn import(&self, what: Import, body: Incoming, actor: &str) -> Result<ImportView, ActivityFault>;
    /// Writes events out, oldest last; at most `limit`.
    async fn export(
        &self,
        asked: Question,
        format: ExportFormat,
        limit: usize,
    ) -> Result<Export, ActivityFault>;
    /// What happened lately; `None` when nothing brings events and none are kept.
    async fn recent(&self) -> Result<Option<Recent>, ActivityFault>;
    /// Searches that this person keeps, and shared ones.
    async fn searches(&self, actor: &str) -> Result<SearchList, ActivityFault>;
    /// Keeps a search.
    async fn search_create(&self, wanted: SearchRequest, actor: &str) -> Result<SearchList, ActivityFault>;
    /// Forgets a search.
    async fn search_delete(&self, id: &str, actor: &str) -> Result<SearchList, ActivityFault>;
    /// What one person or workload did.
    async fn identity(&self, name: &str, asked: Question) -> Result<IdentityActivity, ActivityFault>;
    /// Corrects whose account it is.
    async fn account_correct(
        &self,
        wanted: AccountCorrection,
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault>;
    /// Takes back a correction.
    async fn account_uncorrect(
        &self,
        source: &str,
        org: &str,
        id: &str,
        actor: &str,
    ) -> Result<LinkedAccounts, ActivityFault>;
    /// A page of alerts.
    async fn alerts(&self, filter: AlertFilter, part: Part) -> Result<AlertPage, ActivityFault>;
    /// One alert.
    async fn alert(&self, id: &str) -> Result<AlertView, ActivityFault>;
    /// Changes an alert.
    async fn alert_change(
        &self,
        id: &str,
        wanted: AlertChange,
        actor: &str,
    ) -> Result<AlertView, ActivityFault>;
    /// Where alerts are forwarded to.
    async fn forwards(&self) -> Result<ForwardList, ActivityFault>;
    /// Makes a forward.
    async fn forward_create(&self, wanted: ForwardRequest, actor: &str)
    -> Result<ForwardList, ActivityFault>;
    /// Sends a test message, now and once, and tells what the other side said.
    async fn forward_test(&self, id: &str, actor: &str) -> Result<ForwardTested, ActivityFault>;
    /// Changes a forward.
    async fn forward_change(
        &self,
        id: &str,
        wanted: ForwardChange,
        actor: &str,
    ) -> Result<ForwardList, ActivityFault>;
    /// Whether a forward goes to this target with this secret; `None` is whatever it is.
    async fn forward_aims(
        &self,
        id: &str,
        target: Option<&str>,
        secret: Option<&str>,
    ) -> Result<bool, ActivityFault>;
    /// Removes a forward; what waits for it is not sent.
    async fn forward_delete(&self, id: &str, actor: &str) -> Result<ForwardList, ActivityFault>;
    /// All rules.
    async fn rules(&self) -> Result<RuleList, ActivityFault>;
    /// One rule.
    async fn rule(&self, id: &str) -> Result<RuleView, ActivityFault>;
    /// Changes what a rule does here.
    async fn rule_change(&self, id: &str, wanted: RuleChange, actor: &str)
    -> Result<RuleView, ActivityFault>;
    /// Adds or replaces rules of one's own.
    async fn rule_create(&self, wanted: RuleRequest, actor: &str) -> Result<RuleChecked, ActivityFault>;
    /// Removes a rule of one's own, with all rules of its file.
    async fn rule_delete(&self, id: &str, actor: &str) -> Result<RuleList, ActivityFault>;
    /// What a rule would have said about events that are kept.
    async fn rule_replay(&self, id: &str, asked: Question) -> Result<ReplayView, ActivityFault>;
    /// What several rules would have said about events that are kept.
    async fn rules_replay(&self, wanted: ReplayRequest) -> Result<RulesReplayView, ActivityFault>;
    /// All collectors.
    async fn collectors(&self) -> Result<CollectorList, ActivityFault>;
    /// Asks the collectors of a source, or the one with that name, to read now.
    async fn collector_run(&self, source: &str, actor: &str) -> Result<CollectorWoken, ActivityFault>;
    /// Where events come from besides Okta.
    async fn sources(&self) -> Result<SourceList, ActivityFault>;
    /// Makes a source; `token` is a fresh one, for a source that sends by itself.
    async fn source_create(
        &self,
        wanted: SourceRequest,
        token: String,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault>;
    /// Changes a source.
    async fn source_change(
        &self,
        name: &str,
        wanted: SourceChange,
        actor: &str,
    ) -> Result<SourceMade, ActivityFault>;
    /// Removes a source; its events stay.
    async fn source_delete(&self, name: &str, actor: &str) -> Result<SourceList, ActivityFault>;
    /// Gives a source that sends by itself another token.
    async fn source_token(&self, name: &str, token: String, actor: &str)
    -> Result<SourceMade, ActivityFault>;
    /// Takes events in that the source with this name and kind sends; durable when it returns.
    async fn intake(&self, name: &str, kind: &str, body: Incoming) -> Result<IntakeView, ActivityFault>;
}

/// Why a question about events has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ActivityFault {
    /// The question has a mistake.
    #[error("{message}")]
    Query {
        /// What is wrong and what would be right.
        message: String,
        /// Where.
        position: Option<Position>,
    },
    /// A value is not allowed.
    #[error("{message}")]
    Invalid {
        /// The field of the request.
        field: &'static str,
        /// What is wrong and what would be right.
        message: String,
    },
    /// There is no such thing.
    #[error("{message}")]
    NotFound {
        /// What.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The thing is not to be had now.
    #[error("{message}")]
    Unavailable {
        /// What happened.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The store failed.
    #[error(transparent)]
    State(#[from] StateError),
    /// Our fault; the text goes to the log alone.
    #[error("{0}")]
    Internal(String),
}
