//! Whom alerts are about: who acts, or the user it is done to.

use super::*;
use crate::detect::check::replay;
use crate::event::{Batch, Moment, Source};
use crate::normalise::{Normaliser, Origin};
use std::sync::Arc;

/// Alerts of shipped rules about lines of one Okta organization.
fn alerts(lines: &str) -> Vec<Alert> {
    let mut batch = Batch::default();
    let origin = Origin {
        source: Source::Okta,
        org: "acme.okta.com",
    };
    Normaliser::new().intake(origin, lines.as_bytes(), Moment(0), &mut batch);
    let rules = Arc::new(RuleSet::new(shipped::rules(&Tuning::default()).unwrap()));
    replay(
        &rules,
        Limits::default(),
        batch.events(Some(lines.as_bytes())),
        &NoGraph,
    )
    .alerts
}

fn line(number: u32, kind: &str, actor: &str, target: &str, rest: &str) -> String {
    format!(
        r#"{{"uuid":"e{number}","published":"2026-03-02T09:{number:02}:00Z","eventType":"{kind}","actor":{{"type":"User",{actor}}},"target":[{target}],"outcome":{{"result":"SUCCESS"}}{rest}}}
"#
    )
}

const DESK: &str = r#""id":"00u9","alternateId":"desk@acme.example""#;
const OKTA: &str = r#""id":"okta","alternateId":"system@okta.com""#;
const BOB: &str = r#"{"type":"User","id":"00u2","alternateId":"Bob@acme.example"}"#;

#[test]
fn an_alert_of_what_is_done_to_somebody_is_theirs() {
    let reset = line(1, "user.mfa.factor.reset_all", DESK, BOB, "");
    let all = alerts(&reset);
    let alert = all.iter().find(|alert| alert.rule == "okta.mfa-reset").unwrap();
    let whom = alert.whom();
    assert_eq!(
        (whom.person, whom.id, whom.name),
        ("bob@acme.example", "00u2", "Bob@acme.example")
    );
    assert_eq!(alert.about.actor().person, "desk@acme.example");
}

#[test]
fn a_user_who_is_not_the_main_target_is_found_and_who_acts_on_themselves_is_the_actor() {
    let group = r#"{"type":"UserGroup","id":"00g1","displayName":"Admins"}"#;
    let added = line(
        1,
        "group.user_membership.add",
        DESK,
        &format!("{group},{BOB}"),
        "",
    );
    let own = line(
        2,
        "user.mfa.factor.reset_all",
        r#""id":"00u2","alternateId":"bob@acme.example""#,
        BOB,
        "",
    );
    let about = |text: &str| {
        let mut batch = Batch::default();
        let origin = Origin {
            source: Source::Okta,
            org: "acme.okta.com",
        };
        Normaliser::new().intake(origin, text.as_bytes(), Moment(0), &mut batch);
        let about = crate::detect::state::Facts::of(&batch.event(0, None).unwrap()).about();
        (about.target_user, about.target_person)
    };
    assert_eq!(
        about(&added),
        ("00u2".to_owned(), "okta/acme.okta.com/00u2".to_owned())
    );
    assert_eq!(about(&own), (String::new(), String::new()));
}

#[test]
fn what_several_people_do_to_one_user_adds_up_for_that_user() {
    let risk = r#","debugContext":{"debugData":{"risk":"{level=HIGH, previousLevel=LOW}"}}"#;
    let all = [
        line(1, "user.mfa.factor.reset_all", DESK, BOB, ""),
        line(2, "user.risk.change", OKTA, BOB, risk),
        line(3, "user.risk.detect", OKTA, BOB, risk),
    ];
    let said = alerts(&all.concat());
    let together: Vec<_> = said
        .iter()
        .filter(|alert| alert.rule == "cross.several-alerts")
        .collect();
    let whom: Vec<_> = together.iter().map(|alert| alert.whom().person).collect();
    assert_eq!(whom, ["bob@acme.example"], "{said:#?}");
}

#[test]
fn what_one_actor_does_to_several_users_adds_up_for_the_actor() {
    let to = |number: u32| {
        format!(r#"{{"type":"User","id":"00u{number}","alternateId":"user{number}@acme.example"}}"#)
    };
    let granted = r#","debugContext":{"debugData":{"privilegeGranted":"Super administrator"}}"#;
    let all = [
        line(1, "user.mfa.factor.reset_all", DESK, &to(1), ""),
        line(2, "user.account.privilege.grant", DESK, &to(2), granted),
        line(3, "system.api_token.create", DESK, "", ""),
    ];
    let said = alerts(&all.concat());
    let together = said.iter().filter(|alert| alert.rule == "cross.several-alerts");
    let whom: Vec<_> = together.map(|alert| alert.whom().person).collect();
    assert_eq!(whom, ["desk@acme.example"], "{said:#?}");
}

#[test]
fn an_alert_that_was_kept_before_subjects_were_known_is_about_its_actor() {
    let reset = line(1, "user.mfa.factor.reset_all", DESK, BOB, "");
    let all = alerts(&reset);
    let alert = all.iter().find(|alert| alert.rule == "okta.mfa-reset").unwrap();
    let mut kept = serde_json::to_value(alert).unwrap();
    let fields = kept.as_object_mut().unwrap();
    fields.remove("subject").unwrap();
    let about = fields.get_mut("about").unwrap().as_object_mut().unwrap();
    about.remove("target_user").unwrap();
    about.remove("target_person").unwrap();
    let old: Alert = serde_json::from_value(kept).unwrap();
    assert_eq!(old.whom().person, "desk@acme.example");
}

#[test]
fn a_rule_says_whom_it_is_about_by_a_known_word() {
    let rule = |subject: &str| {
        let text = format!(
            "id: t.t\ntitle: t\nsource: okta\nseverity: low\nsubject: {subject}\nselect: {{one: {{event_type: a}}}}\n"
        );
        load("t.yaml", &text, &Tuning::default())
    };
    assert_eq!(rule("target").unwrap()[0].by, ["subject"]);
    assert_eq!(rule("actor").unwrap()[0].by, ["person"]);
    let fault = rule("victim").unwrap_err().to_string();
    assert!(fault.contains("`victim` is none of actor, target"), "{fault}");
}
