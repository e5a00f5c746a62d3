use super::*;
use serde_json::json;

#[test]
fn lists_and_nothing_read_as_a_person_would_write_them() {
    assert_eq!(cell(&json!(["a", null, 1])), "a, , 1");
    assert_eq!(cell(&Value::Null), "");
    assert_eq!(cell(&json!(true)), "true");
}
