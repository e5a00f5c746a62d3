//! A question about a person, by whose accounts are whose now.
//!
//! Events bear the person that was known when they came. Links are learned later and corrected by hand, and old events
//! are not written again: so the question is widened to the accounts that are linked to the person now, and narrowed by
//! those that were and are not any more.

use super::test::parts;
use super::{Column, Filter, Pattern, Query, Test};
use activity::correlate::{Account, Correlator};
use activity::event::Field;
use std::collections::BTreeMap;

/// Accounts that one condition is widened or narrowed by; a form that means more people finds what events bear.
const ACCOUNTS_MAX: usize = 5_000;

impl Query {
    /// Whether the answer depends on whose accounts are whose.
    pub fn asks_for_people(&self) -> bool {
        self.filter.asks_for_people()
    }

    /// The same question by whose accounts are whose now.
    pub fn with_people(&self, people: &Correlator) -> Self {
        Self {
            filter: self.filter.with_people(people),
            ..self.clone()
        }
    }
}

impl Filter {
    fn asks_for_people(&self) -> bool {
        match self {
            Self::Is { column, .. } | Self::Like { column, .. } | Self::Matches { column, .. } => {
                column.fields().contains(&Field::IdentityId)
            }
            Self::Not(filter) => filter.asks_for_people(),
            Self::And(filters) | Self::Or(filters) => filters.iter().any(Self::asks_for_people),
            _ => false,
        }
    }

    /// The same condition by whose accounts are whose now.
    pub fn with_people(&self, people: &Correlator) -> Self {
        let every = |filters: &[Self]| filters.iter().map(|filter| filter.with_people(people)).collect();
        match self {
            Self::Not(filter) => Self::Not(Box::new(filter.with_people(people))),
            Self::And(filters) => Self::And(every(filters)),
            Self::Or(filters) => Self::Or(every(filters)),
            Self::Is { column, values } if column.fields().contains(&Field::IdentityId) => {
                let is = |person: &str| values.iter().any(|value| value.eq_ignore_ascii_case(person));
                self.widened(*column, &is, people)
            }
            Self::Like { column, pattern } if column.fields().contains(&Field::IdentityId) => {
                let test = Test::Glob(parts(pattern));
                self.widened(*column, &|person| test.passes(person), people)
            }
            Self::Matches { column, pattern } if column.fields().contains(&Field::IdentityId) => {
                // What is no expression is refused when the whole is made ready.
                let test = Pattern::new(pattern).map(Test::Regex);
                let is = |person: &str| test.as_ref().is_ok_and(|test| test.passes(person));
                self.widened(*column, &is, people)
            }
            filter => filter.clone(),
        }
    }

    /// `self`, where the column of the person means the accounts of those that `is` names.
    fn widened(&self, column: Column, is: &dyn Fn(&str) -> bool, people: &Correlator) -> Self {
        let (mut theirs, mut others) = (Vec::new(), Vec::new());
        for (account, person) in people.persons() {
            if is(&person) {
                theirs.push(account);
            } else if people.may_have_been(account, is) {
                others.push(account);
            }
        }
        others.extend(people.nobodys());
        if theirs.len() + others.len() > ACCOUNTS_MAX {
            return self.clone();
        }
        let on = |field| self.on(Column::One(field));
        let mut borne = on(Field::IdentityId);
        if !others.is_empty() {
            borne = Self::And(vec![borne, Self::Not(Box::new(Self::of_accounts(&others)))]);
        }
        let beside = column
            .fields()
            .iter()
            .filter(|field| **field != Field::IdentityId);
        let mut any: Vec<Self> = beside.map(|field| on(*field)).collect();
        any.push(borne);
        if !theirs.is_empty() {
            any.push(Self::of_accounts(&theirs));
        }
        match any.len() {
            1 => any.pop().unwrap_or_default(),
            _ => Self::Or(any),
        }
    }

    /// The same condition on another column.
    fn on(&self, column: Column) -> Self {
        match self {
            Self::Is { values, .. } => Self::Is {
                column,
                values: values.clone(),
            },
            Self::Like { pattern, .. } => Self::Like {
                column,
                pattern: pattern.clone(),
            },
            Self::Matches { pattern, .. } => Self::Matches {
                column,
                pattern: pattern.clone(),
            },
            filter => filter.clone(),
        }
    }

    /// What these accounts did.
    pub fn of_accounts(accounts: &[&Account]) -> Self {
        // An account's id means somebody only within its source.
        let mut by_org: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for account in accounts {
            let of = by_org.entry((account.source.word(), &account.org)).or_default();
            of.push(account.id.clone());
        }
        let is = |field, values: Vec<String>| Self::Is {
            column: Column::One(field),
            values,
        };
        let of = by_org.into_iter().map(|((source, org), ids)| {
            // Who has no id is known by name.
            let nameless = Self::Not(Box::new(Self::Exists {
                column: Column::One(Field::ActorId),
            }));
            let by_name = Self::And(vec![nameless, is(Field::ActorName, ids.clone())]);
            let mut all = vec![is(Field::Source, vec![source.to_owned()])];
            if !org.is_empty() {
                all.push(is(Field::SourceOrg, vec![org.to_owned()]));
            }
            all.push(Self::Or(vec![is(Field::ActorId, ids), by_name]));
            Self::And(all)
        });
        Self::Or(of.collect())
    }
}
