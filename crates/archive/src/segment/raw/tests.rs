//! Raw texts come back byte for byte, and shapes cost what they should.

use super::collect::Raws;
use super::cut;
use super::read::{Reader, Rows};
use super::slots::Slot;
use crate::files::{Disk, Files};
use crate::segment::container;
use proptest::prelude::*;

/// The texts as they come back from a file.
fn again(texts: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raw.idx");
    let mut raws = Raws::default();
    for text in texts {
        raws.push(text);
    }
    let mut out = container::Writer::new(Disk.create(&path).unwrap());
    raws.settle().write(&mut out).unwrap();
    out.finish(texts.len()).unwrap();
    let container = container::Container::open(Disk.open(&path).unwrap(), path).unwrap();
    let reader = Reader::default();
    let known = reader.known(&container).unwrap();
    let mut rows = Rows::default();
    let read = |row| {
        let mut out = Vec::new();
        rows.read(&container, known, row, &mut out).unwrap();
        out
    };
    (0..texts.len()).map(read).collect()
}

fn cut_at(text: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    cut::cut(text.as_bytes(), &mut spans);
    let value = |(start, end): &(u32, u32)| &text[*start as usize..*end as usize];
    spans.iter().map(value).collect()
}

#[test]
fn values_are_cut_out_and_keys_are_not() {
    let text = r#"{"a": "x\"y", "b" :[1,-2.5e3,true,null],"c":{"d":""}}"#;
    assert_eq!(
        cut_at(text),
        [r#""x\"y""#, "1", "-2.5e3", "true", "null", r#""""#]
    );
    for whole in ["", "plain", "[1]", r#"{"open"#, "{\u{1}}", r#"{"a":X}"#] {
        assert_eq!(cut_at(whole), [whole]);
    }
}

#[test]
fn a_known_shape_is_cut_as_an_unknown_one() {
    let mut raws = Raws::default();
    let first = raws.push(br#"{"a":"x","b":1}"#).to_vec();
    assert_eq!(first, [(5, 8), (13, 14)]);
    assert_eq!(raws.push(br#"{"a":null,"b":"yz"}"#), [(5, 9), (14, 18)]);
    assert_eq!(raws.kinds.len(), 1);
    raws.push(br#"{"a":{},"b":"yz"}"#);
    assert_eq!(raws.kinds.len(), 2);
}

#[test]
fn each_value_is_kept_in_the_cheapest_way() {
    let mut raws = Raws::default();
    for row in 0..4_000_u64 {
        let (id, person) = (row.wrapping_mul(0x9E37_79B9_7F4A_7C15), row * row % 37);
        let text = format!(
            r#"{{"id":"{id:016x}","who":"p{person}","name":"Person {person}","again":"{id:016x}","v":0}}"#
        );
        raws.push(text.as_bytes());
    }
    let settled = raws.settle();
    let [kind] = settled.kinds.as_slice() else {
        panic!("one shape")
    };
    let slots = &kind.shape.slots;
    assert!(
        matches!(&slots[0], Slot::New(pattern) if pattern.bits() == 64),
        "{slots:?}"
    );
    assert!(
        matches!(&slots[1], Slot::OneOf(texts) if texts.len() < 37),
        "{slots:?}"
    );
    assert!(matches!(slots[2], Slot::Follows { parent: 1, .. }), "{slots:?}");
    assert!(matches!(slots[3], Slot::Copy(0)), "{slots:?}");
    assert_eq!(slots.len(), 4);
}

fn texts() -> impl Strategy<Value = Vec<u8>> {
    let value = || {
        prop_oneof![
            (0..4_u8).prop_map(|n| format!("{n}")),
            "[a-f0-9]{8}".prop_map(|id| format!("\"{id}\"")),
            "\\PC{0,6}".prop_map(|text| format!("{text:?}")),
            Just("null".to_owned()),
            Just("[1,[],{}]".to_owned()),
        ]
    };
    prop_oneof![
        8 => (value(), value(), any::<bool>()).prop_map(|(a, b, is_long)| {
            let more = if is_long { r#","c":"same""# } else { "" };
            format!(r#"{{"a":{a},"b":{b}{more}}}"#).into_bytes()
        }),
        1 => prop::collection::vec(any::<u8>(), 0..20),
        1 => prop::collection::vec(prop::sample::select(b"{}[]\",:\\ \0tn1".to_vec()), 0..20),
    ]
}

proptest! {
    #[test]
    fn every_text_comes_back_byte_for_byte(texts in prop::collection::vec(texts(), 1..300)) {
        prop_assert_eq!(again(&texts), texts);
    }
}
