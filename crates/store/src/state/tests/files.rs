use super::*;

#[tokio::test]
async fn the_instance_keeps_its_id_and_migrations_run_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    let target = path.to_str().unwrap();
    let first = State::open(target, at(0)).await.unwrap();
    let id = first.instance_id().await.unwrap();
    let created = integration(&first).await;
    first.close().await;
    let again = State::open(&format!("sqlite:{target}"), at(5)).await.unwrap();
    assert_eq!(again.instance_id().await.unwrap(), id);
    assert_eq!(again.integrations().await.unwrap(), [created]);
}

#[tokio::test]
async fn a_newer_schema_is_refused_untouched() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    let state = State::open(path.to_str().unwrap(), at(0)).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', TRUE, x'00', 0)",
    )
    .execute(&state.pool)
    .await
    .unwrap();
    state.close().await;
    let error = State::open(path.to_str().unwrap(), at(1)).await.unwrap_err();
    assert!(matches!(error, StateError::Newer { version: 9999 }), "{error}");
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    std::fs::write(
        &path,
        "this is a text of more than a hundred bytes, which no database begins with; ".repeat(9),
    )
    .unwrap();
    assert!(State::open(path.to_str().unwrap(), at(0)).await.is_err());
    assert!(matches!(
        State::open("mysql://host/db", at(0)).await,
        Err(StateError::Target)
    ));
    assert!(matches!(
        State::open("/no/such/directory/state.db", at(0)).await,
        Err(StateError::File { .. })
    ));
}

#[cfg(unix)]
#[tokio::test]
async fn only_this_user_reads_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    let _state = State::open(path.to_str().unwrap(), at(0)).await.unwrap();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_wait_for_each_other() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.db");
    let state = State::open(path.to_str().unwrap(), at(0)).await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let state = state.clone();
        writers.spawn(async move { state.record(&entry("test"), at(1)).await });
    }
    while let Some(written) = writers.join_next().await {
        written.unwrap().unwrap();
    }
    let check = state.verify_audit().await.unwrap();
    assert_eq!((check.rows, check.broken_at), (20, None));
}

#[tokio::test]
async fn after_the_disk_was_full_writes_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let state = State::open(&path.to_string_lossy(), at(0)).await.unwrap();
    let mut writing = state.begin().await.unwrap();
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
        .fetch_one(&mut *writing)
        .await
        .unwrap();
    let full = format!("PRAGMA max_page_count = {pages}");
    sqlx::query(sqlx::AssertSqlSafe(full))
        .execute(&mut *writing)
        .await
        .unwrap();
    let large = "INSERT INTO leases (name, owner, fence, until) SELECT hex(zeroblob(1000000)), '', 0, 0";
    let refused = sqlx::query(large).execute(&mut *writing).await;
    let code = refused
        .unwrap_err()
        .as_database_error()
        .and_then(|error| error.code().map(String::from));
    assert_eq!(code.as_deref(), Some("13"), "SQLITE_FULL");
    drop(writing);
    for round in 0..8 {
        let lease = state.take_lease(&format!("work {round}"), "one", at(0)).await;
        assert!(lease.unwrap().is_some());
    }
}
