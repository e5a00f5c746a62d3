//! The first page.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{IntegrationView, KindCount, Notice, ReadingWord, SnapshotRef};

/// The first page: the questions one comes with, and whether the answers can be trusted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HomeView {
    /// The questions, each with its answer in one number and one click.
    pub questions: Vec<Question>,
    /// Nodes by kind.
    pub counts: Vec<KindCount>,
    /// The connected organization; `null` when none is.
    pub integration: Option<IntegrationView>,
    /// The snapshot that the numbers come from; `null` before the first whole scan.
    pub snapshot: Option<SnapshotRef>,
    /// What the scan read of every class, and why not more.
    pub coverage: Vec<CoverageRow>,
    /// Identities with the most standing privileges.
    pub top_standing: Vec<StandingRow>,
    /// What needs attention.
    pub notices: Vec<Notice>,
}

/// A question with its answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Question {
    /// `apps_of_user`, `administrators`, `api_tokens`, `admin_actions`, `suspicious_sign_ins`.
    pub id: String,
    /// In words.
    pub question: String,
    /// Whether and why not it is answered.
    pub state: QuestionState,
    /// The number.
    pub number: Option<u64>,
    /// What the number counts: `administrators`, `API tokens`.
    pub unit: String,
    /// The answer in one sentence.
    pub sentence: String,
    /// Where the whole answer is; `null` when there is none yet.
    pub link: Option<ViewLink>,
}

/// Whether a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionState {
    /// Yes.
    Answered,
    /// The number may be too low: something was not read whole.
    Incomplete,
    /// No: nothing brings the events that it needs.
    NotCollected,
    /// No: Okta did not let us read what it needs.
    NotRead,
    /// No: there is no snapshot yet.
    NoSnapshot,
}

/// A view that opens ready.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum ViewLink {
    /// The SQL editor with this text, run.
    Sql {
        /// The text.
        sql: String,
    },
    /// The browse list of a kind.
    Browse {
        /// Kind in Okta's words.
        sub_kind: String,
    },
    /// The explorer on a node.
    Node {
        /// Text id.
        id: String,
    },
    /// Events that a question finds.
    Activity {
        /// The question.
        q: String,
        /// Earliest time, as a span before now.
        from: String,
    },
    /// Alerts of some tactics, whatever became of them.
    Alerts {
        /// MITRE tactics, with commas.
        tactic: String,
        /// Earliest time, as a span before now.
        from: String,
    },
}

/// What a scan read of one class.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CoverageRow {
    /// `users`, `memberships`, …
    pub class: String,
    /// For people.
    pub label: String,
    /// How.
    pub reading: ReadingWord,
    /// Why it is not whole, and what to do.
    pub reason: Option<String>,
    /// Rows read.
    pub rows: u64,
    /// Requests it took.
    pub requests: u64,
}

/// An identity and its standing privileges.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StandingRow {
    /// Who.
    pub node: super::NodeRef,
    /// Distinct resources reached without asking anybody.
    pub standing_privileges: u64,
}
