//! Keeps people in step with the organization: who is assigned there is a person here, who is gone is inactive and
//! locked, who is suspended is locked.
//!
//! It reads the mirror, never Okta. What is to be done is a [`Plan`], made by a pure function; a brake stands between
//! plan and deed; a scan that did not read everything removes nobody.

mod batches;
mod keeper;
mod mirror;
mod plan;
mod settings;

pub use keeper::{PeopleFault, PeopleKeeper, PeopleRun};
pub use mirror::{Mirrored, people_of};
pub use plan::{Clash, Held, InOkta, InOrg, Later, Plan, Standing, plan};
pub use settings::{Scope, UserSync};
