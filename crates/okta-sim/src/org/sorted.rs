//! One page of a list in another order than the list's own, in one pass and with memory for that page alone.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::filter::{Attributes, Value};

/// A place in the order: what is sorted by, then the ordinal.
pub(crate) type Place = (String, u32);

/// The order of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<'c> {
    /// `sortBy`
    pub(crate) attribute: &'c str,
    /// `sortOrder` is `desc`.
    pub(crate) descending: bool,
}

impl Order<'_> {
    /// Where an object stands.
    pub(crate) fn place(&self, ordinal: u32, object: &impl Attributes) -> Place {
        let mut key = String::new();
        object.visit(self.attribute, &mut |value| match value {
            Value::Text(text) => key = text.to_lowercase(),
            Value::Instant(ms) => key = format!("{ms:020}"),
            Value::Number(number) => key = format!("{number:020}"),
            Value::Bool(flag) => key = flag.to_string(),
        });
        (key, ordinal)
    }

    fn compare(&self, left: &Place, right: &Place) -> Ordering {
        let order = left.cmp(right);
        if self.descending { order.reverse() } else { order }
    }

    /// The first `limit` objects behind `after`, and whether there are more.
    pub(crate) fn page<'o, T: Attributes>(
        &self,
        all: impl Iterator<Item = (u32, &'o T)>,
        after: Option<Place>,
        limit: usize,
    ) -> (Vec<(u32, &'o T)>, bool) {
        let mut first: BinaryHeap<Candidate<'o, T>> = BinaryHeap::with_capacity(limit + 2);
        for (ordinal, object) in all {
            let place = self.place(ordinal, object);
            if after
                .as_ref()
                .is_some_and(|after| self.compare(&place, after) != Ordering::Greater)
            {
                continue;
            }
            first.push(Candidate {
                place,
                object,
                descending: self.descending,
            });
            if first.len() > limit + 1 {
                first.pop();
            }
        }
        let more = first.len() > limit;
        let mut page: Vec<(u32, &'o T)> = first
            .into_sorted_vec()
            .into_iter()
            .map(|candidate| (candidate.place.1, candidate.object))
            .collect();
        page.truncate(limit);
        (page, more)
    }
}

/// An object with its place; the greatest is the one that comes last.
struct Candidate<'o, T> {
    place: Place,
    object: &'o T,
    descending: bool,
}

impl<T> Ord for Candidate<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.place.cmp(&other.place);
        if self.descending { order.reverse() } else { order }
    }
}

impl<T> PartialOrd for Candidate<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Candidate<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl<T> Eq for Candidate<'_, T> {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Named(&'static str);

    impl Attributes for Named {
        fn visit(&self, _: &str, each: &mut dyn FnMut(Value<'_>)) {
            each(Value::Text(self.0));
        }
    }

    #[test]
    fn pages_hang_together_in_both_directions() {
        let all = [Named("d"), Named("a"), Named("C"), Named("a"), Named("b")];
        let listed = || (0_u32..).zip(&all);
        for (descending, expected) in [(false, [1, 3, 4, 2, 0]), (true, [0, 2, 4, 3, 1])] {
            let order = Order {
                attribute: "name",
                descending,
            };
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let (page, more) = order.page(listed(), after, 2);
                seen.extend(page.iter().map(|(ordinal, _)| *ordinal));
                after = page
                    .last()
                    .map(|(ordinal, object)| order.place(*ordinal, *object));
                if !more {
                    break;
                }
            }
            assert_eq!(seen, expected);
        }
    }
}
