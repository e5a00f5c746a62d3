//! Reading and writing: what is written reads back, and mistakes are told with their place.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::document::{Sent, read};
use super::kind::{KINDS, kind_named};
use super::shape::{Field, Shape, span_text};
use super::write::yaml;
use crate::error::ApiError;
use crate::view::{ResourceMetadata, ResourceView};

fn fault(text: &str) -> ApiError {
    read(text).err().unwrap_or_else(|| panic!("it was taken: {text}"))
}

/// Line, column and message of the mistake.
fn told(text: &str) -> (u32, u32, String) {
    let error = fault(text);
    let place = error.detail().position.unwrap();
    (place.line, place.column, error.detail().message.clone())
}

fn specs(text: &str) -> Vec<Value> {
    let sent = read(text).unwrap_or_else(|error| panic!("{}", error.detail().message));
    sent.iter().map(|one: &Sent| one.resource.spec.clone()).collect()
}

#[test]
fn a_misspelt_field_is_told_with_its_place_and_the_nearest_name() {
    let role = "kind: role\nversion: v7\nmetadata: {name: ops}\nspec:\n  alow:\n    rules: []\n";
    assert_eq!(
        told(role),
        (
            5,
            3,
            "there is no field `alow` here, did you mean `allow`?".to_owned()
        )
    );
    let deep = "kind: role\nmetadata: {name: ops}\nspec:\n  allow:\n    rules:\n    - resources: [user]\n      vrebs: [list]\n";
    assert_eq!(
        told(deep),
        (
            7,
            7,
            "there is no field `vrebs` here, did you mean `verbs`?".to_owned()
        )
    );
    let (line, column, message) = told("kind: rol\nmetadata: {name: x}\n");
    assert_eq!((line, column), (1, 7));
    assert!(message.ends_with("did you mean `role`?"), "{message}");
    let (_, _, message) = told("kind: role\nmetadata: {name: x}\nspec: {zzzzzzzz: 1}\n");
    assert!(
        message.contains("there are `options`, `allow`, `deny`"),
        "{message}"
    );
}

#[test]
fn fields_of_another_product_say_why_they_are_not_here() {
    let (line, _, message) = told("kind: role\nmetadata: {name: x}\nspec:\n  allow:\n    logins: [root]\n");
    assert_eq!(line, 5);
    assert!(message.contains("not servers"), "{message}");
}

#[test]
fn values_of_the_wrong_form_are_told_with_their_place() {
    for (text, place) in [
        (
            "kind: user\nmetadata: {name: a}\nspec: {disabled: perhaps}\n",
            (3, 18),
        ),
        (
            "kind: user\nmetadata: {name: a}\nspec:\n  disabled: \"true\"\n",
            (4, 13),
        ),
        (
            "kind: role\nmetadata: {name: a}\nspec:\n  options: {max_session_ttl: 8 hours}\n",
            (4, 30),
        ),
        (
            "kind: role\nmetadata: {name: a}\nspec:\n  allow: {rules: all}\n",
            (4, 18),
        ),
        ("kind: role\nmetadata: {name: a}\nversion: v99\n", (3, 10)),
        ("kind: user\nmetadata: {name: a, description: b}\n", (2, 34)),
        ("kind: user\nmetadata: {name: ''}\n", (2, 18)),
        ("kind: user\nmetadata: {}\n", (2, 11)),
        ("- kind: user\n  metadata: {name: [a]}\n", (2, 20)),
        ("kind: user\nmetadata: {name: a}\nmetadata: {name: b}\n", (3, 19)),
        ("kind: user\nmetadata: {name: a}\nspec: {roles: [a\n", (4, 1)),
        ("kind: user\nmetadata: &x {name: a}\nspec: *x\n", (3, 7)),
    ] {
        let (line, column, message) = told(text);
        assert_eq!((line, column), place, "{text}: {message}");
    }
}

#[test]
fn nothing_is_no_resource() {
    for text in ["", "---\n---\n", "[]", "null"] {
        assert_eq!(fault(text).detail().code, "bad_request", "{text:?}");
    }
}

#[test]
fn documents_lists_and_answers_are_all_taken() {
    let one = "{kind: user, metadata: {name: a}, spec: {roles: access}}";
    let wanted = vec![json!({"roles": ["access"]}); 2];
    assert_eq!(specs(&format!("{one}\n---\n{one}")), wanted);
    assert_eq!(specs(&format!("[{one}, {one}]")), wanted);
    let answer = json!({"resources": [
        {"kind": "user", "version": "v2", "metadata": {"name": "a"}, "spec": {"roles": ["access"]}, "status": {"x": 1}},
    ]});
    assert_eq!(specs(&answer.to_string()), wanted[..1]);
}

#[test]
fn spans_are_read_and_written() {
    for (text, seconds) in [
        ("90s", 90),
        ("90", 90),
        ("1m30s", 90),
        ("8h0m0s", 28_800),
        ("1d", 86_400),
    ] {
        let role =
            format!("kind: role\nmetadata: {{name: a}}\nspec: {{options: {{max_session_ttl: {text}}}}}");
        assert_eq!(
            specs(&role),
            [json!({"options": {"max_session_ttl": seconds}})],
            "{text}"
        );
    }
    assert_eq!(
        [0, 60, 90, 28_800, 90_061].map(span_text),
        ["0s", "1m", "1m30s", "8h", "25h1m1s"]
    );
}

