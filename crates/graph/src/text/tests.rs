use super::*;

#[test]
fn strings_of_all_lengths_come_back() {
    let mut builder = TextBuilder::new();
    let strings: Vec<String> = [0, 1, 12, 63, 64, 65, 4095, 4096, 300_000]
        .into_iter()
        .map(|len| "é".repeat(len))
        .collect();
    let places: Vec<Text> = strings.iter().map(|text| builder.push(text)).collect();
    let texts = builder.finish();
    for (text, place) in strings.iter().zip(places) {
        assert_eq!(texts.get(place), text);
        let (offset, len) = texts.span(place);
        assert_eq!(
            &texts.bytes()[offset as usize..(offset + len) as usize],
            text.as_bytes()
        );
    }
}

#[test]
fn an_interned_string_is_kept_once() {
    let mut builder = TextBuilder::new();
    assert_eq!(builder.intern("Engineering"), builder.intern("Engineering"));
    assert!(builder.intern("").is_empty());
}
