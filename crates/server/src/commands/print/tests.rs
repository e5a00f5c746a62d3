use super::*;
use serde_json::json;

#[test]
fn lists_and_nothing_read_as_a_person_would_write_them() {
    assert_eq!(cell(&json!(["a", null, 1])), "a, , 1");
    assert_eq!(cell(&Value::Null), "");
    assert_eq!(cell(&json!(true)), "true");
}

#[test]
fn a_name_does_not_steer_the_terminal() {
    let name = "a\u{1b}[2Jb\rc\u{9b}d\u{202e}e\u{7f}\nf";
    assert_eq!(cell(&json!(name)), "a␛[2Jb␍c\u{fffd}d\u{fffd}e␡\nf");
    assert_eq!(cell(&json!([name, "ü"])), format!("{}, ü", cell(&json!(name))));
}
