//! Which attributes and operators one endpoint understands.

use super::{FilterError, Node, Op};

const EQ: u16 = Op::Eq.bit();
const RANGE: u16 = EQ | Op::Gt.bit() | Op::Ge.bit() | Op::Lt.bit() | Op::Le.bit();
const SEARCH: u16 = RANGE | Op::Sw.bit() | Op::Pr.bit();
const ALL: u16 = SEARCH | Op::Ne.bit() | Op::Ew.bit() | Op::Co.bit();

/// One line of a dialect: an attribute (or `prefix.*`) and the operators that go with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    attribute: &'static str,
    ops: u16,
}

const fn rule(attribute: &'static str, ops: u16) -> Rule {
    Rule { attribute, ops }
}

/// What one endpoint understands. The first rule that fits decides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect {
    rules: &'static [Rule],
}

/// Everything, with every operator; for the simulator's own lists.
pub(crate) const ANYTHING: Dialect = Dialect {
    rules: &[rule("*", ALL)],
};

/// `GET /api/v1/users?filter=`.
pub(crate) const USERS_FILTER: Dialect = Dialect {
    rules: &[
        rule("id", EQ),
        rule("status", EQ),
        rule("type.id", EQ),
        rule("lastUpdated", RANGE),
        rule("profile.login", EQ),
        rule("profile.email", EQ),
        rule("profile.firstName", EQ),
        rule("profile.lastName", EQ),
    ],
};

/// `GET /api/v1/users?search=`. `ne` and `ew` are unknown there, `co` is known on four profile attributes.
pub(crate) const USERS_SEARCH: Dialect = Dialect {
    rules: &[
        rule("profile.firstName", SEARCH | Op::Co.bit()),
        rule("profile.lastName", SEARCH | Op::Co.bit()),
        rule("profile.email", SEARCH | Op::Co.bit()),
        rule("profile.login", SEARCH | Op::Co.bit()),
        rule("*", SEARCH),
    ],
};

/// `GET /api/v1/groups?filter=`.
pub(crate) const GROUPS_FILTER: Dialect = Dialect {
    rules: &[
        rule("id", EQ),
        rule("type", EQ),
        rule("lastUpdated", RANGE),
        rule("lastMembershipUpdated", RANGE),
        rule("profile.name", EQ),
    ],
};

/// `GET /api/v1/groups?search=`.
pub(crate) const GROUPS_SEARCH: Dialect = Dialect {
    rules: &[
        rule("id", SEARCH),
        rule("type", SEARCH),
        rule("created", SEARCH),
        rule("lastUpdated", SEARCH),
        rule("lastMembershipUpdated", SEARCH),
        rule("source.id", SEARCH),
        rule("profile.*", SEARCH | Op::Co.bit()),
    ],
};

/// `GET /api/v1/apps?filter=`. `user.id` and `group.id` are in the documentation of 2025 and still work.
pub(crate) const APPS_FILTER: Dialect = Dialect {
    rules: &[
        rule("id", EQ),
        rule("status", EQ),
        rule("name", EQ),
        rule("user.id", EQ),
        rule("group.id", EQ),
        rule("credentials.signing.kid", EQ),
        rule("credentials.oauthClient.client_id", EQ),
        rule("settings.slo.enabled", EQ),
    ],
};

/// `GET /api/v1/logs?filter=`. Time is a parameter there, never part of the filter.
pub(crate) const LOGS_FILTER: Dialect = Dialect {
    rules: &[
        rule("published", 0),
        rule("debugContext.debugData.url", ALL & !Op::Co.bit()),
        rule("debugContext.debugData.requestUri", ALL & !Op::Co.bit()),
        rule("*", ALL),
    ],
};

impl Dialect {
    pub(super) fn check(&self, node: &Node) -> Result<(), FilterError> {
        match node {
            Node::And(parts) | Node::Or(parts) => parts.iter().try_for_each(|part| self.check(part)),
            Node::Not(inner) => self.check(inner),
            Node::Test { attribute, op, .. } => self.check_test(attribute, *op),
        }
    }

    fn check_test(&self, attribute: &str, op: Op) -> Result<(), FilterError> {
        let Some(rule) = self.rules.iter().find(|rule| rule.fits(attribute)) else {
            return Err(FilterError::Attribute(attribute.to_owned()));
        };
        if rule.ops & op.bit() == 0 {
            return Err(FilterError::Operator {
                attribute: attribute.to_owned(),
                op,
            });
        }
        Ok(())
    }
}

impl Rule {
    fn fits(&self, attribute: &str) -> bool {
        match self.attribute.strip_suffix('*') {
            Some(prefix) => attribute.starts_with(prefix),
            None => attribute == self.attribute,
        }
    }
}
