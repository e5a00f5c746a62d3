use super::*;
use crate::event::{COLUMNS, Shape, View};

/// Later than any event here.
const AT: Moment = Moment(1_900_000_000_000_000);

fn taken(source: Source, input: &[u8]) -> (Batch, Tally) {
    let mut normaliser = Normaliser::new();
    let mut batch = Batch::default();
    let origin = Origin { source, org: "acme" };
    normaliser.intake(origin, input, AT, &mut batch);
    (batch, normaliser.tally().clone())
}

/// Every column that is not null, one a line.
fn show(source: Source, input: &str) -> String {
    let (batch, _) = taken(source, input.as_bytes());
    let event = batch.event(0, None).unwrap();
    let mut out = format!("event_time: {}\n", time::to_text(event.time()));
    for column in &COLUMNS[3..] {
        let text = match column.shape {
            Shape::Truth => event.truth(column.field).map(|truth| truth.to_string()),
            Shape::Number => event.number(column.field).map(|number| format!("{number:.3}")),
            Shape::List => event.get(column.field).map(|list| list.replace('\u{1f}', " | ")),
            _ => event.get(column.field).map(str::to_owned),
        };
        if let Some(text) = text {
            out.push_str(&format!("{}: {text}\n", column.name));
        }
    }
    out
}

#[test]
fn an_okta_event_fills_its_columns() {
    let event = r#"{"uuid":"u1","published":"2026-03-01T08:00:01.5Z","eventType":"user.session.start","severity":"WARN",
      "actor":{"id":"00u1","type":"User","alternateId":"ann@acme.io","displayName":"Ann"},
      "client":{"userAgent":{"rawUserAgent":"Mozilla/5.0","os":"Mac OS 14.4.1 (Sonoma)","browser":"CHROME"},"zone":"null",
        "ipAddress":"203.0.113.7","geographicalContext":{"city":"Berlin","state":"Land Berlin","country":"Germany","geolocation":{"lat":52.5,"lon":13.4}}},
      "outcome":{"result":"FAILURE","reason":"INVALID_CREDENTIALS"},
      "target":[{"id":"00u1","type":"AppUser","alternateId":"ann@acme.io"},{"id":"0oa1","type":"AppInstance","displayName":"Okta Admin Console"}],
      "transaction":{"detail":{"requestApiTokenId":"00T1"}},
      "debugContext":{"debugData":{"dtHash":"dt1","behaviors":"{New Geo-Location=NEGATIVE, New Device=POSITIVE}",
        "risk":"{reasons=Anomalous Location, Anomalous Device, level=MEDIUM}","threatSuspected":"true","factor":"OKTA_VERIFY_PUSH",
        "logOnlySecurityData":"{\"risk\":{\"level\":\"HIGH\"},\"behaviors\":{\"New Device\":\"POSITIVE\",\"Velocity\":\"POSITIVE\"}}"}},
      "authenticationContext":{"externalSessionId":"s1","rootSessionId":"unknown"},
      "securityContext":{"asNumber":64496,"asOrg":"Example","isProxy":true}}"#;
    insta::assert_snapshot!(show(Source::Okta, event), @r"
    event_time: 2026-03-01T08:00:01.500000Z
    source: okta
    source_org: acme
    uid: u1
    event_type: user.session.start
    class_uid: 3002.000
    activity_id: 1.000
    action: login
    status: failure
    status_detail: FAILURE:INVALID_CREDENTIALS
    severity_id: 3.000
    actor_id: 00u1
    actor_name: ann@acme.io
    actor_kind: user
    credential_id: 00T1
    session_id: s1
    auth_method: push
    is_mfa: true
    ip: 203.0.113.7
    country: DE
    region: Land Berlin
    city: Berlin
    latitude: 52.500
    longitude: 13.400
    asn: 64496.000
    as_org: Example
    is_anonymiser: true
    user_agent: Mozilla/5.0
    ua_family: chrome/macos
    device_id: dt1
    target_id: 0oa1
    target_name: Okta Admin Console
    target_kind: app
    target_ids: app_user:00u1 | app:0oa1
    risk_level: high
    signals: own_target | new_device | risk_reason:Anomalous Location | risk_reason:Anomalous Device | threat_suspected | velocity
    ");
}

#[test]
fn a_policy_that_got_weaker_is_seen() {
    let event = r#"{"uuid":"u","eventType":"policy.rule.update","target":[{"id":"0pr1","type":"PolicyRule",
      "changeDetails":{"from":{"actions":{"signon":{"requireFactor":true}}},"to":{"actions":{"signon":{"requireFactor":false}}}}}]}"#;
    let (batch, tally) = taken(Source::Okta, event.as_bytes());
    let event = batch.event(0, None).unwrap();
    assert_eq!(event.get(Field::Signals), Some("policy_weakened"));
    assert_eq!((event.time(), tally.timeless), (AT, 1));
}

