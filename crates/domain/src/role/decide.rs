//! The one place that decides.

use super::{Conditions, LabelMatcher, Labels, Resource, Role, Verb};

/// What a decision came to, and which role made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'a> {
    /// This role permits it, and none forbids it.
    Allowed(&'a str),
    /// This role forbids it.
    Denied(&'a str),
    /// No role speaks of it.
    NotAllowed,
}

impl Decision<'_> {
    /// Whether it may be done.
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// Whether these roles together permit `verb` on resources of this kind.
pub fn decide<'a>(roles: &'a [Role], resource: Resource, verb: Verb) -> Decision<'a> {
    let covers = |side: &Conditions| side.rules.iter().any(|rule| rule.covers(resource, verb));
    over(roles, covers)
}

/// The first thing that somebody with the roles `after` could do and could not do with `before`, and that `giver` may not
/// do: what `giver` may not hand out. `None` when the change stays within what `giver` holds.
pub fn beyond(before: &[Role], after: &[Role], giver: &[Role]) -> Option<(Resource, Verb)> {
    let all = Resource::ALL
        .iter()
        .flat_map(|resource| Verb::ALL.iter().map(|verb| (*resource, *verb)));
    let may = |roles: &[Role], (resource, verb)| decide(roles, resource, verb).is_allowed();
    all.into_iter()
        .find(|what| may(after, *what) && !may(before, *what) && !may(giver, *what))
}

/// Whether these roles together permit what carries these labels; `side` picks apps or groups.
pub fn decide_labels<'a>(
    roles: &'a [Role],
    side: fn(&Conditions) -> &LabelMatcher,
    labels: &Labels,
) -> Decision<'a> {
    over(roles, |conditions| side(conditions).matches(labels))
}

/// A denial by any role wins; then a permission by any role.
fn over(roles: &[Role], speaks: impl Fn(&Conditions) -> bool) -> Decision<'_> {
    if let Some(role) = roles.iter().find(|role| speaks(&role.deny)) {
        return Decision::Denied(&role.name);
    }
    match roles.iter().find(|role| speaks(&role.allow)) {
        Some(role) => Decision::Allowed(&role.name),
        None => Decision::NotAllowed,
    }
}
