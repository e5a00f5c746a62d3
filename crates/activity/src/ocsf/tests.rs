use super::*;
use crate::event::{Batch, Moment, Source};
use crate::normalise::{Normaliser, Origin};
use proptest::prelude::*;

fn exported(source: Source, input: &str, version: Version) -> Value {
    let mut batch = Batch::default();
    Normaliser::new().intake(
        Origin { source, org: "acme" },
        input.as_bytes(),
        Moment(0),
        &mut batch,
    );
    export(&batch.event(0, None).unwrap(), version)
}

#[test]
fn a_sign_in_is_an_authentication() {
    let event = r#"{"uuid":"u1","published":"2026-03-01T08:00:01.5Z","eventType":"user.session.start","severity":"INFO",
        "actor":{"id":"00u1","type":"User","alternateId":"ann@acme.io"},"client":{"ipAddress":"203.0.113.7"},"outcome":{"result":"SUCCESS"}}"#;
    let out = exported(Source::Okta, event, Version::V1_8);
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(
        (out["type_uid"].as_u64(), out["time"].as_i64()),
        (Some(300_201), Some(1_772_352_001_500))
    );
    assert_eq!(
        (out["user"]["name"].as_str(), out["src_endpoint"]["ip"].as_str()),
        (Some("ann@acme.io"), Some("203.0.113.7"))
    );
}

#[test]
fn whole_numbers_are_written_whole() {
    let event = r#"{"uuid":"u1","eventType":"user.session.start","actor":{"id":"00u1","type":"User"},
        "client":{"ipAddress":"203.0.113.7","geographicalContext":{"geolocation":{"lat":52.5,"lon":13.0}}},
        "securityContext":{"asNumber":64499,"asOrg":"example"}}"#;
    let mut out = exported(Source::Okta, event, Version::V1_8);
    assert_eq!(check(&out), Vec::<String>::new());
    let text = out["src_endpoint"]["autonomous_system"].to_string();
    assert_eq!(text, r#"{"name":"example","number":64499}"#);
    out["src_endpoint"]["autonomous_system"]["number"] = json!(64499.0);
    assert_eq!(
        check(&out),
        ["src_endpoint.autonomous_system.number is no Number"]
    );
}

#[test]
fn a_token_is_a_credential_of_user_management_from_1_9() {
    let event = r#"{"uuid":"u1","eventType":"system.api_token.create","actor":{"id":"00u1","type":"User"}}"#;
    assert_eq!(exported(Source::Okta, event, Version::V1_8)["type_uid"], 600_301);
    assert_eq!(exported(Source::Okta, event, Version::V1_9)["type_uid"], 300_718);
}

#[test]
fn a_broken_export_is_told() {
    let mut out = exported(
        Source::Okta,
        r#"{"eventType":"user.session.start"}"#,
        Version::V1_8,
    );
    out["type_uid"] = json!(1);
    out.as_object_mut().unwrap().remove("user");
    assert_eq!(
        check(&out),
        ["type_uid 1 is not 3002 * 100 + 1", "Authentication needs user"]
    );
}

#[test]
fn an_alert_is_a_detection_finding() {
    use crate::detect::{Alert, Severity};
    let text = r#"{"id":"a1","rule":"okta.push-bombing","title":"Pushes","severity":"high","entity":[["actor_name","ada"]],
        "about":{"person":"ada@acme.io","actor_id":"00u1","actor_name":"ada@acme.io","ip":"203.0.113.7","country":"DE","session_id":"s1",
        "credential_id":"","target":"ada","target_kind":"user"},"first_seen":1772352001000000,"last_seen":1772352061000000,"findings":2,
        "evidence":[{"time":1772352001000000,"source":"okta","org":"acme","uid":"u1","event_type":"x"}],"evidence_left_off":3,
        "steps":["call"],"tactics":["credential-access"],"techniques":["T1621"],"provisional":false}"#;
    let alert: Alert = serde_json::from_str(text).unwrap();
    assert_eq!(alert.severity, Severity::High);
    let out = finding(
        &alert,
        FindingState::of_status("triaged"),
        "https://p.example/alerts/a1",
        Version::V1_8,
    );
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(out["type_uid"], 200_402);
    assert_eq!((&out["severity_id"], &out["status_id"]), (&json!(4), &json!(2)));
    assert_eq!(out["finding_info"]["related_events_count"], 4);
    assert_eq!(out["finding_info"]["attacks"][0]["technique"]["uid"], "T1621");
    assert_eq!(out["evidences"][0]["src_endpoint"]["ip"], "203.0.113.7");
    assert_eq!(out["resources"][0]["name"], "ada");
}

#[test]
fn what_the_schema_does_not_know_is_told() {
    let event = r#"{"uuid":"u1","eventType":"user.session.start","actor":{"id":"00u1","type":"User"}}"#;
    let mut out = exported(Source::Okta, event, Version::V1_8);
    out["actor"]["user"]["nick"] = json!("x");
    out["entity"] = json!({});
    out["time"] = json!("now");
    out["service"] = json!({});
    let mut told = check(&out);
    told.sort();
    assert_eq!(
        told,
        [
            "class 3002 has no entity",
            "service needs one of [\"name\", \"uid\"]",
            "time is no Time",
            "user has no actor.user.nick",
        ]
    );
}

