//! Lists access paths in batches.
//!
//! The nodes of one column are walked one by one ([`Lead`]), and the limits on other columns are tested on each
//! row.

use super::filter::{Among, Limits};
use super::lead::Lead;
use super::run::{Column, Run, of_members, run, take};
use super::{ActionIx, ActionType, ActionTypeSet, GrantKind, PathFilter, PathRow, small};
use crate::{Graph, NodeIx};

/// Lists the access paths that `filter` admits, each once, in no promised order.
pub fn paths<'g>(graph: &'g Graph, filter: &PathFilter) -> PathCursor<'g> {
    PathCursor::new(graph, filter)
}

/// A place in the list of access paths.
#[derive(Clone, Debug)]
pub struct PathCursor<'g> {
    graph: &'g Graph,
    lead: Lead,
    limits: Limits,
    /// Whether identities lead and nothing else is limited.
    is_unlimited: bool,
    key: usize,
    stage: Stage,
    at: usize,
    run: Option<Run<'g>>,
    few: Vec<PathRow>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Membership,
    Direct,
    Unseen,
    ThroughGroup,
    Few,
}

impl<'g> PathCursor<'g> {
    fn new(graph: &'g Graph, filter: &PathFilter) -> Self {
        let lead = Lead::choose(graph, filter);
        let unless = |leads: bool, nodes: &Option<Vec<NodeIx>>| {
            if leads {
                Among::Any
            } else {
                Among::new(nodes.as_deref())
            }
        };
        let limits = Limits {
            identities: unless(
                matches!(lead, Lead::Identity(_) | Lead::Identities(_)),
                &filter.identities,
            ),
            resources: unless(matches!(lead, Lead::Resources(_)), &filter.resources),
            groups: unless(matches!(lead, Lead::Groups(_)), &filter.groups),
            types: filter.action_types.unwrap_or(ActionTypeSet::ALL),
        };
        let is_unlimited = matches!(
            lead,
            Lead::Everything(_) | Lead::Identity(_) | Lead::Identities(_)
        ) && limits.resources.is_any()
            && limits.groups.is_any()
            && limits.types == ActionTypeSet::ALL;
        Self {
            graph,
            lead,
            limits,
            is_unlimited,
            key: 0,
            stage: Stage::Membership,
            at: 0,
            run: None,
            few: Vec::new(),
        }
    }

    /// Adds up to `limit` further rows to `out`; tells how many. Fewer than `limit` means that there are no more.
    pub fn next_batch(&mut self, out: &mut Vec<PathRow>, limit: usize) -> usize {
        let before = out.len();
        let end = before.saturating_add(limit);
        while out.len() < end {
            if self.is_unlimited && self.few.is_empty() {
                self.take_whole(out, end);
                break;
            }
            if self.stage == Stage::ThroughGroup && self.run.is_none() {
                self.take_small_runs(out, end);
            }
            if let Some(run) = &mut self.run {
                if take(self.graph, run, &self.limits, out, end) {
                    self.run = None;
                }
            } else if !self.few.is_empty() {
                let later = self.few.len().saturating_sub(end - out.len());
                out.extend(self.few.drain(later..));
            } else if !self.advance() {
                break;
            }
        }
        out.len() - before
    }

    /// Identity by identity, without looking at limits; what does not fit waits among the few.
    fn take_whole(&mut self, out: &mut Vec<PathRow>, end: usize) {
        while out.len() < end
            && let Some(identity) = self.lead.get(self.key)
        {
            self.key += 1;
            self.graph.paths_of_identity(identity, out);
        }
        if out.len() > end {
            self.few.extend(out.drain(end..));
        }
    }

    /// Most groups of a person lead to no app or to a few: those rows are made here, without a run of their own.
    fn take_small_runs(&mut self, out: &mut Vec<PathRow>, end: usize) {
        let is_plain = self.limits.resources.is_any()
            && self.limits.groups.is_any()
            && self.wants(ActionType::Assignment)
            && matches!(
                self.lead,
                Lead::Everything(_) | Lead::Identity(_) | Lead::Identities(_)
            );
        let Some(identity) = self.lead.get(self.key).filter(|_| is_plain) else {
            return;
        };
        let groups = self.graph.effective_groups_of(identity);
        let row = PathRow {
            identity,
            ..PathRow::plain(ActionIx::ACCESS, GrantKind::ThroughGroup)
        };
        while let Some(&group) = groups.get(self.at) {
            let apps = self.graph.apps_of_group(group);
            if apps.len() > end - out.len() {
                return;
            }
            self.at += 1;
            let row = PathRow {
                group: Some(group),
                ..row
            };
            out.extend(apps.iter().map(|&resource| PathRow { resource, ..row }));
        }
    }

    /// Counts the rows that are left, without making them.
    pub(super) fn count(mut self) -> u64 {
        let mut count = 0;
        loop {
            if let Some(run) = self.run.take() {
                count += super::run::count(self.graph, &run, &self.limits) as u64;
            }
            count += self.few.len() as u64;
            self.few.clear();
            if !self.advance() {
                return count;
            }
        }
    }

