use super::*;

const PACE: Pace = Pace {
    groups_per_minute: 250,
    apps_per_minute: 50,
};

fn group(group: u32, users: u64, apps: u64) -> GroupSize {
    GroupSize {
        group,
        users: Some(users),
        apps: Some(apps),
        is_admin: Some(false),
        is_everyone: false,
    }
}

fn people(enabled: u64) -> PeopleCount {
    PeopleCount {
        all: enabled + 7,
        enabled,
    }
}

#[test]
fn a_small_organization_is_asked_for_everything() {
    let groups = [group(0, 5, 1), group(1, 0, 0), group(2, 3, 0)];
    let plan = plan(&groups, 3, people(8), PACE);
    assert_eq!(plan.members_of, [0, 1, 2]);
    assert_eq!(groups_with_roles(&groups, &[]), [0, 1, 2]);
    assert_eq!(plan.owners_of, [0, 1, 2]);
    assert_eq!(plan.app_groups, AppGroupsFrom::Apps);
}

#[test]
fn everyone_is_not_read_when_the_count_proves_who_is_in_it() {
    let everyone = GroupSize {
        is_everyone: true,
        ..group(0, 40, 0)
    };
    assert_eq!(
        plan(&[everyone], 1, people(40), PACE).everyone,
        Some(Everyone {
            group: 0,
            holds_deactivated: false
        })
    );
    let with_leavers = GroupSize {
        users: Some(47),
        ..everyone
    };
    let found = plan(&[with_leavers], 1, people(40), PACE).everyone;
    assert_eq!(
        found,
        Some(Everyone {
            group: 0,
            holds_deactivated: true
        })
    );
    let differs = plan(&[everyone], 1, people(41), PACE);
    assert_eq!((differs.everyone, differs.members_of), (None, vec![0]));
}

#[test]
fn a_group_whose_size_is_unknown_is_read() {
    let unknown = GroupSize {
        users: None,
        apps: None,
        is_admin: None,
        ..group(7, 0, 0)
    };
    let plan = plan(&[unknown], 1, people(1), PACE);
    assert_eq!(
        (plan.members_of, groups_with_roles(&[unknown], &[])),
        (vec![7], vec![7])
    );
}

#[test]
fn many_apps_and_few_groups_with_apps_leave_the_slow_bucket() {
    let groups: Vec<_> = (0..10_000)
        .map(|n| group(n, 10, u64::from(n % 10 == 0)))
        .collect();
    let many_apps = plan(&groups, 4_000, people(100_000), PACE);
    assert_eq!(many_apps.app_groups, AppGroupsFrom::Groups);
    assert_eq!(many_apps.apps_of.len(), 1_000);
    let few_apps = plan(&groups, 100, people(100_000), PACE);
    assert_eq!(
        (few_apps.app_groups, few_apps.apps_of.len()),
        (AppGroupsFrom::Apps, 0)
    );
}

#[test]
fn in_a_large_organization_roles_are_asked_where_any_source_hints_at_one() {
    let mut groups: Vec<_> = (0..3_000).map(|n| group(n, 10, 0)).collect();
    groups[3].is_admin = Some(true);
    groups[5].is_admin = None;
    let plan = plan(&groups, 10, people(1_000), PACE);
    assert_eq!(groups_with_roles(&groups, &[9]), [3, 5, 9]);
    assert_eq!((plan.owners_of, plan.owners_left_out), (vec![3], 2_999));
}

#[test]
fn a_group_of_everybody_that_counts_more_than_is_shown_betrays_a_limited_role() {
    let everyone = GroupSize {
        is_everyone: true,
        ..group(0, 500, 0)
    };
    assert!(hidden_people(&[everyone], PeopleCount { all: 20, enabled: 20 }).is_some());
    assert_eq!(
        hidden_people(
            &[everyone],
            PeopleCount {
                all: 498,
                enabled: 490
            }
        ),
        None
    );
}
