//! Who stands behind events: what a name means, and persons by whose accounts are whose now.

use super::Adapter;
use super::asked::query;
use super::search::facets;
use activity::correlate::{Account, account_of};
use activity::event::Field;
use archive::{Column, Event, Filter, Query};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use web::view::{FacetValue, FacetView, PersonBehind};
use web::{ActivityFault, Question};

/// Persons that are listed of a token or a session.
const PEOPLE: usize = 20;
/// Accounts whose events are counted one by one, because they may bear another person than theirs.
const MOVED_MAX: usize = 500;
/// Values that are counted before persons are put together.
const COUNTED: usize = 2_000;

/// What a name means, and the question for what it did.
pub(super) struct Subject {
    /// `person`, `credential` or `session`.
    pub(super) kind: &'static str,
    pub(super) query: Query,
}

impl Adapter {
    /// What names mean: somebody; else a credential or a session, if events bear it.
    pub(super) async fn subject(
        &self,
        names: &BTreeSet<String>,
        owner: Option<&str>,
        asked: &Question,
    ) -> Result<Subject, ActivityFault> {
        let span = query(asked, self.now())?;
        let mut values: Vec<String> = names.iter().cloned().collect();
        if let Some(owner) = owner.filter(|owner| !names.contains(*owner)) {
            values.push(owner.to_owned());
        }
        let columns = [
            ("person", Column::Actor),
            ("credential", Column::One(Field::CredentialId)),
            ("session", Column::Session),
        ];
        let mut subjects = columns.map(|(kind, column)| Subject {
            kind,
            query: {
                let theirs = Filter::Is {
                    column,
                    values: values.clone(),
                };
                match asked.hides_own {
                    true => narrowed(&span, vec![theirs]),
                    false => Query {
                        filter: theirs,
                        ..span.clone()
                    },
                }
            },
        });
        if owner.is_none() {
            for at in 0..subjects.len() {
                let Some(subject) = subjects.get(at) else { break };
                let wanted = subject.query.clone();
                let count = self.asking(move |archive| archive.count(&wanted)).await?;
                if count.events > 0 {
                    subjects.swap(0, at);
                    break;
                }
            }
        }
        let [subject, ..] = subjects;
        Ok(subject)
    }

    /// Who did these events, the most frequent first.
    pub(super) async fn people_behind(&self, events: &[Event]) -> Vec<PersonBehind> {
        let counted = self.center.people(|people| {
            let mut counted: BTreeMap<String, u64> = BTreeMap::new();
            for event in events {
                let account = event.row().and_then(|row| account_of(&row));
                let link = account.and_then(|account| people.link(&account));
                let person = link
                    .map(|link| link.person)
                    .or_else(|| event.get(Field::IdentityId));
                if let Some(person) = person.or_else(|| event.get(Field::ActorName)) {
                    *counted.entry(person).or_default() += 1;
                }
            }
            counted
        });
        let mut people: Vec<PersonBehind> = counted
            .await
            .into_iter()
            .map(|(person, events)| PersonBehind { person, events })
            .collect();
        people.sort_by_key(|one| Reverse(one.events));
        people.truncate(PEOPLE);
        people
    }

    /// How many events each person did, by whose accounts are whose now.
    pub(super) async fn count_persons(&self, query: Query, top: usize) -> Result<FacetView, ActivityFault> {
        let mut moved = self.center.people(|people| people.moved()).await;
        moved.truncate(MOVED_MAX);
        let nameless = Filter::Not(Box::new(Filter::Exists {
            column: Column::One(Field::IdentityId),
        }));
        let theirs: Vec<&Account> = moved.iter().map(|(account, _)| account).collect();
        let unmoved = Filter::Not(Box::new(Filter::of_accounts(&theirs)));
        let borne = narrowed(&query, vec![unmoved.clone()]);
        let unknown = narrowed(&query, vec![unmoved, nameless.clone()]);
        let (borne, ids) = self
            .asking(move |archive| {
                let of = |query: &Query, field| -> Result<Vec<FacetValue>, archive::SearchError> {
                    let mut list = facets(archive, query, &[field], COUNTED)?.facets;
                    Ok(list.pop().map(|facet| facet.values).unwrap_or_default())
                };
                Ok((of(&borne, Field::IdentityId)?, of(&unknown, Field::ActorId)?))
            })
            .await?;
        // Events that came before it was known whose account it is.
        let ids: BTreeSet<String> = ids.into_iter().map(|value| value.value).collect();
        let found = |people: &activity::correlate::Correlator| -> Vec<(Account, String)> {
            let known = people.persons().filter(|(account, _)| ids.contains(&account.id));
            let unmoved = known.filter(|(account, _)| moved.iter().all(|(one, _)| one != *account));
            unmoved
                .take(MOVED_MAX)
                .map(|(account, person)| (account.clone(), person))
                .collect()
        };
        let late = self.center.people(found).await;
        let mut each: Vec<(Query, String)> = Vec::new();
        for (account, person) in &moved {
            if let Some(person) = person {
                each.push((
                    narrowed(&query, vec![Filter::of_accounts(&[account])]),
                    person.clone(),
                ));
            }
        }
        for (account, person) in late {
            let only = vec![Filter::of_accounts(&[&account]), nameless.clone()];
            each.push((narrowed(&query, only), person));
        }
        let (counts, total) = self
            .asking(move |archive| {
                let counts = each.into_iter();
                let counts = counts.map(|(query, person)| Ok((person, archive.count(&query)?.events)));
                let counts = counts.collect::<Result<Vec<_>, archive::SearchError>>()?;
                Ok((counts, archive.count(&query)?.events))
            })
            .await?;
        let borne = borne.into_iter().map(|value| (value.value, value.count));
        Ok(facet(borne.chain(counts), total, top))
    }
}

/// The same question with more conditions.
fn narrowed(query: &Query, more: Vec<Filter>) -> Query {
    let mut all = vec![query.filter.clone()];
    all.extend(more);
    Query {
        filter: Filter::And(all),
        ..query.clone()
    }
}

fn facet(counts: impl Iterator<Item = (String, u64)>, total: u64, top: usize) -> FacetView {
    let mut persons: BTreeMap<String, u64> = BTreeMap::new();
    for (person, count) in counts.filter(|(_, count)| *count > 0) {
        *persons.entry(person.to_ascii_lowercase()).or_default() += count;
    }
    let named: u64 = persons.values().sum();
    let mut values: Vec<FacetValue> = persons
        .into_iter()
        .map(|(value, count)| FacetValue { value, count })
        .collect();
    values.sort_by(|left, right| (right.count, &left.value).cmp(&(left.count, &right.value)));
    let more = values.len().saturating_sub(top) as u64;
    values.truncate(top);
    FacetView {
        column: Field::IdentityId.name().to_owned(),
        more,
        nulls: if more == 0 { total.saturating_sub(named) } else { 0 },
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::facet;

    #[test]
    fn counts_of_one_person_are_put_together() {
        let counts = [("ann", 3), ("bob", 4), ("Ann", 2), ("eve", 0)];
        let counts = counts.map(|(person, count)| (person.to_owned(), count));
        let found = facet(counts.into_iter(), 12, 10);
        let values: Vec<_> = found
            .values
            .iter()
            .map(|one| (one.value.as_str(), one.count))
            .collect();
        assert_eq!(values, [("ann", 5), ("bob", 4)]);
        assert_eq!((found.more, found.nulls), (0, 3));
    }
}
