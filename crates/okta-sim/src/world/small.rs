//! Harborline Logistics: some two hundred people, told as a story.
//!
//! Every id and date is fixed, so answers can be worked out by hand; docs/reference/small-world.md tells who is who
//! and holds the counts that the tests check.

mod admins;
mod apps;
mod groups;
mod policies;
mod roster;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::sim::{Sim, SimCredentials};
use crate::stamp::Stamp;
use crate::state::{Identity, Org, Status};
use crate::syslog::SystemLog;

use super::build::{object, person};

/// "Today" in the story: 2026-09-01T08:00:00Z.
pub(crate) const TODAY: Stamp = Stamp(1_788_249_600_000);
/// The organization was set up on 2019-03-04T09:00:00Z.
const FOUNDED: Stamp = Stamp(1_551_690_000_000);
const DAY: i64 = 86_400_000;

const SUPER_ADMIN_TOKEN: &str = "00SimulatedSuperAdminTokenOfIngridSolberg1";
const READ_ONLY_TOKEN: &str = "00SimulatedReadOnlyAdminTokenOfFarahKhan02";

/// People who left, with the department that their profile still says.
const LEAVERS: [(&str, &str, &str); 8] = [
    ("Oskar Lund", "Platform Lead", "Platform"),
    ("Bettina Krol", "Accountant", "Finance"),
    ("Samir Daoud", "Software Engineer", "Engineering"),
    ("Felicity Ward", "Recruiter", "HR"),
    ("Jonas Peltier", "Account Executive", "Sales"),
    ("Anya Belova", "Security Engineer", "Security"),
    ("Curtis Webb", "Help Desk Technician", "IT"),
    ("Noor Aziz", "Designer", "Marketing"),
];

/// Accounts that are no people.
const SERVICES: [(&str, &str); 3] = [
    ("svc-servicenow", "Opens and closes tickets"),
    ("svc-breakglass", "For the day when nobody else gets in"),
    ("svc-backup", "Copies the organization's configuration"),
];

/// People who are neither active nor gone.
const UNUSUAL: [(&str, Status); 5] = [
    ("Derek Vance", Status::Suspended),
    ("Ivo Marek", Status::LockedOut),
    ("Harriet Cole", Status::PasswordExpired),
    ("Celeste Moreau", Status::Recovery),
    ("Ravi Menon", Status::Provisioned),
];

/// People who have not signed in for so many days, and yet keep what they have: a long leave, an assignment elsewhere,
/// a contract that nobody ended.
const AWAY: [(&str, i64); 9] = [
    ("Olga Bell", 96),
    ("Milan Larsen", 118),
    ("Andre Diaz", 104),
    ("Tom Young", 131),
    ("Carla Nakamura", 99),
    ("Uma Davis", 173),
    ("Zoe Johnson", 210),
    ("Hugo Tanaka", 240),
    ("Viktor Petrov", 152),
];

/// Apps that nobody opens any more: meetings moved to Google, payroll to another house.
const ASLEEP: [&str; 2] = ["Zoom", "Legacy Payroll"];

/// The organization while it is being told, with its objects by name.
struct Story {
    org: Org,
    users: HashMap<String, u32>,
    groups: HashMap<&'static str, u32>,
    apps: HashMap<&'static str, u32>,
}

impl Story {
    /// Ordinal of a person by full name or of a service account by name.
    fn user(&self, name: &str) -> u32 {
        self.users.get(name).copied().unwrap_or(u32::MAX)
    }

    fn user_id(&self, name: &str) -> String {
        self.org
            .users
            .get(self.user(name))
            .map(|user| user.id.to_string())
            .unwrap_or_default()
    }

    fn group(&self, name: &str) -> u32 {
        self.groups.get(name).copied().unwrap_or(u32::MAX)
    }

    fn group_id(&self, name: &str) -> String {
        self.org
            .groups
            .get(self.group(name))
            .map(|group| group.id.to_string())
            .unwrap_or_default()
    }

    fn app(&self, name: &str) -> u32 {
        self.apps.get(name).copied().unwrap_or(u32::MAX)
    }
}

/// Tells the story.
pub(crate) fn sim() -> Sim {
    let identity = Identity {
        id: "00oharborline0000005d7".chars().take(20).collect(),
        subdomain: "harborline".to_owned(),
        company: "Harborline Logistics".to_owned(),
        user_type: "otyharborline00005d7".to_owned(),
        created: FOUNDED,
    };
    let org = Org::empty(identity, 20_190_304);
    let mut story = Story {
        org,
        users: HashMap::new(),
        groups: HashMap::new(),
        apps: HashMap::new(),
    };
    story.org.build_realm();
    people(&mut story);
    groups::tell(&mut story);
    apps::tell(&mut story);
    admins::tell(&mut story);
    policies::tell(&mut story);
    leave(&mut story);
    habits(&mut story);
    // What the building logged is no history.
    story.org.log = SystemLog::default();
    story.org.version = 0;
    let credentials = SimCredentials {
        super_admin_token: SUPER_ADMIN_TOKEN.to_owned(),
        read_only_token: READ_ONLY_TOKEN.to_owned(),
        client_id: apps::PORTOLAN_APP.to_owned(),
        client_key: super::CLIENT_KEY.to_owned(),
    };
    Sim::new(story.org, credentials)
}

