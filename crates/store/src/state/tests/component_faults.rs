use super::*;
use crate::state::NewFault;

fn fault<'a>(component: &'a str, message: &'a str) -> NewFault<'a> {
    NewFault {
        org_url: "https://acme.okta.com",
        component,
        message,
        advice: "wait",
    }
}

#[tokio::test]
async fn the_same_failure_is_counted_and_old_ones_make_room() {
    let state = state().await;
    for ms in [1, 5, 9] {
        state
            .note_fault(&fault("system_log", "429"), at(ms))
            .await
            .unwrap();
    }
    let server = NewFault {
        org_url: "",
        ..fault("sign_on", "unreachable")
    };
    state.note_fault(&server, at(2)).await.unwrap();
    let faults = state.faults("https://acme.okta.com").await.unwrap();
    let told: Vec<_> = faults
        .iter()
        .map(|one| (one.component.as_str(), one.count, one.first, one.last))
        .collect();
    assert_eq!(
        told,
        [("system_log", 3, at(1), at(9)), ("sign_on", 1, at(2), at(2))]
    );
    for number in 0..25 {
        let message = format!("number {number:02}");
        state
            .note_fault(&fault("system_log", &message), at(20 + number))
            .await
            .unwrap();
    }
    let faults = state.faults("https://acme.okta.com").await.unwrap();
    assert_eq!(faults.len(), 21, "twenty of one component");
    assert_eq!(faults[0].message, "number 24");
    assert_eq!(state.faults("https://other.okta.com").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_scan_that_fails_is_in_the_error_log() {
    let state = state().await;
    let integration = integration(&state).await;
    for id in ["r1", "r2"] {
        state
            .start_scan_run(id, &integration.id, "schedule", at(3))
            .await
            .unwrap();
        let fault = RunFault {
            kind: "credential".to_owned(),
            message: "the token was refused".to_owned(),
            advice: "enter another one".to_owned(),
            code: None,
        };
        state
            .finish_scan_run(id, &ScanEnd::Failed(fault), at(4))
            .await
            .unwrap();
    }
    let faults = state.faults(&integration.org_url).await.unwrap();
    assert_eq!(
        (
            faults[0].component.as_str(),
            faults[0].count,
            faults[0].advice.as_str()
        ),
        ("scan", 2, "enter another one")
    );
}
