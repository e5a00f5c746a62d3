use super::*;

#[test]
fn absent_values_are_left_out_and_text_is_escaped() {
    let json = Object::new()
        .text("a", "x\"y\\z\n\u{1}é")
        .opt("b", None)
        .flag("c", true)
        .list("d", ["1", "2"])
        .list("e", [])
        .number("f", Some(-3))
        .finish();
    assert_eq!(
        json,
        "{\"a\":\"x\\\"y\\\\z\\n\\u0001é\",\"c\":true,\"d\":[\"1\",\"2\"],\"f\":-3}"
    );
    assert_eq!(
        Object::reopen(&json).text("g", "h").finish(),
        json.replace("-3}", "-3,\"g\":\"h\"}")
    );
}

#[test]
fn moments_are_written_as_okta_writes_them() {
    for (ms, text) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_767_225_599_999, "2025-12-31T23:59:59.999Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ] {
        assert_eq!(rfc3339(Timestamp::from_ms(ms)), text);
    }
}
