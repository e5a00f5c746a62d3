//! The schema, in steps. Steps are only ever added: a database remembers which it has seen, and their texts.

use std::borrow::Cow;
use std::pin::Pin;

use sqlx::SqlStr;
use sqlx::error::BoxDynError;
use sqlx::migrate::{Migration, MigrationSource, MigrationType};

/// Number, name and text of each step, oldest first.
pub(super) const STEPS: &[(i64, &str, &str)] = &[
    (1, "state", include_str!("../../migrations/0001_state.sql")),
    (
        2,
        "client keys",
        include_str!("../../migrations/0002_client_keys.sql"),
    ),
    (3, "identity", include_str!("../../migrations/0003_identity.sql")),
    (4, "alerts", include_str!("../../migrations/0004_alerts.sql")),
    (
        5,
        "event sources",
        include_str!("../../migrations/0005_event_sources.sql"),
    ),
    (6, "sign-in", include_str!("../../migrations/0006_sign_in.sql")),
    (
        7,
        "audit filters",
        include_str!("../../migrations/0007_audit_filters.sql"),
    ),
    (
        8,
        "people text",
        include_str!("../../migrations/0008_people_text.sql"),
    ),
    (
        9,
        "names and words",
        include_str!("../../migrations/0009_names_and_words.sql"),
    ),
    (
        10,
        "runs and faults",
        include_str!("../../migrations/0010_runs_and_faults.sql"),
    ),
    (
        12,
        "connector organization",
        include_str!("../../migrations/0012_connector_organization.sql"),
    ),
    (
        13,
        "people by sign-in",
        include_str!("../../migrations/0013_people_by_sign_in.sql"),
    ),
    (
        15,
        "history and gaps",
        include_str!("../../migrations/0015_history_and_gaps.sql"),
    ),
];

type Resolving = Pin<Box<dyn Future<Output = Result<Vec<Migration>, BoxDynError>> + Send>>;

/// The steps, as the database library takes them.
#[derive(Debug)]
pub(super) struct Schema;

impl MigrationSource<'static> for Schema {
    fn resolve(self) -> Resolving {
        let steps = STEPS.iter().map(|(version, name, text)| {
            let sql = SqlStr::from_static(text);
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
        });
        Box::pin(std::future::ready(Ok(steps.collect())))
    }
}
