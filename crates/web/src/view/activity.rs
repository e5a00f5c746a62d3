//! Searching events: pages, counts, time lines, what is kept, what came in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::EventView;

/// A page of events, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct EventPage {
    /// Newest first.
    pub events: Vec<EventView>,
    /// Pass it as `cursor` for the next, older page.
    pub next_cursor: Option<String>,
    /// How many events the question finds; `null` on pages after the first.
    pub count: Option<u64>,
    /// What the search took, in microseconds.
    pub elapsed_us: u64,
}

/// Counts of values, over all events that the question finds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct FacetList {
    /// One a column, in the order asked for.
    pub facets: Vec<FacetView>,
    /// Events that the question finds.
    pub total: u64,
    /// What counting took, in microseconds.
    pub elapsed_us: u64,
}

/// The values of one column.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct FacetView {
    /// The column.
    pub column: String,
    /// The most frequent values first.
    pub values: Vec<FacetValue>,
    /// Distinct values beyond those listed.
    pub more: u64,
    /// Events in which the column is null.
    pub nulls: u64,
}

/// One value and how often it occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FacetValue {
    /// The value as text.
    pub value: String,
    /// Events that bear it.
    pub count: u64,
}

/// Counts over time.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct TimelineView {
    /// Start of the first bucket, RFC 3339.
    pub from: String,
    /// End of the last bucket, RFC 3339.
    pub until: String,
    /// Length of a bucket in seconds.
    pub bucket_s: u64,
    /// Buckets in their order, empty ones too.
    pub buckets: Vec<TimelineBucket>,
    /// Events in all of them.
    pub total: u64,
}

/// One bucket of a time line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimelineBucket {
    /// Its start, RFC 3339.
    pub at: String,
    /// Its events.
    pub count: u64,
}

/// What the archive holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ActivityStats {
    /// Events.
    pub events: u64,
    /// Bytes on disk, indexes and the open log included.
    pub bytes: u64,
    /// Bytes on disk for one event, indexes included.
    pub bytes_per_event: f64,
    /// Time of the oldest event, RFC 3339.
    pub first: Option<String>,
    /// Time of the newest event, RFC 3339.
    pub last: Option<String>,
    /// By source.
    pub sources: Vec<SourceCount>,
    /// Types that no table knows, since the start of the server.
    pub unknown_types: Vec<UnknownType>,
    /// Texts that were no JSON objects, since the start of the server; kept as events of type `malformed`.
    pub malformed: u64,
    /// Events that were dated more than ten minutes ahead when they came: `signal:time_in_future` finds them. Rules do not
    /// hear those that are more than a year ahead.
    pub ahead: u64,
    /// Why events that are too old by the retention are not dropped yet; `null` when none are held back.
    pub retention_held: Option<String>,
}

/// What the archive holds of one source.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct SourceCount {
    /// `okta`, `aws`, `github`, `teleport`, `self`.
    pub source: String,
    /// Events.
    pub events: u64,
    /// Time of its oldest event, RFC 3339.
    pub first: Option<String>,
    /// Time of its newest event, RFC 3339.
    pub last: Option<String>,
}

/// An event type that no table knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnknownType {
    /// The source.
    pub source: String,
    /// The source's name of it.
    pub event_type: String,
    /// How often it came.
    pub count: u64,
}

/// What became of an import.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportView {
    /// Events read.
    pub read: u64,
    /// Events kept.
    pub stored: u64,
    /// Events whose id was kept before, or came before in the same input.
    pub repeated: u64,
    /// Those of them whose text is another than that of the event that is kept; they are not kept.
    pub differing: u64,
    /// Texts that are no JSON objects; kept as events of type `malformed`.
    pub malformed: u64,
    /// Events of a type that no table knows; kept.
    pub unknown: u64,
    /// Bytes read, uncompressed.
    pub bytes: u64,
    /// Time of the first event that was kept, RFC 3339; `null` when none was.
    pub first: Option<String>,
    /// Time of the last.
    pub last: Option<String>,
    /// Whether rules have judged them, and what other files of the run brought; not yet when more files follow.
    pub judged: bool,
    /// Alerts that were raised or changed when the run was judged.
    pub alerts: u64,
    /// Milliseconds it took.
    pub elapsed_ms: u64,
}

/// A column of the schema, for completion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColumnView {
    /// Its name.
    pub name: String,
    /// `word`, `text`, `number`, `time`, `date`, `truth`, `list`.
    pub kind: String,
    /// What it means.
    pub meaning: String,
    /// Other names that mean it.
    pub aliases: Vec<String>,
    /// Whether its values can be counted as a facet.
    pub is_facet: bool,
}

/// The query language: what may be written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct LanguageView {
    /// Columns by which events are found.
    pub columns: Vec<ColumnView>,
    /// Questions to begin with.
    pub examples: Vec<ExampleSearch>,
}

/// A question that comes ready.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExampleSearch {
    /// Its name.
    pub title: String,
    /// Its text.
    pub q: String,
}

/// Searches that people keep, and those that come ready.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct SearchList {
    /// By name.
    pub searches: Vec<SavedSearch>,
    /// The usual views, in their order.
    pub ready: Vec<ReadySearch>,
}

/// A search that comes ready: one of the usual views.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadySearch {
    /// `admin-actions`, `sign-ins`, `mfa`, `access-changes`, `suspicious-sign-ins`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it finds, and what not, in one sentence.
    pub about: String,
    /// The question.
    pub q: String,
    /// Earliest time, as a span before now.
    pub from: String,
}

/// A search that somebody keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedSearch {
    /// Id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The question.
    pub q: String,
    /// Earliest time, as it was written; `null` for all.
    pub from: Option<String>,
    /// Latest time, as it was written; `null` for all.
    pub until: Option<String>,
    /// Who keeps it.
    pub owner: String,
    /// Whether everybody sees it.
    pub shared: bool,
    /// RFC 3339.
    pub created_at: String,
}

/// Keeps a search.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// Its name.
    pub name: String,
    /// The question.
    pub q: String,
    /// Earliest time.
    #[serde(default)]
    pub from: Option<String>,
    /// Latest time.
    #[serde(default)]
    pub until: Option<String>,
    /// Whether everybody sees it.
    #[serde(default)]
    pub shared: bool,
}
