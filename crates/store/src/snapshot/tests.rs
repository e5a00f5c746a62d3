mod faults;
mod finding;
mod other_tools;
mod pruning;
mod round_trip;
mod sharing;
mod world;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::Path;

use domain::Timestamp;
use domain::facts::{ClassCoverage, Coverage, FactSink, ObjectClass, Organization, Reading, Rows};

use super::{Draft, Snapshot, SnapshotStore};
use world::World;

const ORG: Organization<'static> = Organization {
    id: "00o1",
    name: "Acme",
    url: "https://acme.okta.com",
};

fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(1_760_000_000_123 + ms)
}

fn coverage() -> Coverage {
    let class = |class, reading| ClassCoverage {
        class,
        reading,
        rows: 7,
        requests: 2,
    };
    Coverage {
        classes: vec![
            class(ObjectClass::Users, Reading::Whole),
            class(ObjectClass::Apps, Reading::Partial("page 3 was refused".into())),
            class(
                ObjectClass::Policies,
                Reading::NotRead("the token may not".into()),
            ),
        ],
    }
}

fn draft(store: &SnapshotStore, world: &World, ms: i64) -> Draft {
    let mut draft = store.begin(ORG, at(ms)).unwrap();
    world.put(&mut draft).unwrap();
    draft
}

fn commit(store: &SnapshotStore, world: &World, ms: i64) -> Snapshot {
    draft(store, world, ms).commit(coverage()).unwrap()
}

/// What a sink was given, a line a row.
#[derive(Debug, Default)]
struct Lines(Vec<String>);

impl FactSink for Lines {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        fn debug<T: std::fmt::Debug>(to: &mut Vec<String>, rows: &[T]) {
            to.extend(rows.iter().map(|row| format!("{row:?}")));
        }
        let to = &mut self.0;
        match rows {
            Rows::Users(rows) => debug(to, rows),
            Rows::Groups(rows) => debug(to, rows),
            Rows::Apps(rows) => debug(to, rows),
            Rows::Memberships(rows) => {
                to.extend(
                    rows.users
                        .iter()
                        .map(|user| format!("group {:06} has {user:06}", rows.group)),
                );
            }
            Rows::AppUsers(rows) => to.extend(
                rows.users
                    .iter()
                    .map(|user| format!("app {} has {user:?}", rows.app)),
            ),
            Rows::AppGroups(rows) => {
                to.extend(
                    rows.groups
                        .iter()
                        .map(|group| format!("app {} has {group:?}", rows.app)),
                );
            }
            Rows::GroupRules(rows) => debug(to, rows),
            Rows::GroupOwners(rows) => debug(to, rows),
            Rows::Roles(rows) => debug(to, rows),
            Rows::ResourceSets(rows) => debug(to, rows),
            Rows::RoleAssignments(rows) => debug(to, rows),
            Rows::ApiTokens(rows) => debug(to, rows),
            Rows::Grants(rows) => debug(to, rows),
            Rows::ClientSecrets(rows) => debug(to, rows),
            Rows::ClientKeys(rows) => debug(to, rows),
            Rows::IdentityProviders(rows) => debug(to, rows),
            Rows::Policies(rows) => debug(to, rows),
            Rows::PolicyRules(rows) => debug(to, rows),
            Rows::NetworkZones(rows) => debug(to, rows),
        }
        Ok(())
    }
}

fn replayed(snapshot: &Snapshot) -> Lines {
    let mut lines = Lines::default();
    snapshot.replay(&mut lines).unwrap();
    lines
}

fn sorted(lines: Lines) -> Vec<String> {
    let mut lines = lines.0;
    lines.sort_unstable();
    lines
}

fn lines_of(world: &World) -> Vec<String> {
    let mut lines = Lines::default();
    world.put(&mut lines).unwrap();
    sorted(lines)
}

/// Names of files under `root`, but for the lock.
fn files(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut directories = vec![root.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.file_name().unwrap() != "lock" {
                found.insert(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found
}

/// Names of the files that the snapshots of the organization need.
fn needed(store: &SnapshotStore) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for info in store.list(ORG.url).unwrap() {
        names.insert(format!("{}.json", info.id));
        names.extend(
            info.tables
                .iter()
                .flat_map(|table| &table.parts)
                .map(|part| part.file.clone()),
        );
    }
    names
}
