use proptest::prelude::*;
use serde_json::json;

use super::{
    ANYTHING, APPS_FILTER, Dialect, FilterError, GROUPS_FILTER, LOGS_FILTER, Op, USERS_FILTER, USERS_SEARCH,
    Value, parse,
};

fn person() -> serde_json::Value {
    json!({
        "id": "00u1", "status": "ACTIVE", "lastUpdated": "2026-03-01T10:00:00.000Z",
        "profile": {"login": "Ada@example.com", "lastName": "Lovelace", "level": 7, "contractor": false, "nick": ""},
        "target": [{"type": "User", "id": "00u9"}, {"type": "UserGroup", "id": "00g9"}],
    })
}

fn holds(text: &str) -> bool {
    parse(text, &ANYTHING).expect(text).matches(&person())
}

#[test]
fn comparisons_on_text_ignore_case_and_know_every_operator() {
    assert!(holds(r#"profile.login eq "ada@EXAMPLE.com""#));
    assert!(holds(r#"profile.login SW "ada""#));
    assert!(holds(r#"profile.login ew ".com""#));
    assert!(holds(r#"profile.login co "@""#));
    assert!(!holds(r#"profile.login eq "ada""#));
    assert!(holds(r#"profile.lastName ge "Lovelace""#));
    assert!(!holds(r#"profile.lastName gt "Lovelace""#));
    assert!(holds(r#"profile.lastName lt "M""#));
    assert!(holds(r#"profile.lastName le "lovelace""#));
    assert!(holds(r#"profile.lastName ne "Hopper""#));
}

#[test]
fn instants_are_compared_as_time_not_as_text() {
    assert!(holds(r#"lastUpdated gt "2026-03-01T09:59:59Z""#));
    assert!(holds(r#"lastUpdated eq "2026-03-01T11:00:00+01:00""#));
    assert!(!holds(r#"lastUpdated lt "2026-03-01""#));
}

#[test]
fn numbers_and_booleans() {
    assert!(holds("profile.level gt 6.5"));
    assert!(holds(r#"profile.level eq "7""#));
    assert!(holds("profile.contractor eq false"));
    assert!(holds(r#"profile.contractor eq "false""#));
    assert!(!holds("profile.contractor eq true"));
}

#[test]
fn presence_wants_a_value_that_is_not_empty() {
    assert!(holds("profile.login pr"));
    assert!(!holds("profile.nick pr"));
    assert!(!holds("profile.missing pr"));
    assert!(holds("profile.missing eq null"));
    assert!(holds("profile.login ne null"));
}

#[test]
fn lists_match_when_one_element_does() {
    assert!(holds(r#"target.id eq "00g9" and target.type eq "User""#));
    assert!(!holds(r#"target.id eq "00x""#));
    assert!(!holds(r#"target.id ne "00g9""#));
}

#[test]
fn and_binds_tighter_than_or_and_parentheses_win() {
    assert!(holds(r#"status eq "ACTIVE" or status eq "X" and id eq "no""#));
    assert!(!holds(r#"(status eq "ACTIVE" or status eq "X") and id eq "no""#));
    assert!(holds(r#"not (id eq "no") AND not(status eq "X")"#));
}

#[test]
fn each_endpoint_refuses_what_it_does_not_know() {
    let refused = |text: &str, dialect: &Dialect| parse(text, dialect).expect_err(text);
    assert_eq!(
        refused(r#"nope eq "1""#, &USERS_FILTER),
        FilterError::Attribute("nope".into())
    );
    assert_eq!(
        refused(r#"profile.login sw "a""#, &USERS_FILTER),
        FilterError::Operator {
            attribute: "profile.login".into(),
            op: Op::Sw
        }
    );
    assert!(matches!(
        refused(r#"profile.x ne "a""#, &USERS_SEARCH),
        FilterError::Operator { .. }
    ));
    assert!(matches!(
        refused(r#"published gt "2026""#, &LOGS_FILTER),
        FilterError::Operator { .. }
    ));
    assert!(matches!(
        refused(r#"debugContext.debugData.url co "a""#, &LOGS_FILTER),
        FilterError::Operator { .. }
    ));
    assert!(parse(r#"debugContext.debugData.requestUri ew "_new_""#, &LOGS_FILTER).is_ok());
    assert!(parse(r#"lastUpdated gt "2026-01-01T00:00:00.000Z""#, &GROUPS_FILTER).is_ok());
    assert!(parse(r#"user.id eq "00u1""#, &APPS_FILTER).is_ok());
}

#[test]
fn broken_text_names_the_place() {
    let broken = |text: &str| parse(text, &ANYTHING).expect_err(text).to_string();
    assert_eq!(broken(""), "unexpected end of expression at position 0");
    assert_eq!(broken("status"), "unexpected end of expression at position 6");
    assert_eq!(broken("status is 1"), "unexpected is at position 7");
    assert_eq!(broken("status eq ACTIVE"), "unexpected ACTIVE at position 10");
    assert_eq!(broken(r#"status eq "A" id"#), "unexpected id at position 14");
    assert_eq!(
        broken(r#"(status eq "A""#),
        "unexpected end of expression at position 14"
    );
    assert_eq!(
        broken(r#"status eq "A"#),
        "unexpected end of expression inside quotes at position 12"
    );
    assert_eq!(broken(&"(".repeat(100_000)), "the expression is too complex");
    assert_eq!(broken(&"(".repeat(1000)), "the expression is too complex");
}

#[test]
fn a_required_text_lets_a_list_jump() {
    let filter = parse(r#"id eq "00u1" and status eq "ACTIVE""#, &ANYTHING).expect("parses");
    assert_eq!(filter.required_text("id"), Some("00u1"));
    assert_eq!(filter.required_text("profile.login"), None);
    let either = parse(r#"id eq "00u1" or id eq "00u2""#, &ANYTHING).expect("parses");
    assert_eq!(either.required_text("id"), None);
}

#[test]
fn objects_without_json_show_their_attributes_through_a_closure() {
    let generated = |path: &str, each: &mut dyn FnMut(Value<'_>)| match path {
        "lastUpdated" => each(Value::Instant(1_000)),
        "status" => each(Value::Text("ACTIVE")),
        _ => {}
    };
    let filter = parse(r#"lastUpdated lt "2020-01-01" and status eq "active""#, &ANYTHING).expect("parses");
    assert!(filter.matches(&generated));
}

proptest! {
    #[test]
    fn never_panics_on_any_text(text in ".{0,200}") {
        let _ = parse(&text, &ANYTHING).map(|filter| filter.matches(&person()));
    }

    #[test]
    fn never_panics_on_almost_expressions(text in r#"(( |\(|\)|not|and|or|id|profile\.login|eq|pr|gt|co|"[a-z\\]{0,3}"|[0-9.]{1,4}|true|null|")( ?)){0,24}"#) {
        let _ = parse(&text, &ANYTHING).map(|filter| filter.matches(&person()));
    }

    #[test]
    fn a_negation_is_the_opposite(value in "[a-zA-Z@. ]{0,12}") {
        let plain = format!("profile.login eq \"{value}\"");
        prop_assert_ne!(holds(&plain), holds(&format!("not ({plain})")));
    }
}