#[test]
fn a_cloudtrail_record_fills_its_columns() {
    let event = r#"{"Records":[{"eventID":"e1","eventTime":"2026-03-01T08:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey",
      "awsRegion":"us-east-1","sourceIPAddress":"AWS Internal","userAgent":"aws-cli/2.15 Linux","recipientAccountId":"111122223333","errorCode":"AccessDenied",
      "userIdentity":{"type":"AssumedRole","principalId":"AROA1:ann@acme.io","arn":"arn:aws:sts::111122223333:assumed-role/Admin/ann@acme.io","accessKeyId":"ASIA1",
        "sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/Admin"},"attributes":{"mfaAuthenticated":"false"}}},
      "requestParameters":{"userName":"bob"}}]}"#;
    insta::assert_snapshot!(show(Source::Aws, event), @r#"
    event_time: 2026-03-01T08:00:00.000000Z
    source: aws
    source_org: 111122223333
    source_part: iam.amazonaws.com
    uid: e1
    event_type: CreateAccessKey
    class_uid: 3001.000
    activity_id: 1.000
    action: token.create
    status: failure
    status_detail: AccessDenied
    severity_id: 1.000
    actor_id: arn:aws:sts::111122223333:assumed-role/Admin/ann@acme.io
    actor_name: ann@acme.io
    actor_kind: role
    credential_id: ASIA1
    session_id: AROA1:ann@acme.io
    on_behalf_of: arn:aws:iam::111122223333:role/Admin
    is_mfa: false
    as_org: AWS Internal
    user_agent: aws-cli/2.15 Linux
    ua_family: aws-cli/linux
    target_id: bob
    target_name: bob
    target_kind: user
    target_ids: user:bob
    changes: {"userName":"bob"}
    signals: region:us-east-1 | identity:AssumedRole | other_user
    "#);
}

#[test]
fn github_and_teleport_events_fill_their_columns() {
    let event = r#"{"@timestamp":1760000000123,"_document_id":"d1","action":"org.update_member","actor":"octo","actor_id":7,"org":"acme","user":"bob",
      "permission":"admin","actor_ip":"203.0.113.9","actor_location":{"country_code":"US"},"hashed_token":"h1","external_identity_nameid":"octo@acme.io"}"#;
    insta::assert_snapshot!(show(Source::Github, event), @r"
    event_time: 2025-10-09T08:53:20.123000Z
    source: github
    source_org: acme
    uid: d1
    event_type: org.update_member
    class_uid: 3005.000
    activity_id: 3.000
    action: role.grant
    status: success
    severity_id: 1.000
    actor_id: 7
    actor_name: octo
    actor_kind: user
    identity_id: octo@acme.io
    credential_id: h1
    ip: 203.0.113.9
    country: US
    target_id: bob
    target_name: bob
    target_kind: user
    target_ids: user:bob | org:acme
    changes: admin
    signals: permission:admin
    ");
    let event = r#"{"event":"user.login","code":"T1000W","uid":"t1","time":"2026-03-01 08:00:00","user":"ann","cluster_name":"c1","method":"local",
      "success":false,"error":"bad password","addr.remote":"[2001:db8::1]:5443"}"#;
    insta::assert_snapshot!(show(Source::Teleport, event), @r"
    event_time: 2026-03-01T08:00:00.000000Z
    source: teleport
    source_org: c1
    uid: t1
    event_type: user.login
    class_uid: 3002.000
    activity_id: 1.000
    action: login
    status: failure
    status_detail: bad password
    severity_id: 3.000
    actor_id: ann
    actor_name: ann
    actor_kind: user
    auth_method: local
    is_mfa: false
    ip: 2001:db8::1
    target_kind: cluster
    signals: code:T1000W
    ");
}

#[test]
fn what_this_server_does_by_itself_is_nobodys_deed() {
    let row = |actor: &str| {
        format!("{{\"seq\":1,\"at\":1769853600000,\"actor\":\"{actor}\",\"action\":\"user.create\"}}")
    };
    let kind = |actor: &str| {
        let (batch, _) = taken(Source::Own, row(actor).as_bytes());
        let event = batch.event(0, None).unwrap();
        event.get(Field::ActorKind).unwrap().to_owned()
    };
    assert_eq!(["scim", "user-sync", "system"].map(kind), ["system"; 3]);
    assert_eq!(["ada", "token:ci"].map(kind), ["user"; 2]);
}

