//! What people do with what they have: some stay away, and nobody opens everything.

use std::collections::BTreeSet;

/// Habits of an organization's people. By default everybody comes and opens anything.
#[derive(Debug, Default)]
pub(crate) struct Habits {
    /// People who do not sign in.
    pub(crate) away: BTreeSet<u32>,
    /// Apps that nobody opens any more.
    pub(crate) asleep: BTreeSet<u32>,
    /// Of so many apps that they have, people never open one; 0 for no such habit.
    pub(crate) ignored_of: u32,
}

impl Habits {
    /// Whether this person opens this app.
    pub(crate) fn opens(&self, person: u32, app: u32) -> bool {
        let mixed = person.wrapping_mul(2_654_435_761).rotate_left(11) ^ app.wrapping_mul(2_246_822_519);
        let is_ignored = self.ignored_of > 0 && (mixed ^ (mixed >> 15)).is_multiple_of(self.ignored_of);
        !self.asleep.contains(&app) && !is_ignored
    }
}

#[cfg(test)]
mod tests {
    use super::Habits;

    #[test]
    fn everybody_opens_everything_unless_they_have_a_habit() {
        let none = Habits::default();
        assert!((0..50).all(|person| (0..50).all(|app| none.opens(person, app))));
        let some = Habits {
            asleep: [7].into(),
            ignored_of: 5,
            ..Habits::default()
        };
        assert!(!(0..50).any(|person| some.opens(person, 7)));
        let opened = (0..200)
            .flat_map(|person| (10..20).map(move |app| (person, app)))
            .filter(|(person, app)| some.opens(*person, *app))
            .count();
        assert!((1_450..1_750).contains(&opened), "{opened} of 2000");
    }
}
