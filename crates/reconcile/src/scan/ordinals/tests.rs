use super::*;

#[test]
fn an_id_keeps_its_number_and_a_gone_ones_number_is_not_given_again() {
    let mut first = Ordinals::default();
    assert_eq!(
        (first.intern("a"), first.intern("b"), first.intern("a")),
        (0, 1, 0)
    );

    // `b`, the highest, is gone from the next snapshot; its number is known only through `next`.
    let mut second = Ordinals::resume([("a".to_owned(), 0)], first.next());
    assert_eq!(
        (second.intern("c"), second.get("a"), second.get("b")),
        (2, Some(0), None)
    );
}

#[test]
fn a_next_that_is_too_low_cannot_give_a_number_twice() {
    let mut resumed = Ordinals::resume([("a".to_owned(), 7)], 0);
    assert_eq!(resumed.intern("b"), 8);
}
