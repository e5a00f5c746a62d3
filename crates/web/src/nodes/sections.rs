//! The lists in a node's panel, by kind of node.

mod credential;
mod group;
mod resource;
mod role;
mod user;

use domain::facts::ObjectClass;
use graph::{AssignmentIx, EdgeType, Graph, NodeIx, NodeKind, ScopePart};

use super::node_ref;
use crate::app::Charted;
use crate::snapshot::why_not_whole;
use crate::view::{DirectionWord, EdgeRef, PanelRow, PanelSection, PanelTab};

/// Rows of a list that come with the panel; the rest comes by page.
const ROWS_FIRST: usize = 25;

/// The lists of a node.
pub(super) fn of(charted: &Charted, node: NodeIx) -> Vec<PanelSection> {
    match charted.graph.kind(node) {
        NodeKind::User => user::sections(charted, node),
        NodeKind::Group => group::sections(charted, node),
        NodeKind::App | NodeKind::ServiceApp => resource::app(charted, node),
        NodeKind::Organization => resource::organization(charted, node),
        NodeKind::Role => role::sections(charted, node),
        NodeKind::ResourceSet => role::resource_set(charted, node),
        NodeKind::ApiToken | NodeKind::ClientSecret | NodeKind::ClientKey => {
            credential::sections(charted, node)
        }
        NodeKind::GroupRule => group::rule(charted, node),
        _ => Vec::new(),
    }
}

/// A list with its first rows. `empty` is what to say when there is nothing.
fn section<T>(
    id: &str,
    title: &str,
    tab: PanelTab,
    empty: &str,
    all: &[T],
    row: impl FnMut(&T) -> PanelRow,
) -> PanelSection {
    PanelSection {
        id: id.to_owned(),
        title: title.to_owned(),
        tab,
        total: all.len() as u64,
        rows: all.iter().take(ROWS_FIRST).map(row).collect(),
        more: None,
        not_read: None,
        empty: empty.to_owned(),
    }
}

impl PanelSection {
    /// Names the edges that have the rest.
    fn more(mut self, edge: EdgeType, direction: DirectionWord) -> Self {
        self.more = Some(EdgeRef {
            edge: edge.as_str().to_owned(),
            direction,
        });
        self
    }

    /// Tells when a class behind the list was not read whole.
    fn with_classes(mut self, charted: &Charted, classes: &[ObjectClass]) -> Self {
        let coverage = &charted.snapshot.info().coverage;
        self.not_read = classes.iter().find_map(|class| why_not_whole(coverage, *class));
        self
    }
}

/// A row that is a node.
fn node_row(graph: &Graph, node: NodeIx, text: impl Into<String>) -> PanelRow {
    PanelRow {
        node: Some(node_ref(graph, node)),
        text: text.into(),
        detail: None,
        via: Vec::new(),
    }
}

/// A row that is only words.
fn text_row(text: impl Into<String>) -> PanelRow {
    PanelRow {
        node: None,
        text: text.into(),
        detail: None,
        via: Vec::new(),
    }
}

/// A role held by this node: `direct` or through a group, and over what.
fn role_row(graph: &Graph, assignment: AssignmentIx, group: Option<NodeIx>) -> PanelRow {
    let role = graph.assignment(assignment).role;
    let text = group.map_or_else(
        || "direct".to_owned(),
        |group| format!("through {}", graph.name(group)),
    );
    PanelRow {
        node: Some(node_ref(graph, role)),
        text,
        detail: Some(scope_text(graph, assignment)),
        via: group.map(|group| node_ref(graph, group)).into_iter().collect(),
    }
}

/// Somebody who holds a role over this node.
fn administrator_row(graph: &Graph, assignment: AssignmentIx) -> PanelRow {
    let found = graph.assignment(assignment);
    PanelRow {
        node: Some(node_ref(graph, found.assignee)),
        text: graph.name(found.role).to_owned(),
        detail: Some(scope_text(graph, assignment)),
        via: vec![node_ref(graph, found.role)],
    }
}

/// What an assignment is limited to, in words.
pub(crate) fn scope_text(graph: &Graph, ix: AssignmentIx) -> String {
    const NAMES_MAX: usize = 5;
    let assignment = graph.assignment(ix);
    let part = |part: &ScopePart| match *part {
        ScopePart::Organization => "the whole organization".to_owned(),
        ScopePart::AllUsers => "all users".to_owned(),
        ScopePart::AllGroups => "all groups".to_owned(),
        ScopePart::AllApps => "all apps".to_owned(),
        ScopePart::GroupMembers(group) => format!("members of {}", graph.name(group)),
        ScopePart::User(node) | ScopePart::Group(node) | ScopePart::App(node) | ScopePart::Other(node) => {
            graph.name(node).to_owned()
        }
    };
    let mut names: Vec<String> = assignment.scope.iter().take(NAMES_MAX).map(part).collect();
    if assignment.scope.len() > NAMES_MAX {
        names.push(format!("{} more", assignment.scope.len() - NAMES_MAX));
    }
    let mut text = if names.is_empty() {
        "nothing that the scan saw".to_owned()
    } else {
        names.join(", ")
    };
    if let Some(set) = assignment.resource_set {
        text = format!("resource set {}: {text}", graph.name(set));
    }
    if !assignment.is_active {
        text.push_str(" (not in force)");
    }
    format!("over {text}")
}

/// Classes that roles come from.
const ROLE_CLASSES: [ObjectClass; 4] = [
    ObjectClass::UserRoles,
    ObjectClass::GroupRoles,
    ObjectClass::ClientRoles,
    ObjectClass::Roles,
];
