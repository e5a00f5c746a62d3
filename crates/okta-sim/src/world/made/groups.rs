//! Groups of a made world and who is in them.

use rand::Rng;
use serde_json::json;

use super::{Making, TODAY};
use crate::ids::made_id;
use crate::state::GroupKind;
use crate::world::build::{group, object};
use crate::world::people::DEPARTMENTS;

/// Median and spread of a log-normal group size: the mean is five times the median, as in real organizations.
const MEDIAN: f64 = 48.0;
const SIGMA: f64 = 1.79;

/// Makes all groups: everybody, one by department filled by a rule, the others by chance.
pub(super) fn make(making: &mut Making) {
    let created = making.org.identity.created;
    let mut everyone = group(
        &made_id("00g", 1, 4),
        GroupKind::BuiltIn,
        "Everyone",
        "All users in your organization",
        created,
    );
    everyone.everyone = true;
    making.org.push_group(everyone);
    departments(making);
    let pool = pool(making);
    let mut seen = vec![0u32; making.size.users as usize];
    for number in making.org.groups.end()..making.size.groups {
        let kind = if number % 5 == 0 {
            GroupKind::App
        } else {
            GroupKind::Okta
        };
        let name = match kind {
            GroupKind::App => format!("MERIDIAN\\team-{number}"),
            _ => format!("team-{number}"),
        };
        let created = making.past();
        let mut made = group(
            &made_id("00g", u64::from(number) + 1, 4),
            kind,
            &name,
            "",
            created,
        );
        made.last_membership_updated = created.plus_ms((TODAY.0 - created.0) / 2);
        if kind == GroupKind::App {
            made.source = Some(made_id("0oa", 4, 5).into());
        }
        let wanted = size(making);
        for _ in 0..wanted {
            let member = pool[making.rng.random_range(0..pool.len())];
            if let Some(mark) = seen.get_mut(member as usize)
                && *mark != number
            {
                *mark = number;
                made.members.push(member);
            }
        }
        made.members.sort_unstable();
        let members = made.members.clone();
        let ordinal = making.org.push_group(made);
        for member in members {
            if let Some(user) = making.org.users.get_mut(member) {
                user.groups.push(ordinal);
            }
        }
    }
}

fn departments(making: &mut Making) {
    for (index, (name, _)) in DEPARTMENTS.iter().enumerate() {
        let number = making.org.groups.end();
        let id = made_id("00g", u64::from(number) + 1, 4);
        let created = making.org.identity.created;
        let mut made = group(&id, GroupKind::Okta, name, "By department", created);
        let people = making.org.users.iter().filter(|(_, user)| {
            user.is_living() && crate::org::users::view::profile_text(user, "department") == Some(name)
        });
        made.members = people.map(|(ordinal, _)| ordinal).collect();
        made.by_rule = made.members.iter().copied().collect();
        let members = made.members.clone();
        let ordinal = making.org.push_group(made);
        for member in members {
            if let Some(user) = making.org.users.get_mut(member) {
                user.groups.push(ordinal);
            }
        }
        let rule = made_id("0pr", index as u64 + 1, 6);
        let document = json!({
            "type": "group_rule", "id": rule, "status": "ACTIVE", "name": format!("{name} by department"),
            "created": created, "lastUpdated": created, "allGroupsValid": true,
            "conditions": {"expression": {"value": format!("user.department==\"{name}\""), "type": "urn:okta:expression:1.0"}},
            "actions": {"assignUserToGroups": {"groupIds": [id]}},
        });
        making.org.docs.put("groups/rules", &rule, object(document));
    }
}

/// People to draw members from, as often as they are likely to be in a group.
fn pool(making: &mut Making) -> Vec<u32> {
    let mut pool = Vec::new();
    for user in 0..making.size.users {
        let weight = match making.rng.random_range(0..100) {
            0..50 => 3,
            50..90 => 4,
            90..98 => 6,
            _ => 9,
        };
        pool.extend(std::iter::repeat_n(user, weight));
    }
    pool
}

/// A group size, at most a quarter of everybody.
fn size(making: &mut Making) -> u32 {
    // The sum of twelve uniform numbers less six is as good as normal here.
    let normal: f64 = (0..12).map(|_| making.rng.random::<f64>()).sum::<f64>() - 6.0;
    let most = f64::from(making.size.users / 4);
    let wanted = (MEDIAN * (SIGMA * normal).exp()).clamp(1.0, most);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the number of users"
    )]
    let wanted = wanted as u32;
    wanted
}
