//! Conditions as trees over tests; a test asks one field one thing.

use super::graph::Question;
use super::op::Op;
use crate::event::Field;

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Source {
    /// A column.
    Column(Field),
    /// Who stands behind the event: the correlated identity, else the actor.
    Person,
    /// The person it is done to: the user among the targets, else who stands behind the event.
    Subject,
    /// A path in the source's text; arrays on the way are looked through.
    Raw(Box<[Box<str>]>),
    /// Anywhere in the source's text.
    Anywhere,
    /// A question to the graph.
    Graph(Question),
}

/// One question to one field.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    pub(crate) source: Source,
    pub(crate) op: Op,
}

/// A condition. Tests are numbers into the list of the rule or, after compilation, of the rule set.
#[derive(Clone, Debug)]
pub(crate) enum Expr {
    Const(bool),
    Test(u32),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
}

impl Expr {
    /// All of them; simplified where that is plain.
    pub(crate) fn all(mut parts: Vec<Expr>) -> Expr {
        match parts.len() {
            0 => Expr::Const(true),
            1 => parts.remove(0),
            _ => Expr::And(parts),
        }
    }

    /// Any of them.
    pub(crate) fn any(mut parts: Vec<Expr>) -> Expr {
        match parts.len() {
            0 => Expr::Const(false),
            1 => parts.remove(0),
            _ => Expr::Or(parts),
        }
    }

    /// At least `wanted` of them.
    pub(crate) fn at_least(wanted: usize, parts: &[Expr]) -> Expr {
        match (wanted, parts.split_first()) {
            (0, _) => Expr::Const(true),
            (_, None) => Expr::Const(false),
            (1, _) => Expr::any(parts.to_vec()),
            (_, Some(_)) if wanted == parts.len() => Expr::all(parts.to_vec()),
            (_, Some((first, rest))) => Expr::any(vec![
                Expr::all(vec![first.clone(), Expr::at_least(wanted - 1, rest)]),
                Expr::at_least(wanted, rest),
            ]),
        }
    }

    /// Whether it holds.
    pub(crate) fn holds(&self, test: &mut impl FnMut(u32) -> bool) -> bool {
        match self {
            Expr::Const(truth) => *truth,
            Expr::Test(number) => test(*number),
            Expr::And(parts) => parts.iter().all(|part| part.holds(test)),
            Expr::Or(parts) => parts.iter().any(|part| part.holds(test)),
            Expr::Not(inner) => !inner.holds(test),
        }
    }

    /// Whether it holds when only some tests can be answered; `None` when that is not enough.
    pub(crate) fn partly(&self, test: &impl Fn(u32) -> Option<bool>) -> Option<bool> {
        match self {
            Expr::Const(truth) => Some(*truth),
            Expr::Test(number) => test(*number),
            Expr::Not(inner) => inner.partly(test).map(|truth| !truth),
            Expr::And(parts) => fold(parts, test, false),
            Expr::Or(parts) => fold(parts, test, true),
        }
    }

    /// Calls with the tests that decide when some are answered already.
    pub(crate) fn open(&self, known: &impl Fn(u32) -> Option<bool>, ask: &mut impl FnMut(u32)) {
        if self.partly(known).is_some() {
            return;
        }
        match self {
            Expr::Const(_) => {}
            Expr::Test(number) => ask(*number),
            Expr::Not(inner) => inner.open(known, ask),
            Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| part.open(known, ask)),
        }
    }

    /// Gives tests other numbers.
    pub(crate) fn renumber(&mut self, number: &impl Fn(u32) -> u32) {
        match self {
            Expr::Const(_) => {}
            Expr::Test(old) => *old = number(*old),
            Expr::Not(inner) => inner.renumber(number),
            Expr::And(parts) | Expr::Or(parts) => parts.iter_mut().for_each(|part| part.renumber(number)),
        }
    }

    /// Puts cheap tests first, so that costly ones are seldom asked. `cost` is by test.
    pub(crate) fn cheapest_first(&mut self, cost: &impl Fn(u32) -> u32) -> u32 {
        match self {
            Expr::Const(_) => 0,
            Expr::Test(number) => cost(*number),
            Expr::Not(inner) => inner.cheapest_first(cost),
            Expr::And(parts) | Expr::Or(parts) => {
                let mut weighed: Vec<(u32, Expr)> = std::mem::take(parts)
                    .into_iter()
                    .map(|mut part| (part.cheapest_first(cost), part))
                    .collect();
                weighed.sort_by_key(|(weight, _)| *weight);
                let total = weighed.iter().map(|(weight, _)| weight).sum();
                *parts = weighed.into_iter().map(|(_, part)| part).collect();
                total
            }
        }
    }
}

/// `decisive` settles the whole: false for "all", true for "any".
fn fold(parts: &[Expr], test: &impl Fn(u32) -> Option<bool>, decisive: bool) -> Option<bool> {
    let mut unsure = false;
    for part in parts {
        match part.partly(test) {
            Some(truth) if truth == decisive => return Some(decisive),
            Some(_) => {}
            None => unsure = true,
        }
    }
    (!unsure).then_some(!decisive)
}
