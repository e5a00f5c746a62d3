//! The groups, their members, owners and rules.

use serde_json::json;

use super::{DAY, FOUNDED, Story, TODAY, put};
use crate::org::groups::owner;
use crate::state::GroupKind;
use crate::world::build::{group, object};

/// Groups with members put there by hand.
const MANUAL: &[(&str, &str, &[&str])] = &[
    (
        "Executives",
        "The board of management",
        &[
            "Margaret Holm",
            "Stefan Brandt",
            "Yuki Mori",
            "Carmen Vidal",
            "Ulrich Haas",
        ],
    ),
    (
        "Help Desk",
        "Resets passwords and factors of everybody",
        &[
            "Derek Vance",
            "Sunita Rao",
            "Felix Achterberg",
            "Tilda Bergman",
            "Pavel Zhuk",
            "svc-servicenow",
            "Curtis Webb",
        ],
    ),
    (
        "Platform Team",
        "Keeps production running",
        &[
            "Theo Lindqvist",
            "Bao Tran",
            "Selma Aydin",
            "Owen Fitzgerald",
            "Iris Vogel",
            "Marek Novak",
            "Oskar Lund",
        ],
    ),
    (
        "AWS Sandbox Users",
        "Play accounts",
        &[
            "Theo Lindqvist",
            "Bao Tran",
            "Selma Aydin",
            "Owen Fitzgerald",
            "Iris Vogel",
            "Marek Novak",
            "Priscilla Boateng",
            "Dario Conti",
            "Rana Haddad",
            "Dana Whitfield",
        ],
    ),
    (
        "GitHub Owners",
        "Owners of the GitHub enterprise",
        &["Theo Lindqvist", "Nils Ekberg", "Oskar Lund"],
    ),
    (
        "Finance Approvers",
        "May release payments",
        &["Stefan Brandt", "Beatriz Nunes", "Gerald Ashby"],
    ),
    (
        "Payroll",
        "Runs the payroll",
        &["Lotte Vermeer", "Gerald Ashby", "Judith Mbeki"],
    ),
    (
        "Salesforce Admins",
        "Administrators of Salesforce",
        &["Kenji Saito", "Paula Okafor", "Wendell Price"],
    ),
    (
        "Auditors",
        "Read everything, change nothing",
        &["Farah Khan", "Amelia Stone"],
    ),
    (
        "Vendor Management",
        "Looks after contractors",
        &["Ruth Abara", "Carmen Vidal"],
    ),
    (
        "Break Glass",
        "Super administrators for emergencies",
        &["svc-breakglass"],
    ),
    (
        "Board Reports",
        "Quarterly figures",
        &[
            "Margaret Holm",
            "Stefan Brandt",
            "Yuki Mori",
            "Carmen Vidal",
            "Ulrich Haas",
            "Gerald Ashby",
        ],
    ),
    (
        "Project Falcon",
        "Closed in 2024",
        &["Rana Haddad", "Wendell Price", "Samir Daoud", "Noor Aziz"],
    ),
    ("Interns 2027", "Nobody yet", &[]),
];

/// Groups that a rule fills, with its name and expression. The second to last is a way up: whoever can write the
/// department of a person makes them an administrator of production, and nobody asks whether they are an employee.
const RULED: &[(&str, &str, &str, &str)] = &[
    (
        "Engineering",
        "All of engineering",
        "Engineering by department",
        r#"user.department=="Engineering" and user.userType=="Employee""#,
    ),
    (
        "Finance",
        "All of finance",
        "Finance by department",
        r#"user.department=="Finance" and user.userType=="Employee""#,
    ),
    (
        "Sales",
        "All of sales",
        "Sales by department",
        r#"user.department=="Sales" and user.userType=="Employee""#,
    ),
    (
        "HR",
        "Human resources",
        "HR by department",
        r#"user.department=="HR" and user.userType=="Employee""#,
    ),
    (
        "IT",
        "Information technology",
        "IT by department",
        r#"user.department=="IT" and user.userType=="Employee""#,
    ),
    (
        "Security",
        "Security",
        "Security by department",
        r#"user.department=="Security" and user.userType=="Employee""#,
    ),
    (
        "Marketing",
        "Marketing",
        "Marketing by department",
        r#"user.department=="Marketing" and user.userType=="Employee""#,
    ),
    (
        "Support",
        "Customer support",
        "Support by department",
        r#"user.department=="Support" and user.userType=="Employee""#,
    ),
    (
        "Legal",
        "Legal",
        "Legal by department",
        r#"user.department=="Legal" and user.userType=="Employee""#,
    ),
    (
        "Contractors",
        "Everybody on a contract",
        "Contractors by type",
        r#"user.userType=="Contractor""#,
    ),
    (
        "AWS Production Admins",
        "AdministratorAccess in the production account",
        "Platform runs production",
        r#"user.department=="Platform""#,
    ),
    (
        "IT Administrators",
        "Organization administrators",
        "Systems administrators",
        r#"String.stringContains(user.title,"Systems Administrator")"#,
    ),
];

