use super::questions;
use crate::activity_port::Recent;
use crate::view::{Question, QuestionState, ViewLink};

fn week() -> Recent {
    Recent {
        gap: None,
        admin_actions: 41,
        admin_actions_day: 5,
        busiest: Some(("ingrid@acme.example".to_owned(), 17)),
        admin_q: "class:3001".to_owned(),
        alerts: 3,
        unsettled: 2,
        suspicious: 12,
    }
}

fn told(recent: Recent) -> [(QuestionState, Option<u64>, String); 2] {
    questions(&Ok(Some(recent))).map(|one: Question| (one.state, one.number, one.sentence))
}

#[test]
fn both_have_a_number_a_sentence_and_one_click() {
    let [actions, sign_ins] = questions(&Ok(Some(week())));
    assert_eq!(
        (actions.state, actions.number),
        (QuestionState::Answered, Some(41))
    );
    assert_eq!(
        actions.sentence,
        "5 of them in the last day; most by ingrid@acme.example, 17"
    );
    assert!(
        matches!(actions.link, Some(ViewLink::Activity { q, from }) if q == "class:3001" && from == "7d")
    );
    assert_eq!(sign_ins.number, Some(3));
    assert_eq!(
        sign_ins.sentence,
        "2 of them not settled yet; 12 sign-ins look suspicious by themselves"
    );
    assert!(
        matches!(sign_ins.link, Some(ViewLink::Alerts { tactic, .. }) if tactic == "initial-access,credential-access")
    );
}

#[test]
fn a_quiet_week_is_said_in_words() {
    let [actions, sign_ins] = told(Recent {
        admin_q: "x".to_owned(),
        ..Recent::default()
    });
    assert_eq!(
        actions.2,
        "nobody changed people, access, apps, policies or tokens"
    );
    assert_eq!(
        sign_ins.2,
        "no rule found an attack on sign-ins or credentials; no sign-in looks suspicious by itself"
    );
    let settled = told(Recent {
        unsettled: 0,
        suspicious: 1,
        ..week()
    });
    assert_eq!(
        settled[1].2,
        "all of them are settled; 1 sign-in looks suspicious by itself"
    );
}

#[test]
fn what_was_not_read_is_never_none() {
    let gap = Some("the System Log is not read now".to_owned());
    for (state, number, sentence) in told(Recent { gap, ..week() }) {
        assert_eq!(state, QuestionState::Incomplete);
        assert!(
            number.is_some() && sentence.starts_with("at least: "),
            "{sentence}"
        );
        assert!(
            sentence.ends_with("; the System Log is not read now"),
            "{sentence}"
        );
    }
    for unknown in [Ok(None), Err("the archive is busy".to_owned())] {
        for question in questions(&unknown) {
            assert_eq!(
                (question.state, question.number),
                (QuestionState::NotCollected, None)
            );
            assert!(question.link.is_none() && !question.sentence.is_empty());
        }
    }
}
