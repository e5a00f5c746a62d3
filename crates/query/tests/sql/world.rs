//! The small world that the queries ask, in two snapshots.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use domain::Timestamp;
use graph::GraphBuilder;
use graph::fixture::{ORGANIZATION, World};
use query::{Answer, Engine, Limits, QueryError, QueryRequest, Rights};
use store::snapshot::{Snapshot, SnapshotStore};
use tempfile::TempDir;

use crate::events::{Keeper, live};

/// Now. Four people, four groups, three apps.
const WORLD: &str = r#"
user alice ACTIVE name="Alice Liddell" title=Engineer email=alice@acme.example
user bob ACTIVE name="Bob Baker" email=bob@acme.example
user carol SUSPENDED name="Carol Chen"
user dave ACTIVE
group Everyone BUILT_IN: *
group eng OKTA_GROUP: alice bob
group leads OKTA_GROUP: alice
group empty OKTA_GROUP
app github catalog=oidc_client: eng, bob
app slack: Everyone
app worker service
role SUPER_ADMIN: alice
role HELP_DESK_ADMIN: bob over eng
role APP_ADMIN: leads over github
custom-role reset: okta.users.manage okta.groups.read
resource-set people: eng
role reset: bob in people
token ci: alice
grant worker: okta.users.manage
secret s1: worker
rule engineers if="user.title == 'Engineer'": eng
owner eng: leads
idp corp SAML2
policy default ACCESS_POLICY
zone office IP
"#;

/// When the first and the second snapshot were taken: 2026-01-10 and 2026-02-10, noon.
const MOMENTS: [i64; 2] = [1_768_046_400_000, 1_770_724_800_000];

/// An engine over the world, and the directory of its snapshots.
pub(crate) struct Asked {
    pub(crate) engine: Engine,
    _dir: TempDir,
}

impl Asked {
    /// Before, `leads` was empty and `bob` had no custom role.
    pub(crate) fn new() -> Self {
        Self::with_limits(Limits::default())
    }

    pub(crate) fn with_limits(limits: Limits) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let store = SnapshotStore::open(dir.path()).expect("opens");
        let before = WORLD
            .replace("leads OKTA_GROUP: alice", "leads OKTA_GROUP")
            .replace("role reset: bob in people\n", "");
        commit(&store, &before, MOMENTS[0]);
        let snapshot = commit(&store, WORLD, MOMENTS[1]);
        let engine = Engine::new(Some(store), limits);
        engine.set_live(live(Keeper::default()));
        let mut builder = GraphBuilder::new(
            snapshot.organization.as_fact(),
            snapshot.coverage.clone(),
            snapshot.taken_at,
        );
        snapshot.replay(&mut builder).expect("replays");
        engine
            .set_current(Arc::new(builder.finish()), Some(snapshot))
            .expect("is set");
        Self { engine, _dir: dir }
    }

    pub(crate) async fn ask(&self, sql: &str) -> Result<Answer, QueryError> {
        let request = QueryRequest {
            rights: Rights::ALL,
            ..QueryRequest::new(sql)
        };
        self.engine.run(request).await?.collect().await
    }

    /// The rows as text, sorted.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let mut rows = texts(&self.ask(sql).await.expect("answers").batches);
        rows.sort();
        rows
    }
}

fn commit(store: &SnapshotStore, text: &str, moment: i64) -> Snapshot {
    let world = World::parse(text).expect("parses");
    let mut draft = store
        .begin(ORGANIZATION, Timestamp::from_ms(moment))
        .expect("begins");
    world.put_into(&mut draft).expect("is taken");
    draft.commit(world.coverage()).expect("commits")
}

/// Rows as text.
pub(crate) fn texts(batches: &[RecordBatch]) -> Vec<Vec<String>> {
    let options = FormatOptions::default().with_null("NULL");
    let mut rows = Vec::new();
    for batch in batches {
        let columns: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &options).expect("formats"))
            .collect();
        for row in 0..batch.num_rows() {
            rows.push(
                columns
                    .iter()
                    .map(|column| column.value(row).to_string())
                    .collect(),
            );
        }
    }
    rows
}
