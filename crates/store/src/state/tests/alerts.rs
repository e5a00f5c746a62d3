//! Alerts, rules, forwards, searches, corrections.

use super::*;

fn record(id: &str, severity: u8, findings: u64, last_seen: i64) -> AlertRecord {
    AlertRecord {
        id: id.to_owned(),
        rule: "okta.push-bombing".to_owned(),
        title: "Push bombing".to_owned(),
        severity,
        identity: "ada@acme.example".to_owned(),
        entity: "person ada@acme.example".to_owned(),
        first_seen: at(0),
        last_seen: at(last_seen),
        findings,
        provisional: true,
        from_history: false,
        body: "{}".to_owned(),
    }
}

async fn take(state: &State, record: AlertRecord) -> AlertsTaken {
    state.take_alerts(&[record], &[], at(0), at(100)).await.unwrap()
}

fn forward(name: &str, min_severity: u8) -> Forward {
    Forward {
        id: format!("f-{name}"),
        name: name.to_owned(),
        kind: "webhook".to_owned(),
        target_host: "hooks.example".to_owned(),
        sealed_target: "v1.sealed".to_owned(),
        min_severity,
        enabled: true,
        last_sent: None,
        last_error: None,
        waiting: 0,
    }
}

#[tokio::test]
async fn what_rules_write_again_keeps_what_people_did() {
    let state = state().await;
    assert_eq!(take(&state, record("a", 3, 1, 10)).await.raised, ["a"]);
    let edit = AlertEdit {
        status: Some("in_progress".to_owned()),
        owner: Some("bob".to_owned()),
        note: Some("calling her".to_owned()),
    };
    state.edit_alert("a", &edit, "bob", at(50)).await.unwrap();
    let again = take(&state, record("a", 4, 2, 20)).await;
    assert_eq!((again.raised.len(), again.changed), (0, 1));
    let stored = state.alert("a").await.unwrap();
    assert_eq!(
        (stored.status.as_str(), stored.owner.as_deref()),
        ("in_progress", Some("bob"))
    );
    assert_eq!((stored.record.severity, stored.record.findings), (4, 2));
    let history = state.alert_history("a").await.unwrap();
    let told: Vec<&str> = history.iter().map(|note| note.action.as_str()).collect();
    assert_eq!(told, ["raised", "status", "owner", "note"]);
    let audit = state.audit_rows(None, 1).await.unwrap();
    assert_eq!(audit[0].action, "alert.update");
}

#[tokio::test]
async fn a_closed_alert_opens_again_when_more_is_found() {
    let state = state().await;
    take(&state, record("a", 3, 1, 10)).await;
    let closed = AlertEdit {
        status: Some("closed".to_owned()),
        ..AlertEdit::default()
    };
    state.edit_alert("a", &closed, "bob", at(50)).await.unwrap();
    take(&state, record("a", 3, 1, 10)).await;
    assert_eq!(
        state.alert("a").await.unwrap().status,
        "closed",
        "the same again is nothing new"
    );
    take(&state, record("a", 3, 2, 30)).await;
    assert_eq!(state.alert("a").await.unwrap().status, "open");
}

#[tokio::test]
async fn what_lost_its_ground_goes_unless_somebody_worked_on_it() {
    let state = state().await;
    take(&state, record("a", 3, 1, 10)).await;
    take(&state, record("b", 3, 1, 10)).await;
    let note = AlertEdit {
        note: Some("mine".to_owned()),
        ..AlertEdit::default()
    };
    state.edit_alert("b", &note, "bob", at(50)).await.unwrap();
    let gone = ["a".to_owned(), "b".to_owned(), "unheard".to_owned()];
    let taken = state.take_alerts(&[], &gone, at(0), at(60)).await.unwrap();
    assert_eq!(taken.withdrawn, 2);
    assert!(matches!(state.alert("a").await, Err(StateError::NotFound { .. })));
    assert_eq!(state.alert("b").await.unwrap().status, "closed");
}

