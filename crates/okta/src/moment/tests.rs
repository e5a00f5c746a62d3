use super::*;
use proptest::prelude::*;

#[test]
fn reads_what_okta_writes() {
    let ms = |text: &str| Moment::parse(text).map(Moment::as_ms);
    assert_eq!(ms("1970-01-01T00:00:00.000Z"), Some(0));
    assert_eq!(ms("2026-01-06T19:50:58.123Z"), Some(1_767_729_058_123));
    assert_eq!(ms("2026-03-04 10:08:01.0"), ms("2026-03-04T10:08:01.000Z"));
    assert_eq!(ms("2024-02-29T00:00:00Z"), ms("2024-02-29T00:00:00.000Z"));
    assert_eq!(ms("2026-01-06T20:50:58.123+01:00"), Some(1_767_729_058_123));
    assert_eq!(ms("2026-02-30T00:00:00.000Z"), None);
    assert_eq!(ms(""), None);
    assert_eq!(ms("yesterday"), None);
}

proptest! {
    #[test]
    fn the_fast_way_agrees_with_the_calendar(ms in -62_135_596_800_000i64..253_402_300_799_000) {
        let text = Moment(ms).to_text();
        prop_assert_eq!(Moment::parse(&text), Some(Moment(ms)), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
        let _ = Moment::parse(&text);
    }
}
