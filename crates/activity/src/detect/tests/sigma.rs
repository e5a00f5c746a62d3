//! Sigma's meaning: modifiers, conditions, correlations.

use super::*;
use crate::event::{Batch, Moment, Source};
use crate::normalise::{Normaliser, Origin};

/// Whether a Sigma detection matches an Okta event.
fn matches(detection: &str, event: &str) -> bool {
    let text = format!("title: t\nlogsource: {{product: okta, service: okta}}\ndetection:\n{detection}\n");
    let set =
        RuleSet::new(load("t.yml", &text, &Tuning::default()).unwrap_or_else(|fault| panic!("{fault}")));
    let mut batch = Batch::default();
    let origin = Origin {
        source: Source::Okta,
        org: "acme",
    };
    Normaliser::new().intake(origin, event.as_bytes(), Moment(0), &mut batch);
    let (mut scratch, mut hits) = (Scratch::default(), Hits::new());
    set.judge(
        &batch.event(0, Some(event.as_bytes())).unwrap(),
        &NoGraph,
        &mut scratch,
        &mut hits,
    );
    !hits.is_empty()
}

fn one(selection: &str, event: &str) -> bool {
    matches(&format!("  sel: {{{selection}}}\n  condition: sel"), event)
}

const EVENT: &str = r#"{"eventType":"user.session.start","actor":{"alternateId":"Ann@Acme.io"},"n":{"count":7,"ip":"10.2.3.4","none":null},
    "target":[{"displayName":"First"},{"displayName":"Second"}],"cmd":"tool /x --run","enc":"cHdzaCAtZW5jIHg=","wide":"AHAAdwBzAGgA","flat.name":"dot"}"#;

#[test]
fn values_match_as_sigma_says() {
    for (selection, expected) in [
        ("eventType: USER.SESSION.START", true),
        ("eventtype: user.session.start", true),
        ("eventType: user.*.start", true),
        ("eventType: 'user.session.?tart'", true),
        ("eventType: user.session", false),
        ("eventType|startswith: user.", true),
        ("eventType|endswith: .START", true),
        ("eventType|endswith|cased: .START", false),
        ("actor.alternateId|contains: '@acme'", true),
        ("actor.alternateId|contains|all: [ann, acme]", true),
        ("actor.alternateId|contains|all: [ann, bob]", false),
        ("actor.alternateId|contains: [bob, acme]", true),
        ("actor.alternateId|re: '^[a-z]+@'", false),
        ("actor.alternateId|re|i: '^[a-z]+@'", true),
        ("target.displayName: second", true),
        ("target.0.displayName: first", true),
        ("target.0.displayName: second", false),
        ("n.ip|cidr: 10.0.0.0/8", true),
        ("n.ip|cidr: [192.168.0.0/16, 172.16.0.0/12]", false),
        ("n.count|gte: 7", true),
        ("n.count|gt: 7", false),
        ("n.count: 7", true),
        ("n.none: null", true),
        ("n.count: null", false),
        ("n.count|exists: true", true),
        ("nothing|exists: true", false),
        ("nothing|exists: false", true),
        ("cmd|windash|contains: ' -x'", true),
        ("cmd|contains: ' -x'", false),
        ("enc|base64offset|contains: ' -enc'", true),
        ("enc|base64: 'pwsh -enc x'", true),
        ("eventType|neq: user.session.end", true),
        ("actor.alternateId|fieldref: actor.alternateId", true),
        ("flat.name: dot", true),
        ("eventType: '*'", true),
        ("missing: '*'", false),
    ] {
        assert_eq!(one(selection, EVENT), expected, "{selection}");
    }
}

