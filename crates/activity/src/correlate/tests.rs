use super::*;
use crate::normalise::{Normaliser, Origin};

fn batch(source: Source, input: &str) -> Batch {
    let mut batch = Batch::default();
    Normaliser::new().intake(
        Origin { source, org: "acme" },
        input.as_bytes(),
        Moment(1),
        &mut batch,
    );
    batch
}

fn identity(correlator: &mut Correlator, source: Source, input: &str) -> Option<String> {
    let mut batch = batch(source, input);
    correlator.fill(&mut batch);
    batch
        .event(0, None)
        .unwrap()
        .get(Field::IdentityId)
        .map(str::to_owned)
}

fn directory() -> Correlator {
    let mut correlator = Correlator::default();
    let person = |id, login, mails| Person {
        org: "acme",
        id,
        login,
        mails,
    };
    correlator.person(&person(
        "00u1",
        "Ann@acme.io",
        &["ann.smith@acme.io", "shared@acme.io"],
    ));
    correlator.person(&person("00u2", "bob@acme.io", &["shared@acme.io"]));
    correlator
}

const AWS: &str = r#"{"eventID":"e1","eventName":"X","recipientAccountId":"1","userIdentity":{"type":"AssumedRole","principalId":"A:ann.smith@acme.io","arn":"arn:aws:sts::1:assumed-role/AWSReservedSSO_R_1/ann.smith@acme.io"}}"#;
const GITHUB: &str = r#"{"action":"git.push","actor":"octo-ann","actor_id":7,"org":"acme","external_identity_nameid":"ann@acme.io"}"#;
const TELEPORT: &str = r#"{"event":"user.login","user":"ann","cluster_name":"c"}"#;

#[test]
fn accounts_of_all_sources_lead_to_one_person_with_evidence() {
    let mut correlator = directory();
    for (source, input) in [
        (Source::Aws, AWS),
        (Source::Github, GITHUB),
        (Source::Teleport, TELEPORT),
    ] {
        assert_eq!(
            identity(&mut correlator, source, input).as_deref(),
            Some("ann@acme.io"),
            "{source:?}"
        );
    }
    let okta = r#"{"uuid":"o","eventType":"user.session.start","actor":{"id":"00u1","type":"User","alternateId":"ann@acme.io"}}"#;
    assert_eq!(
        identity(&mut correlator, Source::Okta, okta).as_deref(),
        Some("ann@acme.io")
    );
    let reasons: Vec<Reason> = correlator
        .accounts_of("ann@acme.io")
        .map(|(_, link)| link.reason)
        .collect();
    assert_eq!(
        reasons,
        [
            Reason::Directory,
            Reason::SamlSubject,
            Reason::ExternalIdentity,
            Reason::LocalName
        ]
    );
    let aws = correlator
        .accounts_of("ann@acme.io")
        .find(|(account, _)| account.source == Source::Aws)
        .unwrap()
        .1;
    assert_eq!(
        (aws.evidence.as_str(), aws.event.as_str()),
        ("ann.smith@acme.io", "aws/1/e1")
    );
}

#[test]
fn an_address_that_two_people_claim_says_nothing() {
    let mut correlator = directory();
    let event = TELEPORT.replace("ann", "shared@acme.io");
    assert_eq!(identity(&mut correlator, Source::Teleport, &event), None);
}

#[test]
fn corrections_hold_for_old_events_too_and_can_be_taken_back() {
    let mut correlator = directory();
    identity(&mut correlator, Source::Github, GITHUB);
    let account = Account {
        source: Source::Github,
        org: "acme".into(),
        id: "7".into(),
    };
    correlator.correct(
        account.clone(),
        Correction::Is {
            person: "bob@acme.io".into(),
            by: "eve: seen".into(),
        },
        Moment(5),
    );
    let link = correlator.link(&account).unwrap();
    assert_eq!(
        (link.person.as_str(), link.reason),
        ("bob@acme.io", Reason::Manual)
    );
    assert_eq!(
        identity(&mut correlator, Source::Github, GITHUB).as_deref(),
        Some("bob@acme.io")
    );
    correlator.correct(
        account.clone(),
        Correction::Nobody { by: "eve".into() },
        Moment(6),
    );
    assert_eq!(correlator.link(&account), None);
    correlator.uncorrect(&account);
    let written = serde_json::to_string(&correlator).unwrap();
    let read: Correlator = serde_json::from_str(&written).unwrap();
    assert_eq!(read.link(&account).unwrap().person, "ann@acme.io");
}

#[test]
fn a_person_keeps_the_name_when_the_login_changes() {
    let mut correlator = directory();
    correlator.person(&Person {
        org: "acme",
        id: "00u1",
        login: "ann.jones@acme.io",
        mails: &[],
    });
    let event = TELEPORT.replace("ann", "ann.jones@acme.io");
    assert_eq!(
        identity(&mut correlator, Source::Teleport, &event).as_deref(),
        Some("ann@acme.io")
    );
}

