use graph::Graph;

use super::{OktaUser, names, user_of};
use crate::view::{AlertAbout, AlertActionTo, AlertRow, AlertVictim, AlertView};

fn graph(supers: &str) -> Graph {
    graph::fixture::graph(&format!(
        "user alice@acme.example ACTIVE name=\"Alice Liddell\"\n\
         user bob@acme.example ACTIVE name=\"Bob Builder\"\n\
         user carol@acme.example SUSPENDED name=\"Carol Danvers\"\n\
         user bob@other.example ACTIVE name=\"Bob Builder\"\n\
         group leads OKTA_GROUP: alice@acme.example\n\
         app github catalog=oidc_client: leads\n\
         role SUPER_ADMIN: {supers}\n"
    ))
    .unwrap()
}

fn found(graph: &Graph, names: &[&str]) -> Option<OktaUser> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    user_of(graph, None, &names)
}

#[test]
fn a_person_is_found_by_login_name_or_id_and_never_by_guessing() {
    let graph = graph("alice@acme.example");
    let bob = found(&graph, &["", "bob@acme.example"]).unwrap();
    assert_eq!(
        (bob.name.as_str(), bob.org_url.as_str()),
        ("bob@acme.example", "https://acme.okta.com")
    );
    let by_id = found(&graph, &[&bob.id]).unwrap();
    assert_eq!(by_id, bob);
    assert_eq!(
        found(&graph, &["Alice Liddell"]).unwrap().name,
        "alice@acme.example"
    );
    assert_eq!(found(&graph, &["Bob Builder"]), None, "two have this name");
    assert_eq!(
        found(&graph, &["github", "leads", "nobody", ""]),
        None,
        "no people"
    );
}

#[test]
fn the_last_super_administrator_is_known() {
    let is_last = |supers: &str, who: &str| found(&graph(supers), &[who]).unwrap().is_last_super;
    assert!(is_last("alice@acme.example", "alice@acme.example"));
    assert!(!is_last("alice@acme.example", "bob@acme.example"));
    assert!(!is_last(
        "alice@acme.example, bob@acme.example",
        "alice@acme.example"
    ));
    assert!(is_last("leads", "alice@acme.example"), "through a group");
    assert!(
        is_last("alice@acme.example, carol@acme.example", "alice@acme.example"),
        "the other is suspended"
    );
}

#[test]
fn who_suffered_comes_before_who_did_it() {
    let mut alert = AlertView {
        alert: AlertRow {
            identity: Some("bob@acme.example".to_owned()),
            ..AlertRow::default()
        },
        about: AlertAbout {
            person: "desk@acme.example".to_owned(),
            actor_id: "00u9".to_owned(),
            ..AlertAbout::default()
        },
        ..AlertView::default()
    };
    alert.victim = Some(AlertVictim {
        person: "bob@old.example".to_owned(),
        id: "00u2".to_owned(),
        ..AlertVictim::default()
    });
    assert_eq!(
        names(&alert, AlertActionTo::Subject),
        ["bob@acme.example", "bob@old.example", "", "00u2"]
    );
    assert_eq!(
        names(&alert, AlertActionTo::Actor),
        ["desk@acme.example", "", "00u9"]
    );
    alert.victim = None;
    assert_eq!(
        names(&alert, AlertActionTo::Subject),
        ["bob@acme.example", "desk@acme.example", "", "00u9"]
    );
}