/// Tells the groups.
pub(super) fn tell(story: &mut Story) {
    built_in(story);
    for (name, description, members) in MANUAL {
        let ordinal = add(story, name, description, GroupKind::Okta);
        for member in *members {
            let user = story.user(member);
            story.org.add_member(ordinal, user, FOUNDED.plus_ms(300 * DAY));
        }
    }
    for (name, description, _, _) in RULED {
        add(story, name, description, GroupKind::Okta);
    }
    directory(story);
    rules(story);
    owners(story);
    // Search and rules aside, nobody has touched a group today.
    let ordinals: Vec<u32> = story.org.groups.iter().map(|(ordinal, _)| ordinal).collect();
    for ordinal in ordinals {
        if let Some(group) = story.org.groups.get_mut(ordinal) {
            group.last_membership_updated = TODAY.plus_ms(-i64::from(ordinal + 1) * DAY);
        }
    }
}

fn built_in(story: &mut Story) {
    let everyone = add(
        story,
        "Everyone",
        "All users in your organization",
        GroupKind::BuiltIn,
    );
    if let Some(group) = story.org.groups.get_mut(everyone) {
        group.everyone = true;
    }
    story.org.everyone.push(everyone);
    add(
        story,
        "Okta Administrators",
        "Okta manages this group, which contains all administrators in your organization.",
        GroupKind::BuiltIn,
    );
}

/// Groups that Active Directory owns.
fn directory(story: &mut Story) {
    let domain = add(
        story,
        "HARBORLINE\\Domain Users",
        "Everybody in the directory",
        GroupKind::App,
    );
    let operators = add(
        story,
        "HARBORLINE\\Warehouse Operators",
        "Hand scanners and docks",
        GroupKind::App,
    );
    for ordinal in [domain, operators] {
        if let Some(group) = story.org.groups.get_mut(ordinal) {
            group.source = Some(super::apps::DIRECTORY_APP.into());
        }
    }
    let from_directory: Vec<u32> = story
        .org
        .users
        .iter()
        .filter(|(_, user)| user.extra.is_some())
        .map(|(at, _)| at)
        .collect();
    for user in from_directory {
        story.org.add_member(domain, user, FOUNDED);
    }
    let support = super::roster::TEAMS
        .iter()
        .find(|team| team.name == "Support")
        .map_or(&[][..], |team| team.people);
    for (name, _) in support.iter().take(10) {
        let user = story.user(name);
        story.org.add_member(operators, user, FOUNDED);
    }
}

fn rules(story: &mut Story) {
    for (number, (group, _, name, expression)) in (1u32..).zip(RULED) {
        let id = format!("0prharborln{number:06}5d7");
        let target = story.group_id(group);
        put(
            story,
            "groups/rules",
            &id,
            json!({
                "type": "group_rule", "status": "ACTIVE", "name": name, "allGroupsValid": true,
                "conditions": {"expression": {"value": expression, "type": "urn:okta:expression:1.0"}},
                "actions": {"assignUserToGroups": {"groupIds": [target]}},
            }),
        );
        story.org.run_rule(&id, FOUNDED.plus_ms(400 * DAY));
    }
    let target = story.group_id("Interns 2027");
    put(
        story,
        "groups/rules",
        "0prharborln0000995d7",
        json!({
            "type": "group_rule", "status": "INACTIVE", "name": "Interns by type", "allGroupsValid": true,
            "conditions": {"expression": {"value": "user.userType==\"Intern\"", "type": "urn:okta:expression:1.0"}},
            "actions": {"assignUserToGroups": {"groupIds": [target]}},
        }),
    );
}

/// Some groups have owners; the one of production left the company.
fn owners(story: &mut Story) {
    let people = [
        ("Engineering", "Nils Ekberg"),
        ("AWS Production Admins", "Oskar Lund"),
        ("Payroll", "Judith Mbeki"),
        ("Sales", "Paula Okafor"),
    ];
    for (group, name) in people {
        let id = story.user_id(name);
        let document = object(owner(&id, "USER", name, FOUNDED));
        let collection = format!("groups/{}/owners", story.group_id(group));
        story.org.docs.put(&collection, &id, document);
    }
    let id = story.group_id("Platform Team");
    let document = object(owner(&id, "GROUP", "Platform Team", FOUNDED));
    let collection = format!("groups/{}/owners", story.group_id("AWS Sandbox Users"));
    story.org.docs.put(&collection, &id, document);
}

fn add(story: &mut Story, name: &'static str, description: &str, kind: GroupKind) -> u32 {
    let number = story.org.groups.len() + 1;
    let id = format!("00gharborln{number:06}5d7");
    let created = FOUNDED.plus_ms(i64::try_from(number).unwrap_or(0) * DAY);
    let ordinal = story.org.push_group(group(&id, kind, name, description, created));
    story.groups.insert(name, ordinal);
    ordinal
}