#[tokio::test]
async fn alerts_are_found_by_what_they_are_and_come_in_pages() {
    let state = state().await;
    for (id, severity, last) in [("a", 1, 10), ("b", 3, 30), ("c", 4, 30), ("d", 3, 20)] {
        take(&state, record(id, severity, 1, last)).await;
    }
    let ids = async |query: AlertQuery| -> Vec<String> {
        let found = state.alerts(&query).await.unwrap();
        found.into_iter().map(|alert| alert.record.id).collect()
    };
    let all = AlertQuery {
        limit: 3,
        ..AlertQuery::default()
    };
    assert_eq!(ids(all.clone()).await, ["c", "b", "d"]);
    let next = AlertQuery {
        before: Some((at(20), "d".to_owned())),
        ..all.clone()
    };
    assert_eq!(ids(next).await, ["a"]);
    let high = AlertQuery {
        severities: vec![3, 4],
        statuses: vec!["open".to_owned()],
        ..all.clone()
    };
    assert_eq!(ids(high).await, ["c", "b", "d"]);
    let none = AlertQuery {
        statuses: vec!["closed".to_owned()],
        ..all.clone()
    };
    assert_eq!(ids(none).await.len(), 0);
    let text = AlertQuery {
        text: Some("PUSH".to_owned()),
        rules: Some(vec!["other".to_owned(), "okta.push-bombing".to_owned()]),
        identity: Some("ada@acme.example".to_owned()),
        ..all.clone()
    };
    assert_eq!(ids(text.clone()).await.len(), 3);
    // However many a page has, all are counted, and a name is never part of another.
    assert_eq!(state.alerts_found(&text).await.unwrap(), 4);
    for rules in [
        vec![],
        vec!["okta.push".to_owned()],
        vec!["okta_push-bombing".to_owned()],
    ] {
        let none = AlertQuery {
            rules: Some(rules),
            ..all.clone()
        };
        assert_eq!(
            (
                ids(none.clone()).await.len(),
                state.alerts_found(&none).await.unwrap()
            ),
            (0, 0)
        );
    }
    let since = AlertQuery {
        since: Some(at(20)),
        ..all.clone()
    };
    assert_eq!(ids(since.clone()).await, ["c", "b", "d"]);
    assert_eq!(state.alerts_found(&since).await.unwrap(), 3);
    let old = AlertRecord {
        from_history: true,
        ..record("e", 3, 1, 5)
    };
    take(&state, old).await;
    // What is found again later stays what it was.
    take(&state, record("e", 3, 2, 5)).await;
    for (wanted, expected) in [(Some(true), &["e"][..]), (Some(false), &["c", "b", "d"])] {
        let asked = AlertQuery {
            from_history: wanted,
            ..all.clone()
        };
        assert_eq!(ids(asked).await, expected);
    }
    let counts = state.alert_counts().await.unwrap();
    assert_eq!(counts.iter().map(|tally| tally.alerts).sum::<u64>(), 5);
}

#[tokio::test]
async fn each_forward_is_told_once_and_again_when_it_gets_worse() {
    let state = state().await;
    for new in [forward("all", 0), forward("worst", 4)] {
        state
            .create_forward(&new, &entry("forward.create"), at(1))
            .await
            .unwrap();
    }
    let due = async |id: &str, now| state.due_message(id, at(now)).await.unwrap();
    take(&state, record("a", 2, 1, 10)).await;
    take(&state, record("a", 2, 2, 10)).await;
    let worse = [record("a", 4, 3, 10)];
    state.take_alerts(&worse, &[], at(0), at(101)).await.unwrap();
    let first = due("f-all", 200).await.unwrap();
    assert_eq!((first.severity, first.tries), (2, 0), "the one made first");
    let tried = Tried::Again {
        error: "no answer".to_owned(),
        at: at(5_000),
    };
    state.message_tried(&first, &tried, at(201)).await.unwrap();
    let second = due("f-all", 202).await.unwrap();
    assert_eq!(second.severity, 4, "the worse one");
    state.message_tried(&second, &Tried::Sent, at(203)).await.unwrap();
    assert_eq!(due("f-all", 204).await, None);
    assert_eq!(due("f-all", 5_000).await.unwrap().tries, 1);
    assert_eq!(
        due("f-worst", 204).await.unwrap().severity,
        4,
        "a turn of its own"
    );
    let told = state.deliveries("a").await.unwrap();
    let mut states: Vec<&str> = told.iter().map(|one| one.state.as_str()).collect();
    states.sort_unstable();
    assert_eq!(states, ["sent", "waiting", "waiting"]);
}

#[tokio::test]
async fn what_is_long_past_is_told_to_nobody() {
    let state = state().await;
    state
        .create_forward(&forward("all", 0), &entry("forward.create"), at(1))
        .await
        .unwrap();
    let old = [record("a", 4, 1, 10)];
    state.take_alerts(&old, &[], at(11), at(100)).await.unwrap();
    assert_eq!(state.due_message("f-all", at(1_000)).await.unwrap(), None);
}

#[tokio::test]
async fn deleting_a_forward_takes_its_messages() {
    let state = state().await;
    let new = forward("all", 0);
    state.create_forward(&new, &entry("x"), at(1)).await.unwrap();
    let twice = state.create_forward(&new, &entry("x"), at(1)).await;
    assert!(matches!(twice, Err(StateError::Exists { .. })));
    take(&state, record("a", 2, 1, 10)).await;
    assert_eq!(state.forwards().await.unwrap()[0].waiting, 1);
    state.delete_forward(&new.id, &entry("x"), at(2)).await.unwrap();
    assert_eq!(state.due_message(&new.id, at(1_000)).await.unwrap(), None);
}

