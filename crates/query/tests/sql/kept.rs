//! `activity` and `alerts`: what is pushed, what is refused, what fails.

use std::sync::atomic::Ordering;

use activity::event::Field;
use query::{Cancel, ErrorCode, Live, QueryRequest, Rights};

use crate::events::{Keeper, live};
use crate::pg::{GRAPH_TOKEN, Served, TOKEN};
use crate::wire::Client;
use crate::world::{Asked, texts};

const QUESTIONS: [&str; 10] = [
    "SELECT uid FROM activity WHERE actor_name = 'bob' AND status = 'failure'",
    "SELECT uid FROM activity WHERE (ip = '10.0.0.1' OR country = 'FR') AND event_time > '2026-02-01T08:00:01Z'",
    "SELECT uid, raw FROM activity WHERE raw LIKE '%curl%' OR uid = 'e7'",
    "SELECT count(*) FROM activity WHERE event_type LIKE 'user.%' AND NOT is_mfa",
    "SELECT event_type, count(*) FROM activity WHERE source IN ('okta', 'aws') GROUP BY 1",
    "SELECT uid FROM activity WHERE target_ids = 'app:0oagithub'",
    "SELECT uid FROM activity WHERE class_uid = 3002 AND severity_id = 2",
    "SELECT uid FROM activity WHERE changes IS NOT NULL",
    "SELECT uid FROM activity WHERE status = 'failure' ORDER BY event_time DESC LIMIT 2",
    "SELECT uid FROM activity WHERE status = 'failure' ORDER BY event_time OFFSET 1 LIMIT 1",
];

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_the_same_whether_the_keeper_narrows_or_not() {
    let (narrowed, whole) = (Asked::new(), Asked::new());
    let keeper = Keeper {
        narrows_nothing: true,
        ..Keeper::default()
    };
    whole.engine.set_live(live(keeper));
    for sql in QUESTIONS {
        let rows = narrowed.rows(sql).await;
        assert!(!rows.is_empty(), "{sql}");
        assert_eq!(rows, whole.rows(sql).await, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_is_read() {
    let asked = Asked::new();
    let keeper = Keeper::default();
    asked.engine.set_live(live(keeper.clone()));
    let read = || std::mem::take(&mut *keeper.read.lock().expect("is whole"));
    asked
        .rows("SELECT date_trunc('hour', event_time), event_type, count(*) FROM activity GROUP BY 1, 2")
        .await;
    let fields = read();
    assert!(
        fields.contains(&Field::EventType) && !fields.contains(&Field::Raw),
        "{fields:?}"
    );
    assert_eq!(
        asked
            .rows("SELECT count(*) FROM activity WHERE event_time > '2026-02-02'")
            .await,
        [["5"]]
    );
    assert_eq!(read(), [], "counted without reading");
    keeper.given.store(0, Ordering::Relaxed);
    let newest = asked
        .rows("SELECT * FROM activity ORDER BY event_time DESC LIMIT 1")
        .await;
    assert_eq!(newest.len(), 1);
    assert_eq!(keeper.given.load(Ordering::Relaxed), 3, "one call was enough");
    let plan = texts(
        &asked
            .ask("EXPLAIN SELECT uid FROM activity WHERE ip = 'x' ORDER BY event_time LIMIT 5")
            .await
            .expect("plans")
            .batches,
    );
    let plan = format!("{plan:?}");
    assert!(
        plan.contains("order=OldestFirst, limit=5") && !plan.contains("SortExec"),
        "{plan}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_without_end_can_be_called_off_and_is_cut() {
    let asked = Asked::new();
    let keeper = Keeper {
        is_endless: true,
        ..Keeper::default()
    };
    asked.engine.set_live(live(keeper.clone()));
    let cancel = Cancel::new();
    let request = QueryRequest {
        cancel: cancel.clone(),
        rights: Rights::ALL,
        ..QueryRequest::new("SELECT count(DISTINCT raw) FROM activity")
    };
    let result = asked.engine.run(request).await.expect("begins");
    let (outcome, ()) = tokio::join!(result.collect(), async { cancel.cancel() });
    assert_eq!(outcome.expect_err("ends").code, ErrorCode::Cancelled);
    let request = QueryRequest {
        max_rows: Some(100),
        rights: Rights::ALL,
        ..QueryRequest::new("SELECT uid FROM activity")
    };
    let answer = asked
        .engine
        .run(request)
        .await
        .expect("begins")
        .collect()
        .await
        .expect("answers");
    assert_eq!((answer.stats.rows, answer.stats.truncated), (100, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_read_them_is_refused_however_the_table_is_named() {
    let asked = Asked::new();
    let of = |sql: &str, rights| QueryRequest {
        rights,
        ..QueryRequest::new(sql)
    };
    let graph_alone = Rights::default();
    for (sql, table) in [
        ("SELECT * FROM activity", "activity"),
        ("SELECT count(*) FROM alerts", "alerts"),
        (
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM portolan.public.activity)",
            "activity",
        ),
        (
            "SELECT name, (SELECT max(raw) FROM \"activity\") FROM nodes",
            "activity",
        ),
        (
            "WITH a AS (SELECT * FROM activity b) SELECT count(*) FROM a",
            "activity",
        ),
        ("EXPLAIN ANALYZE SELECT * FROM activity", "activity"),
        (
            "SELECT name FROM nodes UNION ALL SELECT title FROM alerts",
            "alerts",
        ),
    ] {
        // Also when the plan is remembered from somebody who may.
        let open = asked.engine.run(of(sql, Rights::ALL)).await.expect(sql);
        open.collect().await.expect(sql);
        let error = asked.engine.run(of(sql, graph_alone)).await.expect_err(sql);
        assert_eq!(error.code, ErrorCode::Forbidden, "{sql}");
        assert_eq!(error.message, format!("you may not read `{table}`"));
        assert!(error.position.is_some() && error.hint.is_some(), "{sql}");
    }
    let alerts_alone = Rights {
        alerts: true,
        ..graph_alone
    };
    asked
        .engine
        .run(of("SELECT * FROM alerts", alerts_alone))
        .await
        .expect("is open");
    assert!(
        asked
            .engine
            .run(of("SELECT * FROM activity", alerts_alone))
            .await
            .is_err()
    );
    asked
        .engine
        .run(of("DESCRIBE activity", graph_alone))
        .await
        .expect("columns are no secret");
    asked
        .engine
        .run(of("SELECT * FROM nodes", graph_alone))
        .await
        .expect("is open");
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_the_wire_are_refused_too() {
    let served = Served::start().await;
    let mut open = Client::connect(served.address, TOKEN).await;
    open.begin("SELECT count(*) FROM activity").await;
    let rows: Vec<_> = open
        .until_ready()
        .await
        .into_iter()
        .filter(|message| message.tag == 'D')
        .collect();
    assert_eq!(rows[0].values(), [Some("10".to_owned())]);
    let mut closed = Client::connect(served.address, GRAPH_TOKEN).await;
    for sql in ["SELECT count(*) FROM activity", "SELECT 1; SELECT * FROM alerts"] {
        closed.begin(sql).await;
        let messages = closed.until_ready().await;
        let error = messages
            .iter()
            .find(|message| message.tag == 'E')
            .expect("is refused");
        assert_eq!(error.field(b'C').as_deref(), Some("42501"), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_an_error_and_never_empty() {
    let asked = Asked::new();
    let keeper = Keeper {
        is_broken: true,
        ..Keeper::default()
    };
    asked.engine.set_live(live(keeper));
    let error = asked.ask("SELECT uid FROM activity").await.expect_err("fails");
    assert_eq!(error.code, ErrorCode::Unavailable);
    assert_eq!(error.message, "`activity` could not be read: a disk is gone");
    asked.engine.set_live(Live::default());
    for sql in ["SELECT uid, ip FROM activity", "SELECT count(*) FROM alerts"] {
        let error = asked.ask(sql).await.expect_err("fails");
        assert_eq!(error.code, ErrorCode::Unavailable, "{sql}");
    }
    asked.ask("DESCRIBE alerts").await.expect("can be described");
}
