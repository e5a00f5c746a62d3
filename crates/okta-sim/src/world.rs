//! The organizations to choose from.

pub(crate) mod build;
mod dump;
mod load;
mod made;
pub(crate) mod people;
mod recorded;
mod small;

pub(crate) use recorded::is_recorded;

use std::path::Path;

use serde_json::Value;

use crate::sim::Sim;

pub use dump::DumpError;
pub use load::LoadError;

/// "Today" in the stories of all worlds that are made here.
pub(crate) const STORY_DAY: crate::stamp::Stamp = small::TODAY;

/// Private key of the service app that every world has; it opens nothing but simulators.
pub(crate) const CLIENT_KEY: &str = include_str!("world/client_key.json");

/// The public half of [`CLIENT_KEY`].
pub(crate) fn client_public_key() -> Value {
    let mut key: Value = serde_json::from_str(CLIENT_KEY).unwrap_or_default();
    if let Value::Object(members) = &mut key {
        members.retain(|name, _| matches!(name.as_str(), "kty" | "alg" | "use" | "kid" | "e" | "n"));
    }
    key
}

/// Ways to get an organization.
#[derive(Debug)]
pub struct World;

impl World {
    /// Some two hundred people of one company, told as a story.
    #[must_use]
    pub fn small() -> Sim {
        small::sim()
    }

    /// 20,000 users, 2,000 groups, 300 apps from a seed; the same seed makes the same organization.
    #[must_use]
    pub fn medium(seed: u64) -> Sim {
        made::sim(made::Size::MEDIUM, seed)
    }

    /// 200,000 users, 20,000 groups, 2,000 apps, five million memberships from a seed.
    #[must_use]
    pub fn large(seed: u64) -> Sim {
        made::sim(made::Size::LARGE, seed)
    }

    /// An organization from a file: a dump of the simulator, or a recording of requests to a real organization and
    /// their answers, in order, one JSON object a line.
    ///
    /// # Errors
    /// When the file cannot be read, or a line of it is neither.
    pub fn from_file(path: &Path) -> Result<Sim, LoadError> {
        load::load(path)
    }
}
