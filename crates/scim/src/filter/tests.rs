//! Text to tree and back, and what an index makes of it.

use proptest::prelude::*;
use serde_json::{Number, json};

use super::bind::{Scope, Unknown, bind};
use super::lower::lower;
use super::{Filter, Literal, Operator, Path};
use crate::limits::Limits;
use crate::schema::{Kind, Name, Schemas};
use crate::tests::world::World;

fn parse(text: &str) -> Filter {
    Filter::parse(text, &Limits::default()).unwrap()
}

#[test]
fn precedence_shows_in_the_printed_form() {
    for (text, printed) in [
        ("a pr and b pr or c pr", "a pr and b pr or c pr"),
        ("a pr and (b pr or c pr)", "a pr and (b pr or c pr)"),
        ("((a pr)) AND (b pr and (c pr))", "a pr and b pr and c pr"),
        (
            "NOT(a pr) or not ( b EQ \"x\" )",
            "not (a pr) or not (b eq \"x\")",
        ),
        ("a eq \"q\\\"\\u00e4\\n\"", "a eq \"q\\\"ä\\n\""),
        (
            "a eq  -1.5e3 and b eq TRUE and c ne null",
            "a eq -1500.0 and b eq true and c ne null",
        ),
        ("a gt 126588325.62401417", "a gt 126588325.62401417"),
        ("urn:x:2.0:User:a.b pr", "urn:x:2.0:User:a.b pr"),
        (
            "emails[type eq \"work\" and value co \"@\"]",
            "emails[type eq \"work\" and value co \"@\"]",
        ),
        (
            "emails[type eq \"work\"].value pr",
            "emails[type eq \"work\" and value pr]",
        ),
        ("not pr", "not pr"),
    ] {
        assert_eq!(parse(text).to_string(), printed);
        assert_eq!(parse(printed), parse(text));
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| format!("{}a pr{}", "(".repeat(depth), ")".repeat(depth));
    let limits = Limits::default();
    assert!(Filter::parse(&nested(32), &limits).is_ok());
    let deep = Filter::parse(&nested(33), &limits).unwrap_err();
    assert_eq!(deep.to_string(), "too deeply nested, at character 34");
    assert!(
        Filter::parse(
            &format!("{}a pr{}", "not (".repeat(4000), ")".repeat(4000)),
            &Limits {
                filter_bytes_max: 1 << 20,
                ..limits.clone()
            }
        )
        .is_err()
    );
    let wide = vec!["a pr"; 2000].join(" or ");
    assert_eq!(
        Filter::parse(&wide, &limits).unwrap_err().problem,
        "longer than 8192 bytes"
    );
}

#[test]
fn places_count_characters_and_not_bytes() {
    let error = Filter::parse("a eq \"ää\" b", &Limits::default()).unwrap_err();
    assert_eq!((error.position, error.problem.as_str()), (10, "expected the end"));
}

#[test]
fn paths_of_section_3_5_2() {
    let limits = Limits::default();
    for path in [
        "members",
        "name.familyName",
        "addresses[type eq \"work\"]",
        "members[value eq \"2819\"]",
        "members[value eq \"2819\"].displayName",
        "urn:a:2.0:User:x[y pr].z",
    ] {
        assert_eq!(Path::parse(path, &limits).unwrap().to_string(), path);
    }
    for path in [
        "",
        "members[",
        "members]",
        "a.b.c",
        "members[value eq \"1\"]x",
        "members[value eq \"1\"].a.b",
        "a b",
        "1a",
    ] {
        assert!(Path::parse(path, &limits).is_err(), "{path}");
    }
}

#[test]
fn what_an_index_is_asked() {
    let schemas = Schemas::standard();
    let asked = |kind: Kind, text: &str| {
        let bound = bind(&parse(text), Scope::Resource(schemas.of(kind)), Unknown::Refused).unwrap();
        let lowered = lower(&bound, &|_| true);
        format!(
            "{}{:?}",
            if lowered.exact { "" } else { "at least " },
            lowered.condition
        )
    };
    for (text, expected) in [
        ("userName eq \"Ann\"", r#"Is(UserName, "ann")"#),
        ("id eq \"U1\"", r#"Is(Id, "U1")"#),
        ("externalId eq \"00U\"", r#"Is(ExternalId, "00U")"#),
        ("emails eq \"A@x\"", r#"Is(Email, "a@x")"#),
        ("emails[value eq \"A@x\"]", r#"Is(Email, "a@x")"#),
        (
            "emails[type eq \"work\" and value eq \"A@x\"]",
            r#"at least Is(Email, "a@x")"#,
        ),
        ("displayName sw \"Sm\"", r#"StartsWith(DisplayName, "sm")"#),
        (
            "active eq true and userName eq \"A\"",
            r#"And([Active(true), Is(UserName, "a")])"#,
        ),
        ("title pr and userName eq \"A\"", r#"at least Is(UserName, "a")"#),
        ("title pr or userName eq \"A\"", "at least All"),
        (
            "userName eq \"A\" or externalId eq \"b\"",
            r#"Or([Is(UserName, "a"), Is(ExternalId, "b")])"#,
        ),
        ("not (userName eq \"A\")", "at least All"),
        ("userName ne \"A\"", "at least All"),
        ("userName pr", "All"),
        (
            "meta.lastModified gt \"2027-01-01T00:00:00Z\"",
            "Time(LastModified, Greater, 2027-01-01T00:00:00Z)",
        ),
    ] {
        assert_eq!(asked(Kind::User, text), expected, "{text}");
    }
    assert_eq!(
        asked(Kind::Group, "members.value eq \"U1\""),
        r#"Is(Member, "U1")"#
    );
    assert_eq!(
        asked(Kind::Group, "members[value eq \"U1\"]"),
        r#"Is(Member, "U1")"#
    );
}

fn name() -> impl Strategy<Value = Name> {
    let word = "[a-zA-Z][a-zA-Z0-9_-]{0,6}";
    (
        prop::option::of("urn:[a-z]{1,4}:2\\.0:[A-Z]{1,4}"),
        word,
        prop::option::of(word),
    )
        .prop_map(|(urn, attribute, sub)| Name { urn, attribute, sub })
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        "[^\0]{0,8}".prop_map(Literal::Text),
        any::<i64>().prop_map(|number| Literal::Number(number.into())),
        (-1e9..1e9_f64).prop_map(|number| Literal::Number(Number::from_f64(number).unwrap())),
        any::<bool>().prop_map(Literal::Bool),
        Just(Literal::Null),
    ]
}

/// Filters as the parser makes them: no `and` within `and`, no `or` within `or`.
pub(super) fn filter() -> impl Strategy<Value = Filter> {
    let operator = prop::sample::select(Operator::ALL.map(|(_, operator)| operator).to_vec());
    let leaf = prop_oneof![
        (name(), operator, literal())
            .prop_map(|(name, operator, literal)| Filter::Compare(name, operator, literal)),
        name().prop_map(Filter::Present),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        let parts = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts.clone().prop_map(|parts| Filter::And(
                parts
                    .into_iter()
                    .flat_map(|part| match part {
                        Filter::And(inner) => inner,
                        part => vec![part],
                    })
                    .collect()
            )),
            parts.prop_map(|parts| Filter::Or(
                parts
                    .into_iter()
                    .flat_map(|part| match part {
                        Filter::Or(inner) => inner,
                        part => vec![part],
                    })
                    .collect()
            )),
            inner.clone().prop_map(|inner| Filter::Not(Box::new(inner))),
            (name(), inner).prop_map(|(name, inner)| Filter::Within(name, Box::new(inner))),
        ]
    })
}

/// Filters over attributes that exist.
fn known_filter() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "userName eq \"P1\"",
        "userName sw \"p\"",
        "userName co \"2\"",
        "userName ne \"p1\"",
        "externalId eq \"e1\"",
        "externalId pr",
        "active eq true",
        "active eq false",
        "active pr",
        "displayName sw \"d\"",
        "displayName eq null",
        "emails.value eq \"p1@x\"",
        "emails[type eq \"work\" and value eq \"P1@x\"]",
        "emails[value sw \"p\" or type eq \"home\"]",
        "meta.created ge \"2027-01-15T08:00:03Z\"",
        "meta.created lt \"2027-01-15T08:00:02Z\"",
        "id eq \"u0000003\"",
        "title pr",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..3).prop_map(|parts| format!("({})", parts.join(" and "))),
            prop::collection::vec(inner.clone(), 2..3).prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

proptest! {
    #[test]
    fn printed_filters_read_back(filter in filter()) {
        let text = filter.to_string();
        prop_assume!(text.len() < 8000);
        prop_assert_eq!(Filter::parse(&text, &Limits::default()), Ok(filter));
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,60}") {
        let _ = Filter::parse(&text, &Limits::default());
        let _ = Path::parse(&text, &Limits::default());
    }

    #[test]
    fn any_text_of_tokens_is_read_or_refused(words in prop::collection::vec("a|eq|pr|and|or|not|\\(|\\)|\\[|\\]|\"x\"|\\.v|7|null", 0..12)) {
        let text = words.join(" ");
        if let Ok(filter) = Filter::parse(&text, &Limits::default()) {
            prop_assert_eq!(Filter::parse(&filter.to_string(), &Limits::default()), Ok(filter));
        }
    }

    /// An index and looking at every resource find the same.
    #[test]
    fn indexes_answer_what_the_filter_says(text in known_filter()) {
        let world = World::new();
        let active = [Some(true), Some(false), None];
        for number in 0..5 {
            world.make("/Users", &json!({
                "userName": format!("p{number}"), "externalId": (number % 2 == 0).then(|| format!("e{number}")),
                "active": active[number % 3], "displayName": (number > 2).then_some("D"),
                "emails": [{ "value": format!("P{number}@X"), "type": if number == 1 { "work" } else { "home" } }]
            }));
        }
        let schemas = Schemas::standard();
        let bound = bind(&parse(&text), Scope::Resource(&schemas.user), Unknown::Refused).unwrap();
        let all = crate::tests::world::now(crate::Store::scan(&world.store, &crate::store::Scan {
            kind: Kind::User, condition: crate::Condition::All, after: None, count: 100, wish: crate::store::Wish::default(),
        })).unwrap();
        let expected: Vec<String> = all.part.into_iter()
            .filter(|stored| bound.matches(super::matches::Source::Resource(stored, "")))
            .map(|stored| stored.id).collect();
        let found = world.send("POST", "/Users/.search", &json!({ "filter": text }));
        prop_assert_eq!(found.ids(), expected);
    }
}
