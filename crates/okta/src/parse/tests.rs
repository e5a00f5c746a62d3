use super::*;
use crate::{MemberId, User};
use proptest::prelude::*;

#[test]
fn a_member_is_found_among_others() {
    let text = r#"{"a":{"b":[1,{"b":2}]},"b":{"c":"x\"}"}, "b":3}"#;
    assert_eq!(member(text, "b"), Some(r#"{"c":"x\"}"}"#));
    assert_eq!(member(r#"{"na\u006de":1}"#, "name"), Some("1"));
    assert_eq!(member(text, "z"), None);
    assert_eq!(member("[1]", "b"), None);
    assert_eq!(member("{", "b"), None);
}

#[test]
fn a_wrapped_page_gives_items_and_next() {
    let body = br#"{"_links":{"next":{"href":"https:\/\/a\/x?after=1"}},"members":[{"id":"1"}]}"#;
    let page = page::<MemberId>(body, "members").unwrap();
    assert_eq!(
        (page.items.len(), page.next.as_deref()),
        (1, Some("https://a/x?after=1"))
    );
}

#[test]
fn cut_json_is_broken_and_not_of_another_shape() {
    let body = br#"{"members":[{"id":"1"}],"_links":{"ne"#;
    assert_eq!(
        page::<MemberId>(body, "members").unwrap_err().cause,
        Cause::BrokenJson
    );
    assert_eq!(
        page::<MemberId>(br#"[{"id":"1"},"#, "").unwrap_err().cause,
        Cause::BrokenJson
    );
    assert_eq!(
        page::<MemberId>(br#"[{"id":"1"}] x"#, "").unwrap_err().cause,
        Cause::BrokenJson
    );
    assert_eq!(
        page::<MemberId>(b"[{\"id\":\"\xff\"}]", "").unwrap_err().cause,
        Cause::BrokenJson
    );
    assert_eq!(
        page::<MemberId>(br#"{"id":"1"}"#, "").unwrap_err().cause,
        Cause::WrongShape
    );
}

proptest! {
    #[test]
    fn any_body_is_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200), wrapped: bool) {
        let wrapper = if wrapped { "value" } else { "" };
        let _ = page::<MemberId>(&body, wrapper);
        let _ = page::<Object<User>>(&body, wrapper);
    }

    #[test]
    fn any_cut_of_a_page_is_refused(at in 0usize..119) {
        let body = br#"[{"id":"00u1","status":"ACTIVE","profile":{"login":"a","email":"\u00e9\\"},"created":"2026-01-06T19:50:58.000Z"},{"id":"2"}]"#;
        prop_assume!(at < body.len());
        prop_assert_eq!(page::<Object<User>>(&body[..at], "").unwrap_err().cause, Cause::BrokenJson);
        prop_assert_eq!(page::<MemberId>(&body[..at], "").unwrap_err().cause, Cause::BrokenJson);
    }
}
