//! Columns of applications and who is assigned to them.

use domain::facts::{App, AppGroup, AppUser, AssignmentScope};

use super::{Key, Record, Visitor};
use crate::snapshot::table::Table;

impl<'a> Record<'a> for App<'a> {
    const TABLE: Table = Table::Apps;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Unique(u64::from(self.ordinal))
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.number("ordinal", &mut self.ordinal);
        v.text("id", &mut self.id);
        v.text("name", &mut self.name);
        v.text("label", &mut self.label);
        v.word("status", &mut self.status);
        v.opt_text("sign_on_mode", &mut self.sign_on_mode);
        v.opt_text("client_id", &mut self.client_id);
        v.flag("is_service", &mut self.is_service);
        v.texts("features", &mut self.features);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
        v.document("raw", &mut self.raw);
    }
}

/// A person assigned to an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::snapshot) struct AppUserRow<'a> {
    pub(in crate::snapshot) app: u32,
    pub(in crate::snapshot) user: AppUser<'a>,
}

impl<'a> Record<'a> for AppUserRow<'a> {
    const TABLE: Table = Table::AppUsers;

    fn blank() -> Self {
        let user = AppUser {
            user: 0,
            scope: AssignmentScope::Direct,
            status: "",
            user_name: None,
            created: None,
            last_updated: None,
        };
        Self { app: 0, user }
    }

    fn key(&self) -> Key {
        Key::pair(self.app, self.user.user)
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        let user = &mut self.user;
        v.number("app", &mut self.app);
        v.number("user", &mut user.user);
        let (mut scope, mut group) = match user.scope {
            AssignmentScope::Direct => ("USER", None),
            AssignmentScope::Group(group) => ("GROUP", group),
        };
        v.word("scope", &mut scope);
        v.opt_number("scope_group", &mut group);
        user.scope = if scope == "GROUP" {
            AssignmentScope::Group(group)
        } else {
            AssignmentScope::Direct
        };
        v.word("status", &mut user.status);
        v.opt_text("user_name", &mut user.user_name);
        v.time("created", &mut user.created);
        v.time("last_updated", &mut user.last_updated);
    }
}

/// A group assigned to an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::snapshot) struct AppGroupRow {
    pub(in crate::snapshot) app: u32,
    pub(in crate::snapshot) group: AppGroup,
}

impl<'a> Record<'a> for AppGroupRow {
    const TABLE: Table = Table::AppGroups;

    fn blank() -> Self {
        Self {
            app: 0,
            group: AppGroup {
                group: 0,
                priority: None,
                last_updated: None,
            },
        }
    }

    fn key(&self) -> Key {
        Key::pair(self.app, self.group.group)
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.number("app", &mut self.app);
        v.number("group", &mut self.group.group);
        v.priority("priority", &mut self.group.priority);
        v.time("last_updated", &mut self.group.last_updated);
    }
}
