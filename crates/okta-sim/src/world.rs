//! The organizations to choose from.

pub(crate) mod people;

use serde_json::json;

use crate::sim::{Sim, SimCredentials};
use crate::stamp::Stamp;
use crate::state::{Identity, Org};

/// Ways to get an organization.
#[derive(Debug)]
pub struct World;

impl World {
    /// Some two hundred people of one company, told as a story.
    #[must_use]
    pub fn small() -> Sim {
        let created = Stamp(1_577_836_800_000);
        let identity = Identity {
            id: "00oacmecorp000000005d7".to_owned(),
            subdomain: "acme".to_owned(),
            company: "Acme".to_owned(),
            user_type: "otyacmedefault0005d7".to_owned(),
            created,
        };
        let org = Org::empty(identity, 1);
        let _ = json!({});
        Sim::new(org, SimCredentials::default())
    }
}
