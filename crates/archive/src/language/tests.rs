use super::*;
use crate::query::{Column, Filter, Operator, Query};
use activity::event::Field;
use domain::Timestamp;
use proptest::prelude::*;

fn filter(text: &str) -> Filter {
    parse(text).unwrap().filter
}

fn is(column: impl Into<Column>, value: &str) -> Filter {
    Filter::Is {
        column: column.into(),
        values: vec![value.to_owned()],
    }
}

#[test]
fn conditions_side_by_side_must_all_be_true() {
    let query = parse(
        r#"source:okta action:user.session.start actor:margaret* -outcome:SUCCESS ip:10.0.0.0/8 "mfa push" time>=2026-01-01"#,
    )
    .unwrap();
    assert_eq!(query.from, Some(Timestamp::from_ms(1_767_225_600_000)));
    assert_eq!(
        query.filter,
        Filter::And(vec![
            is(Field::Source, "okta"),
            is(Column::Action, "user.session.start"),
            Filter::Like {
                column: Column::Actor,
                pattern: "margaret*".to_owned()
            },
            Filter::Not(Box::new(is(Field::Status, "SUCCESS"))),
            Filter::Within {
                column: Field::Ip.into(),
                network: "10.0.0.0/8".to_owned()
            },
            Filter::Substring("mfa push".to_owned()),
        ])
    );
}

#[test]
fn or_is_weaker_than_side_by_side() {
    let word = |text: &str| Filter::Word(text.to_owned());
    assert_eq!(
        filter("a b OR NOT c AND (d OR e)"),
        Filter::Or(vec![
            Filter::And(vec![word("a"), word("b")]),
            Filter::And(vec![
                Filter::Not(Box::new(word("c"))),
                Filter::Or(vec![word("d"), word("e")])
            ]),
        ])
    );
}

