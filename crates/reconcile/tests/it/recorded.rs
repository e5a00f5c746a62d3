//! A recorded scan of a real organization: what comes out of a scan of it is what stands in the file.

use crate::bench::{Bench, URL};
use domain::facts::{AssignmentScope, FactSink, ObjectClass, Reading, Rows};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;

/// Counts of a snapshot, or of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    users: usize,
    groups: usize,
    apps: usize,
    /// Members of groups, Everyone left out.
    members: usize,
    direct: usize,
    by_group: usize,
    app_groups: usize,
    roles: BTreeMap<String, usize>,
}

#[derive(Default)]
struct Counting {
    counts: Counts,
    everyone: Option<u32>,
}

impl FactSink for Counting {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        let counts = &mut self.counts;
        match rows {
            Rows::Users(rows) => counts.users += rows.len(),
            Rows::Groups(rows) => {
                counts.groups += rows.len();
                let everyone = rows.iter().find(|group| group.name == "Everyone");
                self.everyone = everyone.map(|group| group.ordinal).or(self.everyone);
            }
            Rows::Apps(rows) => counts.apps += rows.len(),
            Rows::Memberships(rows) if Some(rows.group) != self.everyone => {
                counts.members += rows.users.len()
            }
            Rows::AppUsers(rows) => {
                let direct = rows
                    .users
                    .iter()
                    .filter(|row| row.scope == AssignmentScope::Direct);
                let direct = direct.count();
                counts.direct += direct;
                counts.by_group += rows.users.len() - direct;
            }
            Rows::AppGroups(rows) => counts.app_groups += rows.groups.len(),
            Rows::RoleAssignments(rows) => {
                for row in rows {
                    *counts.roles.entry(row.role.to_owned()).or_default() += 1;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The same straight from the recorded answers.
#[derive(Default)]
struct File {
    users: BTreeSet<String>,
    groups: BTreeSet<String>,
    everyone: BTreeSet<String>,
    apps: BTreeSet<String>,
    members: BTreeSet<(String, String)>,
    app_users: BTreeMap<(String, String), bool>,
    app_groups: BTreeSet<(String, String)>,
    roles: BTreeMap<(String, String), String>,
    endpoints: BTreeSet<String>,
}

impl File {
    fn take(&mut self, line: &Value) {
        if line["response"]["status"] != 200 || line["request"]["method"] != "GET" {
            return;
        }
        let url = line["request"]["url"].as_str().unwrap();
        let path = url.splitn(4, '/').nth(3).unwrap().split('?').next().unwrap();
        let id = |value: &Value| value["id"].as_str().unwrap_or_default().to_owned();
        let items = line["response"]["body"].as_array().cloned().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        self.endpoints
            .insert(parts.iter().step_by(2).copied().collect::<Vec<_>>().join("/"));
        for item in &items {
            match parts.as_slice() {
                ["users"] => drop(self.users.insert(id(item))),
                ["groups"] => {
                    self.groups.insert(id(item));
                    if item["profile"]["name"] == "Everyone" {
                        self.everyone.insert(id(item));
                    }
                }
                ["apps"] => drop(self.apps.insert(id(item))),
                ["groups", group, "users"] => {
                    self.users.insert(id(item));
                    self.members.insert(((*group).to_owned(), id(item)));
                }
                ["users", user, "groups"] => {
                    self.members.insert((id(item), (*user).to_owned()));
                }
                ["apps", app, "users"] => {
                    let direct = item["scope"] != "GROUP";
                    self.app_users.insert(((*app).to_owned(), id(item)), direct);
                }
                ["apps", app, "groups"] => {
                    self.app_groups.insert(((*app).to_owned(), id(item)));
                }
                ["users" | "groups", holder, "roles"]
                    if item["assignmentType"] != "GROUP" || parts[0] == "groups" =>
                {
                    let kind = item["type"].as_str().unwrap_or_default().to_owned();
                    self.roles.insert(((*holder).to_owned(), id(item)), kind);
                }
                _ => {}
            }
        }
    }

    fn counts(&self) -> Counts {
        let is_known = |(app, user): &&(String, String)| self.apps.contains(app) && self.users.contains(user);
        let known = self.app_users.keys().filter(is_known);
        let direct = known.clone().filter(|pair| self.app_users[*pair]).count();
        let members = self
            .members
            .iter()
            .filter(|(group, user)| !self.everyone.contains(group) && self.users.contains(user));
        let mut roles = BTreeMap::new();
        for kind in self.roles.values() {
            *roles.entry(kind.clone()).or_default() += 1;
        }
        Counts {
            users: self.users.len(),
            groups: self.groups.len(),
            apps: self.apps.len(),
            members: members.count(),
            direct,
            by_group: known.count() - direct,
            app_groups: self
                .app_groups
                .iter()
                .filter(|(app, _)| self.apps.contains(app))
                .count(),
            roles,
        }
    }
}

#[test]
fn a_recorded_organization_comes_out_as_it_stands_in_the_file() {
    let Some(data) = std::env::var_os("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return;
    };
    let folder = PathBuf::from(data).join("okta/org-scan");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut file = File::default();
        for line in text.lines() {
            file.take(&serde_json::from_str(line).unwrap());
        }
        let bench = Bench::around(okta_sim::World::from_file(&path).unwrap());
        let coverage = bench.scan(1_000).unwrap();
        let mut counting = Counting::default();
        let snapshot = bench.snapshots.latest(URL).unwrap().unwrap();
        snapshot.replay(&mut counting).unwrap();
        assert_eq!(counting.counts, file.counts(), "{}", path.display());
        println!("{}: {:?}", path.display(), counting.counts);
        // What was not recorded was not read; that is not the same as empty.
        for (class, endpoint) in [
            (ObjectClass::ApiTokens, "api-tokens"),
            (ObjectClass::NetworkZones, "zones"),
            (ObjectClass::IdentityProviders, "idps"),
            (ObjectClass::Policies, "policies"),
        ] {
            let reading = &coverage.of(class).unwrap().reading;
            let is_read = !matches!(reading, Reading::NotRead(_));
            assert_eq!(
                is_read,
                file.endpoints.contains(endpoint),
                "{class:?}: {reading:?}"
            );
        }
    }
}
