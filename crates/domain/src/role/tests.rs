use std::collections::BTreeMap;

use super::labels::is_like;
use super::*;

fn labels(pairs: &[(&str, &str)]) -> Labels {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

fn matcher(pairs: &[(&str, &[&str])]) -> LabelMatcher {
    let patterns = pairs.iter().map(|(key, values)| {
        let values = values.iter().map(|value| (*value).to_owned());
        ((*key).to_owned(), values.collect())
    });
    LabelMatcher::new(patterns.collect()).unwrap()
}

fn role(name: &str, allow: Vec<Rule>, deny: Vec<Rule>) -> Role {
    let side = |rules| Conditions {
        rules,
        ..Conditions::default()
    };
    Role {
        name: name.to_owned(),
        allow: side(allow),
        deny: side(deny),
        ..Role::default()
    }
}

fn rule(resources: &[Resource], verbs: &[Verb]) -> Rule {
    Rule {
        resources: resources.to_vec(),
        verbs: verbs.to_vec(),
    }
}

#[test]
fn a_denial_by_any_role_wins_and_silence_refuses() {
    let reads = role("reads", vec![rule(&[], &[Verb::Read])], vec![]);
    let blind = role("blind", vec![], vec![rule(&[Resource::Event], &[])]);
    let both = [reads.clone(), blind];
    assert_eq!(
        decide(&both, Resource::User, Verb::Read),
        Decision::Allowed("reads")
    );
    assert_eq!(
        decide(&both, Resource::Event, Verb::Read),
        Decision::Denied("blind")
    );
    assert_eq!(decide(&both, Resource::User, Verb::Delete), Decision::NotAllowed);
    assert_eq!(decide(&[], Resource::User, Verb::Read), Decision::NotAllowed);
    assert!(decide(&[reads], Resource::Event, Verb::Read).is_allowed());
}

#[test]
fn labels_match_when_every_key_does() {
    let okta = matcher(&[
        ("teleport.dev/origin", &["okta"]),
        ("okta/org", &["https://acme.*", "https://beta.okta.com"]),
    ]);
    let of = |org| labels(&[("teleport.dev/origin", "okta"), ("okta/org", org)]);
    assert!(okta.matches(&of("https://acme.okta.com")));
    assert!(okta.matches(&of("https://beta.okta.com")));
    assert!(!okta.matches(&of("https://other.okta.com")));
    assert!(!okta.matches(&labels(&[("teleport.dev/origin", "okta")])));
    assert!(!LabelMatcher::default().matches(&of("https://acme.okta.com")));
    assert!(LabelMatcher::everything().matches(&labels(&[])));
}

#[test]
fn matchers_that_cannot_be_meant_are_refused() {
    let new = |key: &str, values: &[&str]| {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        LabelMatcher::new(BTreeMap::from([(key.to_owned(), values)]))
    };
    assert_eq!(new("*", &["x"]), Err(PatternError::AnyKey));
    assert_eq!(
        new("env", &[]),
        Err(PatternError::NoValues {
            key: "env".to_owned()
        })
    );
    assert!(new("*", &["*"]).is_ok());
}

#[test]
fn a_star_stands_for_any_text() {
    for (pattern, text) in [
        ("*", ""),
        ("*", "x"),
        ("a*", "a"),
        ("a*c", "abc"),
        ("a*b*c", "a-b-b-c"),
        ("x", "x"),
        ("**", "q"),
    ] {
        assert!(is_like(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [
        ("", "x"),
        ("x", "xy"),
        ("a*c", "a"),
        ("aa*a", "aa"),
        ("a*b*c", "a-c"),
        ("A", "a"),
    ] {
        assert!(!is_like(pattern, text), "{pattern} {text}");
    }
}

/// Who may do what, for every preset: `r` list and read, `w` create, update, delete, `u` use.
#[test]
fn matrix_of_presets() {
    let mut lines = Vec::new();
    for preset in &PRESETS {
        let roles = [super::preset(preset.name).unwrap()];
        let may = |resource: Resource| {
            let all = |verbs: &[Verb]| {
                verbs
                    .iter()
                    .all(|verb| decide(&roles, resource, *verb).is_allowed())
            };
            let mut text = String::new();
            text.push_str(if all(&[Verb::List, Verb::Read]) { "r" } else { "-" });
            text.push_str(if all(&[Verb::Create, Verb::Update, Verb::Delete]) {
                "w"
            } else {
                "-"
            });
            text.push_str(if all(&[Verb::Use]) { "u" } else { "-" });
            text
        };
        let row: Vec<String> = Resource::ALL
            .iter()
            .filter(|resource| may(**resource) != "---")
            .map(|resource| format!("{}={}", resource.as_str(), may(*resource)))
            .collect();
        lines.push(
            format!("{}: {}", preset.name, row.join(" "))
                .trim_end()
                .to_owned(),
        );
    }
    assert_eq!(
        lines,
        [
            "access: access_graph=r-- plugin=r-- alert=r-- detection_rule=r--",
            "editor: access_graph=rwu plugin=rwu saml=rwu user=rwu role=rwu lock=rwu token=rwu web_session=rwu \
             event=rwu access_list=rwu access_request=rwu activity=rwu alert=rwu detection_rule=rwu",
            "auditor: access_graph=r-- plugin=r-- saml=r-- user=r-- role=r-- lock=r-- token=r-- web_session=r-- \
             event=r-- access_list=r-- access_request=r-- activity=r-- alert=r-- detection_rule=r--",
            "reviewer: access_list=r-- access_request=r--",
            "requester:",
            "okta-requester:",
        ]
    );
}

#[test]
fn words_come_back() {
    for resource in Resource::ALL {
        assert_eq!(Resource::from_word(resource.as_str()), Some(*resource));
    }
    for verb in Verb::ALL {
        assert_eq!(Verb::from_word(verb.as_str()), Some(*verb));
    }
    assert_eq!(Resource::from_word("users"), None);
}

#[test]
fn nobody_hands_out_more_than_they_hold() {
    let all = role("all", vec![rule(&[], &[])], vec![]);
    let desk = role("desk", vec![rule(&[Resource::User], &[])], vec![]);
    let reads = role("reads", vec![rule(&[Resource::User], &[Verb::Read])], vec![]);
    let barred = role("barred", vec![], vec![rule(&[Resource::Lock], &[Verb::Create])]);
    let one = std::slice::from_ref;
    assert_eq!(beyond(&[], one(&reads), one(&desk)), None);
    assert_eq!(beyond(&[], one(&all), one(&all)), None);
    assert!(beyond(&[], one(&all), one(&desk)).is_some());
    assert_eq!(beyond(one(&all), one(&all), &[]), None, "what stays is not given");
    // A denial taken away gives what it forbade.
    let held = [all.clone(), barred];
    assert_eq!(
        beyond(&held, one(&all), &held),
        Some((Resource::Lock, Verb::Create))
    );
}
