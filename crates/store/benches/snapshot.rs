//! Sizes and times of a large organization's snapshots: 200,000 users, 20,000 groups, 2,000 apps, 5 million
//! memberships, 3 million app assignments. Run with `cargo bench -p portolan-store`; needs about 1 GB of disk.
//! With `-- --part N` the organization has the N-th part of all objects, and members out of all 200,000 users.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers"
)]

use std::convert::Infallible;
use std::time::Instant;

use domain::Timestamp;
use domain::facts::{
    App, AppGroup, AppGroups, AppUser, AppUsers, AssignmentScope, Coverage, FactSink, Group, Memberships,
    Organization, Rows, User, UserStatus,
};
use portolan_store::snapshot::{Draft, OrdinalKind, ReplayOptions, Snapshot, SnapshotStore, Table};

const USERS: u32 = 200_000;
const GROUPS: u32 = 20_000;
const APPS: u32 = 2_000;
const MEMBERSHIPS: u64 = 5_000_000;
const APP_USERS: u64 = 3_000_000;
const ORG: Organization<'static> = Organization {
    id: "00o1",
    name: "Large",
    url: "https://large.okta.com",
};
const NOW_MS: i64 = 1_760_000_000_000;

fn main() {
    let part = part_asked_for();
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let first = timed_commit(&store, "first snapshot", 0, &Change::default(), part);
    for table in &first.tables {
        let bytes: u64 = table.parts.iter().map(|part| part.bytes).sum();
        if table.rows > 0 {
            let a_row = bytes as f64 / table.rows as f64;
            println!(
                "  {:<12} {:>9} rows {:>5} parts {bytes:>11} bytes {a_row:>8.2} a row",
                table.table.as_str(),
                table.rows,
                table.parts.len()
            );
        }
    }
    println!("  in all {} bytes", first.bytes());

    let fresh = |name, change: &Change, ms| {
        let next = timed_commit(&store, name, ms, change, part);
        let known: std::collections::BTreeSet<&str> = files(&first).collect();
        let new: u64 = parts(&next)
            .filter(|(file, _)| !known.contains(file))
            .map(|(_, bytes)| bytes)
            .sum();
        println!(
            "  new bytes beside the first: {new} ({:.1} %)",
            100.0 * new as f64 / next.bytes() as f64
        );
    };
    fresh("nothing changed", &Change::default(), 1);
    fresh(
        "200 memberships changed",
        &Change {
            memberships: 200,
            ..Change::default()
        },
        2,
    );
    fresh(
        "20 users changed",
        &Change {
            users: 20,
            ..Change::default()
        },
        3,
    );
    fresh(
        "2,000 users signed in",
        &Change {
            users: 2_000,
            ..Change::default()
        },
        4,
    );

    let mut count = Count::default();
    timed("replay, whole", || first.replay(&mut count).unwrap());
    timed("replay, without documents", || {
        first
            .replay_with(ReplayOptions { raw: false }, &mut count)
            .unwrap()
    });
    for table in [Table::Users, Table::Groups, Table::Memberships, Table::AppUsers] {
        let name = format!("replay of {} without documents", table.as_str());
        timed(&name, || {
            first
                .replay_table(table, ReplayOptions { raw: false }, &mut count)
                .unwrap()
        });
    }
    timed("ordinals of users", || {
        assert_eq!(
            first.ordinals(OrdinalKind::Users).unwrap().len(),
            (USERS / part) as usize
        )
    });
    println!("rows replayed {}, peak memory {}", count.0, peak_memory());
    drop(first);
    drop(store);
    timed("open", || drop(SnapshotStore::open(directory.path()).unwrap()));
}