    /// Finds the next run or the next few rows; false at the end of the list.
    fn advance(&mut self) -> bool {
        while let Some(node) = self.lead.get(self.key) {
            match self.stage {
                Stage::Membership => {
                    self.stage = Stage::Direct;
                    if self.wants(ActionType::Membership) && self.limits.groups.is_any() {
                        self.run = self.membership(node);
                    }
                }
                Stage::Direct => {
                    self.stage = Stage::Unseen;
                    if self.wants(ActionType::Assignment) && self.limits.groups.is_any() {
                        self.run = self.assigned(node, GrantKind::Direct);
                    }
                }
                Stage::Unseen => {
                    (self.stage, self.at) = (Stage::ThroughGroup, 0);
                    if self.wants(ActionType::Assignment) && self.limits.groups.is_any() {
                        self.run = self.assigned(node, GrantKind::UnseenGroup);
                    }
                }
                Stage::ThroughGroup => {
                    self.run = if self.wants(ActionType::Assignment) {
                        self.through_group(node)
                    } else {
                        None
                    };
                    if self.run.is_none() {
                        self.stage = Stage::Few;
                    }
                }
                Stage::Few => {
                    (self.stage, self.key) = (Stage::Membership, self.key + 1);
                    self.find_few(node);
                    if !self.few.is_empty() {
                        return true;
                    }
                }
            }
            if self.run.is_some() {
                return true;
            }
        }
        false
    }

    fn wants(&self, kind: ActionType) -> bool {
        self.limits.types.contains(kind)
    }

    fn membership(&self, node: NodeIx) -> Option<Run<'g>> {
        let row = PathRow::plain(ActionIx::MEMBER, GrantKind::Member);
        match self.lead {
            Lead::Groups(_) | Lead::Few => None,
            Lead::Resources(_) => run(
                PathRow {
                    resource: node,
                    ..row
                },
                self.graph.members_of(node),
                Column::Identity,
            ),
            Lead::Everything(_) | Lead::Identity(_) | Lead::Identities(_) => run(
                PathRow {
                    identity: node,
                    ..row
                },
                self.graph.memberships_of(node),
                Column::Resource,
            ),
        }
    }

    fn assigned(&self, node: NodeIx, grant: GrantKind) -> Option<Run<'g>> {
        let row = PathRow::plain(ActionIx::ACCESS, grant);
        let (graph, direct) = (self.graph, grant == GrantKind::Direct);
        match self.lead {
            Lead::Groups(_) | Lead::Few => None,
            Lead::Resources(_) => {
                let users = if direct {
                    graph.direct_users(node)
                } else {
                    graph.unseen_users(node)
                };
                run(
                    PathRow {
                        resource: node,
                        ..row
                    },
                    users,
                    Column::Identity,
                )
            }
            Lead::Everything(_) | Lead::Identity(_) | Lead::Identities(_) => {
                let apps = if direct {
                    graph.direct_apps(node)
                } else {
                    graph.unseen_apps(node)
                };
                run(
                    PathRow {
                        identity: node,
                        ..row
                    },
                    apps,
                    Column::Resource,
                )
            }
        }
    }

    /// The next group of `node` that leads on.
    fn through_group(&mut self, node: NodeIx) -> Option<Run<'g>> {
        let graph = self.graph;
        let row = PathRow::plain(ActionIx::ACCESS, GrantKind::ThroughGroup);
        let others = match self.lead {
            Lead::Few => return None,
            Lead::Groups(_) => graph.apps_of_group(node),
            Lead::Resources(_) => graph.groups_of_app(node),
            Lead::Everything(_) | Lead::Identity(_) | Lead::Identities(_) => graph.effective_groups_of(node),
        };
        while let Some(&other) = others.get(self.at) {
            self.at += 1;
            let found = match self.lead {
                Lead::Groups(_) if self.limits.resources.has(other) => {
                    let row = PathRow {
                        resource: other,
                        group: Some(node),
                        ..row
                    };
                    of_members(graph, row, node)
                }
                Lead::Resources(_) if self.limits.groups.has(other) => {
                    let row = PathRow {
                        resource: node,
                        group: Some(other),
                        ..row
                    };
                    of_members(graph, row, other)
                }
                Lead::Everything(_) | Lead::Identity(_) | Lead::Identities(_)
                    if self.limits.groups.has(other) =>
                {
                    let row = PathRow {
                        identity: node,
                        group: Some(other),
                        ..row
                    };
                    run(row, graph.apps_of_group(other), Column::Resource)
                }
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn find_few(&mut self, node: NodeIx) {
        if matches!(self.lead, Lead::Few) {
            self.few.reserve(self.graph.holdings().len());
        }
        let (few, limits) = (&mut self.few, &self.limits);
        let mut put = |row: PathRow| {
            if limits.admit(&row) {
                few.push(row);
            }
        };
        match self.lead {
            Lead::Few => small::all(self.graph, &mut put),
            Lead::Groups(_) => small::through_group(self.graph, node, &mut put),
            Lead::Resources(_) => small::of_resource(self.graph, node, &mut put),
            Lead::Everything(_) | Lead::Identity(_) | Lead::Identities(_) => {
                small::of_identity(self.graph, node, &mut put)
            }
        }
    }
}
