//! Row by row: what is kept of each fact.

use domain::facts::{
    ApiToken, App, AppUsers, AssignmentScope, ClientKey, ClientSecret, Grant, Group, GroupRule,
    IdentityProvider, NetworkZone, Policy, PolicyRule, ResourceSet, Role, RoleAssignment, RoleTarget, User,
};

use super::{AssignmentFact, GraphBuilder, TargetFact};
use crate::json::Object;
use crate::node::NodeKind;
use crate::record::{AppRecord, GrantRecord, GroupRecord, Second, SmallRecord, UserRecord, is_in_force};
use crate::text::Text;

impl GraphBuilder {
    pub(super) fn take_organization(&mut self, authority: &str) {
        let url = self.text.get(self.org.url).to_owned();
        let properties = Object::new().text("url", &url).finish();
        let record = SmallRecord {
            id: self.org.id,
            name: self.org.name,
            alias: self.text.push(authority),
            is_active: true,
            properties: self.text.push(&properties),
            ..SmallRecord::default()
        };
        self.small(NodeKind::Organization).push(record);
    }

    pub(super) fn take_user(&mut self, user: &User<'_>) {
        let id = self.id(user.id);
        let login = self.text.push(or_id(user.login, user.id));
        let email = match user.email {
            Some(email) if email == user.login => login,
            email => self.text.push(email.unwrap_or_default()),
        };
        self.users.push(UserRecord {
            ordinal: user.ordinal,
            id,
            login,
            email,
            display_name: self.text.push(user.display_name),
            user_type: self.text.intern_opt(user.user_type),
            title: self.text.intern_opt(user.title),
            department: self.text.intern_opt(user.department),
            manager: self.text.intern_opt(user.manager),
            status: user.status,
            created: Second::new(user.created),
            activated: Second::new(user.activated),
            status_changed: Second::new(user.status_changed),
            last_login: Second::new(user.last_login),
            last_updated: Second::new(user.last_updated),
            password_changed: Second::new(user.password_changed),
        });
    }

    pub(super) fn take_group(&mut self, group: &Group<'_>) {
        let properties = Object::new()
            .text("type", group.kind.as_str())
            .opt("description", group.description)
            .opt("source_app", group.source_app)
            .time("created", group.created)
            .time("last_updated", group.last_updated)
            .time("last_membership_updated", group.last_membership_updated)
            .finish();
        let record = GroupRecord {
            ordinal: group.ordinal,
            id: self.id(group.id),
            name: self.text.push(or_id(group.name, group.id)),
            kind: group.kind,
            source_app: self.text.intern_opt(group.source_app),
            membership: Text::default(),
            properties: self.text.push(&properties),
        };
        self.groups.push(record);
    }

    pub(super) fn take_app(&mut self, app: &App<'_>) {
        let properties = Object::new()
            .text("status", app.status)
            .text("name", app.name)
            .opt("sign_on_mode", app.sign_on_mode)
            .opt("client_id", app.client_id)
            .flag("is_service", app.is_service)
            .list("features", app.features.iter().copied())
            .time("created", app.created)
            .time("last_updated", app.last_updated)
            .finish();
        let record = AppRecord {
            ordinal: app.ordinal,
            id: self.id(app.id),
            label: self.text.push(or_id(app.label, app.id)),
            name: self.text.intern(app.name),
            client_id: self.text.push(app.client_id.unwrap_or_default()),
            is_service: app.is_service,
            is_active: is_in_force(app.status),
            properties: self.text.push(&properties),
        };
        self.apps.push(record);
    }

    pub(super) fn take_app_users(&mut self, of: &AppUsers<'_>) {
        let with = |direct: bool| {
            of.users
                .iter()
                .filter(move |row| (row.scope == AssignmentScope::Direct) == direct)
                .map(|row| row.user)
        };
        self.direct.add(of.app, with(true));
        self.by_group.add(of.app, with(false));
    }

    pub(super) fn take_group_rule(&mut self, rule: &GroupRule<'_>) {
        let properties = Object::new()
            .text("status", rule.status)
            .text("expression", rule.expression)
            .list("target_groups", rule.target_groups.iter().copied())
            .list("excluded_users", rule.excluded_users.iter().copied())
            .time("created", rule.created)
            .time("last_updated", rule.last_updated)
            .finish();
        let list = rule.target_groups.iter().map(|id| self.text.intern(id)).collect();
        let row = self.small_row(rule.id, rule.name, &properties);
        let row = SmallRecord {
            is_active: is_in_force(rule.status),
            list,
            ..row
        };
        self.small(NodeKind::GroupRule).push(row);
    }

    pub(super) fn take_role(&mut self, role: &Role<'_>) {
        let properties = Object::new()
            .flag("is_custom", role.is_custom)
            .opt("description", role.description)
            .list("permissions", role.permissions.iter().copied())
            .time("created", role.created)
            .time("last_updated", role.last_updated)
            .finish();
        let list = role
            .permissions
            .iter()
            .map(|word| self.text.intern(word))
            .collect();
        let row = self.small_row(role.id, role.label, &properties);
        self.small(NodeKind::Role).push(SmallRecord { list, ..row });
    }

    pub(super) fn take_resource_set(&mut self, set: &ResourceSet<'_>) {
        let properties = Object::new()
            .opt("description", set.description)
            .list("resources", set.resources.iter().copied())
            .time("created", set.created)
            .time("last_updated", set.last_updated)
            .finish();
        let list = set.resources.iter().map(|name| self.text.intern(name)).collect();
        let row = self.small_row(set.id, set.label, &properties);
        self.small(NodeKind::ResourceSet)
            .push(SmallRecord { list, ..row });
    }

