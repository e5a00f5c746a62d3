//! Small worlds as text, for tests here and in other rooms.
//!
//! One line a thing: `keyword name words key=value: list`. `#` begins a comment, `"…"` holds spaces together.
//! Things are called by their names, which must differ between people, groups and apps.
//!
//! ```text
//! user alice ACTIVE name="Alice Liddell" title=Engineer email=alice@acme.example
//! group eng OKTA_GROUP: alice bob          # `*` for everybody
//! app github catalog=oidc_client: eng, bob # groups and people; `~bob` for "by a group that is not told"
//! app worker service
//! role HELP_DESK_ADMIN: bob, eng over sales, github, catalog:slack, unseen:00gX
//! custom-role reset: okta.users.manage okta.groups.read
//! resource-set people: users, groups, apps, eng, members-of:eng, orn:okta:…
//! role reset: bob in people
//! token ci: alice
//! grant worker: okta.users.manage
//! secret s1: worker
//! key k1: worker
//! rule everyone-in-eng if="user.department == 'eng'": eng
//! owner eng: alice, leads
//! idp corp SAML2
//! policy default ACCESS_POLICY
//! zone office IP
//! ```
//!
//! An id is the usual prefix and the name: `00ualice`, `00geng`, `0oagithub`. `ordinal=7` sets an ordinal.

mod line;
mod names;
mod put;
#[cfg(test)]
pub(crate) mod random;
#[cfg(test)]
mod tests;

use domain::Timestamp;
use domain::facts::{ClassCoverage, Coverage, ObjectClass, Organization, Reading};

use crate::{Graph, GraphBuilder};
use line::Line;

/// A world that was read from text.
#[derive(Clone, Debug)]
pub struct World {
    lines: Vec<Line>,
}

/// The organization of every fixture.
pub const ORGANIZATION: Organization<'static> = Organization {
    id: "00oacme",
    name: "Acme",
    url: "https://acme.okta.com",
};

impl World {
    /// Reads a world; says which line is wrong and why.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().enumerate().filter_map(|(at, text)| {
            line::parse(text)
                .map_err(|why| format!("line {}: {why}: {text}", at + 1))
                .transpose()
        });
        let world = Self {
            lines: lines.collect::<Result<_, _>>()?,
        };
        world.check()?;
        Ok(world)
    }

    /// Everything read to its end.
    pub fn coverage(&self) -> Coverage {
        let classes = ObjectClass::ALL;
        let whole = |class| ClassCoverage {
            class,
            reading: Reading::Whole,
            rows: 0,
            requests: 0,
        };
        Coverage {
            classes: classes.into_iter().map(whole).collect(),
        }
    }

    /// The world as a graph, taken at the beginning of 1970.
    pub fn graph(&self) -> Result<Graph, String> {
        let mut builder = GraphBuilder::new(ORGANIZATION, self.coverage(), Timestamp::default());
        self.put_into(&mut builder).map_err(|why| why.to_string())?;
        Ok(builder.finish())
    }
}

/// Reads a world and makes it a graph.
pub fn graph(text: &str) -> Result<Graph, String> {
    World::parse(text)?.graph()
}