#[test]
fn values_may_be_lists_quotes_forms_and_stars() {
    assert_eq!(
        filter(r#"status:(success OR "a b" failure)"#),
        Filter::Is {
            column: Field::Status.into(),
            values: vec!["success".to_owned(), "a b".to_owned(), "failure".to_owned()]
        }
    );
    assert_eq!(
        filter("city:*"),
        Filter::Exists {
            column: Field::City.into()
        }
    );
    assert_eq!(filter(r"city:a\*b"), is(Field::City, "a*b"));
    assert_eq!(filter(r#"ip:"10.0.0.0/8""#), is(Field::Ip, "10.0.0.0/8"));
    assert_eq!(filter("*"), Filter::All);
    assert_eq!(filter(""), Filter::All);
    assert_eq!(filter("word:x"), Filter::Word("x".to_owned()));
    assert_eq!(
        filter("severity>=4"),
        Filter::Compare {
            column: Field::SeverityId.into(),
            op: Operator::AtLeast,
            value: "4".to_owned()
        }
    );
}

#[test]
fn a_mistake_is_told_with_its_place_and_what_was_perhaps_meant() {
    let told = |text: &str| parse(text).unwrap_err().to_string();
    assert_eq!(
        told("source:okta actr:bob"),
        "at byte 12: found `actr`, expected the name of a column; put the text in quotes to look for it; did you mean actor?"
    );
    assert_eq!(
        told("source:okat"),
        "at byte 7: found `okat`, expected okta, aws, github, teleport or self; did you mean okta?"
    );
    assert_eq!(
        told("severity:high x"),
        "at byte 9: found `high`, expected numbers"
    );
    assert_eq!(
        told("(a OR b"),
        "at byte 7: found the end of the query, expected `)` to close the parenthesis of byte 0"
    );
    assert_eq!(
        told("\"abc"),
        "at byte 4: found the end of the query, expected `\"` to close the quotes"
    );
    assert_eq!(
        told("a OR"),
        "at byte 4: found the end of the query, expected a condition"
    );
    assert_eq!(told("OR a"), "at byte 0: found `OR`, expected a condition");
    assert_eq!(
        told("a )"),
        "at byte 2: found `)`, expected a condition or the end"
    );
    assert_eq!(told("actor: x"), "at byte 6: found ` `, expected a value");
    assert_eq!(
        told("marg*"),
        "at byte 0: found `marg*`, expected a whole word, \"any part\" in quotes, or column:form*"
    );
    assert!(told(&"(".repeat(99)).contains("32 levels"));
}

#[test]
fn ranges_have_both_their_ends_or_one() {
    let bound = |op, value: &str| Filter::Compare {
        column: Field::SeverityId.into(),
        op,
        value: value.to_owned(),
    };
    let both = vec![bound(Operator::AtLeast, "3"), bound(Operator::AtMost, "5")];
    assert_eq!(filter("severity:[3 TO 5]"), Filter::And(both));
    assert_eq!(filter("severity:[3 TO *]"), bound(Operator::AtLeast, "3"));
    assert_eq!(filter("severity:[* TO 5]"), bound(Operator::AtMost, "5"));
    assert_eq!(
        filter("severity:[* TO *]"),
        Filter::Exists {
            column: Field::SeverityId.into()
        }
    );
    let days = parse("time:[2026-01-01 TO 2026-01-02]").unwrap();
    assert_eq!(days.from, Some(Timestamp::from_ms(1_767_225_600_000)));
    assert_eq!(
        days.filter,
        Filter::Compare {
            column: Field::EventTime.into(),
            op: Operator::AtMost,
            value: "2026-01-02T23:59:59.999999Z".to_owned()
        }
    );
    let told = |text: &str| parse(text).unwrap_err().to_string();
    assert_eq!(
        told("severity:[3 TO high]"),
        "at byte 15: found `high`, expected numbers"
    );
    assert!(told("severity:[3 5]").contains("expected two values with TO between"));
    assert!(told("severity:[3 TO 5").contains("`]` to close the range"));
}

#[test]
fn expressions_lie_between_slashes() {
    let is = |column: Column, pattern: &str| Filter::Matches {
        column,
        pattern: pattern.to_owned(),
    };
    assert_eq!(filter(r"actor:/^svc-\d+$/"), is(Column::Actor, r"^svc-\d+$"));
    assert_eq!(filter(r"actor:/a (b|c)/"), is(Column::Actor, "a (b|c)"));
    assert_eq!(filter(r"city:/a\/b/"), is(Field::City.into(), "a/b"));
    assert_eq!(filter("text:/push [0-9]+/"), is(Field::Raw.into(), "push [0-9]+"));
    // A path is no expression.
    assert_eq!(filter("target:/aws/x"), self::is(Column::Target, "/aws/x"));
    let told = |text: &str| parse(text).unwrap_err().to_string();
    assert_eq!(
        told("source:okta actor:/a(b/"),
        "at byte 18: found `/a(b/`, expected another regular expression: unclosed group"
    );
    assert!(
        told("actor:/(?=a)/").contains("look-around"),
        "{}",
        told("actor:/(?=a)/")
    );
    assert!(told("actor:/(a{1000}){1000}/").contains("too large"));
    assert!(told(&format!("actor:/{}/", "a".repeat(2_000))).contains("longer than 1024 bytes"));
    assert!(told("time:/2026/").contains("times like"));
}

#[test]
fn other_languages_are_told_how_it_is_said_here() {
    for (text, byte, expected) in [
        (
            "status:failure | stats count by actor",
            15,
            "narrow by standing side by side",
        ),
        ("|where x", 0, "narrow by standing side by side"),
        ("SELECT * FROM activity", 0, "portolan query"),
        ("WHERE status:failure", 0, "SQL is asked"),
        ("status == \"failure\"", 7, "without spaces between"),
        ("status=='failure'", 7, "after one `:` or `=`"),
        ("status = failure", 7, "without spaces between"),
        ("status!=failure", 0, "-status:failure"),
        ("status<>failure", 7, "-status:failure"),
        ("actor=~bob", 6, "column:/expression/"),
        ("actor:'bob'", 6, "for quotes"),
        ("status:failure and actor:bob", 15, "`AND`"),
        ("status:failure or actor:bob", 15, "`OR`"),
        ("a && b", 2, "`AND`"),
        ("a || b", 2, "`OR`"),
        ("!actor:bob", 0, "`NOT`"),
        ("actor LIKE \"bob%\"", 6, "actor:margaret*"),
        ("status IN (failure)", 7, "status:(failure OR challenge)"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.position, byte, "{text}: {error}");
        assert!(error.expected.contains(expected), "{text}: {error}");
    }
    assert_eq!(filter("\"and\""), Filter::Substring("and".to_owned()));
    assert_eq!(filter("word:\"and\""), Filter::Word("and".to_owned()));
    assert_eq!(filter("in"), Filter::Word("in".to_owned()));
}

fn column() -> impl Strategy<Value = Column> {
    prop::sample::select(vec![
        Column::Actor,
        Column::Target,
        Column::Session,
        Column::Action,
        Column::One(Field::Action),
        Column::One(Field::City),
        Column::One(Field::Ip),
        Column::One(Field::ActorName),
    ])
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let text = || "[a-zOR*:()\"\\\\ /0-9é.,<>=@_-]{0,8}";
    let op = prop::sample::select(vec![
        Operator::Less,
        Operator::AtMost,
        Operator::More,
        Operator::AtLeast,
    ]);
    let leaf = prop_oneof![
        Just(Filter::All),
        text().prop_map(Filter::Word),
        text().prop_map(Filter::Substring),
        (column(), prop::collection::vec(text(), 1..4))
            .prop_map(|(column, values)| Filter::Is { column, values }),
        column().prop_map(|column| Filter::Exists { column }),
        (column(), op, text()).prop_map(|(column, op, value)| Filter::Compare { column, op, value }),
        (column(), "[a-z() ]{1,4}").prop_map(|(column, text)| Filter::Like {
            column,
            pattern: format!("{text}*\\*\\\\")
        }),
        (column(), "[a-z/*\\[' =]{1,3}").prop_map(|(column, text)| Filter::Like {
            column,
            pattern: format!("{text}*")
        }),
        (column(), "[a-z/. ]{1,6}").prop_map(|(column, pattern)| Filter::Matches { column, pattern }),
        Just(Filter::Within {
            column: Field::Ip.into(),
            network: "2001:db8::/32".to_owned()
        }),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|filter| Filter::Not(Box::new(filter))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Filter::And),
            prop::collection::vec(inner, 2..4).prop_map(Filter::Or),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_parsed_as_the_same(
        filter in any_filter(),
        from in prop::option::of(-10_000_000_000_000_i64..10_000_000_000_000),
        until in prop::option::of(0_i64..10_000_000_000_000),
    ) {
        let query = Query {
            from: from.map(|ms| Timestamp::from_ms(ms.abs())),
            until: until.map(Timestamp::from_ms),
            filter,
        };
        let text = print(&query);
        prop_assert_eq!(parse(&text).map_err(|error| format!("{text}: {error}")), Ok(query));
    }

    #[test]
    fn any_text_is_a_query_or_a_mistake_inside_it(text in "[a-z:*()\"\\\\ <>=OR-]{0,30}|\\PC{0,20}") {
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&print(&query)), Ok(query)),
            Err(error) => prop_assert!(text.is_char_boundary(error.position) && error.position <= text.len()),
        }
    }
}
