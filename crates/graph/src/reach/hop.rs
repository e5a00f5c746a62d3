//! One step of an attacker, and how it is told.

use crate::rules::{Rule, RuleId};
use crate::{AssignmentIx, EdgeCause, EdgeType, Graph, NodeIx};

/// One step: a derived edge between two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Where it begins.
    pub from: NodeIx,
    /// Where it ends.
    pub to: NodeIx,
    /// The rule that makes it.
    pub rule: &'static Rule,
    /// The role assignment behind it, if one is.
    pub assignment: Option<AssignmentIx>,
}

impl Hop {
    pub(super) fn new(from: NodeIx, to: NodeIx, rule: RuleId, cause: u32) -> Self {
        let assignment = (cause != u32::MAX).then_some(AssignmentIx(cause));
        Self {
            from,
            to,
            rule: rule.rule(),
            assignment,
        }
    }

    pub(super) fn of_org(org: NodeIx, node: NodeIx) -> Self {
        Self::new(org, node, RuleId::OrgContains, u32::MAX)
    }

    /// The nodes of the hop with what lies between: role and resource set.
    pub fn path(&self, graph: &Graph) -> Vec<NodeIx> {
        let mut path = vec![self.from];
        if let Some(assignment) = self.assignment.map(|ix| graph.assignment(ix)) {
            path.push(assignment.role);
            path.extend(assignment.resource_set);
        }
        path.push(self.to);
        path
    }

    /// The facts that make the hop.
    pub fn causes(&self, graph: &Graph) -> Vec<crate::Edge> {
        let edge = |from, kind, to, cause| crate::Edge {
            from,
            to,
            kind,
            cause,
        };
        let Some(ix) = self.assignment else {
            let kind = match self.rule.id {
                RuleId::Membership | RuleId::GroupRole => EdgeType::MemberOf,
                RuleId::UnseenAccess => EdgeType::AssignedByUnseenGroup,
                RuleId::TokenOf => EdgeType::TokenOf,
                RuleId::SecretOf => EdgeType::SecretOf,
                RuleId::KeyOf => EdgeType::KeyOf,
                RuleId::GroupAccess | RuleId::DirectAccess => EdgeType::AssignedTo,
                _ => return Vec::new(),
            };
            return vec![edge(self.from, kind, self.to, EdgeCause::Link)];
        };
        let (assignment, cause) = (graph.assignment(ix), EdgeCause::Assignment(ix));
        let mut facts = vec![edge(
            assignment.assignee,
            EdgeType::HasRole,
            assignment.role,
            cause,
        )];
        match assignment.resource_set {
            Some(set) => facts.push(edge(assignment.role, EdgeType::ScopedTo, set, cause)),
            None => facts.extend(
                assignment
                    .targets
                    .iter()
                    .map(|&to| edge(assignment.role, EdgeType::ScopedTo, to, cause)),
            ),
        }
        facts
    }

    /// What the hop means, with names.
    pub fn explanation(&self, graph: &Graph) -> String {
        let role = self
            .assignment
            .map_or("", |ix| graph.name(graph.assignment(ix).role));
        let mut told = String::new();
        let mut rest = self.rule.explanation;
        while let Some((before, after)) = rest.split_once('{') {
            told.push_str(before);
            let (word, after) = after.split_once('}').unwrap_or((after, ""));
            told.push_str(match word {
                "from" => graph.name(self.from),
                "to" => graph.name(self.to),
                _ => role,
            });
            rest = after;
        }
        told.push_str(rest);
        told
    }
}
