//! Columns of people, groups, and what binds them.

use domain::facts::{Group, GroupKind, GroupOwner, GroupRule, OwnerKind, User, UserStatus};

use super::{Key, Record, Visitor, visit_word};
use crate::snapshot::table::Table;

impl<'a> Record<'a> for User<'a> {
    const TABLE: Table = Table::Users;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Unique(u64::from(self.ordinal))
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.number("ordinal", &mut self.ordinal);
        v.text("id", &mut self.id);
        v.text("login", &mut self.login);
        v.opt_text("email", &mut self.email);
        v.text("display_name", &mut self.display_name);
        visit_word(
            v,
            "status",
            &mut self.status,
            UserStatus::as_str,
            UserStatus::from_word,
        );
        v.opt_text("user_type", &mut self.user_type);
        v.opt_text("title", &mut self.title);
        v.opt_text("department", &mut self.department);
        v.opt_text("manager", &mut self.manager);
        v.time("created", &mut self.created);
        v.time("activated", &mut self.activated);
        v.time("status_changed", &mut self.status_changed);
        v.time("last_login", &mut self.last_login);
        v.time("last_updated", &mut self.last_updated);
        v.time("password_changed", &mut self.password_changed);
        v.document("profile", &mut self.profile);
        v.document("raw", &mut self.raw);
    }
}

impl<'a> Record<'a> for Group<'a> {
    const TABLE: Table = Table::Groups;

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
        v.opt_text("description", &mut self.description);
        visit_word(v, "kind", &mut self.kind, GroupKind::as_str, |word| {
            GroupKind::from_word(word).unwrap_or_default()
        });
        v.opt_text("source_app", &mut self.source_app);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
        v.time("last_membership_updated", &mut self.last_membership_updated);
        v.document("raw", &mut self.raw);
    }
}

/// A person in a group, by ordinals.
///
/// Only its columns are used: the pairs are too many to be handled one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::snapshot) struct MembershipRow {
    pub(in crate::snapshot) group: u32,
    pub(in crate::snapshot) user: u32,
}

impl<'a> Record<'a> for MembershipRow {
    const TABLE: Table = Table::Memberships;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::pair(self.group, self.user)
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.number("group", &mut self.group);
        v.number("user", &mut self.user);
    }
}

impl<'a> Record<'a> for GroupRule<'a> {
    const TABLE: Table = Table::GroupRules;

    fn blank() -> Self {
        Self::default()
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.text("id", &mut self.id);
        v.text("name", &mut self.name);
        v.word("status", &mut self.status);
        v.text("expression", &mut self.expression);
        v.texts("target_groups", &mut self.target_groups);
        v.texts("excluded_users", &mut self.excluded_users);
        v.time("created", &mut self.created);
        v.time("last_updated", &mut self.last_updated);
        v.document("raw", &mut self.raw);
    }
}

impl<'a> Record<'a> for GroupOwner<'a> {
    const TABLE: Table = Table::GroupOwners;

    fn blank() -> Self {
        Self {
            group: 0,
            kind: OwnerKind::User,
            owner: 0,
            origin: "",
        }
    }

    fn key(&self) -> Key {
        Key::Content
    }

    fn columns<V: Visitor<'a>>(&mut self, v: &mut V) {
        v.number("group", &mut self.group);
        visit_word(v, "kind", &mut self.kind, owner_word, owner_from_word);
        v.number("owner", &mut self.owner);
        v.word("origin", &mut self.origin);
    }
}

const fn owner_word(kind: OwnerKind) -> &'static str {
    match kind {
        OwnerKind::User => "USER",
        OwnerKind::Group => "GROUP",
    }
}

fn owner_from_word(word: &str) -> OwnerKind {
    if word == "GROUP" {
        OwnerKind::Group
    } else {
        OwnerKind::User
    }
}