#[test]
fn every_form_of_input_yields_its_events() {
    let forms = [
        "{\"uuid\":\"a\"}\n{\"uuid\":\"b\"}\r\n\n",
        "[{\"uuid\":\"a\"}, {\"uuid\":\"b\"}]",
        "{\"Records\":[{\"uuid\":\"a\"},{\"uuid\":\"b\"}]}",
        "{\"data\":[{\"uuid\":\"a\"},{\"uuid\":\"b\"}],\"next\":\"x\"}",
        "{\n \"uuid\": \"a\"\n}\n{\n \"uuid\": \"b\"\n}\n",
        "\u{feff}{\"uuid\":\"a\"}{\"uuid\":\"b\"}",
    ];
    for form in forms {
        let (batch, tally) = taken(Source::Okta, form.as_bytes());
        let ids: Vec<_> = batch
            .events(Some(form.as_bytes()))
            .map(|event| event.get(Field::Uid).unwrap())
            .collect();
        assert_eq!((ids, tally.malformed), (vec!["a", "b"], 0), "{form}");
        let raw = batch.event(1, Some(form.as_bytes())).unwrap();
        assert!(raw.get(Field::Raw).unwrap().starts_with('{') && raw.get(Field::Raw).unwrap().ends_with('}'));
    }
}

#[test]
fn nothing_is_dropped_and_repeats_come_once() {
    let input = b"{\"uuid\":\"a\",\"eventType\":\"martian.landing\"}\nnot json\n{\"uuid\":\"a\"}\n7\n{\"no\":\"id\"}\n\xff\xfe{\"x\n";
    let (batch, tally) = taken(Source::Okta, input);
    assert_eq!(
        (batch.len(), tally.taken, tally.repeated, tally.malformed),
        (5, 5, 1, 3)
    );
    let types: Vec<_> = batch
        .events(None)
        .map(|event| event.get(Field::EventType))
        .collect();
    assert_eq!(
        types,
        [
            Some("martian.landing"),
            Some("malformed"),
            Some("malformed"),
            None,
            Some("malformed")
        ]
    );
    assert_eq!(
        tally.unknown.get(&(Source::Okta, "martian.landing".into())),
        Some(&1)
    );
    let ids: Vec<_> = batch
        .events(None)
        .map(|event| event.get(Field::Uid).unwrap().to_owned())
        .collect();
    assert!(ids[1].starts_with("sha256:") && ids[1] != ids[2]);
}

