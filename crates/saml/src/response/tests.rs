use crate::instant;

#[test]
fn times() {
    for (text, expected) in [
        ("2026-01-31T12:00:00Z", Some("2026-01-31T12:00:00Z")),
        (" 2026-01-31T12:00:00.123Z\n", Some("2026-01-31T12:00:00.123Z")),
        ("2026-01-31T12:00:00.1234567890Z", None),
        ("2026-01-31T12:00:00.Z", None),
        ("2026-01-31t12:00:00Z", None),
        ("2026-01-31T12:00:00", None),
        ("2026-01-31T12:00:00z", None),
        ("2026-01-31T12:00:00+00:00", None),
        ("2026-02-30T12:00:00Z", None),
        ("2026-01-31T24:00:00Z", None),
        ("-026-01-31T12:00:00Z", None),
        ("2026-01-31T12:00:00Z[UTC]", None),
    ] {
        assert_eq!(
            instant::read(text).map(|time| time.to_string()).as_deref(),
            expected,
            "{text}"
        );
    }
    let time = "2026-01-31T12:00:00.9Z".parse().unwrap();
    assert_eq!(instant::write(time), "2026-01-31T12:00:00Z");
}
