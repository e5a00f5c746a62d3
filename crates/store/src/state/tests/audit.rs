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
