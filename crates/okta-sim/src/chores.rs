//! What administrators do on ordinary days: a password is reset, somebody comes into a group for some days.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::stamp::Stamp;
use crate::state::{Org, Status};
use crate::syslog::{Draft, Party, Person, Population, home};
use crate::traffic::person;

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// The chores of the days before `now`, with their times. Whoever comes into a group leaves it again, so that the
/// organization is at the end what it is.
pub(crate) fn of_days(org: &Org, seed: u64, days: u32, now: Stamp) -> Vec<(Draft, Stamp)> {
    let desk = holder(org, "HELP_DESK_ADMIN");
    let admin = holder(org, "SUPER_ADMIN");
    let (Some(desk), Some(admin)) = (desk.or_else(|| admin.clone()), admin) else {
        return Vec::new();
    };
    let mut told = Vec::new();
    let mut draws = ChaCha8Rng::seed_from_u64(seed ^ 0xC402E);
    for day in 1..=i64::from(days) {
        let begin = now.plus_ms(-day * DAY);
        // Somebody forgets a password every other day, and somebody helps out elsewhere twice a week.
        if draws.random_bool(0.5)
            && let Some(user) = anybody(org, &mut draws)
        {
            let at = begin.plus_ms(draws.random_range(0..8 * HOUR));
            told.push((deed("user.account.reset_password", &desk, &user), at));
        }
        if draws.random_bool(0.3)
            && let (Some(user), Some(group)) = (anybody(org, &mut draws), org.group(draws.random()))
        {
            let is_member = org
                .groups_of(ordinal(&user))
                .iter()
                .any(|known| org.groups.get(*known).is_some_and(|known| *known.id == *group.id));
            if is_member {
                continue;
            }
            let at = begin.plus_ms(draws.random_range(0..8 * HOUR));
            let until = at
                .plus_ms(draws.random_range(HOUR..5 * DAY))
                .min(now.plus_ms(-60_000));
            let group = Party::unnamed("UserGroup", &group.id, &group.label);
            for (kind, at) in [
                ("group.user_membership.add", at),
                ("group.user_membership.remove", until),
            ] {
                told.push((deed(kind, &admin, &user).target(group.clone()), at));
            }
        }
    }
    told
}

fn deed(kind: &str, admin: &Person, user: &Person) -> Draft {
    Draft::new(kind, admin.party())
        .client(home(admin.index))
        .target(user.party())
}

fn ordinal(person: &Person) -> u32 {
    u32::try_from(person.index).unwrap_or(u32::MAX)
}

fn anybody(org: &Org, draws: &mut ChaCha8Rng) -> Option<Person> {
    (0..20).find_map(|_| Population::person(org, draws.random_range(0..org.people().max(1))))
}

/// The first active person who holds a role, directly or through a group.
fn holder(org: &Org, kind: &str) -> Option<Person> {
    let holds = |path: &str| {
        let mut held = org.docs.list(path);
        held.any(|role| role.get("type").and_then(serde_json::Value::as_str) == Some(kind))
    };
    let groups: Vec<u32> = org
        .groups
        .iter()
        .filter(|(_, group)| holds(&format!("groups/{}/roles", group.id)))
        .map(|(ordinal, _)| ordinal)
        .collect();
    let found = org.users.iter().find(|(ordinal, user)| {
        user.status == Status::Active
            && !org.habits.away.contains(ordinal)
            && (holds(&format!("users/{}/roles", user.id))
                || org.groups_of(*ordinal).iter().any(|group| groups.contains(group)))
    });
    person(org, found?.0)
}
