//! A large organization from a seed.

use std::time::{Duration, Instant};

use domain::Timestamp;
use domain::facts::{
    ApiToken, App, AppGroup, AppGroups, AppUser, AppUsers, AssigneeKind, AssignmentScope, Coverage, FactSink,
    Group, Memberships, Organization, Role, RoleAssignment, RoleTarget, Rows, User, UserStatus,
};
use portolan_graph::{BuildError, Graph, GraphBuilder};

/// Knuth's MMIX generator.
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 32) * end as u64) >> 32) as usize
    }
}

pub(crate) struct World {
    pub(crate) users: usize,
    pub(crate) members: Vec<Vec<u32>>,
    pub(crate) groups_of_app: Vec<Vec<u32>>,
    pub(crate) direct: Vec<Vec<u32>>,
    /// Role, holder kind, holder, target group.
    pub(crate) roles: Vec<(&'static str, AssigneeKind, u32, Option<u32>)>,
    pub(crate) tokens: Vec<u32>,
}

impl World {
    pub(crate) fn new(scale: usize) -> Self {
        let mut random = Random(7);
        let (users, groups, apps) = (200_000 / scale, 20_000 / scale, 2_000 / scale);
        let members = members(users, groups, 5_000_000 / scale, &mut random);
        let mut groups_of_app: Vec<Vec<u32>> = vec![Vec::new(); apps];
        for _ in 0..7_600 / scale {
            let group = 1 + random.below(groups - 1) as u32;
            groups_of_app[random.below(apps)].push(group);
        }
        for everyone in groups_of_app.iter_mut().take(5) {
            everyone.push(0);
        }
        let mut direct: Vec<Vec<u32>> = vec![Vec::new(); apps];
        for _ in 0..300_000 / scale {
            direct[random.below(apps)].push(random.below(users) as u32);
        }
        for list in groups_of_app.iter_mut().chain(&mut direct) {
            list.sort_unstable();
            list.dedup();
        }
        let roles = roles(users, groups, &mut random);
        let tokens = (0..239).map(|at| roles[at * 2].2).collect();
        Self {
            users,
            members,
            groups_of_app,
            direct,
            roles,
            tokens,
        }
    }

    /// The same organization after one membership in a hundred has changed.
    pub(crate) fn churned(&self) -> Self {
        let mut random = Random(11);
        let mut members = self.members.clone();
        for list in members.iter_mut().skip(1) {
            let changes = (list.len() + random.below(100)) / 100;
            for _ in 0..changes {
                let at = random.below(list.len());
                list[at] = random.below(self.users) as u32;
            }
            list.sort_unstable();
            list.dedup();
        }
        let mut direct = self.direct.clone();
        for list in &mut direct {
            list.truncate(list.len() - list.len() / 100);
        }
        let (groups_of_app, roles, tokens) = (
            self.groups_of_app.clone(),
            self.roles.clone(),
            self.tokens.clone(),
        );
        Self {
            users: self.users,
            members,
            groups_of_app,
            direct,
            roles,
            tokens,
        }
    }

    /// The graph and the time that taking the rows in and finishing took; making the rows is not counted.
    pub(crate) fn build(&self) -> Result<(Graph, Duration), BuildError> {
        let org = Organization {
            id: "00olarge",
            name: "Large",
            url: "https://large.okta.com",
        };
        let mut sink = Timed {
            builder: GraphBuilder::new(org, Coverage::default(), Timestamp::default()),
            time: Duration::ZERO,
        };
        self.put_objects(&mut sink)?;
        for (group, users) in self.members.iter().enumerate() {
            sink.put(Rows::Memberships(Memberships {
                group: group as u32,
                users,
            }))?;
        }
        for (app, groups) in self.groups_of_app.iter().enumerate() {
            let group = |&group| AppGroup {
                group,
                priority: None,
                last_updated: None,
            };
            let groups: Vec<AppGroup> = groups.iter().map(group).collect();
            sink.put(Rows::AppGroups(AppGroups {
                app: app as u32,
                groups: &groups,
            }))?;
            self.put_app_users(app, &mut sink)?;
        }
        self.put_roles(&mut sink)?;
        let start = Instant::now();
        let graph = sink.builder.finish();
        Ok((graph, sink.time + start.elapsed()))
    }

    fn put_objects(&self, sink: &mut Timed) -> Result<(), BuildError> {
        for at in 0..self.users {
            let (login, id) = (format!("first.last{at}@large.example"), format!("00u{at:017}"));
            let name = format!("First{} Last{at}", at % 997);
            let (title, department) = (format!("Engineer {}", at % 40), format!("Department {}", at % 60));
            sink.put(Rows::Users(&[User {
                ordinal: at as u32,
                id: &id,
                login: &login,
                email: Some(&login),
                display_name: &name,
                status: UserStatus::Active,
                title: Some(&title),
                department: Some(&department),
                created: Some(Timestamp::from_ms(1_600_000_000_000 + at as i64)),
                last_login: Some(Timestamp::from_ms(1_700_000_000_000 + at as i64)),
                profile: "{}",
                raw: "{}",
                ..User::default()
            }]))?;
        }
        for at in 0..self.members.len() {
            let (name, id) = (format!("Group {at} of the organization"), format!("00g{at:017}"));
            let description = Some("Kept by the directory team");
            let group = Group {
                ordinal: at as u32,
                id: &id,
                name: &name,
                description,
                raw: "{}",
                ..Group::default()
            };
            sink.put(Rows::Groups(&[group]))?;
        }
        for at in 0..self.direct.len() {
            let (label, id) = (format!("Application {at}"), format!("0oa{at:017}"));
            let name = format!("catalogue_{}", at % 700);
            let app = App {
                ordinal: at as u32,
                id: &id,
                name: &name,
                label: &label,
                status: "ACTIVE",
                raw: "{}",
                ..App::default()
            };
            sink.put(Rows::Apps(&[app]))?;
        }
        Ok(())
    }

