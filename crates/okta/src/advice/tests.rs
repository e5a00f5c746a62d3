use super::*;

#[test]
fn every_cause_has_a_word_of_its_own_a_sentence_and_advice() {
    let mut words: Vec<_> = Cause::ALL.iter().map(|cause| cause.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Cause::ALL.len());
    for cause in Cause::ALL {
        assert!(
            !cause.what().is_empty() && !cause.what().ends_with('.'),
            "{cause:?}"
        );
        assert!(
            cause.advice().ends_with('.') && !cause.advice().contains("  "),
            "{cause:?}: {}",
            cause.advice()
        );
    }
}

#[test]
fn what_needs_a_person_names_the_place_to_act() {
    for cause in Cause::ALL
        .into_iter()
        .filter(|cause| cause.kind() == FaultKind::NeedsPerson)
    {
        let named = ["address", "under ", "Under "]
            .iter()
            .any(|word| cause.advice().contains(word));
        assert!(named, "{cause:?}: {}", cause.advice());
    }
}
