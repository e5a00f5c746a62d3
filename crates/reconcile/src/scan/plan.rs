//! Which calls a scan makes: the fewest that give the whole answer, chosen from what the first listings tell.
//!
//! Okta counts calls per bucket and minute: `/users*` 600, `/groups*` 500, everything under `/apps*` only 100
//! (Okta, rate limits; one credential may use half). So work is moved out of the apps bucket where that is cheaper
//! in minutes, and nothing is asked per user.

/// What the listings of groups and apps told about one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupSize {
    /// Ordinal of the group.
    pub group: u32,
    /// `_embedded.stats.usersCount`, where Okta told it.
    pub users: Option<u64>,
    /// `_embedded.stats.appsCount`, where Okta told it.
    pub apps: Option<u64>,
    /// `_embedded.stats.hasAdminPrivileges`, where Okta told it.
    pub is_admin: Option<bool>,
    /// The built-in group that holds everybody.
    pub is_everyone: bool,
}

/// Calls a minute that this scan may make in the two buckets between which work can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Of `/api/v1/groups*`.
    pub groups_per_minute: u32,
    /// Of `/api/v1/apps*`.
    pub apps_per_minute: u32,
}

/// Who is in the group that holds everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Everyone {
    /// Ordinal of the group.
    pub group: u32,
    /// Whether deactivated people are still on its list, as they are in some organizations.
    pub holds_deactivated: bool,
}

/// How many people there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeopleCount {
    /// In all.
    pub all: u64,
    /// Not deactivated.
    pub enabled: u64,
}

/// From which side the groups of apps are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppGroupsFrom {
    /// `/apps/{id}/groups` for every app: one call an app, with the priority of each assignment.
    Apps,
    /// `/groups/{id}/apps` for groups that have apps: out of the slow bucket, without priorities.
    Groups,
}

/// The calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallPlan {
    /// Groups whose members are read.
    pub members_of: Vec<u32>,
    /// The group that holds everybody, where its count proves who that is; no need to read it.
    pub everyone: Option<Everyone>,
    /// From which side the groups of apps are read.
    pub app_groups: AppGroupsFrom,
    /// Groups whose apps are read, when the side is [`AppGroupsFrom::Groups`].
    pub apps_of: Vec<u32>,
    /// Groups that are asked for owners.
    pub owners_of: Vec<u32>,
    /// Groups that were not asked for owners, because there are too many.
    pub owners_left_out: u64,
}

/// A group page holds 1,000 members.
const MEMBERS_A_PAGE: u64 = 1000;
/// Organizations up to this size are asked for everything: certainty costs little there.
const SMALL_ORG_GROUPS: usize = 500;

/// Owners cost a call a group and change nothing in who reaches what today: above this only groups with
/// administrator rights are asked.
const OWNERS_OF_ALL_GROUPS: usize = 2_500;

/// Chooses the calls that the listings alone decide.
pub fn plan(groups: &[GroupSize], apps: usize, people: PeopleCount, pace: Pace) -> CallPlan {
    let everyone = groups
        .iter()
        .find(|group| group.is_everyone)
        .and_then(|group| everyone(group, people));
    let skipped = everyone.map(|everyone| everyone.group);
    let is_small = groups.len() <= SMALL_ORG_GROUPS;
    let members_of = groups
        .iter()
        // A count may lag: where asking costs little, an empty group is asked too.
        .filter(|group| (is_small || group.users != Some(0)) && Some(group.group) != skipped)
        .map(|group| group.group)
        .collect();
    let apps_of: Vec<u32> = groups
        .iter()
        .filter(|group| group.apps != Some(0))
        .map(|group| group.group)
        .collect();
    let app_groups = cheaper_side(groups, apps_of.len(), apps, pace);
    let owners_are_cheap = groups.len() <= OWNERS_OF_ALL_GROUPS;
    let owners_of = chosen(groups, |group| {
        owners_are_cheap || group.is_admin == Some(true) && !group.is_everyone
    });
    CallPlan {
        members_of,
        everyone,
        app_groups,
        apps_of: if app_groups == AppGroupsFrom::Groups {
            apps_of
        } else {
            Vec::new()
        },
        owners_left_out: (groups.len() - owners_of.len()) as u64,
        owners_of,
    }
}

/// Chooses the groups that are asked for roles.
///
/// `bound_groups` are the ordinals of groups that hold a role by a binding of a resource set or by what a member's
/// roles say: `hasAdminPrivileges` has been wrong for custom roles (Okta, release notes 2026).
pub fn groups_with_roles(groups: &[GroupSize], bound_groups: &[u32]) -> Vec<u32> {
    let is_small = groups.len() <= SMALL_ORG_GROUPS;
    chosen(groups, |group| {
        is_small || group.is_admin != Some(false) || bound_groups.contains(&group.group)
    })
}

/// Why the list of people is not whole, where the group of everybody says that there are more.
pub(super) fn hidden_people(groups: &[GroupSize], people: PeopleCount) -> Option<String> {
    let counted = groups.iter().find(|group| group.is_everyone)?.users?;
    // People come and go while lists are read.
    let tolerated = people.all.saturating_add(people.all / 100).saturating_add(5);
    (counted > tolerated).then(|| {
        format!(
            "Okta counts {counted} people in Everyone and shows {} to this credential: its role is limited to some of \
             them",
            people.all
        )
    })
}

/// Who is in the group of everybody, where its count proves it.
pub(super) fn everyone(group: &GroupSize, people: PeopleCount) -> Option<Everyone> {
    let count = group.users?;
    let holds_deactivated = count != people.enabled;
    (count == people.enabled || count == people.all).then_some(Everyone {
        group: group.group,
        holds_deactivated,
    })
}

fn chosen(groups: &[GroupSize], wanted: impl Fn(&GroupSize) -> bool) -> Vec<u32> {
    groups
        .iter()
        .filter(|group| wanted(group))
        .map(|group| group.group)
        .collect()
}

/// The side whose slowest bucket is done first.
fn cheaper_side(groups: &[GroupSize], groups_with_apps: usize, apps: usize, pace: Pace) -> AppGroupsFrom {
    if groups.len() <= SMALL_ORG_GROUPS {
        return AppGroupsFrom::Apps;
    }
    let member_calls: u64 = groups
        .iter()
        .map(|group| group.users.map_or(1, |users| users.div_ceil(MEMBERS_A_PAGE)))
        .sum();
    // Every app is listed once for its users whatever is chosen here; its groups would be a second call.
    let by_apps =
        minutes(member_calls, pace.groups_per_minute).max(minutes(2 * apps as u64, pace.apps_per_minute));
    let by_groups = minutes(member_calls + groups_with_apps as u64, pace.groups_per_minute)
        .max(minutes(apps as u64, pace.apps_per_minute));
    if by_groups < by_apps {
        AppGroupsFrom::Groups
    } else {
        AppGroupsFrom::Apps
    }
}

fn minutes(calls: u64, per_minute: u32) -> u64 {
    calls.div_ceil(u64::from(per_minute.max(1)))
}

#[cfg(test)]
mod tests;
