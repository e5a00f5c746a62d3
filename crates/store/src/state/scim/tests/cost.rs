//! How many statements a request takes: each is a way to the database and back, and they are most of what SCIM costs.

use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;

use scim::store::Find;
use scim::{Condition, Key};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::*;

/// Statements of all tests of this process with the threads that ran them: a database in memory has one of its own, and
/// so has a test that asks a server.
static RUN: Mutex<Vec<(ThreadId, String)>> = Mutex::new(Vec::new());

/// Hears the driver tell each statement.
struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut summary = Summary::default();
        event.record(&mut summary);
        let mut run = RUN.lock().unwrap_or_else(PoisonError::into_inner);
        run.push((std::thread::current().id(), summary.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Summary(String);

impl Visit for Summary {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            self.0 = value.to_owned();
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "summary" {
            self.0 = format!("{value:?}");
        }
    }
}

impl World {
    /// The statements that a piece of work takes, but for those that begin and end connections and transactions.
    async fn statements<T>(&self, work: impl Future<Output = T>) -> (usize, T) {
        let mark = crate::state::new_id();
        let marked = format!("SELECT '{mark}'");
        sqlx::query(sqlx::AssertSqlSafe(marked))
            .execute(&self.directory.state.pool)
            .await
            .unwrap();
        let done = work.await;
        let run = RUN.lock().unwrap();
        let begin = run.iter().position(|(_, text)| text.contains(&mark)).unwrap();
        let thread = run[begin].0;
        let of_connections = ["BEGIN", "COMMIT", "SELECT pg_advisory_xact_lock", "SET "];
        let counted = run[begin + 1..].iter().filter(|(other, text)| {
            *other == thread && !of_connections.iter().any(|start| text.starts_with(start))
        });
        (counted.count(), done)
    }
}

#[tokio::test]
async fn a_request_takes_few_statements() {
    // Another test of this process may have set it already; the mark tells.
    drop(tracing::subscriber::set_global_default(Listener));
    let world = world().await;
    let group = world.group("eng", &[]).await.id;
    let document = json!({
        "userName": "ann", "displayName": "Ann", "active": true, "emails": [{ "value": "ann@acme.example" }],
    });
    let (create, made) = world.statements(world.create(document)).await;
    let (Created::New(ann) | Created::Adopted(ann)) = made.unwrap();
    let (title, _) = world.statements(world.set(&ann.id, "title", json!("Dr"))).await;
    let (off, _) = world.statements(world.set(&ann.id, "active", json!(false))).await;
    let (on, _) = world.statements(world.set(&ann.id, "active", json!(true))).await;
    let wish = Wish {
        groups: true,
        ..Wish::default()
    };
    let (read, _) = world
        .statements(world.directory.read(Kind::User, &ann.id, wish))
        .await;
    let find = Find {
        kind: Kind::User,
        condition: Condition::Is(Key::UserName, "ann".to_owned()),
        order: None,
        offset: 0,
        count: 100,
        wish,
    };
    let (filter, found) = world.statements(world.directory.find(&find)).await;
    assert_eq!(found.unwrap().total, 1);
    let add = |_: &Stored| {
        Ok(Change {
            document: None,
            members: vec![MemberChange::Add(vec![NewMember {
                id: ann.id.clone(),
                kind: None,
            }])],
        })
    };
    let change = world
        .directory
        .change(Kind::Group, &group, Wish::default(), Wish::default(), &add);
    let (member, _) = world.statements(change).await;
    assert_eq!(
        [read, filter, create, title, off, on, member],
        [1, 1, 2, 2, 2, 2, 4],
        "read, filter, create, put, deactivate, activate, one member"
    );
}
