//! Roles that the last sign-in gave for groups, against the groups as the scan has them.

use store::state::{Belongs, PersonStep, SyncedPerson, judged};

use super::{InOkta, InOrg, Plan};

/// Takes back what was given for groups that the person has demonstrably left. A scan that did not read all groups and
/// members, or that began before the sign-in, shows nothing of the kind.
pub(super) fn withdraw(made: &mut Plan, org: &InOrg<'_>, there: &InOkta, found: &SyncedPerson, name: &str) {
    let Some(groups) = org.groups else { return };
    if found.mapped_by.is_empty() || !org.knows(found.last_sign_in) {
        return;
    }
    let belongs = |group: &str| {
        if there.groups.iter().any(|name| name == group) {
            Belongs::Yes
        } else if groups.contains(group) {
            Belongs::No
        } else {
            Belongs::NoGroup
        }
    };
    let (kept, roles) = judged(&found.mapped_by, belongs);
    if !roles.is_empty() {
        made.steps.push(PersonStep::Withdraw {
            id: found.id.clone(),
            name: name.to_owned(),
            roles,
            mapped_by: kept,
        });
    } else if kept != found.mapped_by {
        made.confirmed.push((found.id.clone(), kept));
    }
}
