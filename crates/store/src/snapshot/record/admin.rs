//! Columns of administrator roles.

use domain::facts::{AssigneeKind, ResourceSet, Role, RoleAssignment};

use super::{Key, Record, Visitor, visit_word};
use crate::snapshot::table::Table;

impl<'a> Record<'a> for Role<'a> {
    const TABLE: Table = Table::Roles;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("label", &mut self.label);
        v.flag("is_custom", &mut self.is_custom);
        v.opt_text("description", &mut self.description);
        v.texts("permissions", &mut self.permissions);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
    }
}

impl<'a> Record<'a> for ResourceSet<'a> {
    const TABLE: Table = Table::ResourceSets;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("label", &mut self.label);
        v.opt_text("description", &mut self.description);
        v.texts("resources", &mut self.resources);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
    }
}

impl<'a> Record<'a> for RoleAssignment<'a> {
    const TABLE: Table = Table::RoleAssignments;

    fn blank() -> Self {
        Self {
            id: "",
            role: "",
            assignee_kind: AssigneeKind::User,
            assignee: 0,
            status: "",
            targets: &[],
            resource_set: None,
            created: None,
            last_updated: None,
        }
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("role", &mut self.role);
        visit_word(
            v,
            "assignee_kind",
            &mut self.assignee_kind,
            assignee_word,
            assignee_from_word,
        );
        v.number("assignee", &mut self.assignee);
        v.word("status", &mut self.status);
        v.targets("targets", &mut self.targets);
        v.opt_text("resource_set", &mut self.resource_set);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
    }
}

const fn assignee_word(kind: AssigneeKind) -> &'static str {
    match kind {
        AssigneeKind::User => "USER",
        AssigneeKind::Group => "GROUP",
        AssigneeKind::Client => "CLIENT",
    }
}

fn assignee_from_word(word: &str) -> AssigneeKind {
    match word {
        "GROUP" => AssigneeKind::Group,
        "CLIENT" => AssigneeKind::Client,
        _ => AssigneeKind::User,
    }
}
