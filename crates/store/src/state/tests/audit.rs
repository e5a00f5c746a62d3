use super::*;

async fn three() -> State {
    let state = state().await;
    for number in 1..=3 {
        let entry = AuditEntry {
            detail: json!({ "number": number }),
            ..entry("test")
        };
        state.record(&entry, at(number)).await.unwrap();
    }
    state
}

async fn broken_at(state: &State, edit: &'static str) -> Option<i64> {
    sqlx::query(edit).execute(&state.pool).await.unwrap();
    state.verify_audit().await.unwrap().broken_at
}

#[tokio::test]
async fn an_untouched_chain_is_whole() {
    let state = three().await;
    let check = state.verify_audit().await.unwrap();
    let rows = state.audit_rows(None, 2).await.unwrap();
    assert_eq!(
        (check.rows, check.broken_at, check.last_hash),
        (3, None, rows[0].hash.clone())
    );
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(rows[0].previous, rows[1].hash);
    assert_eq!(state.audit_rows(Some(2), 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn every_edited_field_breaks_it() {
    for edit in [
        "UPDATE audit_log SET at = at + 1 WHERE seq = 2",
        "UPDATE audit_log SET actor = 'eve' WHERE seq = 2",
        "UPDATE audit_log SET action = 'other' WHERE seq = 2",
        "UPDATE audit_log SET target = 'other' WHERE seq = 2",
        "UPDATE audit_log SET detail = '{}' WHERE seq = 2",
        "UPDATE audit_log SET previous = '' WHERE seq = 2",
        "UPDATE audit_log SET hash = 'ff' WHERE seq = 2",
        "DELETE FROM audit_log WHERE seq = 2",
    ] {
        assert_eq!(broken_at(&three().await, edit).await, Some(2), "{edit}");
    }
}

#[tokio::test]
async fn text_cannot_move_between_fields() {
    let edit = "UPDATE audit_log SET actor = 'adat', action = 'est' WHERE seq = 2";
    assert_eq!(broken_at(&three().await, edit).await, Some(2));
}

/// Actions of the entries that a filter finds, newest first.
async fn found(state: &State, filter: AuditFilter) -> String {
    let rows = state.audit_search(&filter, None, 100).await.unwrap();
    let actions: Vec<String> = rows.into_iter().map(|row| row.action).collect();
    actions.join(" ")
}

#[tokio::test]
async fn entries_are_found_by_each_of_their_parts() {
    let state = state().await;
    for (number, actor, action, target) in [
        (1, "ada", "role.create", "role/ops"),
        (2, "token:ci", "user.update", "user/bob"),
        (3, "ada", "user.update", "user/b%b"),
        (4, "anonymous", "session.refuse", "user/Ada"),
        (5, "ada", "alert.suspend.fail", "alert/1"),
    ] {
        let entry = AuditEntry {
            detail: json!({ "why": format!("Reason {number}") }),
            ..AuditEntry::new(actor, action, target)
        };
        state.record(&entry, at(number)).await.unwrap();
    }
    let some = |text: &str| Some(text.to_owned());
    let all = AuditFilter::default;
    for (filter, wanted) in [
        (
            AuditFilter {
                actor: some("token:ci"),
                ..all()
            },
            "user.update",
        ),
        (
            AuditFilter {
                actor: some("a*"),
                ..all()
            },
            "alert.suspend.fail session.refuse user.update role.create",
        ),
        (
            AuditFilter {
                actions: vec!["role.*".to_owned(), "session.refuse".to_owned()],
                ..all()
            },
            "session.refuse role.create",
        ),
        (
            AuditFilter {
                target: some("user/b%b"),
                ..all()
            },
            "user.update",
        ),
        (
            AuditFilter {
                target: some("user/b%*"),
                ..all()
            },
            "user.update",
        ),
        (
            AuditFilter {
                succeeded: Some(false),
                ..all()
            },
            "alert.suspend.fail session.refuse",
        ),
        (
            AuditFilter {
                succeeded: Some(true),
                ..all()
            },
            "user.update user.update role.create",
        ),
        (
            AuditFilter {
                from: Some(at(2)),
                until: Some(at(4)),
                ..all()
            },
            "user.update user.update",
        ),
        (
            AuditFilter {
                text: some("REASON 4"),
                ..all()
            },
            "session.refuse",
        ),
        (
            AuditFilter {
                text: some("_"),
                ..all()
            },
            "",
        ),
        (
            AuditFilter {
                actor: some("ada"),
                text: some("bob"),
                ..all()
            },
            "",
        ),
    ] {
        assert_eq!(found(&state, filter.clone()).await, wanted, "{filter:?}");
    }
    let page = state
        .audit_search(
            &AuditFilter {
                actor: some("ada"),
                ..all()
            },
            Some(5),
            1,
        )
        .await
        .unwrap();
    assert_eq!(page.iter().map(|row| row.seq).collect::<Vec<_>>(), [3]);
}