#[test]
fn conditions_combine_selections() {
    let detection = |condition: &str| {
        format!(
            "  sel_a: {{eventType: user.session.start}}\n  sel_b: {{n.count: 9}}\n  filter_x: {{cmd|contains: run}}\n  \
             words: [Second, nothere]\n  condition: {condition}"
        )
    };
    for (condition, expected) in [
        ("sel_a and not sel_b", true),
        ("sel_a and filter_x and words", true),
        ("1 of sel_*", true),
        ("all of sel_*", false),
        ("sel_a and not 1 of filter_*", false),
        ("all of them", false),
        ("2 of them", true),
        ("(sel_b or words) and sel_a", true),
        ("not sel_b or sel_b", true),
    ] {
        assert_eq!(matches(&detection(condition), EVENT), expected, "{condition}");
    }
    let fault = load(
        "t.yml",
        "title: t\nlogsource: {product: okta}\ndetection:\n  a: {eventType: x}\n  condition: a | count() > 5\n",
        &Tuning::default(),
    );
    assert!(fault.unwrap_err().to_string().contains("correlation"));
}

const CORRELATION: &str = "\
title: failed
name: failed_login
logsource: {product: okta}
detection:
  sel: {eventType: user.session.start, outcome.result: FAILURE}
  condition: sel
---
title: success
name: good_login
logsource: {product: okta}
detection:
  sel: {eventType: user.session.start, outcome.result: SUCCESS}
  condition: sel
---
title: many failures, then a success
id: brute
level: high
correlation:
  type: TYPE
  rules: [RULES]
  group-by: [actor.alternateId]
  timespan: 10m
  CONDITION
";

fn correlated(kind: &str, rules: &str, condition: &str, events: &[(&str, i64)]) -> usize {
    let text = CORRELATION
        .replace("TYPE", kind)
        .replace("RULES", rules)
        .replace("CONDITION", condition);
    let rules = load("t.yml", &text, &Tuning::default()).unwrap_or_else(|fault| panic!("{fault}"));
    let set = std::sync::Arc::new(RuleSet::new(rules));
    let input: Vec<String> = events
        .iter()
        .enumerate()
        .map(|(number, (result, second))| {
            format!(
                r#"{{"uuid":"e{number}","published":{},"eventType":"user.session.start","actor":{{"alternateId":"ann"}},"client":{{"ipAddress":"10.0.0.{number}"}},"outcome":{{"result":"{result}"}}}}"#,
                1_767_225_600_000 + second * 1_000
            )
        })
        .collect();
    let input = input.join("\n").into_bytes();
    let mut batch = Batch::default();
    Normaliser::new().intake(
        Origin {
            source: Source::Okta,
            org: "a",
        },
        &input,
        Moment(0),
        &mut batch,
    );
    let alerts = check::replay(&set, Limits::default(), batch.events(Some(&input)), &NoGraph).alerts;
    assert!(
        alerts.iter().all(|alert| alert.rule == "brute"),
        "base rules stay quiet"
    );
    alerts.len()
}

#[test]
fn correlations_load_unchanged() {
    let fail = |second| ("FAILURE", second);
    let good = |second| ("SUCCESS", second);
    let three = [fail(0), fail(60), fail(120)];
    assert_eq!(
        correlated("event_count", "failed_login", "condition: {gte: 3}", &three),
        1
    );
    assert_eq!(
        correlated("event_count", "failed_login", "condition: {gt: 3}", &three),
        0
    );
    assert_eq!(
        correlated(
            "value_count",
            "failed_login",
            "condition: {gte: 3, field: client.ipAddress}",
            &three
        ),
        1
    );
    assert_eq!(
        correlated(
            "value_count",
            "failed_login",
            "condition: {gte: 3, field: eventType}",
            &three
        ),
        0
    );
    let both = "failed_login, good_login";
    assert_eq!(
        correlated("temporal_ordered", both, "generate: false", &[fail(0), good(60)]),
        1
    );
    assert_eq!(
        correlated("temporal_ordered", both, "generate: false", &[good(0), fail(60)]),
        0
    );
    assert_eq!(
        correlated("temporal", both, "generate: false", &[good(0), fail(60)]),
        1
    );
    assert_eq!(
        correlated("temporal", both, "generate: false", &[good(0), fail(1_000)]),
        0
    );
}

#[test]
fn recorded_sigma_rules_load_as_they_are() {
    let Some(folder) = std::env::var_os("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return;
    };
    let folder = std::path::PathBuf::from(folder).join("okta/detections/sigma");
    let mut loaded = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let rules = load(&path.to_string_lossy(), &text, &Tuning::default())
            .unwrap_or_else(|fault| panic!("{fault}"));
        loaded += rules.len();
    }
    println!("{loaded} Sigma rules loaded");
    assert!(loaded > 0);
}