    /// One record a person and app, as Okta has it: direct hides a group's.
    fn put_app_users(&self, app: usize, sink: &mut Timed) -> Result<(), BuildError> {
        let row = |user, scope| AppUser {
            user,
            scope,
            status: "ACTIVE",
            user_name: None,
            created: None,
            last_updated: None,
        };
        let mut through: Vec<u32> = self.groups_of_app[app]
            .iter()
            .flat_map(|&group| self.members[group as usize].iter().copied())
            .collect();
        through.sort_unstable();
        through.dedup();
        let direct = &self.direct[app];
        let mut rows: Vec<AppUser<'_>> = direct
            .iter()
            .map(|&user| row(user, AssignmentScope::Direct))
            .collect();
        let hidden = |user: &u32| direct.binary_search(user).is_err();
        rows.extend(
            through
                .into_iter()
                .filter(hidden)
                .map(|user| row(user, AssignmentScope::Group(None))),
        );
        sink.put(Rows::AppUsers(AppUsers {
            app: app as u32,
            users: &rows,
        }))
    }

    fn put_roles(&self, sink: &mut Timed) -> Result<(), BuildError> {
        for id in [
            "SUPER_ADMIN",
            "ORG_ADMIN",
            "HELP_DESK_ADMIN",
            "READ_ONLY_ADMIN",
            "APP_ADMIN",
        ] {
            sink.put(Rows::Roles(&[Role {
                id,
                label: id,
                ..Role::default()
            }]))?;
        }
        for (at, &(role, assignee_kind, assignee, target)) in self.roles.iter().enumerate() {
            let targets: Vec<RoleTarget<'_>> = target.into_iter().map(RoleTarget::Group).collect();
            sink.put(Rows::RoleAssignments(&[RoleAssignment {
                id: &format!("ra1{at}"),
                role,
                assignee_kind,
                assignee,
                status: "ACTIVE",
                targets: &targets,
                resource_set: None,
                created: None,
                last_updated: None,
            }]))?;
        }
        for (at, &owner) in self.tokens.iter().enumerate() {
            let (id, name) = (format!("00T{at:017}"), format!("token {at}"));
            let token = ApiToken {
                id: &id,
                name: &name,
                owner: Some(owner),
                raw: "{}",
                ..ApiToken::default()
            };
            sink.put(Rows::ApiTokens(&[token]))?;
        }
        Ok(())
    }
}

/// Adds up the time that the builder takes.
struct Timed {
    builder: GraphBuilder,
    time: Duration,
}

impl Timed {
    fn put(&mut self, rows: Rows<'_>) -> Result<(), BuildError> {
        let start = Instant::now();
        let done = self.builder.put(rows);
        self.time += start.elapsed();
        done
    }
}

/// Group 0 holds everybody; the others shrink with their rank.
fn members(users: usize, groups: usize, links: usize, random: &mut Random) -> Vec<Vec<u32>> {
    let weight = |rank: usize| 1.0 / (rank as f64 + 20.0).powf(0.95);
    let total: f64 = (1..groups).map(weight).sum();
    let mut members = vec![(0..users as u32).collect::<Vec<u32>>()];
    for rank in 1..groups {
        let size = ((links - users) as f64 * weight(rank) / total).ceil() as usize;
        let mut list: Vec<u32> = (0..size.min(users / 2))
            .map(|_| random.below(users) as u32)
            .collect();
        list.sort_unstable();
        list.dedup();
        members.push(list);
    }
    members
}

/// 727 assignments: mostly help desks over one group, a few of everything else.
fn roles(
    users: usize,
    groups: usize,
    random: &mut Random,
) -> Vec<(&'static str, AssigneeKind, u32, Option<u32>)> {
    (0..727)
        .map(|at| {
            let user = random.below(users) as u32;
            let group = (groups / 10 + random.below(groups - groups / 10)) as u32;
            match at % 100 {
                0..=2 => ("SUPER_ADMIN", AssigneeKind::User, user, None),
                3..=5 => ("HELP_DESK_ADMIN", AssigneeKind::User, user, None),
                6 => ("ORG_ADMIN", AssigneeKind::User, user, None),
                7..=12 => ("READ_ONLY_ADMIN", AssigneeKind::Group, group, None),
                13..=20 => ("READ_ONLY_ADMIN", AssigneeKind::User, user, None),
                _ => ("HELP_DESK_ADMIN", AssigneeKind::User, user, Some(group)),
            }
        })
        .collect()
}
