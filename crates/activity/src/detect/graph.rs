//! What rules may ask of the access graph. Whoever runs the engine answers; without a graph nothing is known.

use crate::event::{Field, View};

/// A question about the actor or the targets of an event.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Question {
    /// Does the actor hold an admin role, or is it a token or service app that does?
    ActorIsAdmin,
    /// Does a target user hold an admin role?
    TargetIsAdmin,
    /// Does a target group carry an admin role, or lead to one?
    TargetGrantsAdmin,
    /// Can a target (user, group, app) reach what is marked as a crown jewel?
    TargetReachesCrownJewel,
    /// Can the actor reach what is marked as a crown jewel?
    ActorReachesCrownJewel,
    /// Is a target marked as sensitive?
    TargetIsSensitive,
}

/// Yes, no, or not known.
pub type Answer = Option<bool>;

impl Question {
    /// All questions with their names in rules, `graph.…`.
    pub const ALL: [(&'static str, Self); 6] = [
        ("graph.actor_is_admin", Self::ActorIsAdmin),
        ("graph.target_is_admin", Self::TargetIsAdmin),
        ("graph.target_grants_admin", Self::TargetGrantsAdmin),
        ("graph.target_reaches_crown_jewel", Self::TargetReachesCrownJewel),
        ("graph.actor_reaches_crown_jewel", Self::ActorReachesCrownJewel),
        ("graph.target_is_sensitive", Self::TargetIsSensitive),
    ];
}

/// Answers questions about events. Be quick: it is asked only where everything else in a rule holds.
pub trait Graph {
    /// The answer for this event; `None` when the graph does not know the object.
    fn answer(&self, question: Question, event: &dyn View) -> Answer;
}

/// Knows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoGraph;

impl Graph for NoGraph {
    fn answer(&self, _: Question, _: &dyn View) -> Answer {
        None
    }
}

/// A graph from lists of ids, for tests and for rules' own examples.
#[derive(Clone, Debug, Default)]
pub struct ListedGraph {
    /// Ids or names, by question.
    pub yes: std::collections::BTreeMap<Question, Vec<String>>,
}

impl Graph for ListedGraph {
    fn answer(&self, question: Question, event: &dyn View) -> Answer {
        let listed = self.yes.get(&question)?;
        let named = |text: &str| listed.iter().any(|one| one == text);
        let actor = matches!(
            question,
            Question::ActorIsAdmin | Question::ActorReachesCrownJewel
        );
        let fields = if actor {
            [Field::ActorId, Field::ActorName]
        } else {
            [Field::TargetId, Field::TargetName]
        };
        let direct = fields
            .into_iter()
            .any(|field| event.text(field).is_some_and(named));
        let any_target = !actor
            && event.any_item(Field::TargetIds, &mut |item| {
                item.split_once(':').is_some_and(|(_, id)| named(id))
            });
        Some(direct || any_target)
    }
}
