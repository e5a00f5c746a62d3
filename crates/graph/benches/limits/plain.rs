//! The same questions over plain arrays: what a loop costs that knows nothing of names, filters or causes.

use portolan_graph::{Graph, NodeIx, NodeKind, ScopePart};

pub(crate) struct Rows {
    pub(crate) starts: Vec<u32>,
    pub(crate) ends: Vec<u32>,
}

impl Rows {
    fn new<'g>(rows: impl Iterator<Item = &'g [NodeIx]>, base: u32) -> Self {
        let (mut starts, mut ends) = (vec![0], Vec::new());
        for row in rows {
            ends.extend(row.iter().map(|node| node.0 - base));
            starts.push(ends.len() as u32);
        }
        Self { starts, ends }
    }

    pub(crate) fn row(&self, row: usize) -> &[u32] {
        &self.ends[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

pub(crate) struct Plain {
    pub(crate) groups_of: Rows,
    pub(crate) members: Rows,
    pub(crate) apps_of_group: Rows,
    pub(crate) groups_of_app: Rows,
    pub(crate) direct_apps: Rows,
    pub(crate) direct_users: Rows,
    /// Group that each person is help desk of, or `u32::MAX`.
    desk_of: Vec<u32>,
    bears_role: Vec<bool>,
}

pub(crate) struct Seen {
    round: u32,
    users: Vec<u32>,
    groups: Vec<u32>,
    apps: Vec<u32>,
    queue: Vec<u32>,
}

impl Plain {
    pub(crate) fn new(graph: &Graph) -> Self {
        let nodes = |kind| graph.nodes_of(kind).collect::<Vec<_>>();
        let (users, groups, apps) = (
            nodes(NodeKind::User),
            nodes(NodeKind::Group),
            nodes(NodeKind::App),
        );
        let base = |nodes: &[NodeIx]| nodes.first().map_or(0, |node| node.0);
        let (user_base, group_base, app_base) = (base(&users), base(&groups), base(&apps));
        let mut desk_of = vec![u32::MAX; users.len()];
        for holding in graph.holdings() {
            if let [ScopePart::Group(group)] = graph.assignment(holding.assignment).scope {
                desk_of[(holding.identity.0 - user_base) as usize] = group.0 - group_base;
            }
        }
        Self {
            groups_of: Rows::new(users.iter().map(|&user| graph.memberships_of(user)), group_base),
            members: Rows::new(groups.iter().map(|&group| graph.members_of(group)), user_base),
            apps_of_group: Rows::new(groups.iter().map(|&group| graph.apps_of_group(group)), app_base),
            groups_of_app: Rows::new(apps.iter().map(|&app| graph.groups_of_app(app)), group_base),
            direct_apps: Rows::new(users.iter().map(|&user| graph.direct_apps(user)), app_base),
            direct_users: Rows::new(apps.iter().map(|&app| graph.direct_users(app)), user_base),
            desk_of,
            bears_role: users.iter().map(|&user| graph.is_role_bearing(user)).collect(),
        }
    }

    /// Resource, group or -1, kind.
    pub(crate) fn of_user(&self, user: usize, out: &mut Vec<(u32, u32, u32)>) {
        for &group in self.groups_of.row(user) {
            out.push((group, u32::MAX, 0));
            for &app in self.apps_of_group.row(group as usize) {
                out.push((app, group, 1));
            }
        }
        for &app in self.direct_apps.row(user) {
            out.push((app, u32::MAX, 2));
        }
    }

    pub(crate) fn of_app(&self, app: usize, out: &mut Vec<(u32, u32, u32)>) {
        for &user in self.direct_users.row(app) {
            out.push((user, u32::MAX, 2));
        }
        for &group in self.groups_of_app.row(app) {
            out.extend(
                self.members
                    .row(group as usize)
                    .iter()
                    .map(|&user| (user, group, 1)),
            );
        }
    }

    pub(crate) fn of_group(&self, group: usize, out: &mut Vec<(u32, u32, u32)>) {
        out.extend(self.members.row(group).iter().map(|&user| (user, u32::MAX, 0)));
    }

    pub(crate) fn all(&self, out: &mut Vec<(u32, u32, u32)>) -> usize {
        let mut count = 0;
        for user in 0..self.groups_of.len() {
            self.of_user(user, out);
            count += out.len();
            out.clear();
        }
        count
    }

    pub(crate) fn count(&self) -> usize {
        let through =
            (0..self.members.len()).map(|g| self.members.row(g).len() * self.apps_of_group.row(g).len());
        self.members.ends.len() + self.direct_users.ends.len() + through.sum::<usize>()
    }

    pub(crate) fn standing(&self) -> Vec<u32> {
        let mut seen = vec![u32::MAX; self.groups_of_app.len()];
        (0..self.groups_of.len())
            .map(|user| {
                let groups = self.groups_of.row(user);
                let mut count = groups.len() as u32;
                let mut see = |apps: &[u32]| {
                    for &app in apps {
                        count += u32::from(seen[app as usize] != user as u32);
                        seen[app as usize] = user as u32;
                    }
                };
                see(self.direct_apps.row(user));
                for &group in groups {
                    see(self.apps_of_group.row(group as usize));
                }
                count
            })
            .collect()
    }

    pub(crate) fn seen(&self) -> Seen {
        let room = |rows: &Rows| vec![0; rows.len()];
        Seen {
            round: 0,
            users: room(&self.groups_of),
            groups: room(&self.members),
            apps: room(&self.groups_of_app),
            queue: Vec::new(),
        }
    }

    /// Everything a person reaches who may be help desk of one group; `everybody` starts from all at once.
    pub(crate) fn reach(&self, start: usize, everybody: bool, seen: &mut Seen) -> usize {
        seen.round += 1;
        seen.queue.clear();
        let round = seen.round;
        let (mut count, mut groups) = (0, 0);
        let starts = if everybody {
            0..self.groups_of.len()
        } else {
            start..start + 1
        };
        for user in starts {
            seen.users[user] = round;
            seen.queue.push(user as u32);
        }
        let mut next = 0;
        while let Some(&user) = seen.queue.get(next) {
            next += 1;
            let user = user as usize;
            let mut open = |apps: &[u32]| {
                for &app in apps {
                    count += usize::from(seen.apps[app as usize] != round);
                    seen.apps[app as usize] = round;
                }
            };
            open(self.direct_apps.row(user));
            for &group in self.groups_of.row(user) {
                if seen.groups[group as usize] != round {
                    seen.groups[group as usize] = round;
                    groups += 1;
                    open(self.apps_of_group.row(group as usize));
                }
            }
            if let Some(&desk) = self.desk_of.get(user).filter(|&&desk| desk != u32::MAX) {
                for &member in self.members.row(desk as usize) {
                    if !self.bears_role[member as usize] && seen.users[member as usize] != round {
                        seen.users[member as usize] = round;
                        seen.queue.push(member);
                    }
                }
            }
        }
        count + groups + seen.queue.len()
    }

    /// Memberships gained and lost.
    pub(crate) fn difference(&self, after: &Self) -> usize {
        let mut changes = 0;
        for group in 0..self.members.len() {
            let (old, new) = (self.members.row(group), after.members.row(group));
            let (mut left, mut right) = (0, 0);
            while left < old.len() && right < new.len() {
                changes += usize::from(old[left] != new[right]);
                let (a, b) = (old[left], new[right]);
                left += usize::from(a <= b);
                right += usize::from(b <= a);
            }
            changes += old.len() - left + new.len() - right;
        }
        changes
    }
}