proptest! {
    #[test]
    fn every_export_is_valid(
        source in 0..5_usize,
        name in prop::sample::select(vec!["user.session.start", "user.lifecycle.create", "group.user_membership.add", "iam.role.create",
            "user.account.privilege.grant", "security.threat.detected", "AssumeRole", "CreateUser", "AttachUserPolicy", "ConsoleLogin", "org.update_member",
            "git.clone", "team.create", "user.login", "cert.create", "role.created", "access_request.create", "zone.update", "what.ever"]),
        version in prop::sample::select(vec![Version::V1_5, Version::V1_8, Version::V1_9]),
    ) {
        let event = format!(r#"{{"eventType":"{name}","eventName":"{name}","action":"{name}","event":"{name}"}}"#);
        let out = exported(Source::ALL[source], &event, version);
        prop_assert_eq!(check(&out), Vec::<String>::new());
    }
}

/// Okta's line about an administrator who does something to these targets.
fn by_admin(kind: &str, targets: &str) -> String {
    format!(
        r#"{{"uuid":"u1","eventType":"{kind}","actor":{{"id":"00u9","type":"User","alternateId":"ada@acme.io"}},"target":[{targets}]}}"#
    )
}

const BOB: &str = r#"{"id":"00u2","type":"User","alternateId":"bob@acme.io"}"#;

fn aws(name: &str, request: &str) -> String {
    format!(
        r#"{{"eventID":"a1","eventTime":"2026-03-01T08:00:00Z","eventVersion":"1.09","eventType":"AwsApiCall","eventSource":"iam.amazonaws.com","eventName":"{name}","sourceIPAddress":"198.51.100.1","userIdentity":{{"type":"IAMUser","userName":"ada","accountId":"111122223333","arn":"arn:aws:iam::111122223333:user/ada"}},"requestParameters":{request}}}"#
    )
}

#[test]
fn the_user_of_a_group_change_is_who_was_added_and_not_who_added() {
    let group = r#"{"id":"00g1","type":"UserGroup","displayName":"Admins"}"#;
    let added = by_admin("group.user_membership.add", &format!("{BOB},{group}"));
    let out = exported(Source::Okta, &added, Version::V1_8);
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(out["user"]["uid"], "00u2");
    assert_eq!(
        (&out["group"]["uid"], &out["group"]["name"]),
        (&json!("00g1"), &json!("Admins"))
    );
    assert_eq!(out["actor"]["user"]["uid"], "00u9");

    let added = aws("AddUserToGroup", r#"{"userName":"bob","groupName":"admins"}"#);
    let out = exported(Source::Aws, &added, Version::V1_8);
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(
        (&out["user"]["name"], &out["group"]["name"]),
        (&json!("bob"), &json!("admins"))
    );

    let made = by_admin("group.lifecycle.create", group);
    let out = exported(Source::Okta, &made, Version::V1_8);
    assert_eq!(out["user"], json!({ "name": "unknown" }), "nobody joined");

    let app = r#"{"id":"0oa1","type":"AppInstance","displayName":"Salesforce"}"#;
    let assigned = by_admin("group.application_assignment.add", &format!("{group},{app}"));
    let out = exported(Source::Okta, &assigned, Version::V1_8);
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(
        (&out["group"]["uid"], &out["privileges"]),
        (&json!("00g1"), &json!(["Salesforce"]))
    );
    assert_eq!(out.get("user"), None);
}

#[test]
fn the_user_of_an_access_change_is_who_gets_it_and_the_privilege_what_they_get() {
    let app = r#"{"id":"0oa1","type":"AppInstance","displayName":"Salesforce"}"#;
    let assigned = by_admin("application.user_membership.add", &format!("{app},{BOB}"));
    let out = exported(Source::Okta, &assigned, Version::V1_8);
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(
        (&out["user"]["uid"], &out["privileges"]),
        (&json!("00u2"), &json!(["Salesforce"]))
    );

    let policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let attached = aws(
        "AttachUserPolicy",
        &format!(r#"{{"userName":"bob","policyArn":"{policy}"}}"#),
    );
    let out = exported(Source::Aws, &attached, Version::V1_8);
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(
        (&out["user"]["name"], &out["privileges"]),
        (&json!("bob"), &json!([policy]))
    );
    let out = exported(Source::Aws, &attached, Version::V1_9);
    assert_eq!(check(&out), Vec::<String>::new());
    assert_eq!(
        (&out["user"]["name"], &out["privileges"]),
        (&json!("bob"), &json!([policy]))
    );

    let attached = aws(
        "AttachRolePolicy",
        &format!(r#"{{"roleName":"deploy","policyArn":"{policy}"}}"#),
    );
    let out = exported(Source::Aws, &attached, Version::V1_8);
    assert_eq!(
        out["user"]["name"], "deploy",
        "a role is given rights, not who gives them"
    );
}