fn people(story: &mut Story) {
    let mut number = 0;
    for team in roster::TEAMS {
        for (name, title) in team.people {
            let contractor = team.name == "Contractors";
            let department = if contractor {
                contractor_department(title)
            } else {
                team.name
            };
            let kind = if contractor { "Contractor" } else { "Employee" };
            number += 1;
            add(story, number, name, title, department, kind);
        }
    }
    for (name, title, department) in LEAVERS {
        number += 1;
        add(story, number, name, title, department, "Employee");
    }
    for (name, title) in SERVICES {
        number += 1;
        add(story, number, name, title, "IT", "Service");
    }
}

fn contractor_department(title: &str) -> &'static str {
    match title {
        "Help Desk Technician" => "IT",
        "Designer" => "Marketing",
        "Support Engineer" => "Support",
        _ => "Engineering",
    }
}

/// One person; people with higher numbers came later.
fn add(story: &mut Story, number: u32, name: &str, title: &str, department: &str, kind: &str) {
    let (first, last) = name.split_once(' ').unwrap_or((name, "Account"));
    let plain = name.to_lowercase().replace(' ', ".");
    let login = format!("{plain}@harborline.example");
    let profile = object(json!({
        "firstName": first, "lastName": last, "displayName": name, "login": login, "email": login,
        "mobilePhone": null, "secondEmail": null, "title": title, "department": department, "userType": kind,
        "employeeNumber": format!("{:05}", 10_000 + number), "organization": "Harborline Logistics",
        "city": if number.is_multiple_of(3) { "Rotterdam" } else { "Hamburg" },
        "countryCode": if number.is_multiple_of(3) { "NL" } else { "DE" },
    }));
    let created = FOUNDED.plus_ms(i64::from(number) * 12 * DAY);
    let status = UNUSUAL
        .iter()
        .find(|(unusual, _)| *unusual == name)
        .map_or(Status::Active, |(_, status)| *status);
    let mut user = person(&format!("00uharborln{number:06}5d7"), profile, status, created);
    if status == Status::Active && kind != "Service" {
        user.last_login = Some(TODAY.plus_ms(-i64::from(number % 20) * DAY - i64::from(number) * 60_000));
    }
    if matches!(department, "IT" | "Finance" | "HR") && kind == "Employee" {
        // These departments come from Active Directory.
        let email = user.login.to_string();
        user.extra = Some(Box::new(object(json!({"credentials": {
            "provider": {"type": "ACTIVE_DIRECTORY", "name": "harborline.local"},
            "emails": [{"value": email, "status": "VERIFIED", "type": "PRIMARY"}],
        }}))));
    }
    let ordinal = story.org.push_user(user);
    story.users.insert(name.to_owned(), ordinal);
}

/// The leavers leave: their groups remember them, their apps are gone.
fn leave(story: &mut Story) {
    for (number, (name, _, _)) in (1i64..).zip(LEAVERS) {
        let ordinal = story.user(name);
        let gone = TODAY.plus_ms(-number * 40 * DAY);
        story.org.reach(ordinal, Status::Deprovisioned, gone);
        if let Some(user) = story.org.users.get_mut(ordinal) {
            user.last_login = Some(gone.plus_ms(-DAY));
        }
    }
}

/// Who stays away, and what is not opened. Service accounts have tokens, and sign in to nothing.
fn habits(story: &mut Story) {
    for (name, days) in AWAY {
        let ordinal = story.user(name);
        if let Some(user) = story.org.users.get_mut(ordinal) {
            user.last_login = Some(TODAY.plus_ms(-days * DAY));
        }
        story.org.habits.away.insert(ordinal);
    }
    let services = SERVICES.map(|(name, _)| story.user(name));
    story.org.habits.away.extend(services);
    let asleep = ASLEEP.map(|label| story.app(label));
    story.org.habits.asleep.extend(asleep);
    story.org.habits.ignored_of = 6;
}

/// A document of a collection, with its dates.
fn put(story: &mut Story, collection: &str, id: &str, document: Value) {
    let mut document = object(document);
    document.insert("id".to_owned(), json!(id));
    for name in ["created", "lastUpdated"] {
        document.entry(name).or_insert_with(|| json!(FOUNDED));
    }
    story.org.docs.put(collection, id, document);
}
