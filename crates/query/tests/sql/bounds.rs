//! Limits, cancelling, notices.

use query::{Cancel, ErrorCode, Limits, QueryRequest};

use crate::world::Asked;

/// Never ends by itself.
const ENDLESS: &str =
    "WITH RECURSIVE n AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM n) SELECT count(*) FROM n";

#[tokio::test(flavor = "multi_thread")]
async fn a_query_ends_at_its_time_limit() {
    let asked = Asked::new();
    let request = QueryRequest {
        timeout_ms: Some(50),
        ..QueryRequest::new(ENDLESS)
    };
    let error = match asked.engine.run(request).await {
        Ok(result) => result.collect().await.expect_err("ends"),
        Err(error) => error,
    };
    assert_eq!(error.code, ErrorCode::TimeLimit);
    assert!(error.message.contains("50 ms"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_can_be_cancelled() {
    let asked = Asked::new();
    let cancel = Cancel::new();
    let request = QueryRequest {
        cancel: cancel.clone(),
        ..QueryRequest::new(ENDLESS)
    };
    let result = asked.engine.run(request).await.expect("begins");
    let (outcome, ()) = tokio::join!(result.collect(), async { cancel.cancel() });
    assert_eq!(outcome.expect_err("ends").code, ErrorCode::Cancelled);
}

#[tokio::test]
async fn a_query_over_its_memory_says_so() {
    let asked = Asked::with_limits(Limits {
        memory_bytes: 1024 * 1024,
        ..Limits::default()
    });
    let sql = "SELECT a.value, b.value FROM generate_series(1, 2000) a, generate_series(1, 2000) b ORDER BY b.value, a.value";
    let error = asked.ask(sql).await.expect_err("too large");
    assert_eq!(error.code, ErrorCode::MemoryLimit);
    assert!(error.message.contains("1 MiB"), "{error}");
}

#[tokio::test]
async fn rows_over_the_limit_are_cut_and_told() {
    let asked = Asked::new();
    for sql in [
        "SELECT * FROM access_path",
        "SELECT identity FROM access_path ORDER BY identity",
    ] {
        let request = QueryRequest {
            max_rows: Some(5),
            ..QueryRequest::new(sql)
        };
        let answer = asked
            .engine
            .run(request)
            .await
            .expect("runs")
            .collect()
            .await
            .expect("answers");
        assert_eq!((answer.stats.rows, answer.stats.truncated), (5, true), "{sql}");
        let exactly = QueryRequest {
            max_rows: Some(23),
            ..QueryRequest::new(sql)
        };
        let answer = asked
            .engine
            .run(exactly)
            .await
            .expect("runs")
            .collect()
            .await
            .expect("answers");
        assert_eq!((answer.stats.rows, answer.stats.truncated), (23, false), "{sql}");
    }
}

#[tokio::test]
async fn a_table_that_nothing_fills_says_so() {
    let asked = Asked::new();
    for _ in 0..2 {
        let answer = asked
            .ask("SELECT count(*) FROM access_lists")
            .await
            .expect("answers");
        assert_eq!(
            answer.notices,
            ["`access_lists` is empty: access lists are not collected yet"]
        );
    }
}

#[tokio::test]
async fn without_a_snapshot_there_is_an_error_with_advice() {
    let asked = Asked::new();
    assert_eq!(asked.rows("SELECT name FROM nodes").await.len(), 23);
    let _ = asked
        .rows("SELECT count(*) FROM access_path FOR SYSTEM_TIME AS OF '2026-01-31'")
        .await;
    asked.engine.clear();
    assert_eq!(asked.engine.current(), None);
    // Events are no matter of a snapshot.
    assert_eq!(asked.rows("SELECT count(*) FROM activity").await, [["10"]]);
    let fresh = query::Engine::new(None, Limits::default());
    for engine in [&asked.engine, &fresh] {
        for sql in [
            "SELECT name FROM nodes",
            "SELECT * FROM access_path",
            "SELECT count(*) FROM access_path WHERE identity = 'alice'",
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM okta_users)",
            "SELECT count(*) FROM access_path FOR SYSTEM_TIME AS OF '2026-01-31'",
            "SELECT count(*) FROM access_lists",
            "SELECT * FROM coverage",
        ] {
            let error = match engine.run(QueryRequest::new(sql)).await {
                Ok(result) => result.collect().await.expect_err(sql),
                Err(error) => error,
            };
            assert_eq!(error.code, ErrorCode::NoSnapshot, "{sql}");
            assert_eq!(
                error.message,
                "no snapshot yet: enrol an organization and scan it"
            );
            assert!(error.hint.is_some());
        }
    }
}

#[tokio::test]
async fn without_a_snapshot_the_tables_can_be_described() {
    let engine = query::Engine::new(None, Limits::default());
    for (sql, least) in [
        ("SELECT table_name FROM information_schema.tables", 25),
        (
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'access_path'",
            27,
        ),
        ("SELECT * FROM portolan_columns", 200),
        ("SHOW TABLES", 25),
        ("DESCRIBE okta_users", 10),
        ("SELECT 1", 1),
    ] {
        let result = engine.run(QueryRequest::new(sql)).await.expect(sql);
        let answer = result.collect().await.expect(sql);
        assert!(answer.stats.rows >= least, "{sql}: {}", answer.stats.rows);
    }
    let result = engine.run(QueryRequest::new("SELECT * FROM snapshots")).await;
    let answer = result.expect("runs").collect().await.expect("answers");
    assert_eq!(answer.stats.rows, 0);
}
