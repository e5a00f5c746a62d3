use std::collections::HashSet;

use domain::Timestamp;
use store::state::{MappedBy, PersonFacts, PersonOrigin, PersonStep, SyncedPerson};

use super::{Held, InOkta, InOrg, Later, Plan, SETTLES_MS, Standing, plan};
use crate::people::UserSync;

const ORG: &str = "https://acme.okta.com";

fn there(id: &str, login: &str, standing: Standing) -> InOkta {
    InOkta {
        facts: PersonFacts {
            okta_id: id.to_owned(),
            name: login.to_owned(),
            display_name: String::new(),
            email: String::new(),
            traits: "{}".to_owned(),
        },
        standing,
        groups: Vec::new(),
    }
}

/// A scan that began long after everything that was said here.
fn org(people: &[InOkta], is_whole: bool) -> InOrg<'_> {
    InOrg {
        people,
        is_whole,
        taken_at: Timestamp::from_ms(1_000_000),
        now: Timestamp::from_ms(1_000_000),
        groups: None,
    }
}

fn active(id: &str, login: &str) -> InOkta {
    there(id, login, Standing::Active)
}

fn here(id: &str, name: &str) -> SyncedPerson {
    SyncedPerson {
        id: format!("p-{id}"),
        name: name.to_owned(),
        origin: PersonOrigin::Okta,
        org_url: Some(ORG.to_owned()),
        okta_id: Some(id.to_owned()),
        connector: None,
        vouched_org: None,
        display_name: String::new(),
        email: String::new(),
        traits: "{}".to_owned(),
        roles: "[\"okta-requester\"]".to_owned(),
        is_inactive: false,
        is_sync_locked: false,
        is_gone: false,
        is_scim_inactive: false,
        scim_told: None,
        last_sign_in: None,
        mapped_by: Vec::new(),
    }
}

/// The plan as text, one line a step.
fn told(okta: &[InOkta], is_whole: bool, people: &[SyncedPerson]) -> String {
    told_of(&plan(&UserSync::default(), ORG, &org(okta, is_whole), people))
}

fn told_of(made: &Plan) -> String {
    let mut lines: Vec<String> = made
        .steps
        .iter()
        .map(|step| match step {
            PersonStep::Create { facts, role } => {
                format!("create {} {}", facts.name, role.as_deref().unwrap_or("-"))
            }
            PersonStep::Update { name, facts, .. } => format!("update {name} -> {}", facts.name),
            PersonStep::Deactivate { name, why, .. } => format!("deactivate {name}: {why}"),
            PersonStep::Suspend { name, .. } => format!("lock {name}"),
            PersonStep::Restore { name, .. } => format!("restore {name}"),
            PersonStep::Withdraw { name, roles, .. } => format!("withdraw {} from {name}", roles.join(" ")),
        })
        .collect();
    lines.extend(
        made.clashes
            .iter()
            .map(|clash| format!("clash {} with {}", clash.name, clash.taken_by)),
    );
    for later in &made.later {
        let when = if later.is_sure {
            "soon"
        } else {
            "after the next scan"
        };
        lines.push(format!("later {} {when}", later.name));
    }
    if made.withheld > 0 {
        lines.push(format!("withheld {}", made.withheld));
    }
    lines.join("\n")
}

#[test]
fn who_is_assigned_is_made_and_who_is_in_step_is_left_alone() {
    let okta = [active("1", "ann@x"), active("2", "bob@x")];
    insta::assert_snapshot!(told(&okta, true, &[here("1", "ann@x")]), @"create bob@x okta-requester");
}

