//! What is known of a node beside its names and labels, as JSON text.

use domain::Timestamp;
use domain::facts::UserStatus;

use crate::json::Object;
use crate::{Graph, NodeIx, NodeKind};

impl Graph {
    /// The properties of a node as a JSON object. Times of people are in whole seconds; the whole object as Okta
    /// sent it is in the snapshot.
    pub fn properties_json(&self, node: NodeIx) -> String {
        match self.kind(node) {
            NodeKind::User => self.user_properties(node),
            kind @ NodeKind::Group => self
                .texts
                .get(self.groups[self.place(kind, node)].properties)
                .to_owned(),
            kind @ (NodeKind::App | NodeKind::ServiceApp) => self
                .texts
                .get(self.apps[self.place(kind, node)].properties)
                .to_owned(),
            NodeKind::ApiToken => self.token_properties(node),
            _ => self
                .small(node)
                .map_or("{}", |record| self.texts.get(record.properties))
                .to_owned(),
        }
    }

    /// Life-cycle state of a person.
    pub fn user_status(&self, node: NodeIx) -> Option<UserStatus> {
        (self.kind(node) == NodeKind::User).then(|| self.users[self.place(NodeKind::User, node)].status)
    }

    /// When a person's account was made, if that is known; `None` for what is no person.
    pub fn person_created(&self, node: NodeIx) -> Option<Option<Timestamp>> {
        let is_person = self.kind(node) == NodeKind::User;
        is_person.then(|| self.users[self.place(NodeKind::User, node)].created.get())
    }

    /// `profile.displayName` of a person.
    pub fn display_name(&self, node: NodeIx) -> Option<&str> {
        (self.kind(node) == NodeKind::User)
            .then(|| {
                self.texts
                    .get(self.users[self.place(NodeKind::User, node)].display_name)
            })
            .filter(|name| !name.is_empty())
    }

    fn user_properties(&self, node: NodeIx) -> String {
        let user = &self.users[self.place(NodeKind::User, node)];
        Object::new()
            .text("status", user.status.as_str())
            .text("login", self.texts.get(user.login))
            .text("email", self.texts.get(user.email))
            .text("display_name", self.texts.get(user.display_name))
            .text("user_type", self.texts.get(user.user_type))
            .text("title", self.texts.get(user.title))
            .text("department", self.texts.get(user.department))
            .text("manager", self.texts.get(user.manager))
            .time("created", user.created.get())
            .time("activated", user.activated.get())
            .time("status_changed", user.status_changed.get())
            .time("last_login", user.last_login.get())
            .time("last_updated", user.last_updated.get())
            .time("password_changed", user.password_changed.get())
            .finish()
    }

    fn token_properties(&self, node: NodeIx) -> String {
        let stored = self
            .small(node)
            .map_or("{}", |record| self.texts.get(record.properties));
        let owner = self.owner_of_credential(node);
        Object::reopen(stored)
            .opt("owner", owner.map(|owner| self.name(owner)))
            .opt(
                "owner_status",
                owner
                    .and_then(|owner| self.user_status(owner))
                    .map(UserStatus::as_str),
            )
            .finish()
    }
}