#[test]
fn no_kind_has_a_field_twice_and_every_word_leads_to_it() {
    fn check(kind: &str, fields: &[Field]) {
        for (index, field) in fields.iter().enumerate() {
            let is_again = fields
                .iter()
                .skip(index + 1)
                .any(|other| other.name == field.name);
            assert!(!is_again, "{kind}: {} stands twice", field.name);
            assert!(
                matches!(field.shape, Shape::Not(_)) != !field.meaning.is_empty() || field.meaning.is_empty()
            );
            check(kind, field.shape.fields());
        }
    }
    for kind in KINDS {
        let about = kind.about();
        check(about.word, about.fields);
        for word in [about.word, about.plural] {
            assert_eq!(kind_named(word).unwrap().about().word, about.word);
        }
        for (verb, ..) in &about.calls {
            assert!(
                about.right(*verb).is_some(),
                "{} {verb:?} is no call of a page",
                about.word
            );
        }
    }
}

#[test]
fn a_role_is_written_as_people_write_it() {
    let role = ResourceView {
        kind: "role".to_owned(),
        version: "v7".to_owned(),
        metadata: ResourceMetadata {
            name: "ops".to_owned(),
            description: "On call: both shifts".to_owned(),
            revision: Some("3".to_owned()),
            ..ResourceMetadata::default()
        },
        spec: json!({
            "options": {"max_session_ttl": 28_800},
            "allow": {"rules": [{"resources": ["*"], "verbs": ["list", "read"]}], "app_labels": {"*": ["*"]}},
        }),
        status: json!({"people": 0, "preset": false}),
    };
    insta::assert_snapshot!(yaml(&role, kind_named("role").unwrap().about().fields), @r#"
    kind: role
    version: v7
    metadata:
      name: ops
      description: "On call: both shifts"
      revision: "3"
    spec:
      options:
        max_session_ttl: 8h
      allow:
        rules:
        - resources: ["*"]
          verbs: [list, read]
        app_labels:
          "*": ["*"]
    status:
      people: 0
      preset: false
    "#);
}

/// Texts that YAML could read otherwise.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "(\\PC|[\\n\\t\\r\u{85}\u{2028}#:-]){0,12}",
        "([a-z #:]{0,8}\n){0,4}[a-z]{0,4}",
        Just("true".to_owned()),
        Just("No".to_owned()),
        Just("0x10".to_owned()),
        Just("1e3".to_owned()),
        Just("~".to_owned()),
        Just("- a".to_owned()),
        Just("2026-01-31T10:00:00.000Z".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        name in "[a-z][a-z.@ -]{0,10}[a-z]",
        roles in prop::collection::vec(text(), 0..5),
        traits in prop::collection::btree_map(text(), prop::collection::vec(text(), 0..3), 0..4),
        disabled in any::<bool>(),
    ) {
        let user = ResourceView {
            kind: "user".to_owned(),
            version: "v2".to_owned(),
            metadata: ResourceMetadata { name: name.clone(), ..ResourceMetadata::default() },
            spec: json!({"roles": roles, "disabled": disabled, "traits": traits}),
            status: json!({}),
        };
        let written = yaml(&user, kind_named("user").unwrap().about().fields);
        let read = read(&written).unwrap_or_else(|error| panic!("{}\n{written}", error.detail().message));
        prop_assert_eq!(&read[0].resource.spec, &user.spec, "{}", written);
        prop_assert_eq!(&read[0].resource.metadata.name, &name);
    }

    #[test]
    fn texts_of_several_lines_read_back(text in text()) {
        let rule = ResourceView {
            kind: "rule".to_owned(),
            version: "v1".to_owned(),
            metadata: ResourceMetadata { name: "x".to_owned(), ..ResourceMetadata::default() },
            spec: json!({"text": text}),
            status: json!({}),
        };
        let written = yaml(&rule, kind_named("rule").unwrap().about().fields);
        let read = read(&written).unwrap_or_else(|error| panic!("{}\n{written}", error.detail().message));
        prop_assert_eq!(read[0].resource.spec["text"].as_str(), Some(text.as_str()), "{}", written);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        let _ = read(&text);
    }
}

/// `docs/reference/resources.md` describes the kinds as they are; `PORTOLAN_BLESS=1` writes it anew.
#[test]
fn kinds_are_described_as_they_are() {
    const MARKS: [&str; 2] = [
        "<!-- generated from the code: begin -->\n",
        "<!-- generated from the code: end -->\n",
    ];
    let mut text = String::new();
    for kind in KINDS {
        let about = kind.about();
        let versions = about.versions.join("`, `");
        text.push_str(&format!(
            "\n## `{}`\n{}. Versions: `{versions}`.\n\n",
            about.word, about.meaning
        ));
        text.push_str("| Field | Holds | Meaning |\n|---|---|---|\n");
        for field in super::list::fields_of(kind) {
            text.push_str(&format!(
                "| `{}` | {} | {} |\n",
                field.path, field.holds, field.meaning
            ));
        }
    }
    let here = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let file = here.join("../../docs/reference/resources.md");
    let written = std::fs::read_to_string(&file).unwrap();
    let (head, rest) = written.split_once(MARKS[0]).unwrap();
    let (_, tail) = rest.split_once(MARKS[1]).unwrap();
    let current = format!("{head}{}{text}\n{}{tail}", MARKS[0], MARKS[1]);
    if std::env::var_os("PORTOLAN_BLESS").is_some() {
        std::fs::write(&file, &current).unwrap();
    } else {
        assert!(
            written == current,
            "docs/reference/resources.md is stale: run the test with PORTOLAN_BLESS=1"
        );
    }
}
