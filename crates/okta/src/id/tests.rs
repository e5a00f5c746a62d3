use super::*;
use proptest::prelude::*;

#[test]
fn stays_small() {
    assert_eq!(size_of::<Id>(), 24);
    assert_eq!(size_of::<Option<Id>>(), 24);
}

proptest! {
    #[test]
    fn keeps_any_text(text in "\\PC{0,40}") {
        let id = Id::new(&text);
        prop_assert_eq!(id.as_str(), text.as_str());
    }
}
