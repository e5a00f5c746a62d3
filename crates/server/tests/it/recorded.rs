//! A recorded scan of a real organization through simulator, scan, snapshot, graph and SQL, compared with counts taken
//! straight from the file.

use crate::house::{House, recorded_data};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn a_recorded_organization_comes_through_with_every_object_and_link() {
    let Some(folder) = recorded_data() else { return };
    let mut tried = 0;
    for entry in std::fs::read_dir(folder.join("okta/org-scan")).unwrap().flatten() {
        if entry.path().extension().is_some_and(|ending| ending == "ndjson") {
            compare(&entry.path());
            tried += 1;
        }
    }
    assert!(tried > 0, "no recording in okta/org-scan");
}

fn compare(file: &Path) {
    let truth = Truth::of(file);
    let house = House::demo(&["--org", &file.to_string_lossy(), "--events-per-minute", "0"]);
    let ids = |sql: &str| -> BTreeSet<String> {
        house
            .query(sql)
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids("SELECT id FROM okta_users"), truth.users);
    assert_eq!(ids("SELECT id FROM okta_groups"), truth.groups);
    assert_eq!(ids("SELECT id FROM okta_apps"), truth.apps);
    assert_eq!(
        house.count("SELECT count(*) FROM okta_group_members"),
        truth.members.len() as u64
    );
    for scope in ["USER", "GROUP"] {
        let seen = house.count(&format!(
            "SELECT count(*) FROM okta_app_assignments WHERE scope = '{scope}'"
        ));
        let recorded = truth
            .app_users
            .iter()
            .filter(|(_, _, kind)| kind == scope)
            .count();
        assert_eq!(seen, recorded as u64, "assignments of scope {scope}");
    }
    assert_eq!(
        house.count("SELECT count(*) FROM okta_role_assignments"),
        truth.roles,
        "roles that people hold themselves"
    );
    for (user, expected) in &truth.paths() {
        let sql = format!(
            "SELECT count(*) FROM access_path WHERE identity = '{user}' \
             AND action_type IN ('membership', 'assignment')"
        );
        assert_eq!(house.count(&sql), *expected, "paths of {user}");
    }
}

/// What the file says, read without any of the product's code.
#[derive(Default)]
struct Truth {
    users: BTreeSet<String>,
    deactivated: BTreeSet<String>,
    groups: BTreeSet<String>,
    apps: BTreeSet<String>,
    members: BTreeSet<(String, String)>,
    app_users: BTreeSet<(String, String, String)>,
    app_groups: BTreeSet<(String, String)>,
    roles: u64,
}

impl Truth {
    fn of(file: &Path) -> Self {
        let mut truth = Self::default();
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let exchange: Value = serde_json::from_str(line).unwrap();
            let url = exchange["request"]["url"].as_str().unwrap();
            let path = url
                .split_once(".com/")
                .unwrap()
                .1
                .split('?')
                .next()
                .unwrap()
                .to_owned();
            if let Some(rows) = exchange["response"]["body"].as_array() {
                truth.take(&path.split('/').collect::<Vec<_>>(), rows);
            }
        }
        truth
    }

    fn take(&mut self, path: &[&str], rows: &[Value]) {
        let id = |row: &Value| row["id"].as_str().unwrap().to_owned();
        match path {
            ["api", "v1", "users"] => {
                self.users.extend(rows.iter().map(id));
                self.deactivated
                    .extend(rows.iter().filter(|row| row["status"] == "DEPROVISIONED").map(id));
            }
            ["api", "v1", "groups"] => self.groups.extend(rows.iter().map(id)),
            ["api", "v1", "apps"] => self.apps.extend(rows.iter().map(id)),
            ["api", "v1", "groups", group, "users"] => {
                self.members
                    .extend(rows.iter().map(|row| ((*group).to_owned(), id(row))));
            }
            ["api", "v1", "apps", app, "users"] => self.app_users.extend(rows.iter().map(|row| {
                (
                    (*app).to_owned(),
                    id(row),
                    row["scope"].as_str().unwrap().to_owned(),
                )
            })),
            ["api", "v1", "apps", app, "groups"] => {
                self.app_groups
                    .extend(rows.iter().map(|row| ((*app).to_owned(), id(row))));
            }
            ["api", "v1", "users", _, "roles"] => {
                self.roles += rows.iter().filter(|row| row["assignmentType"] != "GROUP").count() as u64;
            }
            ["api", "v1", "groups", _, "roles"] => self.roles += rows.len() as u64,
            _ => {}
        }
    }

    /// How many ways each person has: memberships, direct assignments, and apps through groups. Deactivated people
    /// have nothing through groups. A group assignment that Okta shows and no known group explains is a way too.
    fn paths(&self) -> BTreeMap<String, u64> {
        let count = |user: &String| {
            let groups: Vec<&String> = self
                .members
                .iter()
                .filter(|(_, member)| member == user)
                .map(|(group, _)| group)
                .collect();
            let mut through = BTreeSet::new();
            if !self.deactivated.contains(user) {
                through.extend(
                    self.app_groups
                        .iter()
                        .filter(|(_, group)| groups.contains(&group)),
                );
            }
            let own = self.app_users.iter().filter(|(app, member, scope)| {
                member == user && (scope == "USER" || !through.iter().any(|(known, _)| known == app))
            });
            (groups.len() + through.len() + own.count()) as u64
        };
        self.users
            .iter()
            .map(|user| (user.clone(), count(user)))
            .collect()
    }
}
