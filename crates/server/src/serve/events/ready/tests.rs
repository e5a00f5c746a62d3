use super::{READY, gap, views};
use crate::serve::events::asked::query;
use domain::Timestamp;
use std::collections::BTreeSet;
use web::Question;
use web::view::CollectorView;

#[test]
fn every_view_can_be_asked_and_is_told_apart() {
    for ready in READY {
        let asked = Question {
            q: ready.q.to_owned(),
            from: Some(ready.from.to_owned()),
            ..Question::default()
        };
        let asked = query(&asked, Timestamp::from_ms(1_769_853_600_000));
        assert!(asked.is_ok_and(|query| query.from.is_some()), "{}", ready.id);
        assert!(
            !ready.q.contains("  ") && !ready.about.contains("  "),
            "{}",
            ready.id
        );
    }
    let ids: BTreeSet<String> = views().into_iter().map(|view| view.id).collect();
    assert_eq!(ids.len(), READY.len());
}

fn okta(state: &str) -> CollectorView {
    CollectorView {
        source: "okta".to_owned(),
        org: "acme.okta.com".to_owned(),
        state: state.to_owned(),
        ..CollectorView::default()
    }
}

#[test]
fn numbers_say_when_they_may_be_too_low() {
    let said = |list: &[CollectorView]| gap(list).unwrap_or_default();
    assert_eq!(said(&[okta("following")]), "");
    assert!(said(&[]).contains("no Okta organization is connected"));
    assert!(said(&[okta("following"), okta("failing")]).contains("acme.okta.com cannot be read now"));
    assert!(said(&[okta("history")]).contains("still being read"));
    assert!(said(&[okta("waiting")]).contains("not read yet"));
    let aws = CollectorView {
        source: "aws".to_owned(),
        ..okta("failing")
    };
    assert_eq!(said(&[aws, okta("following")]), "");
}
