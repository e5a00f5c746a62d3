use super::*;
use proptest::prelude::*;

fn show(text: &str) -> String {
    let mut tape = Tape::default();
    match tape.scan(text) {
        Ok(doc) => print(doc.root()),
        Err(error) => error.to_string(),
    }
}

fn print(value: Value<'_>) -> String {
    match value.kind() {
        Kind::Object => {
            let inside: Vec<_> = value
                .members()
                .map(|member| format!("{}:{}", member.key(), print(member)))
                .collect();
            format!("{{{}}}", inside.join(","))
        }
        Kind::Array => format!("[{}]", value.members().map(print).collect::<Vec<_>>().join(",")),
        Kind::Text => format!("{:?}", value.text().unwrap()),
        _ => value.source().to_owned(),
    }
}

#[test]
fn a_text_is_read_as_written() {
    insta::assert_snapshot!(show(r#" {"a":[1,{"b":null},[]],"c":"x\"\u00e9\ud83d\ude00","d":{},"e":-1.5e3,"f":true} "#),
        @r#"{a:[1,{b:null},[]],c:"x\"é😀",d:{},e:-1.5e3,f:true}"#);
}

#[test]
fn what_is_not_json_says_where() {
    insta::assert_snapshot!(show(r#"{"a":1,}"#), @"not JSON at byte 7");
    insta::assert_snapshot!(show(r#"{"a":1} x"#), @"not JSON at byte 8");
    insta::assert_snapshot!(show(r#"{"a":"#), @"the JSON text ends too early");
    insta::assert_snapshot!(show(r#"{"a":"b"#), @"the JSON text ends too early");
    insta::assert_snapshot!(show(r#"[1}"#), @"not JSON at byte 2");
    insta::assert_snapshot!(show(""), @"the JSON text ends too early");
    insta::assert_snapshot!(show(&"[".repeat(5000)), @"nested deeper than 128 levels at byte 128");
}

#[test]
fn paths_reach_inside() {
    let mut tape = Tape::default();
    let doc = tape.scan(r#"{"a":{"b":{"c":"7"}},"d":"true"}"#).unwrap();
    assert_eq!(doc.root().at(&["a", "b", "c"]).and_then(Value::number), Some(7.0));
    assert_eq!(doc.root().get("d").and_then(Value::truth), Some(true));
    assert!(doc.root().at(&["a", "x"]).is_none());
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        ".*".prop_map(|text: String| text.into()),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::btree_map(".*", inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn rebuild(value: Value<'_>) -> serde_json::Value {
    match value.kind() {
        Kind::Object => value
            .members()
            .map(|member| (unescape(member.key()).into_owned(), rebuild(member)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Kind::Array => value.members().map(rebuild).collect::<Vec<_>>().into(),
        Kind::Text => value.text().unwrap().into_owned().into(),
        _ => serde_json::from_str(value.source()).unwrap(),
    }
}

proptest! {
    #[test]
    fn every_json_value_survives(value in any_json()) {
        let text = value.to_string();
        let mut tape = Tape::default();
        prop_assert_eq!(rebuild(tape.scan(&text).unwrap().root()), value);
    }

    #[test]
    fn any_text_is_answered_without_panic(text in ".*") {
        let mut tape = Tape::default();
        let _ = tape.scan(&text).map(|doc| print(doc.root()));
    }

    #[test]
    fn any_cut_of_json_is_an_error(value in any_json(), cut in any::<prop::sample::Index>()) {
        let text = serde_json::json!({ "k": value }).to_string();
        let cut = cut.index(text.len());
        if text.is_char_boundary(cut) {
            prop_assert!(Tape::default().scan(&text[..cut]).is_err());
        }
    }
}
