use super::*;
use serde_json::json;

#[test]
fn a_name_is_never_a_formula_in_a_spreadsheet() {
    assert_eq!(field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    assert_eq!(field("-12.5"), "-12.5");
    assert_eq!(field("a,b"), "\"a,b\"");
    assert_eq!(field("@home"), "'@home");
}

#[test]
fn lists_and_nothing_read_as_a_person_would_write_them() {
    assert_eq!(cell(&json!(["a", null, 1])), "a, , 1");
    assert_eq!(cell(&Value::Null), "");
    assert_eq!(cell(&json!(true)), "true");
}