#[test]
fn a_rename_is_a_rename_and_names_can_be_exchanged() {
    let people = [here("1", "ann@x"), here("2", "bob@x")];
    let okta = [active("1", "bob@x"), active("2", "ann@x")];
    insta::assert_snapshot!(told(&okta, true, &people), @"
    update ann@x -> bob@x
    update bob@x -> ann@x
    ");
}

#[test]
fn the_gone_the_suspended_and_the_unassigned() {
    let okta = [
        there("1", "ann@x", Standing::Deprovisioned),
        there("2", "bob@x", Standing::Suspended),
        there("3", "cy@x", Standing::Unassigned),
        there("5", "eve@x", Standing::Deprovisioned),
        there("6", "fay@x", Standing::Suspended),
    ];
    let people = [
        here("1", "ann@x"),
        here("2", "bob@x"),
        here("3", "cy@x"),
        here("4", "dan@x"),
    ];
    insta::assert_snapshot!(told(&okta, true, &people), @"
    deactivate ann@x: deactivated or deleted in Okta
    lock bob@x
    deactivate cy@x: no longer assigned in Okta
    deactivate dan@x: deactivated or deleted in Okta
    ");
}

#[test]
fn a_scan_that_is_not_whole_removes_nobody() {
    let people = [here("1", "ann@x"), here("2", "bob@x")];
    insta::assert_snapshot!(told(&[active("1", "ann@x"), active("3", "cy@x")], false, &people), @"
    create cy@x okta-requester
    withheld 1
    ");
}

#[test]
fn other_origins_are_not_overwritten_and_single_sign_on_is_adopted() {
    let local = SyncedPerson {
        origin: PersonOrigin::Local,
        org_url: None,
        okta_id: None,
        ..here("-", "Root@x")
    };
    let sso = SyncedPerson {
        origin: PersonOrigin::SingleSignOn,
        org_url: None,
        okta_id: None,
        ..here("s", "ann@x")
    };
    let other_org = SyncedPerson {
        org_url: Some("https://other.okta.com".to_owned()),
        ..here("9", "zoe@x")
    };
    let came_by = |id: &str, name: &str, connector: &str, organization: Option<&str>| SyncedPerson {
        connector: Some(connector.to_owned()),
        vouched_org: organization.map(str::to_owned),
        origin: PersonOrigin::SingleSignOn,
        org_url: None,
        okta_id: None,
        ..here(id, name)
    };
    let by_okta = came_by("b", "bob@x", "okta", Some(ORG));
    let homonym = came_by("h", "hal@x", "contractors", None);
    let elsewhere = came_by("e", "eve@x", "other", Some("https://other.okta.com"));
    // SCIM of another organization made this one without an id.
    let by_other_scim = SyncedPerson {
        org_url: Some("https://other.okta.com".to_owned()),
        okta_id: None,
        ..here("o", "oda@x")
    };
    let okta = [
        active("1", "root@x"),
        active("2", "ann@x"),
        active("3", "zoe@x"),
        active("4", "bob@x"),
        active("5", "hal@x"),
        active("6", "eve@x"),
        active("7", "oda@x"),
    ];
    let people = [local, sso, other_org, by_okta, homonym, elsewhere, by_other_scim];
    insta::assert_snapshot!(told(&okta, true, &people), @"
    update ann@x -> ann@x
    update bob@x -> bob@x
    clash root@x with local
    clash zoe@x with okta
    clash hal@x with sso
    clash eve@x with sso
    clash oda@x with okta
    ");
}

#[test]
fn who_returns_is_restored_and_scim_is_ahead_of_the_scan() {
    let back = SyncedPerson {
        is_inactive: true,
        is_sync_locked: true,
        is_gone: true,
        ..here("1", "ann@x")
    };
    let by_scim = SyncedPerson {
        is_inactive: true,
        is_scim_inactive: true,
        ..here("2", "bob@x")
    };
    let okta = [active("1", "ann@x"), active("2", "bob@x")];
    insta::assert_snapshot!(told(&okta, true, &[back, by_scim]), @"restore ann@x");
}

#[test]
fn what_scim_said_since_the_scan_is_newer_and_said_no_more_some_minutes_later() {
    let okta = [
        active("1", "old@x"),
        there("2", "bob@x", Standing::Unassigned),
        active("3", "cy@x"),
    ];
    let said = |told: i64, now: i64| {
        let told = Some(Timestamp::from_ms(told));
        let people = [
            SyncedPerson {
                scim_told: told,
                ..here("1", "new@x")
            },
            SyncedPerson {
                scim_told: told,
                ..here("2", "bob@x")
            },
            SyncedPerson {
                scim_told: told,
                ..here("4", "dan@x")
            },
        ];
        let org = InOrg {
            now: Timestamp::from_ms(now),
            ..org(&okta, true)
        };
        let made = plan(&UserSync::default(), ORG, &org, &people);
        (told_of(&made), made.waits)
    };
    let newer = (
        "create cy@x okta-requester\nlater bob@x after the next scan".to_owned(),
        false,
    );
    assert_eq!(
        said(1_000_001, 1_000_002),
        newer,
        "dan is somebody new: the scan has never seen them"
    );
    assert_eq!(said(1_000_001, 9_000_000), newer, "the scan will never know");
    let unsettled = "create cy@x okta-requester\nlater bob@x soon\nlater dan@x soon";
    assert_eq!(
        said(999_999, 1_000_002),
        (unsettled.to_owned(), true),
        "it may not know yet"
    );
    let (told, waits) = said(999_999, 999_999 + SETTLES_MS);
    assert!(!waits);
    insta::assert_snapshot!(told, @"
    update new@x -> old@x
    deactivate bob@x: no longer assigned in Okta
    create cy@x okta-requester
    deactivate dan@x: deactivated or deleted in Okta
    ");
}

#[test]
fn an_account_that_a_sign_in_made_under_the_new_name_is_the_same_persons() {
    let early = SyncedPerson {
        origin: PersonOrigin::SingleSignOn,
        org_url: None,
        okta_id: None,
        ..here("s", "anna@x")
    };
    let people = [here("1", "ann@x"), early];
    insta::assert_snapshot!(told(&[active("1", "anna@x")], true, &people), @"update ann@x -> anna@x");
}

#[test]
fn who_is_suspended_on_the_way_back_is_suspended() {
    let gone = SyncedPerson {
        is_inactive: true,
        is_sync_locked: true,
        is_gone: true,
        ..here("1", "ann@x")
    };
    insta::assert_snapshot!(told(&[there("1", "ann@x", Standing::Suspended)], true, &[gone]), @"lock ann@x");
}

#[test]
fn a_role_goes_with_its_group_unless_nobody_can_tell() {
    let by = |role: &str, group: &str| MappedBy {
        role: role.to_owned(),
        attribute: "groups".to_owned(),
        value: group.to_owned(),
        is_seen: false,
    };
    let ann = |signed_in: i64| SyncedPerson {
        last_sign_in: Some(Timestamp::from_ms(signed_in)),
        mapped_by: vec![
            by("editor", "admins"),
            by("access", "staff"),
            by("ops", "elsewhere"),
        ],
        ..here("1", "ann@x")
    };
    let okta = [InOkta {
        groups: vec!["staff".to_owned()],
        ..active("1", "ann@x")
    }];
    let groups = HashSet::from(["admins".to_owned(), "staff".to_owned()]);
    let planned = |groups: Option<&HashSet<String>>, signed_in| {
        let org = InOrg {
            groups,
            ..org(&okta, true)
        };
        let made = plan(&UserSync::default(), ORG, &org, &[ann(signed_in)]);
        (told_of(&made), made)
    };
    assert_eq!(planned(Some(&groups), 0).0, "withdraw editor from ann@x");
    assert_eq!(planned(None, 0).0, "", "groups were not read");
    assert_eq!(
        planned(Some(&groups), 1_000_001).0,
        "",
        "the sign-in is newer than the scan"
    );
    let only_staff = HashSet::from(["staff".to_owned()]);
    let (told, made) = planned(Some(&only_staff), 0);
    assert_eq!(told, "");
    let seen: Vec<bool> = made.confirmed[0].1.iter().map(|by| by.is_seen).collect();
    assert_eq!(seen, [false, true, false]);
}

#[test]
fn two_of_one_login_are_a_clash() {
    let okta = [active("1", "ann@x"), active("2", "ANN@x")];
    insta::assert_snapshot!(told(&okta, true, &[]), @"
    create ann@x okta-requester
    clash ANN@x with okta
    ");
}

#[test]
fn the_brake_holds_more_than_a_share_and_everybody() {
    let removal = |count: usize, active: usize| Plan {
        steps: (0..count)
            .map(|number| PersonStep::Suspend {
                id: number.to_string(),
                name: number.to_string(),
            })
            .collect(),
        active,
        ..Plan::default()
    };
    let set = |brake_percent, brake_count| UserSync {
        brake_percent,
        brake_count,
        ..UserSync::default()
    };
    let is_held = |count, active| removal(count, active).brake(&set(20, None)).is_some();
    assert!(!is_held(0, 0));
    assert!(!is_held(20, 100));
    assert!(is_held(21, 100));
    assert!(!is_held(1, 3), "one person may go");
    assert!(is_held(1, 1), "never all");
    assert!(removal(100, 100).brake(&set(100, None)).is_some(), "never all");
    assert!(
        removal(6, 100).brake(&set(20, Some(5))).is_some(),
        "a count beside the share"
    );
    assert!(removal(5, 100).brake(&set(20, Some(5))).is_none());
    assert!(
        removal(1, 100).brake(&set(20, Some(0))).is_some(),
        "nobody without a word"
    );
}

#[test]
fn the_brake_counts_who_goes_in_some_minutes_and_a_look_counts_everybody() {
    let plan_of = |now: usize, later: &[bool]| Plan {
        steps: (0..now)
            .map(|number| PersonStep::Suspend {
                id: number.to_string(),
                name: number.to_string(),
            })
            .collect(),
        later: later
            .iter()
            .map(|&is_sure| Later {
                name: "x".to_owned(),
                is_sure,
            })
            .collect(),
        active: 100,
        ..Plan::default()
    };
    let set = UserSync::default();
    let counted = |held: Option<Held>| held.map(|held| held.removals);
    let (sure, unsure) = ([true; 20], [false; 20]);
    for (now, later, held, foreseen) in [
        (0, &sure[..], None, None),
        (1, &sure[..], Some(21), Some(21)),
        (0, &[true; 21][..], None, Some(21)),
        (1, &unsure[..], None, Some(21)),
        (20, &[][..], None, None),
        (21, &[][..], Some(21), Some(21)),
    ] {
        let made = plan_of(now, later);
        assert_eq!(
            counted(made.brake(&set)),
            held,
            "{now} now, {} later",
            later.len()
        );
        assert_eq!(
            counted(made.foreseen(&set)),
            foreseen,
            "{now} now, {} later",
            later.len()
        );
    }
}

#[test]
fn a_plan_has_a_hash_of_its_own() {
    let step = |name: &str| PersonStep::Suspend {
        id: name.to_owned(),
        name: name.to_owned(),
    };
    let of = |names: &[&str]| Plan {
        steps: names.iter().map(|name| step(name)).collect(),
        ..Plan::default()
    };
    let one = of(&["a", "b"]).hash("https://acme.okta.com");
    assert_eq!(one.len(), 32);
    assert_eq!(one, of(&["a", "b"]).hash("https://acme.okta.com"));
    for other in [of(&["b", "a"]), of(&["a"]), of(&["a", "b", "c"]), of(&["ab"])] {
        assert_ne!(one, other.hash("https://acme.okta.com"));
    }
    assert_ne!(one, of(&["a", "b"]).hash("https://other.okta.com"));
    assert_eq!(of(&[]).hash("https://acme.okta.com"), "");
}

mod laws {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn standings() -> impl Strategy<Value = Standing> {
        prop_oneof![
            4 => Just(Standing::Active),
            1 => Just(Standing::Suspended),
            1 => Just(Standing::Deprovisioned),
            1 => Just(Standing::Unassigned),
        ]
    }

    /// People of an organization: distinct ids, logins from a small set.
    fn organization() -> impl Strategy<Value = Vec<InOkta>> {
        proptest::collection::btree_map(0_u8..12, (0_u8..16, standings()), 0..10).prop_map(|people| {
            let person = |(id, (login, standing)): (u8, (u8, Standing))| {
                there(&id.to_string(), &format!("u{login}@x"), standing)
            };
            people.into_iter().map(person).collect()
        })
    }

    /// What the store does with steps, in a few lines.
    fn apply(people: &mut BTreeMap<String, SyncedPerson>, made: &Plan) {
        for step in &made.steps {
            match step {
                PersonStep::Create { facts, .. } => {
                    let new = here(&facts.okta_id, &facts.name);
                    people.insert(new.id.clone(), new);
                }
                PersonStep::Update { id, facts, .. } => {
                    let person = people.get_mut(id).unwrap();
                    person.name.clone_from(&facts.name);
                    person.origin = PersonOrigin::Okta;
                    person.okta_id = Some(facts.okta_id.clone());
                }
                PersonStep::Deactivate { id, .. } => {
                    let person = people.get_mut(id).unwrap();
                    (person.is_inactive, person.is_gone, person.is_sync_locked) = (true, true, true);
                }
                PersonStep::Suspend { id, .. } => {
                    let person = people.get_mut(id).unwrap();
                    (person.is_inactive, person.is_gone, person.is_sync_locked) = (false, false, true);
                }
                PersonStep::Restore { id, .. } => {
                    let person = people.get_mut(id).unwrap();
                    (person.is_inactive, person.is_gone, person.is_sync_locked) = (false, false, false);
                }
                PersonStep::Withdraw { .. } => {}
            }
        }
    }

    proptest! {
        #[test]
        fn after_a_run_there_is_nothing_to_do_and_names_are_unique(
            first in organization(), second in organization(),
        ) {
            let mut people = BTreeMap::new();
            for okta in [&first, &second] {
                for _ in 0..3 {
                    let present: Vec<_> = people.values().cloned().collect();
                    let made = plan(&UserSync::default(), ORG, &org(okta, true), &present);
                    apply(&mut people, &made);
                }
                let present: Vec<_> = people.values().cloned().collect();
                let again = plan(&UserSync::default(), ORG, &org(okta, true), &present);
                prop_assert!(again.steps.is_empty(), "{:?}", again.steps);
                let mut names: Vec<_> = present.iter().map(|person| person.name.to_lowercase()).collect();
                names.sort();
                let count = names.len();
                names.dedup();
                prop_assert_eq!(names.len(), count);
            }
        }

        #[test]
        fn nobody_active_there_is_locked_and_nobody_gone_is_let_in(
            first in organization(), second in organization(),
        ) {
            let mut people = BTreeMap::new();
            for okta in [&first, &second] {
                let present: Vec<_> = people.values().cloned().collect();
                let made = plan(&UserSync::default(), ORG, &org(okta, true), &present);
                apply(&mut people, &made);
            }
            for person in people.values() {
                let standing = second.iter().find(|there| Some(&there.facts.okta_id) == person.okta_id.as_ref());
                let is_clashing = standing.is_some_and(|there| there.facts.name != person.name);
                let may_enter = !person.is_inactive && !person.is_sync_locked;
                match standing.map(|there| there.standing) {
                    Some(Standing::Active) => prop_assert!(may_enter || is_clashing),
                    _ => prop_assert!(!may_enter || is_clashing),
                }
            }
        }
    }
}
