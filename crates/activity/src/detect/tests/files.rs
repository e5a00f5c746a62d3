//! Rule files with errors, tuning, and what a rule may not do.

use super::*;

const RULE: &str = "\
id: t.rule
title: Title
source: okta
severity: low
parameters:
  types: {default: [a.b, c.d], meaning: types}
  times: {default: 2, meaning: times}
select:
  one: {event_type: $types}
  two: {status: failure}
match: one and not two
count: {by: [person], within: 5m, at_least: $times}
";

fn problem(text: &str) -> String {
    load("rules/t.yaml", text, &Tuning::default())
        .unwrap_err()
        .to_string()
}

#[test]
fn an_error_points_at_its_place() {
    insta::assert_snapshot!(problem(&RULE.replace("severity: low", "severty: low")),
        @"rules/t.yaml:4:1: unknown name `severty`, did you mean `severity`? (near `severty: low`)");
    insta::assert_snapshot!(problem(&RULE.replace("event_type", "event_typ")),
        @"rules/t.yaml:9:9: no column is named `event_typ`, did you mean `event_type`? (near `one: {event_typ: $types}`)");
    insta::assert_snapshot!(problem(&RULE.replace("one and not two", "one and not twos")),
        @"rules/t.yaml:11:20: no selection is named `twos`, did you mean `two`? (near `match: one and not twos`)");
    insta::assert_snapshot!(problem(&RULE.replace("within: 5m", "within: soon")),
        @"rules/t.yaml:12:31: `soon` is not a time span like 90s, 10m, 12h or 30d (near `count: {by: [person], within: soon, at_least: $times}`)");
    insta::assert_snapshot!(problem(&RULE.replace("status: failure", "status|re: '(a'")),
        @"rules/t.yaml:10:20: not a regular expression that we take: error: unclosed group (near `two: {status|re: '(a'}`)");
    insta::assert_snapshot!(problem(&RULE.replace("$times", "$tiems")),
        @"rules/t.yaml:12:45: `$tiems` is no parameter of this rule (near `count: {by: [person], within: 5m, at_least: $tiems}`)");
    insta::assert_snapshot!(problem("id: [a\nb: c"),
        @"rules/t.yaml:2:2: not YAML: illegal placement of ':' indicator (near `b: c`)");
    insta::assert_snapshot!(problem("a: &x 1\nb: *x"),
        @"rules/t.yaml:2:4: aliases are not taken: write the value out (near `b: *x`)");
}

#[test]
fn costly_expressions_are_refused() {
    let costly = RULE.replace("status: failure", "status|re: '((a{1,1000}){1,1000}){1,1000}'");
    assert!(problem(&costly).contains("not a regular expression that we take"));
    let back = RULE.replace("status: failure", "status|re: '(?=a)b'");
    assert!(problem(&back).contains("look-around"), "{}", problem(&back));
    assert!(
        problem(&"a: [".repeat(1_000)).contains("nested deeper")
            || problem(&"a: [".repeat(1_000)).contains("YAML")
    );
    assert!(problem(&" ".repeat(2 << 20)).contains("longer than"));
}

#[test]
fn tuning_changes_a_rule_without_touching_it() {
    let tuning = "\
t.rule:
  severity: high
  parameters: {times: 1, types: [x.y]}
  exceptions:
    - {reason: scanner, when: {ip|cidr: 10.0.0.0/8}}
    - {reason: move, when: {country: FR}, until: 2026-03-02T10:00:00Z}
";
    let tuning = Tuning::read("tuning.yaml", tuning).unwrap();
    let rule = load("t.yaml", RULE, &tuning).unwrap().remove(0);
    assert_eq!(
        (rule.severity, rule.parameters[0].values.clone()),
        (Severity::High, vec!["x.y".to_owned()])
    );
    let fires = |fields: &str| {
        let text = format!(
            "{RULE}examples: [{{name: n, fires: 1, events: [{{okta: {{eventType: x.y, {fields}}}}}]}}]"
        );
        let rule = load("t.yaml", &text, &tuning).unwrap().remove(0);
        try_examples(&rule, &[]).unwrap()[0].passed
    };
    assert!(fires("severity: INFO"));
    assert!(!fires("client.ipAddress: 10.1.2.3"));
    assert!(!fires("client.geographicalContext.country: France"));
    assert!(fires(
        "client.geographicalContext.country: France, published: '2026-03-02T11:00:00Z'"
    ));
    let wrong = Tuning::read("tuning.yaml", "t.rule: {parameters: {tiems: 1}}").unwrap();
    assert!(
        load("t.yaml", RULE, &wrong)
            .unwrap_err()
            .to_string()
            .contains("`tiems`")
    );
    let off = Tuning::read("tuning.yaml", "t.rule: {enabled: false}").unwrap();
    assert!(
        RuleSet::new(load("t.yaml", RULE, &off).unwrap())
            .rules()
            .is_empty()
    );
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,300}") {
            let _ = load("t.yaml", &text, &Tuning::default());
        }

        #[test]
        fn any_line_in_a_rule_is_read_or_refused(line in 0..12_usize, text in "[a-z:{}\\[\\]|*$ -]{0,40}") {
            let changed: Vec<&str> = RULE.lines().enumerate()
                .map(|(number, old)| if number == line { text.as_str() } else { old })
                .collect();
            let _ = load("t.yaml", &changed.join("\n"), &Tuning::default());
        }
    }
}