/// Alerts of a Sigma file about sign-ins of these people, tuned.
fn tuned(file: &str, tuning: &str, people: &[&str]) -> Vec<String> {
    let tuning = Tuning::read("tuning.yaml", tuning).unwrap();
    let rules = load("t.yml", file, &tuning).unwrap_or_else(|fault| panic!("{fault}"));
    let lines: String = people
        .iter()
        .enumerate()
        .map(|(number, who)| {
            format!(
                r#"{{"uuid":"e{number}","published":"2026-03-02T09:{number:02}:00Z","eventType":"user.session.start","actor":{{"id":"{who}","type":"User","alternateId":"{who}"}}}}"#
            ) + "\n"
        })
        .collect();
    let mut batch = Batch::default();
    let origin = Origin {
        source: Source::Okta,
        org: "acme",
    };
    Normaliser::new().intake(origin, lines.as_bytes(), Moment(0), &mut batch);
    let set = std::sync::Arc::new(RuleSet::new(rules));
    let events = batch.events(Some(lines.as_bytes()));
    let said = check::replay(&set, Limits::default(), events, &NoGraph).alerts;
    said.into_iter().map(|alert| alert.about.actor_name).collect()
}

const SIGN_IN: &str = "title: Sign-in\nid: one\nname: sign_in\nlogsource: {product: okta, service: okta}\ndetection: {sel: {eventType: user.session.start}, condition: sel}\n";
const BURST: &str = "---\ntitle: Burst\nid: many\ncorrelation: {type: event_count, rules: [sign_in], group-by: [eventType], timespan: 1h, condition: {gte: 3}}\n";

#[test]
fn an_exception_holds_for_a_sigma_rule_and_names_columns() {
    let people = ["ann@acme.io", "bob@acme.io"];
    assert_eq!(tuned(SIGN_IN, "{}", &people).len(), 2);
    let excepted = "one: {exceptions: [{reason: r, when: {actor_name: ann@acme.io}}]}";
    assert_eq!(tuned(SIGN_IN, excepted, &people), ["bob@acme.io"]);
    let over =
        "one: {exceptions: [{reason: r, when: {actor_name: ann@acme.io}, until: \"2026-03-01T00:00:00Z\"}]}";
    assert_eq!(tuned(SIGN_IN, over, &people).len(), 2);
}

#[test]
fn an_exception_holds_for_a_sigma_correlation() {
    let file = format!("{SIGN_IN}{BURST}");
    let people = ["ann@acme.io", "bob@acme.io", "joe@acme.io"];
    assert_eq!(tuned(&file, "{}", &people), ["joe@acme.io"]);
    let excepted = "many: {exceptions: [{reason: r, when: {actor_name: ann@acme.io}}]}";
    assert_eq!(tuned(&file, excepted, &people), [""; 0]);
}

#[test]
fn a_parameter_of_a_sigma_rule_is_refused() {
    let tuning = Tuning::read("tuning.yaml", "one: {parameters: {within: 1h}}").unwrap();
    let fault = load("t.yml", SIGN_IN, &tuning).unwrap_err().to_string();
    assert!(
        fault.contains("tuning sets `within`; a Sigma rule has no parameters"),
        "{fault}"
    );
}

#[test]
fn a_bound_of_a_correlation_that_is_not_understood_is_refused() {
    let with = |condition: &str| {
        let file = format!("{SIGN_IN}{BURST}").replace("{gte: 3}", condition);
        load("t.yml", &file, &Tuning::default())
    };
    assert!(with("{gt: 2}").is_ok());
    for (condition, word) in [("{eq: 5}", "eq"), ("{gte: 5, lte: 10}", "lte"), ("{lt: 3}", "lt")] {
        let fault = with(condition).unwrap_err().to_string();
        assert!(fault.contains(&format!("`{word}` is not understood")), "{fault}");
    }
    assert!(with("{}").is_err());
}
