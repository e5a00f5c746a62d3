use super::*;
use crate::fixture;

const WORLD: &str = r#"
    user alice.liddell@acme.example name="Alice Liddell" email=alice.liddell@acme.example
    user malice@acme.example name="Mal Ice" email=m@other.example
    user jose@acme.example name="José Ñandú"
    user bob@acme.example name="Bob Engineer"
    group Engineering
    group "Platform Engineering"
    group Alice
    app "AWS IAM Identity Center" catalog=amazon_aws_sso
    app Salesforce client_id=0oaclient
    role SUPER_ADMIN: bob@acme.example
"#;

fn found(text: &str) -> String {
    let graph = fixture::graph(WORLD).unwrap();
    let hits = graph.search(text, 10);
    hits.iter()
        .map(|hit| format!("{:?} {}\n", hit.quality, graph.name(hit.node)))
        .collect()
}

#[test]
fn better_matches_come_first() {
    insta::assert_snapshot!(found("alice"), @r#"
    Exact Alice
    Prefix alice.liddell@acme.example
    Substring malice@acme.example
    "#);
    insta::assert_snapshot!(found("engineer"), @r#"
    Prefix Engineering
    WordPrefix bob@acme.example
    WordPrefix Platform Engineering
    "#);
}

#[test]
fn words_may_stand_in_any_order() {
    insta::assert_snapshot!(found("center aws"), @"WordPrefix AWS IAM Identity Center");
    insta::assert_snapshot!(found("LIDDELL al"), @"WordPrefix alice.liddell@acme.example");
}

#[test]
fn typing_errors_are_forgiven() {
    insta::assert_snapshot!(found("engineerign"), @r#"
    OneError Engineering
    OneError Platform Engineering
    "#);
    insta::assert_snapshot!(found("slaesfroce"), @"TwoErrors Salesforce");
    insta::assert_snapshot!(found("alcie lidell"), @"TwoErrors alice.liddell@acme.example");
    insta::assert_snapshot!(found("engneeirng"), @r#"
    TwoErrors Engineering
    TwoErrors Platform Engineering
    "#);
    insta::assert_snapshot!(found("xyzzy"), @"");
}

#[test]
fn ids_aliases_and_letters_beyond_ascii_are_found() {
    insta::assert_snapshot!(found("00gAli"), @"Prefix Alice");
    insta::assert_snapshot!(found("amazon"), @"Prefix AWS IAM Identity Center");
    insta::assert_snapshot!(found("super_adm"), @"Prefix Super Admin");
    insta::assert_snapshot!(found("m@other"), @"Prefix malice@acme.example");
    insta::assert_snapshot!(found("ñandú"), @"WordPrefix jose@acme.example");
    insta::assert_snapshot!(found("JOSÉ"), @"Prefix jose@acme.example");
}

#[test]
fn nothing_is_asked_and_nothing_is_found() {
    let graph = fixture::graph(WORLD).unwrap();
    assert!(graph.search("  ", 10).is_empty());
    assert!(graph.search("alice", 0).is_empty());
    assert_eq!(graph.search("e", 2).len(), 2);
}

#[test]
fn errors_are_counted_as_edits() {
    let errors = |query: &str, word: &str| Pattern::new(query).unwrap().errors(word);
    assert_eq!(errors("engineering", "Engineering"), 0);
    assert_eq!(errors("enginering", "Engineering"), 1);
    assert_eq!(errors("egnineering", "engineering"), 1);
    assert_eq!(errors("egninering", "engineering"), 2);
    assert_eq!(errors("engin", "engineering"), 0);
    assert_eq!(errors("ab", "ac"), 3);
    assert_eq!(errors("bob", "rob"), 1);
    assert_eq!(errors("bob", "tom"), 3);
    assert_eq!(errors("ñandu", "Ñandú"), 1);
}
