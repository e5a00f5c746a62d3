//! Names that people give up and take on in one run.

use std::collections::{HashMap, HashSet};

use store::state::{PersonStep, SyncedPerson};

use super::{InOkta, InOrg, Known, Plan, key};

/// Somebody who is gone takes their new name, too: the old one may be somebody else's by now. Gives what they are
/// called afterwards; `None` when the new name is taken.
pub(super) fn follow(
    made: &mut Plan,
    known: &Known<'_>,
    there: &InOkta,
    found: &SyncedPerson,
    (leaving, names): (&HashSet<String>, &mut HashSet<String>),
) -> Option<String> {
    let facts = known.facts(there, Some(found));
    let wanted = key(&facts.name);
    if wanted == key(&found.name) {
        return Some(found.name.clone());
    }
    let holder = known.by_name.get(&wanted).filter(|_| !leaving.contains(&wanted));
    // A sign-in under the new name, before anybody told of it.
    let absorbs = holder.is_some_and(|holder| known.is_unbound(holder));
    if (holder.is_some() && !absorbs) || !names.insert(wanted) {
        return None;
    }
    let name = facts.name.clone();
    made.steps.push(PersonStep::Update {
        id: found.id.clone(),
        name: found.name.clone(),
        facts,
        add_role: None,
        absorbs,
    });
    Some(name)
}

/// Names of people here who get another one in this run.
pub(super) fn given_up(org: &InOrg<'_>, by_id: &HashMap<&str, &SyncedPerson>) -> HashSet<String> {
    let renamed = |there: &InOkta| {
        let found = by_id.get(there.facts.okta_id.as_str())?;
        let (before, after) = (key(&found.name), key(&there.facts.name));
        (before != after && org.knows(found.scim_told)).then_some(before)
    };
    org.people.iter().filter_map(renamed).collect()
}
