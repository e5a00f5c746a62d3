use super::*;

fn fault() -> RunFault {
    RunFault {
        kind: "refused".into(),
        message: "m".into(),
        advice: "a".into(),
        code: Some("E0000011".into()),
    }
}

#[tokio::test]
async fn go_from_running_to_done() {
    let state = state().await;
    let id = integration(&state).await.id;
    state.start_scan_run("r1", &id, "schedule", at(10)).await.unwrap();
    state.set_scan_progress("r1", &json!({"users": 3})).await.unwrap();
    let run = state.scan_run("r1").await.unwrap().unwrap();
    assert_eq!(
        (run.state, run.progress, run.ended),
        (RunState::Running, json!({"users": 3}), None)
    );
    let end = ScanEnd::Done {
        snapshot_id: "s1".into(),
        coverage: json!([1]),
    };
    state.finish_scan_run("r1", &end, at(20)).await.unwrap();
    let run = state.scan_run("r1").await.unwrap().unwrap();
    assert_eq!(
        (run.state, run.snapshot_id.as_deref(), run.ended),
        (RunState::Done, Some("s1"), Some(at(20)))
    );
    assert_eq!((run.coverage, run.fault), (Some(json!([1])), None));
}

#[tokio::test]
async fn end_once() {
    let state = state().await;
    let id = integration(&state).await.id;
    state.start_scan_run("r1", &id, "schedule", at(10)).await.unwrap();
    state
        .finish_scan_run("r1", &ScanEnd::Failed(fault()), at(20))
        .await
        .unwrap();
    let late = ScanEnd::Done {
        snapshot_id: "s1".into(),
        coverage: json!([]),
    };
    state.finish_scan_run("r1", &late, at(30)).await.unwrap();
    state
        .set_scan_progress("r1", &json!({"late": true}))
        .await
        .unwrap();
    let run = state.scan_run("r1").await.unwrap().unwrap();
    assert_eq!(
        (run.state, run.fault, run.ended),
        (RunState::Failed, Some(fault()), Some(at(20)))
    );
    assert_eq!(run.progress, json!({}));
}

#[tokio::test]
async fn left_over_from_a_stopped_server_are_failed() {
    let state = state().await;
    let id = integration(&state).await.id;
    state.start_scan_run("r1", &id, "schedule", at(10)).await.unwrap();
    state.start_scan_run("r2", &id, "schedule", at(11)).await.unwrap();
    state
        .finish_scan_run("r2", &ScanEnd::Failed(fault()), at(12))
        .await
        .unwrap();
    assert_eq!(state.fail_interrupted_scan_runs(at(50)).await.unwrap(), 1);
    let run = state.scan_run("r1").await.unwrap().unwrap();
    assert_eq!(
        (run.state, run.fault.unwrap().kind.as_str()),
        (RunState::Failed, "interrupted")
    );
    assert_eq!(state.scan_run("r2").await.unwrap().unwrap().fault, Some(fault()));
}

#[tokio::test]
async fn are_listed_newest_first_and_forgotten() {
    let state = state().await;
    let id = integration(&state).await.id;
    for number in 1..=3 {
        let run = format!("r{number}");
        state
            .start_scan_run(&run, &id, "schedule", at(number))
            .await
            .unwrap();
        if number < 3 {
            state
                .finish_scan_run(&run, &ScanEnd::Failed(fault()), at(number * 10))
                .await
                .unwrap();
        }
    }
    let ids = |runs: Vec<ScanRun>| runs.into_iter().map(|run| run.id).collect::<Vec<_>>();
    assert_eq!(ids(state.scan_runs(&id, 2).await.unwrap()), ["r3", "r2"]);
    assert_eq!(state.forget_scan_runs(at(15)).await.unwrap(), 1);
    assert_eq!(
        ids(state.scan_runs(&id, 9).await.unwrap()),
        ["r3", "r2"],
        "a running one is not forgotten"
    );
}
