//! What an alert endangers, by the graph as it is now: the same questions as the page asks.

use super::Adapter;
use activity::detect::Alert;
use graph::reach::{ReachOptions, reach};
use graph::{ActionType, ActionTypeSet, Graph, NodeIx, NodeKind, PathFilter, paths};
use std::collections::BTreeSet;
use store::state::StoredAlert;
use web::view::{AlertReach, AlertReachCount};

/// Ways to apps that are looked at: more than anybody has.
const WAYS_MAX: usize = 100_000;
/// Kinds that are worth a word.
const TOLD: [NodeKind; 5] = [
    NodeKind::User,
    NodeKind::Group,
    NodeKind::App,
    NodeKind::ServiceApp,
    NodeKind::Role,
];

impl Adapter {
    /// What an alert endangers; nothing when the graph does not know whom it is about. Whose account it is now comes
    /// before whose it was thought to be.
    pub(super) fn reach_of(&self, stored: &StoredAlert, alert: &Alert) -> Option<AlertReach> {
        let whom = alert.whom();
        let is_actor = alert.subject.is_actor() || alert.about.victim().is_none();
        // A credential is that of who acts.
        let credential = if is_actor { &alert.about.credential_id } else { "" };
        let names = [stored.record.identity.as_str(), whom.id, whom.name, credential];
        let id = self.node_of(&names)?;
        let knowledge = self.center.knowledge();
        let graph = knowledge.0.as_deref()?;
        Some(of(graph, graph.by_id(&id)?))
    }
}

/// What a node holds, and what whoever takes it over comes to control.
fn of(graph: &Graph, node: NodeIx) -> AlertReach {
    let reached = reach(graph, node, ReachOptions::default());
    let counts = reached.counts();
    let controls = TOLD.into_iter().filter_map(|wanted| {
        let (_, count) = counts.iter().find(|(kind, _)| *kind == wanted)?;
        Some(counted(wanted.sub_kind(), *count))
    });
    AlertReach {
        node: graph.id(node).to_owned(),
        name: graph.name(node).to_owned(),
        holds: holds(graph, node),
        controls: controls.collect(),
        reaches_organization: reached.is_everything() || graph.kind(node) == NodeKind::Organization,
    }
}

fn holds(graph: &Graph, node: NodeIx) -> Vec<AlertReachCount> {
    let kind = graph.kind(node);
    let (mut apps, mut groups) = (0, 0);
    if kind == NodeKind::User {
        apps = apps_of(graph, node);
        groups = graph.memberships_of(node).len();
    }
    let is_app = matches!(kind, NodeKind::App | NodeKind::ServiceApp);
    let grants = if is_app { graph.grants_of(node).count() } else { 0 };
    let tokens = if kind == NodeKind::User {
        graph.credentials_of(node).count()
    } else {
        0
    };
    let all = [
        ("app", apps),
        ("group", groups),
        ("administrator role", graph.roles_of(node).len()),
        ("OAuth scope", grants),
        ("API token", tokens),
    ];
    let some = all.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(what, count)| counted(what, count)).collect()
}

/// Apps that a person may use, each once.
fn apps_of(graph: &Graph, user: NodeIx) -> usize {
    let mut filter = PathFilter::of_identity(user);
    filter.action_types = Some(ActionTypeSet::NONE.with(ActionType::Assignment));
    let mut ways = Vec::new();
    paths(graph, &filter).next_batch(&mut ways, WAYS_MAX);
    let apps: BTreeSet<NodeIx> = ways.into_iter().map(|way| way.resource).collect();
    apps.len()
}

fn counted(kind: &str, count: usize) -> AlertReachCount {
    AlertReachCount {
        kind: kind.to_owned(),
        count: count as u64,
    }
}

/// The reach in a sentence or two.
pub(super) fn sentence(reach: &AlertReach) -> String {
    let listed = |counts: &[AlertReachCount]| {
        let words = counts.iter().map(|one| {
            let kind = one
                .kind
                .strip_prefix("okta_")
                .unwrap_or(&one.kind)
                .replace('_', " ");
            format!("{} {kind}{}", one.count, if one.count == 1 { "" } else { "s" })
        });
        words.collect::<Vec<_>>().join(", ")
    };
    let held = match listed(&reach.holds) {
        held if held.is_empty() => "nothing by itself".to_owned(),
        held => held,
    };
    let controlled = match (reach.reaches_organization, listed(&reach.controls)) {
        (true, _) => "the whole organization".to_owned(),
        (_, controlled) if controlled.is_empty() => "nothing beyond it".to_owned(),
        (_, controlled) => controlled,
    };
    format!(
        "{} holds {held}; who takes it over comes to control {controlled}",
        reach.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_is_said_in_a_sentence() {
        let mut reach = AlertReach {
            name: "ada@acme.example".to_owned(),
            holds: vec![counted("app", 7), counted("administrator role", 1)],
            controls: vec![counted("okta_user", 180), counted("service_app", 1)],
            ..AlertReach::default()
        };
        assert_eq!(
            sentence(&reach),
            "ada@acme.example holds 7 apps, 1 administrator role; who takes it over comes to control 180 users, 1 service app"
        );
        reach.reaches_organization = true;
        assert!(sentence(&reach).ends_with("control the whole organization"));
        reach = AlertReach {
            name: "bob".to_owned(),
            ..AlertReach::default()
        };
        assert_eq!(
            sentence(&reach),
            "bob holds nothing by itself; who takes it over comes to control nothing beyond it"
        );
    }
}
