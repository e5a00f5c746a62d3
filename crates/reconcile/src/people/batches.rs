//! Which steps go into one transaction. Whoever takes a name goes with whoever gives it up: names can be exchanged, and a
//! name that is still somebody's is refused. Steps about one person stay together, in their order.

use std::collections::{BTreeMap, HashMap};

use store::state::PersonStep;

use super::plan::key;

/// Steps in parts of about `size`, by their places; one that belongs together is longer when it must be.
pub(super) fn batches(steps: &[PersonStep], size: usize) -> Vec<Vec<usize>> {
    let mut bonds = bonds(steps);
    let mut bundles: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..steps.len() {
        bundles.entry(bonds.first(at)).or_default().push(at);
    }
    let (mut done, mut batch) = (Vec::new(), Vec::new());
    for bundle in bundles.into_values() {
        if !batch.is_empty() && batch.len() + bundle.len() > size {
            done.push(std::mem::take(&mut batch));
        }
        batch.extend(bundle);
    }
    if !batch.is_empty() {
        done.push(batch);
    }
    done
}

fn bonds(steps: &[PersonStep]) -> Bonds {
    let mut given_up: HashMap<String, usize> = HashMap::new();
    for (at, step) in steps.iter().enumerate() {
        if let PersonStep::Update { name, facts, .. } = step
            && key(name) != key(&facts.name)
        {
            given_up.insert(key(name), at);
        }
    }
    let mut bonds = Bonds((0..steps.len()).collect());
    let mut of_person: HashMap<&str, usize> = HashMap::new();
    for (at, step) in steps.iter().enumerate() {
        let (id, taken) = match step {
            PersonStep::Create { facts, .. } => (None, Some(&facts.name)),
            PersonStep::Update { id, facts, .. } => (Some(id), Some(&facts.name)),
            PersonStep::Deactivate { id, .. }
            | PersonStep::Suspend { id, .. }
            | PersonStep::Restore { id, .. }
            | PersonStep::Withdraw { id, .. } => (Some(id), None),
        };
        if let Some(giver) = taken.and_then(|name| given_up.get(&key(name))) {
            bonds.tie(at, *giver);
        }
        if let Some(id) = id {
            let earlier = *of_person.entry(id).or_insert(at);
            bonds.tie(at, earlier);
        }
    }
    bonds
}

/// For each step an earlier one that it goes with, or itself.
struct Bonds(Vec<usize>);

impl Bonds {
    /// The first of those that go together.
    fn first(&mut self, at: usize) -> usize {
        let mut first = at;
        while let Some(above) = self.0.get(first).copied().filter(|above| *above != first) {
            first = above;
        }
        // Long chains are walked once.
        let mut here = at;
        while let Some(next) = self.0.get_mut(here).filter(|next| **next != first) {
            here = std::mem::replace(next, first);
        }
        first
    }

    fn tie(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(later) = self.0.get_mut(one.max(other)) {
            *later = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::batches;
    use store::state::{PersonFacts, PersonStep};

    fn facts(name: &str) -> PersonFacts {
        PersonFacts {
            okta_id: format!("00u{name}"),
            name: name.to_owned(),
            display_name: String::new(),
            email: String::new(),
            traits: "{}".to_owned(),
        }
    }

    fn update(id: &str, from: &str, to: &str) -> PersonStep {
        PersonStep::Update {
            id: id.to_owned(),
            name: from.to_owned(),
            facts: facts(to),
            add_role: None,
            absorbs: false,
        }
    }

    fn create(name: &str) -> PersonStep {
        PersonStep::Create {
            facts: facts(name),
            role: None,
        }
    }

    fn suspend(id: &str) -> PersonStep {
        PersonStep::Suspend {
            id: id.to_owned(),
            name: id.to_owned(),
        }
    }

    /// The names and ids of each part.
    fn told(steps: &[PersonStep], size: usize) -> Vec<String> {
        let word = |step: &PersonStep| match step {
            PersonStep::Create { facts, .. } => format!("+{}", facts.name),
            PersonStep::Update { name, facts, .. } => format!("{name}>{}", facts.name),
            other => format!("!{}", other.name()),
        };
        let part = |batch: Vec<usize>| {
            batch
                .iter()
                .map(|at| word(&steps[*at]))
                .collect::<Vec<_>>()
                .join(" ")
        };
        batches(steps, size).into_iter().map(part).collect()
    }

    #[test]
    fn steps_that_have_nothing_to_do_with_each_other_are_parted_in_order() {
        let steps = [
            create("a"),
            create("b"),
            update("3", "c", "c"),
            create("d"),
            create("e"),
        ];
        assert_eq!(told(&steps, 2), ["+a +b", "c>c +d", "+e"]);
        assert!(told(&[], 2).is_empty());
    }

    #[test]
    fn whoever_takes_a_name_goes_with_whoever_gives_it_up() {
        let steps = [
            create("x"),
            update("1", "a", "B"),
            create("y"),
            update("2", "b", "A"),
            create("z"),
        ];
        assert_eq!(told(&steps, 2), ["+x", "a>B b>A", "+y +z"]);
        // A new person with the name that another one leaves.
        let steps = [create("a"), create("x"), update("1", "A", "c")];
        assert_eq!(told(&steps, 2), ["+a A>c", "+x"]);
        // A round of many is one part, however long.
        let round = [
            update("1", "a", "b"),
            update("2", "b", "c"),
            create("x"),
            update("3", "c", "a"),
        ];
        assert_eq!(told(&round, 2), ["a>b b>c c>a", "+x"]);
    }

    #[test]
    fn steps_about_one_person_stay_together_in_their_order() {
        let steps = [update("1", "a", "a"), create("x"), suspend("1"), create("y")];
        assert_eq!(told(&steps, 2), ["a>a !1", "+x +y"]);
    }

    #[test]
    fn a_long_chain_is_walked_in_time() {
        let steps: Vec<PersonStep> = (0..20_000)
            .map(|at| update(&at.to_string(), &format!("n{at}"), &format!("n{}", at + 1)))
            .collect();
        assert_eq!(batches(&steps, 1_000).len(), 1);
    }
}
