use super::*;
use proptest::prelude::*;

fn next(value: &str) -> Option<&str> {
    parse_links(value)
        .into_iter()
        .find(|link| link.is("next"))
        .map(|link| link.target)
}

#[test]
fn one_header_or_comma_joined() {
    assert_eq!(
        next(r#"<https://a.okta.com/api/v1/users?limit=2>; rel="self""#),
        None
    );
    assert_eq!(
        next(r#"<https://a/users?after=x,y>; rel="next""#),
        Some("https://a/users?after=x,y")
    );
    assert_eq!(
        next(r#"<https://a/1>; rel="self", <https://a/2>;rel=next"#),
        Some("https://a/2")
    );
    assert_eq!(
        next(r#"<https://a/1>; title="a, <b>; rel=next"; rel="self",<https://a/2>; REL="prev next""#),
        Some("https://a/2")
    );
}

#[test]
fn broken_values_give_nothing() {
    for value in [
        "",
        "<",
        "<>",
        "<https://a",
        "https://a; rel=next",
        "<https://a>; rel",
        "<https://a>",
    ] {
        assert_eq!(next(value), None, "{value}");
    }
}

proptest! {
    #[test]
    fn never_panics(value in "[<>;,=\"\\\\a-zé ]{0,60}") {
        for link in parse_links(&value) {
            prop_assert!(value.contains(link.target));
        }
    }

    #[test]
    fn finds_what_was_joined(targets in proptest::collection::vec("https://[a-z]{1,8}/[a-z?=,;&]{0,20}", 1..5)) {
        let value = targets.iter().map(|t| format!("<{t}>; rel=\"next\"")).collect::<Vec<_>>().join(", ");
        let read: Vec<_> = parse_links(&value).into_iter().map(|l| l.target.to_owned()).collect();
        prop_assert_eq!(read, targets);
    }
}
