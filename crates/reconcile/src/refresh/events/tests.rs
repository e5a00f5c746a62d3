use super::*;

fn event(event_type: &str, targets: &[(&str, &str)]) -> Event {
    Event {
        event_type: event_type.to_owned(),
        is_success: true,
        targets: targets
            .iter()
            .map(|(kind, id)| ((*kind).to_owned(), (*id).to_owned()))
            .collect(),
    }
}

/// What is touched, in one line.
fn told(event_type: &str, targets: &[(&str, &str)]) -> String {
    let touched = touched_by(&event(event_type, targets));
    let mut words = Vec::new();
    let sets = [
        ("users", &touched.users),
        ("lives", &touched.lives),
        ("groups", &touched.groups),
        ("owners", &touched.owners),
        ("apps", &touched.apps),
        ("app_lives", &touched.app_lives),
        ("credentials", &touched.credentials),
        ("user_roles", &touched.user_roles),
        ("group_roles", &touched.group_roles),
        ("client_roles", &touched.client_roles),
    ];
    for (name, set) in sets.into_iter().filter(|(_, set)| !set.is_empty()) {
        words.push(format!(
            "{name}={}",
            set.iter().cloned().collect::<Vec<_>>().join(",")
        ));
    }
    let pairs = [
        ("members", &touched.members),
        ("assignments", &touched.assignments),
        ("group_assignments", &touched.group_assignments),
    ];
    for (name, set) in pairs.into_iter().filter(|(_, set)| !set.is_empty()) {
        let pairs: Vec<String> = set
            .iter()
            .map(|(left, right)| format!("{left}:{right}"))
            .collect();
        words.push(format!("{name}={}", pairs.join(",")));
    }
    let flags = [
        ("definitions", touched.definitions),
        ("rules", touched.rules),
        ("tokens", touched.tokens),
        ("identity_providers", touched.identity_providers),
        ("policies", touched.policies),
        ("zones", touched.zones),
        ("whole", touched.whole.is_some()),
    ];
    words.extend(
        flags
            .iter()
            .filter(|(_, is)| *is)
            .map(|(name, _)| (*name).to_owned()),
    );
    words.join(" ")
}

#[test]
fn events_of_people() {
    let user = [("User", "00u1")];
    assert_eq!(told("user.account.update_profile", &user), "users=00u1");
    assert_eq!(told("user.account.lock", &user), "users=00u1");
    assert_eq!(told("user.lifecycle.deactivate", &user), "users=00u1 lives=00u1");
    assert_eq!(told("user.account.privilege.grant", &user), "user_roles=00u1");
    let inherited = [("User", "00u1"), ("ROLE_ASSIGNED_GROUP_ROLE_CHANGE", "x")];
    assert_eq!(told("user.account.privilege.grant", &inherited), "");
    assert_eq!(told("user.session.start", &user), "");
    assert_eq!(told("user.account.use_token", &user), "");
    assert_eq!(told("user.lifecycle.password_mass_expiry", &[]), "whole");
}

#[test]
fn events_of_groups() {
    let both = [("User", "00u1"), ("UserGroup", "00g1")];
    assert_eq!(
        told("group.user_membership.add", &both),
        "groups=00g1 members=00g1:00u1"
    );
    assert_eq!(told("group.user_membership.add", &both[..1]), "whole");
    assert_eq!(told("group.profile.update", &both[1..]), "groups=00g1");
    assert_eq!(
        told("group.privilege.grant", &both[1..]),
        "groups=00g1 group_roles=00g1"
    );
    assert_eq!(told("group.owner.add", &both), "groups=00g1 owners=00g1");
    assert_eq!(told("group.rule.create", &[]), "rules");
    assert_eq!(told("group.user_membership.rule.invalidate", &[]), "rules");
    assert_eq!(told("group.user_membership.rule.evaluation", &[]), "");
    let assigned = [("UserGroup", "00g1"), ("AppInstance", "0oa1")];
    assert_eq!(
        told("group.application_assignment.add", &assigned),
        "groups=00g1 group_assignments=0oa1:00g1"
    );
    assert_eq!(told("group.something_new", &both), "whole");
}

#[test]
fn events_of_apps() {
    let three = [("AppUser", "0ua1"), ("AppInstance", "0oa1"), ("User", "00u1")];
    assert_eq!(
        told("application.user_membership.add", &three),
        "assignments=0oa1:00u1"
    );
    assert_eq!(told("application.user_membership.add", &three[..2]), "whole");
    let app = [("AppInstance", "0oa1")];
    assert_eq!(
        told("application.lifecycle.update", &app),
        "apps=0oa1 credentials=0oa1"
    );
    assert_eq!(
        told("application.lifecycle.deactivate", &app),
        "apps=0oa1 app_lives=0oa1"
    );
    assert_eq!(
        told("application.policy.sign_on.update", &app),
        "apps=0oa1 policies"
    );
    assert_eq!(
        told("app.oauth2.as.consent.grant", &app),
        "apps=0oa1 credentials=0oa1"
    );
    assert_eq!(
        told(
            "app.oauth2.client.privilege.grant",
            &[("PublicClientApp", "0oa1")]
        ),
        "client_roles=0oa1"
    );
    assert_eq!(
        told("app.oauth2.client.lifecycle.update", &[("X", "0oa1")]),
        "whole"
    );
}

#[test]
fn events_of_the_organization() {
    assert_eq!(told("iam.resourceset.bindings.add", &[]), "definitions");
    assert_eq!(told("system.api_token.create", &[]), "tokens");
    assert_eq!(told("system.idp.lifecycle.update", &[]), "identity_providers");
    assert_eq!(told("policy.rule.add", &[]), "policies");
    assert_eq!(told("zone.update", &[]), "zones");
    assert_eq!(told("system.import.user.create", &[]), "");
    assert_eq!(told("system.import.complete", &[]), "whole");
    assert_eq!(told("policy.evaluate_sign_on", &[]), "");
    assert_eq!(told("nonsense", &[]), "");
}

#[test]
fn what_did_not_happen_touches_nothing() {
    let failed = Event {
        is_success: false,
        ..event("user.lifecycle.deactivate", &[("User", "00u1")])
    };
    assert!(touched_by(&failed).is_empty());
}

#[test]
fn touched_sets_add_up() {
    let both = [("User", "00u1"), ("UserGroup", "00g1")];
    let events = [
        event("group.user_membership.add", &both),
        event("group.user_membership.remove", &both),
        event("zone.update", &[]),
    ];
    let touched = touched(&events);
    assert_eq!((touched.len(), touched.zones), (3, true), "{touched:?}");
}

/// Every event type of the vendor's catalogue gets an answer, and Okta's filter asks for all that touch something.
#[test]
fn the_filter_lets_through_whatever_touches_something() {
    let filter = filter();
    for prefix in PREFIXES {
        assert!(filter.contains(&format!("eventType sw \"{prefix}\"")));
    }
    assert!(filter.len() < 1500, "an address has its limits");
}