#[test]
fn whose_an_account_is_does_not_depend_on_what_came_first() {
    let mut early = Correlator::default();
    assert_eq!(identity(&mut early, Source::Teleport, TELEPORT), None);
    early.person(&Person {
        org: "acme",
        id: "00u1",
        login: "ann@acme.io",
        mails: &[],
    });
    let accounts: Vec<_> = early.accounts_of("ann@acme.io").collect();
    let teleport = accounts
        .iter()
        .find(|(account, _)| account.source == Source::Teleport);
    assert_eq!(teleport.unwrap().1.reason, Reason::LocalName);
}

#[test]
fn the_first_event_is_the_evidence_in_whatever_order_they_come() {
    let at = |uid: &str, time: &str| {
        AWS.replace("e1", uid).replace(
            "\"eventName\"",
            &format!("\"eventTime\":\"{time}\",\"eventName\""),
        )
    };
    let (first, second) = (at("a", "2026-03-01T00:00:00Z"), at("b", "2026-03-02T00:00:00Z"));
    let evidence = |order: [&str; 2]| {
        let mut correlator = directory();
        for event in order {
            identity(&mut correlator, Source::Aws, event);
        }
        let accounts: Vec<_> = correlator
            .accounts_of("ann@acme.io")
            .map(|(_, link)| link)
            .collect();
        accounts
            .into_iter()
            .find(|link| link.reason == Reason::SamlSubject)
            .unwrap()
    };
    let link = evidence([&second, &first]);
    assert_eq!(link.event, "aws/1/a");
    assert_eq!(link, evidence([&first, &second]));
}

#[test]
fn an_identity_that_we_wrote_ourselves_is_no_evidence() {
    let mut correlator = directory();
    let mut batch = batch(Source::Aws, AWS);
    correlator.fill(&mut batch);
    let mut again = directory();
    let event = batch.event(0, None).unwrap();
    assert_eq!(event.get(Field::IdentityId), Some("ann@acme.io"));
    assert_eq!(again.learn(&event, None).as_deref(), Some("ann@acme.io"));
    let account = account_of(&event).unwrap();
    assert_eq!(again.link(&account).unwrap().reason, Reason::SamlSubject);
}

fn assumed(role: &str, session: &str) -> String {
    format!(
        r#"{{"eventID":"e-{role}","eventName":"ListBuckets","recipientAccountId":"1","userIdentity":{{"type":"AssumedRole","principalId":"A:{session}","arn":"arn:aws:sts::1:assumed-role/{role}/{session}"}}}}"#
    )
}

#[test]
fn a_session_name_that_anybody_may_choose_is_a_hint_and_no_link() {
    let mut correlator = directory();
    for session in ["ann@acme.io", "ann"] {
        assert_eq!(
            identity(&mut correlator, Source::Aws, &assumed("Deploy", session)),
            None
        );
    }
    assert_eq!(
        correlator.accounts_of("ann@acme.io").count(),
        1,
        "the directory alone"
    );
    let hints: Vec<_> = correlator.hints_of("ann@acme.io").collect();
    assert_eq!(hints.len(), 2);
    assert!(hints.iter().all(|(_, link)| link.reason == Reason::SessionName));
    // The identity provider names the session when it begins; whoever acts in it is known from then on.
    let begun = r#"{"eventID":"s","eventName":"AssumeRoleWithSAML","eventSource":"sts.amazonaws.com","recipientAccountId":"1","userIdentity":{"type":"SAMLUser","principalId":"x:ann@acme.io","userName":"ann@acme.io"},"responseElements":{"assumedRoleUser":{"arn":"arn:aws:sts::1:assumed-role/Deploy/ann@acme.io"}}}"#;
    identity(&mut correlator, Source::Aws, begun);
    assert_eq!(
        identity(&mut correlator, Source::Aws, &assumed("Deploy", "ann@acme.io")).as_deref(),
        Some("ann@acme.io")
    );
    assert_eq!(
        correlator.hints_of("ann@acme.io").count(),
        1,
        "the other is a hint still"
    );
    // Somebody else's sign-in vouches for nobody else's name.
    let forged = begun
        .replace("x:ann@acme.io", "x:bob@acme.io")
        .replace(r#""userName":"ann@acme.io""#, r#""userName":"bob@acme.io""#)
        .replace("Deploy", "Other");
    identity(&mut correlator, Source::Aws, &forged);
    assert_eq!(
        identity(&mut correlator, Source::Aws, &assumed("Other", "ann@acme.io")),
        None
    );
}