#[test]
fn times_are_read_in_every_spelling() {
    let read = |text| time::of_text(text).map(time::to_text);
    for text in [
        "2020-11-25 21:27:03.496000000",
        "2020-11-25T22:27:03.496+01:00",
        "2020-11-25T21:27:03,496Z",
        "1606339623496",
    ] {
        assert_eq!(
            read(text).as_deref(),
            Some("2020-11-25T21:27:03.496000Z"),
            "{text}"
        );
    }
    assert_eq!(
        read("2024-02-29T00:00:00Z").as_deref(),
        Some("2024-02-29T00:00:00.000000Z")
    );
    for text in [
        "",
        "yesterday",
        "2020-13-01T00:00:00Z",
        "2020-11-25",
        "2020-11-25T21:27:03+x",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn addresses_lose_ports_and_names_are_none() {
    for (text, ip) in [
        ("1.2.3.4:55", Some("1.2.3.4")),
        ("[::1]:22", Some("::1")),
        ("fe80::1%eth0", Some("fe80::1")),
        ("lambda.amazonaws.com", None),
        ("AWS Internal", None),
        ("", None),
        ("1.2.3.400", None),
    ] {
        assert_eq!(address::of_text(text), ip, "{text}");
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_taken_in(input in prop::collection::vec(any::<u8>(), 0..400), source in 0..5_usize) {
            let (batch, tally) = taken(Source::ALL[source], &input);
            prop_assert_eq!(batch.len() as u64, tally.taken);
        }

        #[test]
        fn any_shape_under_any_known_name_is_taken_in(
            name in prop::sample::select(vec!["actor", "client", "target", "debugContext", "userIdentity", "published",
                "requestParameters", "event", "user", "identity", "outcome", "securityContext", "eventType", "action"]),
            value in prop::sample::select(vec!["null", "1", "\"x\"", "[]", "{}", "[{\"type\":[1]}]", "{\"id\":{},\"debugData\":[\"x\"]}", "true"]),
            source in 0..5_usize,
        ) {
            let input = format!("{{\"{name}\":{value}}}");
            let (batch, tally) = taken(Source::ALL[source], input.as_bytes());
            prop_assert_eq!((batch.len(), tally.malformed), (1, 0));
        }
    }
}

#[test]
fn what_we_do_ourselves_has_its_verb() {
    let mut kinds = Kinds::shipped();
    let mut action = |name: &str| kinds.meaning(Source::Own, name).map(|meaning| meaning.action);
    for (name, verb) in [
        ("user.create", "user.create"),
        ("user.update", "user.change"),
        ("user.disable", "user.disable"),
        ("user.enable", "user.enable"),
        ("user.delete", "user.delete"),
        ("user.password", "password.change"),
        ("user.second_factor.remove", "mfa.remove"),
        ("lock.create", "user.lock"),
        ("lock.delete", "user.unlock"),
        ("scim.user.create", "user.create"),
        ("role.update", "role.change"),
        ("token.delete", "token.revoke"),
        ("saml.update", "idp.change"),
        ("source.update", "config.change"),
    ] {
        assert_eq!(action(name), Some(verb), "{name}");
    }
    assert_eq!(action("what.ever"), None);
}

#[test]
fn an_event_of_the_future_says_so() {
    let signals = |published: &str| {
        let event = format!(r#"{{"uuid":"u","published":"{published}","eventType":"user.session.start"}}"#);
        let mut batch = Batch::default();
        let origin = Origin {
            source: Source::Okta,
            org: "acme",
        };
        let ingested = time::of_text("2026-03-01T12:00:00Z").unwrap();
        Normaliser::new().intake(origin, event.as_bytes(), ingested, &mut batch);
        let event = batch.event(0, None).unwrap();
        event
            .items(Field::Signals)
            .any(|signal| signal == "time_in_future")
    };
    assert!(signals("2126-03-01T12:00:00Z") && signals("2026-03-01T12:11:00Z"));
    assert!(!signals("2026-03-01T12:09:00Z") && !signals("2020-03-01T12:00:00Z"));
}

#[test]
fn one_id_with_two_texts_is_counted_as_such() {
    let event = |kind: &str| format!(r#"{{"uuid":"u","eventType":"{kind}","actor":{{"id":"1"}}}}"#);
    let input = [event("a"), event("a"), event("b"), event("c")].join("\n");
    let (batch, tally) = taken(Source::Okta, input.as_bytes());
    assert_eq!(batch.len(), 1);
    assert_eq!((tally.taken, tally.repeated, tally.differing), (1, 3, 2));
}

#[test]
fn calls_of_aws_that_read_are_no_changes() {
    let told = |service: &str, name: &str, read_only: &str| {
        let event = format!(
            r#"{{"eventID":"e","eventTime":"2026-03-01T08:00:00Z","eventSource":"{service}.amazonaws.com","eventName":"{name}"{read_only},"userIdentity":{{"type":"IAMUser","userName":"ada","accountId":"1"}}}}"#
        );
        let (batch, tally) = taken(Source::Aws, event.as_bytes());
        let event = batch.event(0, None).unwrap();
        let number = |field| event.number(field).unwrap() as u32;
        let class = (number(Field::ClassUid), number(Field::ActivityId));
        (
            event.get(Field::Action).unwrap().to_owned(),
            class,
            tally.unknown.len(),
        )
    };
    let read = ("read".to_owned(), (6003, 2), 0);
    for name in [
        "GetSAMLProvider",
        "ListOpenIDConnectProviders",
        "GetOpenIDConnectProvider",
        "GetAccountPasswordPolicy",
        "GetUser",
        "ListAccessKeys",
    ] {
        assert_eq!(told("iam", name, ""), read, "{name}");
        assert_eq!(told("iam", name, r#","readOnly":true"#), read, "{name}");
    }
    assert_eq!(told("iam", "CreateSAMLProvider", "").0, "idp.change");
    assert_eq!(
        told("iam", "UpdateAccountPasswordPolicy", r#","readOnly":false"#).0,
        "policy.change"
    );
    // Where the verb alone says it, CloudTrail's own word counts.
    assert_eq!(
        told("iam", "SimulatePrincipalPolicy", r#","readOnly":true"#),
        read
    );
    assert_eq!(told("iam", "SimulatePrincipalPolicy", "").2, 1, "nobody knows it");
    assert_eq!(
        told("ecr", "BatchDeleteImage", r#","readOnly":false"#).0,
        "config.change"
    );
    assert_eq!(told("ecr", "BatchGetImage", r#","readOnly":true"#), read);
    assert_eq!(
        told("secretsmanager", "GetSecretValue", r#","readOnly":true"#).0,
        "secret.read"
    );
    assert_eq!(told("sts", "AssumeRole", r#","readOnly":true"#).0, "role.assume");
}
