use super::changed;

fn roles(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn roles_are_set_added_and_taken_away() {
    for (before, set, add, remove, after) in [
        ("a b", "", "", "", "a b"),
        ("a b", "c", "", "", "c"),
        ("a b", "", "b c", "", "a b c"),
        ("a b", "", "c", "a", "b c"),
        ("a", "", "", "a b", ""),
    ] {
        let changed = changed(&roles(before), &roles(set), &roles(add), &roles(remove));
        assert_eq!(
            changed,
            roles(after),
            "{before} set {set} add {add} remove {remove}"
        );
    }
}
