//! Events of this server itself, which are its audit log, are open to whoever may read that.

use std::ops::ControlFlow;
use std::sync::Arc;

use activity::event::{Field, Rows, Values};
use query::{Account, Events, Live, Narrow, QueryRequest, Rights, SourceFault, StillEvents, WantedEvents};

use crate::events::Keeper;
use crate::world::{Asked, texts};

/// Tells the events of GitHub as the server's own, and narrows nothing: the engine must do without.
#[derive(Clone, Debug)]
struct Renamed(Keeper);

impl Events for Renamed {
    fn still(&self) -> Arc<dyn StillEvents> {
        Arc::new(self.clone())
    }
}

impl StillEvents for Renamed {
    fn count(&self, narrow: &Narrow) -> Result<u64, SourceFault> {
        self.0.count(narrow)
    }

    fn parts(&self, narrow: &Narrow) -> Result<usize, SourceFault> {
        self.0.parts(narrow)
    }

    fn read(
        &self,
        wanted: &WantedEvents<'_>,
        each: &mut dyn FnMut(Rows) -> ControlFlow<()>,
    ) -> Result<(), SourceFault> {
        self.0.read(wanted, &mut |mut rows: Rows| {
            for (field, values) in wanted.fields.iter().zip(&mut rows.columns) {
                if let (Field::Source, Values::Words { words, .. }) = (field, values) {
                    for word in words.iter_mut().filter(|word| *word == "github") {
                        "self".clone_into(word);
                    }
                }
            }
            each(rows)
        })
    }

    fn persons(&self, accounts: &[Account]) -> Vec<Option<String>> {
        self.0.persons(accounts)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_read_the_audit_log_does_not_see_its_events() {
    let asked = Asked::new();
    let keeper = Keeper {
        narrows_nothing: true,
        ..Keeper::default()
    };
    asked.engine.set_live(Live {
        events: Some(Arc::new(Renamed(keeper))),
        ..Live::default()
    });
    let without = Rights {
        own_events: false,
        ..Rights::ALL
    };
    let one = async |sql: &str, rights| {
        let request = QueryRequest {
            rights,
            ..QueryRequest::new(sql)
        };
        let rows = asked
            .engine
            .run(request)
            .await
            .expect(sql)
            .collect()
            .await
            .expect(sql);
        texts(&rows.batches).concat().concat()
    };
    for (sql, all, less) in [
        ("SELECT count(*) FROM activity", "10", "9"),
        ("SELECT count(uid) FROM activity WHERE source = 'self'", "1", "0"),
        (
            "SELECT count(*) FROM (SELECT source FROM activity ORDER BY event_time LIMIT 20) a",
            "10",
            "9",
        ),
        (
            "SELECT count(*) FROM activity a JOIN activity b ON a.uid = b.uid WHERE a.event_time > '2026-01-01'",
            "10",
            "9",
        ),
        (
            "SELECT (SELECT count(*) FROM activity) - (SELECT count(*) FROM activity c WHERE ip = ip || 'x')",
            "10",
            "9",
        ),
        (
            "WITH a AS (SELECT DISTINCT source FROM activity) SELECT count(*) FROM a",
            "3",
            "2",
        ),
    ] {
        // In this order a plan is remembered from whoever may; in the other from whoever may not.
        for (rights, expected) in [(Rights::ALL, all), (without, less), (Rights::ALL, all)] {
            assert_eq!(one(sql, rights).await, expected, "{sql}");
        }
    }
}