#[tokio::test]
async fn settings_and_own_rules_are_kept() {
    let state = state().await;
    let setting = RuleSetting {
        rule: "okta.push-bombing".to_owned(),
        enabled: Some(false),
        severity: None,
        parameters: r#"{"at_least":3}"#.to_owned(),
        exceptions: "[]".to_owned(),
    };
    state
        .set_rule(&setting, &entry("rule.update"), at(1))
        .await
        .unwrap();
    let on = RuleSetting {
        enabled: None,
        severity: Some("low".to_owned()),
        ..setting
    };
    state.set_rule(&on, &entry("rule.update"), at(2)).await.unwrap();
    assert_eq!(state.rule_settings().await.unwrap(), [on]);
    let own = OwnRule {
        file: "mine.yaml".to_owned(),
        text: "id: mine".to_owned(),
    };
    state
        .put_own_rule(&own, &entry("rule.create"), at(1))
        .await
        .unwrap();
    state
        .put_own_rule(&own, &entry("rule.create"), at(2))
        .await
        .unwrap();
    assert_eq!(state.own_rules().await.unwrap(), [own]);
    state
        .delete_own_rule("mine.yaml", &entry("rule.delete"), at(3))
        .await
        .unwrap();
    let again = state
        .delete_own_rule("mine.yaml", &entry("rule.delete"), at(3))
        .await;
    assert!(matches!(again, Err(StateError::NotFound { .. })));
}

#[tokio::test]
async fn a_search_is_its_owners_unless_it_is_shared() {
    let state = state().await;
    let search = |id: &str, shared| SavedSearch {
        id: id.to_owned(),
        name: id.to_owned(),
        q: "source:okta".to_owned(),
        from: Some("24h".to_owned()),
        until: None,
        owner: "ada".to_owned(),
        shared,
        created: at(1),
    };
    for new in [search("mine", false), search("ours", true)] {
        state.create_search(&new).await.unwrap();
    }
    assert_eq!(state.saved_searches("ada").await.unwrap().len(), 2);
    assert_eq!(state.saved_searches("bob").await.unwrap(), [search("ours", true)]);
    let refused = state.delete_search("mine", "bob").await;
    assert!(matches!(refused, Err(StateError::NotFound { .. })));
    state.delete_search("mine", "ada").await.unwrap();
}

#[tokio::test]
async fn the_newest_correction_of_an_account_holds() {
    let state = state().await;
    let says = |person: Option<&str>| AccountCorrection {
        source: "github".to_owned(),
        org: "acme".to_owned(),
        account: "42".to_owned(),
        person: person.map(str::to_owned),
        said_by: "ada: seen".to_owned(),
        said_at: at(1),
    };
    state
        .correct_account(&says(Some("bob@acme.example")), &entry("x"))
        .await
        .unwrap();
    state.correct_account(&says(None), &entry("x")).await.unwrap();
    assert_eq!(state.account_corrections().await.unwrap(), [says(None)]);
    let which = ("github", "acme", "42");
    state.uncorrect_account(which, &entry("x"), at(2)).await.unwrap();
    let again = state.uncorrect_account(which, &entry("x"), at(2)).await;
    assert!(matches!(again, Err(StateError::NotFound { .. })));
}

#[tokio::test]
async fn the_audit_log_is_read_on_from_a_number() {
    let state = state().await;
    for _ in 0..3 {
        state.record(&entry("test"), at(1)).await.unwrap();
    }
    let rows = state.audit_rows_after(1, 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 3]);
}

#[tokio::test]
async fn alerts_are_found_by_the_beginning_of_their_id() {
    let state = state().await;
    for id in ["3f9a01c7aa", "3f9a01c7bb", "aa3f9a01c7", "3f9a01%7cc"] {
        take(&state, record(id, 2, 1, 10)).await;
    }
    let begin = async |text: &str| state.alert_ids_beginning(text, 2).await.unwrap();
    assert_eq!(begin("3f9a01c7a").await, ["3f9a01c7aa"]);
    assert_eq!(begin("3f9a01c7").await, ["3f9a01c7aa", "3f9a01c7bb"]);
    assert_eq!(begin("3f9a01%7").await, ["3f9a01%7cc"], "no pattern");
    assert_eq!(begin("f9a01c7a").await, [""; 0]);
    assert_eq!(begin("3f9a").await.len(), 2, "no more than wanted");
}

#[tokio::test]
async fn a_gap_is_noted_once_and_grows() {
    let state = state().await;
    let gap = |ends| SourceGap {
        source: "okta".to_owned(),
        org: "acme.okta.com".to_owned(),
        begins: at(10),
        ends: at(ends),
        why: "the log was not read".to_owned(),
    };
    state.note_gap(&gap(20), at(100)).await.unwrap();
    state.note_gap(&gap(30), at(101)).await.unwrap();
    state.note_gap(&gap(25), at(102)).await.unwrap();
    assert_eq!(state.gaps().await.unwrap(), [gap(30)]);
}
