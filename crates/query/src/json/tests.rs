use serde_json::Value;

use super::operator::{Key, Operator, get, test};

fn json(text: &str) -> Key {
    Key::Json(serde_json::from_str::<Value>(text).expect("JSON"))
}

fn contains(left: &str, right: &str) -> Option<bool> {
    test(Operator::Contains, left, &json(right))
}

/// The examples of PostgreSQL's documentation, 8.14.3.
#[test]
fn containment_is_as_postgresql_documents_it() {
    assert_eq!(contains(r#""foo""#, r#""foo""#), Some(true));
    assert_eq!(contains("[1, 2, 3]", "[1, 3]"), Some(true));
    assert_eq!(contains("[1, 2, 3]", "[3, 1]"), Some(true));
    assert_eq!(contains("[1, 2, 3]", "[1, 2, 2]"), Some(true));
    assert_eq!(
        contains(
            r#"{"product": "PostgreSQL", "version": 9.4, "jsonb": true}"#,
            r#"{"version": 9.4}"#
        ),
        Some(true)
    );
    assert_eq!(contains("[1, 2, [1, 3]]", "[1, 3]"), Some(false));
    assert_eq!(contains("[1, 2, [1, 3]]", "[[1, 3]]"), Some(true));
    assert_eq!(
        contains(r#"{"foo": {"bar": "baz"}}"#, r#"{"bar": "baz"}"#),
        Some(false)
    );
    assert_eq!(
        contains(r#"{"foo": {"bar": "baz"}}"#, r#"{"foo": {}}"#),
        Some(true)
    );
    assert_eq!(contains(r#"["foo", "bar"]"#, r#""bar""#), Some(true));
    assert_eq!(contains(r#""bar""#, r#"["bar"]"#), Some(false));
}

#[test]
fn numbers_are_equal_by_value() {
    assert_eq!(contains(r#"{"a": 1.0}"#, r#"{"a": 1}"#), Some(true));
    assert_eq!(contains(r#"{"a": 1}"#, r#"{"a": "1"}"#), Some(false));
}

#[test]
fn contained_by_is_the_other_way_round() {
    assert_eq!(
        test(Operator::ContainedBy, r#"{"b":2}"#, &json(r#"{"a":1, "b":2}"#)),
        Some(true)
    );
    assert_eq!(
        test(
            Operator::ContainedBy,
            r#"{"b":2,"c":1}"#,
            &json(r#"{"a":1, "b":2}"#)
        ),
        Some(false)
    );
}

#[test]
fn keys_are_found_in_objects_arrays_and_strings() {
    let name = |text: &str| Key::Name(text.to_owned());
    assert_eq!(test(Operator::HasKey, r#"{"a":null}"#, &name("a")), Some(true));
    assert_eq!(test(Operator::HasKey, r#"["foo"]"#, &name("foo")), Some(true));
    assert_eq!(test(Operator::HasKey, r#""foo""#, &name("foo")), Some(true));
    assert_eq!(
        test(Operator::HasKey, r#"{"foo": "bar"}"#, &name("bar")),
        Some(false)
    );
    let names = Key::Names(vec!["a".to_owned(), "x".to_owned()]);
    assert_eq!(test(Operator::HasAnyKey, r#"{"a":1}"#, &names), Some(true));
    assert_eq!(test(Operator::HasAllKeys, r#"{"a":1}"#, &names), Some(false));
}

#[test]
fn parts_come_as_json_or_as_text() {
    let name = Key::Name("a".to_owned());
    assert_eq!(
        get(Operator::Get, r#"{"a":"x"}"#, &name).as_deref(),
        Some(r#""x""#)
    );
    assert_eq!(
        get(Operator::GetText, r#"{"a":"x"}"#, &name).as_deref(),
        Some("x")
    );
    assert_eq!(
        get(Operator::GetText, r#"{"a":{"b":1}}"#, &name).as_deref(),
        Some(r#"{"b": 1}"#)
    );
    assert_eq!(
        get(Operator::Get, r#"{"a":null}"#, &name).as_deref(),
        Some("null")
    );
    assert_eq!(get(Operator::GetText, r#"{"a":null}"#, &name), None);
    assert_eq!(get(Operator::Get, "[1,2]", &Key::Place(-1)).as_deref(), Some("2"));
    assert_eq!(get(Operator::Get, "[1,2]", &Key::Place(-3)), None);
    assert_eq!(get(Operator::Get, "[1,2]", &Key::Place(2)), None);
}

#[test]
fn text_that_is_no_json_has_no_answer() {
    assert_eq!(contains("{", "{}"), None);
    assert_eq!(get(Operator::Get, "nope", &Key::Place(0)), None);
}
