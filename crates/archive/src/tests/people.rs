//! Whose events are whose, by the links as they are when somebody asks.

use super::open;
use crate::{Archive, language};
use activity::correlate::{Account, Correction, Correlator, Person};
use activity::event::{Batch, Moment, Source};
use activity::normalise::{Normaliser, Origin};

fn take(archive: &Archive, people: &mut Correlator, source: Source, text: &str) {
    let mut batch = Batch::default();
    let origin = Origin { source, org: "acme" };
    Normaliser::new().intake(origin, text.as_bytes(), Moment(1), &mut batch);
    people.fill(&mut batch);
    archive.append(&batch, text.as_bytes(), None).unwrap();
}

fn github(uid: u32, id: u32, told: &str) -> String {
    format!(
        r#"{{"_document_id":"g{uid}","action":"git.push","actor":"octo{id}","actor_id":{id},"org":"acme","external_identity_nameid":"{told}"}}"#
    )
}

fn teleport(uid: u32, user: &str) -> String {
    format!(
        r#"{{"event":"session.start","uid":"t{uid}","time":"2026-02-28T00:00:00Z","user":"{user}","cluster_name":"c"}}"#
    )
}

fn account(source: Source, org: &str, id: &str) -> Account {
    Account {
        source,
        org: org.into(),
        id: id.into(),
    }
}

#[test]
fn a_question_about_a_person_follows_corrections_and_what_was_learned_later() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    let mut people = Correlator::default();
    for uid in 0..4 {
        take(
            &archive,
            &mut people,
            Source::Github,
            &github(uid, 4242, "wendell@acme.io"),
        );
    }
    take(
        &archive,
        &mut people,
        Source::Github,
        &github(9, 7, "wendell@acme.io"),
    );
    take(&archive, &mut people, Source::Teleport, &teleport(1, "alice"));
    let count = |people: &Correlator, q: &str| {
        let query = language::parse(q).unwrap().with_people(people);
        archive.count(&query).unwrap().events
    };
    assert_eq!(count(&people, "who:wendell@acme.io"), 5);
    assert_eq!(count(&people, "who:alice@acme.io"), 0);
    // The directory is read after the event.
    people.person(&Person {
        org: "acme",
        id: "00u1",
        login: "alice@acme.io",
        mails: &[],
    });
    let alices = Correction::Is {
        person: "alice@acme.io".into(),
        by: "eve".into(),
    };
    people.correct(account(Source::Github, "acme", "4242"), alices, Moment(5));
    for _ in 0..2 {
        for name in ["who", "actor", "person", "identity", "identity_id"] {
            assert_eq!(count(&people, &format!("{name}:alice@acme.io")), 5, "{name}");
            assert_eq!(
                count(&people, &format!("{name}:ALICE* source:github")),
                4,
                "{name}"
            );
            assert_eq!(count(&people, &format!("{name}:wendell@acme.io")), 1, "{name}");
            assert_eq!(
                count(&people, &format!("-{name}:(alice@acme.io OR bob)")),
                1,
                "{name}"
            );
        }
        archive.seal().unwrap();
    }
    let nobody = Correction::Nobody { by: "eve".into() };
    people.correct(account(Source::Github, "acme", "7"), nobody, Moment(6));
    assert_eq!(count(&people, "person:wendell@acme.io"), 0);
    people.uncorrect(&account(Source::Github, "acme", "4242"));
    assert_eq!(count(&people, "person:wendell@acme.io"), 4);
}

#[test]
fn other_questions_do_not_ask_for_people() {
    let asks = |q: &str| language::parse(q).unwrap().asks_for_people();
    assert!(asks("a (b OR -who:x)") && asks("person:x*"));
    assert!(!asks("actor_name:x ip:10.0.0.1 who") && !asks(""));
}
