//! What happened: events, what one person did, searches that people keep.

pub(crate) mod accounts;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod facets;
pub(crate) mod identity;
pub(crate) mod import;
pub(crate) mod intake;
pub(crate) mod searches;
pub(crate) mod sources;
pub(crate) mod stats;
pub(crate) mod tail;

use domain::role::{Resource, Verb};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::activity_port::Question;
use crate::session::Principal;

/// Which events.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedParams {
    /// The question in the query language; all events when left out.
    #[serde(default)]
    q: Option<String>,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`.
    #[serde(default)]
    from: Option<String>,
    /// Latest time, the same; now when left out.
    #[serde(default)]
    until: Option<String>,
}

/// The question in three texts; empty ones count as left out.
pub(crate) fn question(q: Option<String>, from: Option<String>, until: Option<String>) -> Question {
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Question {
        q: q.unwrap_or_default(),
        from: given(from),
        until: given(until),
        hides_own: false,
    }
}

/// The same for this person: what was done to this server is the audit log, which not everybody may read.
pub(crate) fn seen_by(principal: &Principal, asked: Question) -> Question {
    Question {
        hides_own: !sees_own(principal),
        ..asked
    }
}

/// Whether somebody may see events of this server itself.
pub(crate) fn sees_own(principal: &Principal) -> bool {
    principal.may(Resource::Event, Verb::List)
}

/// The question of a request.
pub(crate) fn asked(params: AskedParams) -> Question {
    question(params.q, params.from, params.until)
}