fn part_asked_for() -> u32 {
    let mut arguments = std::env::args()
        .skip_while(|argument| argument != "--part")
        .skip(1);
    arguments
        .next()
        .and_then(|part| part.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// What differs from the first snapshot.
#[derive(Default)]
struct Change {
    memberships: u64,
    users: u32,
}

fn timed_commit(store: &SnapshotStore, name: &str, ms: i64, change: &Change, part: u32) -> Snapshot {
    let mut draft = store.begin(ORG, Timestamp::from_ms(NOW_MS + ms)).unwrap();
    timed(&format!("{name}: rows in"), || fill(&mut draft, change, part));
    let mut draft = Some(draft);
    let mut snapshot = None;
    timed(&format!("{name}: commit"), || {
        snapshot = draft
            .take()
            .map(|draft| draft.commit(Coverage::default()).unwrap())
    });
    snapshot.unwrap()
}

fn fill(draft: &mut Draft, change: &Change, part: u32) {
    let mut random = Random(1);
    for page in 0..USERS / part / 200 {
        put_users(draft, page * 200, change, &mut random);
    }
    for ordinal in 0..GROUPS / part {
        let (id, name) = (format!("00g{ordinal:017}"), format!("Group {ordinal}"));
        let raw = format!(
            r#"{{"id":"{id}","profile":{{"name":"{name}"}},"type":"OKTA_GROUP","objectClass":["okta:user_group"]}}"#
        );
        let group = Group {
            ordinal,
            id: &id,
            name: &name,
            raw: &raw,
            ..Group::default()
        };
        draft.put(Rows::Groups(&[group])).unwrap();
    }
    for ordinal in 0..APPS / part {
        let (id, name) = (format!("0oa{ordinal:017}"), format!("app_{ordinal}"));
        let app = App {
            ordinal,
            id: &id,
            name: &name,
            label: &name,
            status: "ACTIVE",
            ..App::default()
        };
        draft.put(Rows::Apps(&[app])).unwrap();
        let groups: Vec<AppGroup> = (0..4)
            .map(|_| AppGroup {
                group: random.below(GROUPS),
                priority: Some(0),
                last_updated: None,
            })
            .collect();
        draft
            .put(Rows::AppGroups(AppGroups {
                app: ordinal,
                groups: &groups,
            }))
            .unwrap();
    }
    put_memberships(draft, change, part, &mut random);
    put_app_users(draft, part, &mut random);
}

fn put_users(draft: &mut Draft, first: u32, change: &Change, random: &mut Random) {
    let texts: Vec<[String; 5]> = (first..first + 200)
        .map(|ordinal| user_texts(ordinal, change, random))
        .collect();
    let moment = |days: u32| Some(Timestamp::from_ms(NOW_MS - i64::from(days) * 86_400_000));
    let users: Vec<User<'_>> = (first..)
        .zip(&texts)
        .map(|(ordinal, [id, login, name, profile, raw])| User {
            ordinal,
            id,
            login,
            email: Some(login),
            display_name: name,
            status: UserStatus::Active,
            department: Some(["Sales", "Engineering", "Support", "Finance"][(ordinal % 4) as usize]),
            created: moment(ordinal % 2000 + 30),
            last_login: moment(if is_changed(ordinal, change) {
                0
            } else {
                1 + ordinal % 30
            }),
            last_updated: moment(ordinal % 400),
            profile,
            raw,
            ..User::default()
        })
        .collect();
    draft.put(Rows::Users(&users)).unwrap();
}

fn is_changed(ordinal: u32, change: &Change) -> bool {
    change.users > 0 && ordinal % (USERS / change.users) == 7
}

fn user_texts(ordinal: u32, change: &Change, random: &mut Random) -> [String; 5] {
    let id = format!("00u{:017x}", u128::from(random.next()) % (1 << 68));
    let login = format!("user.{ordinal}@large.example");
    let name = format!("First{} Last{ordinal}", ordinal % 1000);
    let profile = format!(
        r#"{{"firstName":"First{}","lastName":"Last{ordinal}","mobilePhone":null,"secondEmail":null,"login":"{login}","email":"{login}","department":"Engineering","title":"Engineer {}","employeeNumber":"{}","managerId":"00u{}"}}"#,
        ordinal % 1000,
        ordinal % 50,
        random.below(10_000_000),
        random.below(USERS / 10)
    );
    let sign_in = if is_changed(ordinal, change) {
        0
    } else {
        ordinal % 30 + 1
    };
    let raw = format!(
        r#"{{"id":"{id}","status":"ACTIVE","created":"2020-01-{:02}T00:00:00.000Z","activated":"2020-02-01T00:00:00.000Z","statusChanged":"2020-02-01T00:00:00.000Z","lastLogin":"2025-09-{sign_in:02}T08:{:02}:00.000Z","lastUpdated":"2025-06-01T00:00:00.000Z","passwordChanged":"2025-05-01T00:00:00.000Z","type":{{"id":"oty1"}},"profile":{profile},"credentials":{{"provider":{{"type":"OKTA","name":"OKTA"}}}},"_links":{{"self":{{"href":"https://large.okta.com/api/v1/users/{id}"}}}}}}"#,
        ordinal % 28 + 1,
        ordinal % 60
    );
    [id, login, name, profile, raw]
}

/// One group with everybody, few with many members, many with few.
fn put_memberships(draft: &mut Draft, change: &Change, part: u32, random: &mut Random) {
    let (groups, mut left) = (GROUPS / part, MEMBERSHIPS / u64::from(part));
    let mut members = Vec::new();
    for group in 0..groups {
        members.clear();
        if group == 0 {
            members.extend(0..USERS / part);
        } else {
            let share = left / u64::from(groups - group);
            let size = u64::from(random.below((2 * share + 1) as u32))
                .min(u64::from(USERS))
                .min(left);
            members.extend((0..size).map(|_| random.below(USERS)));
            members.sort_unstable();
            members.dedup();
        }
        left = left.saturating_sub(members.len() as u64);
        if change.memberships > 0 && u64::from(group) % (u64::from(groups) / change.memberships).max(1) == 5 {
            members.pop();
        }
        for page in members.chunks(1000) {
            draft
                .put(Rows::Memberships(Memberships { group, users: page }))
                .unwrap();
        }
    }
}

fn put_app_users(draft: &mut Draft, part: u32, random: &mut Random) {
    let names: Vec<String> = (0..USERS)
        .map(|user| format!("user.{user}@large.example"))
        .collect();
    for app in 0..APPS / part {
        let assignment = |user: u32, random: &mut Random| AppUser {
            user,
            scope: if random.below(5) == 0 {
                AssignmentScope::Direct
            } else {
                AssignmentScope::Group(Some(app * 3 % GROUPS))
            },
            status: "ACTIVE",
            user_name: names.get(user as usize).map(String::as_str),
            created: Some(Timestamp::from_ms(
                NOW_MS - i64::from(random.below(1000)) * 86_400_000,
            )),
            last_updated: Some(Timestamp::from_ms(NOW_MS - i64::from(app) * 3_600_000)),
        };
        let users: Vec<AppUser<'_>> = (0..APP_USERS / u64::from(APPS))
            .map(|_| assignment(random.below(USERS), random))
            .collect();
        draft
            .put(Rows::AppUsers(AppUsers { app, users: &users }))
            .unwrap();
    }
}

/// Counts rows.
#[derive(Default)]
struct Count(u64);

impl FactSink for Count {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        self.0 += match rows {
            Rows::Users(rows) => rows.len(),
            Rows::Memberships(rows) => rows.users.len(),
            Rows::AppUsers(rows) => rows.users.len(),
            Rows::AppGroups(rows) => rows.groups.len(),
            _ => 1,
        } as u64;
        Ok(())
    }
}

/// SplitMix64: the same numbers in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, bound: u32) -> u32 {
        (self.next() % u64::from(bound.max(1))) as u32
    }
}

fn parts(snapshot: &Snapshot) -> impl Iterator<Item = (&str, u64)> {
    snapshot
        .tables
        .iter()
        .flat_map(|table| &table.parts)
        .map(|part| (part.file.as_str(), part.bytes))
}

fn files(snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    parts(snapshot).map(|(file, _)| file)
}

fn timed(name: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    println!("{name}: {:.0} ms", start.elapsed().as_secs_f64() * 1000.0);
}

/// As Linux tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or("unknown")
        .trim()
        .to_owned()
}