    pub(super) fn take_assignment(&mut self, row: &RoleAssignment<'_>) {
        let targets = row
            .targets
            .iter()
            .map(|target| match *target {
                RoleTarget::Group(group) => TargetFact::Group(group),
                RoleTarget::App(app) => TargetFact::App(app),
                RoleTarget::CatalogApp(name) => TargetFact::CatalogApp(self.text.intern(name)),
                RoleTarget::Unseen(id) => TargetFact::Unseen(self.text.intern(id)),
            })
            .collect();
        let fact = AssignmentFact {
            id: self.text.push(row.id),
            role: self.text.intern(row.role),
            assignee_kind: row.assignee_kind,
            assignee: row.assignee,
            is_active: is_in_force(row.status),
            targets,
            resource_set: self.text.intern_opt(row.resource_set),
            created: Second::new(row.created),
        };
        self.assignments.push(fact);
    }

    pub(super) fn take_token(&mut self, token: &ApiToken<'_>) {
        let properties = Object::new()
            .text("owner_id", token.owner_id)
            .opt("client_name", token.client_name)
            .text("network_connection", token.network.connection)
            .list("network_include", token.network.include.iter().copied())
            .list("network_exclude", token.network.exclude.iter().copied())
            .time("created", token.created)
            .time("last_updated", token.last_updated)
            .time("expires", token.expires)
            .finish();
        let row = self.small_row(token.id, token.name, &properties);
        self.small(NodeKind::ApiToken).push(SmallRecord {
            parent: token.owner,
            ..row
        });
    }

    pub(super) fn take_grant(&mut self, grant: &Grant<'_>) {
        let record = GrantRecord {
            id: self.text.push(grant.id),
            app: grant.app,
            scope: self.text.intern(grant.scope),
            is_active: is_in_force(grant.status),
            created: Second::new(grant.created),
        };
        self.grants.push(record);
    }

    pub(super) fn take_secret(&mut self, secret: &ClientSecret<'_>) {
        let properties = Object::new()
            .text("status", secret.status)
            .time("created", secret.created)
            .time("last_updated", secret.last_updated)
            .finish();
        let row = self.small_row(secret.id, secret.id, &properties);
        let row = SmallRecord {
            parent: Some(secret.app),
            is_active: is_in_force(secret.status),
            ..row
        };
        self.small(NodeKind::ClientSecret).push(row);
    }

    pub(super) fn take_key(&mut self, key: &ClientKey<'_>) {
        let properties = Object::new()
            .text("status", key.status)
            .text("kid", key.kid)
            .text("key_type", key.key_type)
            .time("created", key.created)
            .finish();
        let row = self.small_row(key.id, or_id(key.kid, key.id), &properties);
        let row = SmallRecord {
            parent: Some(key.app),
            is_active: is_in_force(key.status),
            ..row
        };
        self.small(NodeKind::ClientKey).push(row);
    }

    pub(super) fn take_identity_provider(&mut self, idp: &IdentityProvider<'_>) {
        let properties = Object::new()
            .text("status", idp.status)
            .text("type", idp.provider_type)
            .opt("provisioning", idp.provisioning)
            .opt("account_link", idp.account_link)
            .time("created", idp.created)
            .time("last_updated", idp.last_updated)
            .finish();
        let row = self.small_row(idp.id, idp.name, &properties);
        let row = SmallRecord {
            is_active: is_in_force(idp.status),
            ..row
        };
        self.small(NodeKind::IdentityProvider).push(row);
    }

    pub(super) fn take_policy(&mut self, policy: &Policy<'_>) {
        let properties = Object::new()
            .text("status", policy.status)
            .text("type", policy.policy_type)
            .number("priority", policy.priority.map(i64::from))
            .flag("is_system", policy.is_system)
            .time("created", policy.created)
            .time("last_updated", policy.last_updated)
            .finish();
        let row = self.small_row(policy.id, policy.name, &properties);
        self.small(NodeKind::Policy).push(SmallRecord {
            is_active: is_in_force(policy.status),
            ..row
        });
    }

    pub(super) fn take_policy_rule(&mut self, rule: &PolicyRule<'_>) {
        let json = Object::new()
            .text("id", rule.id)
            .text("name", rule.name)
            .text("status", rule.status)
            .number("priority", rule.priority.map(i64::from))
            .finish();
        self.policy_rules
            .entry(rule.policy.to_owned())
            .or_default()
            .push(json);
    }

    pub(super) fn take_zone(&mut self, zone: &NetworkZone<'_>) {
        let properties = Object::new()
            .text("status", zone.status)
            .text("type", zone.zone_type)
            .text("usage", zone.usage)
            .time("created", zone.created)
            .time("last_updated", zone.last_updated)
            .finish();
        let row = self.small_row(zone.id, zone.name, &properties);
        self.small(NodeKind::NetworkZone).push(SmallRecord {
            is_active: is_in_force(zone.status),
            ..row
        });
    }

    pub(super) fn small_row(&mut self, id: &str, name: &str, properties: &str) -> SmallRecord {
        SmallRecord {
            id: self.id(id),
            name: self.text.push(or_id(name, id)),
            alias: Text::default(),
            parent: None,
            is_active: true,
            list: Box::default(),
            properties: self.text.push(properties),
        }
    }
}

/// A thing without a name goes by its id.
fn or_id<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.is_empty() { id } else { name }
}
