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
    let sql = "SELECT a, b FROM generate_series(1, 2000) a, generate_series(1, 2000) b ORDER BY b, a";
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
async fn a_snapshot_is_named_by_its_id_as_well() {
    let asked = Asked::new();
    let count = async |of: &str| {
        asked
            .rows(&format!("SELECT count(*) FROM access_path {of}"))
            .await
    };
    let first = asked
        .rows("SELECT id FROM snapshots ORDER BY taken_at LIMIT 1")
        .await;
    let id = format!("FOR SYSTEM_TIME AS OF '{}'", first[0][0]);
    assert_eq!(
        count(&id).await,
        count("FOR SYSTEM_TIME AS OF '2026-01-10'").await
    );
    assert_ne!(count(&id).await, count("").await);
}

#[tokio::test]
async fn planning_is_bounded_in_time() {
    let asked = Asked::new();
    let mut request =
        QueryRequest::new("SELECT max(name || 'x') FROM nodes GROUP BY kind HAVING count(*) > 3");
    request.timeout_ms = Some(0);
    let error = match asked.engine.run(request).await {
        Ok(result) => result.collect().await.expect_err("there is no time"),
        Err(error) => error,
    };
    assert_eq!(error.code, ErrorCode::TimeLimit);
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

/// Each would take many times the memory that there is for it, or run for minutes.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_function_makes_is_bounded_before_it_is_made() {
    let asked = Asked::new();
    for sql in [
        "SELECT length(repeat(name, 3000000)) FROM nodes",
        "SELECT repeat('x', 2000000000)",
        "SELECT length(repeat('x', 700000000))",
        "SELECT repeat('x', CAST(random() AS bigint) + 2000000000)",
        "SELECT rpad(name, 2000000000, 'y') FROM nodes",
        "SELECT lpad(name, 2000000000) FROM nodes",
        "SELECT replace(repeat(name, 100000), 'a', repeat('b', 10000)) FROM nodes",
        "SELECT regexp_replace(repeat(name, 10000), '.', repeat('b', 10000), 'g') FROM nodes",
        "SELECT array_repeat(name, 100000000) FROM nodes",
        "SELECT array_length(range(1, 10000000000))",
        "SELECT array_length(range(1, standing_privileges + 1000000000)) FROM identities",
        "SELECT array_to_string(array_repeat(name, 10000), repeat('x', 100000)) FROM nodes",
        "SELECT generate_series(1, 10000000000)",
        "SELECT format('%1$s%1$s%1$s%1$s%1$s%1$s%1$s%1$s%1$s%1$s', repeat(name, 1000000)) FROM nodes",
    ] {
        let error = match asked.ask(sql).await {
            Ok(answer) => panic!("{sql}: {:?}", answer.stats),
            Err(error) => error,
        };
        assert_eq!(error.code, ErrorCode::TooLarge, "{sql}: {error}");
        assert!(error.position.is_some(), "{sql}: {error}");
    }
    let error = asked
        .ask("SELECT repeat('x', 2000000000)")
        .await
        .expect_err("too large");
    assert_eq!(error.code.sqlstate(), "54000");
    assert_eq!(
        error.message,
        "`repeat` would make up to 1908 MiB for one value, and may make 1 MiB"
    );
}

/// Texts that double with each step end at a bound, wherever they are put together.
#[tokio::test(flavor = "multi_thread")]
async fn texts_that_double_come_to_an_end() {
    let asked = Asked::new();
    for double in [
        "t || t",
        "concat(t, t)",
        "concat_ws('', t, t)",
        "to_jsonb(t) || to_jsonb(t)",
    ] {
        let mut sql = "WITH q0 AS (SELECT name AS t FROM nodes)".to_owned();
        for step in 0..36 {
            sql = format!("{sql}, q{} AS (SELECT {double} AS t FROM q{step})", step + 1);
        }
        let sql = format!("{sql} SELECT t FROM q36");
        let error = asked
            .ask(&sql)
            .await
            .map(|answer| answer.stats)
            .expect_err(double);
        assert!(
            matches!(error.code, ErrorCode::TooLarge | ErrorCode::MemoryLimit),
            "{double}: {error}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_aggregate_gathers_is_counted() {
    let asked = Asked::with_limits(Limits {
        memory_bytes: 32 * 1024 * 1024,
        ..Limits::default()
    });
    for gathered in ["string_agg(t, '')", "array_agg(t)", "json_agg(t)"] {
        let sql = format!(
            "SELECT {gathered} FROM (SELECT rpad('x', 200000, 'y') || value AS t FROM generate_series(1, 6000)) AS q"
        );
        let error = asked
            .ask(&sql)
            .await
            .map(|answer| answer.stats)
            .expect_err(gathered);
        assert_eq!(error.code, ErrorCode::MemoryLimit, "{gathered}: {error}");
    }
}

/// Many values of which each is small enough, at once.
#[tokio::test(flavor = "multi_thread")]
async fn values_of_all_columns_are_counted_together() {
    let asked = Asked::with_limits(Limits {
        memory_bytes: 32 * 1024 * 1024,
        ..Limits::default()
    });
    let columns: Vec<String> = (0..40)
        .map(|at| format!("repeat(name, {})", 20_000 + at))
        .collect();
    let sql = format!("SELECT {} FROM nodes", columns.join(", "));
    let error = asked.ask(&sql).await.expect_err("too much");
    assert_eq!(error.code, ErrorCode::MemoryLimit, "{error}");
    let constants: Vec<String> = (0..80)
        .map(|at| format!("repeat('x', {})", 1_000_000 + at))
        .collect();
    let sql = format!("SELECT length(concat({}))", constants.join(", "));
    let error = asked.ask(&sql).await.expect_err("too much");
    assert!(
        matches!(error.code, ErrorCode::MemoryLimit | ErrorCode::TooLarge),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_too_large_is_made() {
    let asked = Asked::new();
    for (sql, told) in [
        (
            "SELECT sum(length(repeat('ab', 1000))) FROM generate_series(1, 20000)",
            "40000000",
        ),
        (
            "SELECT sum(length(repeat(value::text, 100000))) FROM generate_series(1, 100)",
            "19200000",
        ),
        (
            "SELECT length(string_agg(rpad('x', 2000, 'y'), '')) FROM generate_series(1, 6000)",
            "12000000",
        ),
        (
            "SELECT sum(length('a' || value || 'b')) FROM generate_series(1, 100000)",
            "688895",
        ),
        ("SELECT array_length(range(1, 100001))", "100000"),
        ("SELECT replace('aXbX', 'X', '--')", "a--b--"),
        ("SELECT regexp_replace('abc', '(b)', '[\\1]')", "a[b]c"),
        ("SELECT 'a' || NULL", "NULL"),
        ("SELECT concat('a', NULL, 'b')", "ab"),
    ] {
        assert_eq!(asked.rows(sql).await, [[told]], "{sql}");
    }
}
