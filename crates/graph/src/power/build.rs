//! From role assignments to powers.

use super::{Power, PowerScope, Powers, TargetClass, table};
use crate::rules::RuleId;
use crate::{Assignment, AssignmentIx, Graph, NodeIx, NodeKind, ScopePart};

pub(crate) fn build(graph: &Graph) -> Powers {
    let mut rows = Vec::new();
    let in_force =
        |assignment: &Assignment<'_>| assignment.is_active && !graph.is_deactivated(assignment.assignee);
    for (ix, assignment) in graph.assignments().filter(|(_, assignment)| in_force(assignment)) {
        let is_super = graph.native_id(assignment.role) == "SUPER_ADMIN";
        for rule in rules_of(graph, assignment.role) {
            if may_use(graph, assignment.assignee, rule) {
                rows.extend(power(ix, &assignment, rule, is_super));
            }
        }
    }
    Powers::new(rows)
}

/// Reset of password and of factors together is taking over.
fn rules_of(graph: &Graph, role: NodeIx) -> Vec<RuleId> {
    let mut rules: Vec<RuleId> = table::of_standard_role(graph.native_id(role)).to_vec();
    rules.extend(graph.permissions_of(role).flat_map(table::of_permission));
    rules.sort_unstable();
    rules.dedup();
    if rules.contains(&RuleId::ResetPassword) && rules.contains(&RuleId::ResetFactors) {
        rules.retain(|rule| !matches!(rule, RuleId::ResetPassword | RuleId::ResetFactors));
        rules.push(RuleId::TakeOver);
    }
    rules
}

/// A service app can do what both its role and its OAuth scopes allow.
fn may_use(graph: &Graph, holder: NodeIx, rule: RuleId) -> bool {
    if !matches!(graph.kind(holder), NodeKind::App | NodeKind::ServiceApp) {
        return true;
    }
    let granted = |scope: &&str| {
        let mut grants = graph.grants_of(holder).map(|ix| graph.grant(ix));
        grants.any(|grant| grant.is_active && grant.scope == *scope)
    };
    table::needed_scopes(rule).iter().any(granted)
}

fn power(ix: AssignmentIx, assignment: &Assignment<'_>, rule: RuleId, is_super: bool) -> Option<Power> {
    let class = table::class_of(rule);
    let is_custom = assignment.resource_set.is_some();
    let mut scope: Vec<PowerScope> = assignment
        .scope
        .iter()
        .filter_map(|part| narrowed(*part, class, is_custom))
        .collect();
    // Okta lets nobody limit a super admin; a target read by mistake must not hide one.
    if is_super || scope.contains(&PowerScope::All) {
        scope = vec![PowerScope::All];
    }
    scope.sort_unstable();
    scope.dedup();
    (!scope.is_empty()).then(|| Power {
        holder: assignment.assignee,
        rule,
        assignment: ix,
        barrier: rule.rule().barrier && !is_super,
        class,
        scope: scope.into(),
    })
}

/// What a part of a role's scope means for one class of targets. A standard role over a group is over its
/// members too; in resource sets the group and its members are two different resources.
fn narrowed(part: ScopePart, class: TargetClass, is_custom: bool) -> Option<PowerScope> {
    match (class, part) {
        (_, ScopePart::Organization)
        | (TargetClass::Users, ScopePart::AllUsers)
        | (TargetClass::Groups, ScopePart::AllGroups)
        | (TargetClass::Apps | TargetClass::Secrets, ScopePart::AllApps) => Some(PowerScope::All),
        (TargetClass::Users, ScopePart::User(node))
        | (TargetClass::Groups, ScopePart::Group(node))
        | (TargetClass::Apps, ScopePart::App(node)) => Some(PowerScope::Node(node)),
        (TargetClass::Users, ScopePart::GroupMembers(group)) => Some(PowerScope::MembersOf(group)),
        (TargetClass::Users, ScopePart::Group(group)) if !is_custom => Some(PowerScope::MembersOf(group)),
        (TargetClass::Secrets, ScopePart::App(app)) => Some(PowerScope::SecretsOf(app)),
        _ => None,
    }
}
