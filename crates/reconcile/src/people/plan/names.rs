//! Names that people give up and take on in one run.

use std::collections::{HashMap, HashSet};

use store::state::{PersonStep, SyncedPerson};

use super::{InOkta, InOrg, Known, Plan, key};

/// Somebody who is gone takes their new name, too: the old one may be somebody else's by now. Whether they are called as
/// in the organization afterwards.
pub(super) fn follow(
    made: &mut Plan,
    known: &Known<'_>,
    there: &InOkta,
    found: &SyncedPerson,
    (leaving, names): (&HashSet<String>, &mut HashSet<String>),
) -> bool {
    let facts = known.facts(there, Some(found));
    let wanted = key(&facts.name);
    if wanted == key(&found.name) {
        return true;
    }
    let is_taken = known.by_name.contains_key(&wanted) && !leaving.contains(&wanted);
    if is_taken || !names.insert(wanted) {
        return false;
    }
    made.steps.push(PersonStep::Update {
        id: found.id.clone(),
        name: found.name.clone(),
        facts,
        add_role: None,
        absorbs: false,
    });
    true
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
