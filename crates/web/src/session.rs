//! Who is asking, and may they.

mod account;
mod cookie;
mod guard;
mod limit;
mod origin;
mod password;
pub(crate) mod policy;
mod principal;
pub(crate) mod setup;
pub(crate) mod show;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
mod token;

pub use account::{AccountFault, make_admin, setup_link};
pub(crate) use guard::{Template, guard, may_see_metrics};
pub(crate) use limit::Limiter;
pub(crate) use principal::Principal;
pub use token::issue_token;
pub(crate) use token::new_api_token;

/// Limits on guessing.
pub(crate) struct Guards {
    /// Failed sign-ins and links of one address.
    pub(crate) address: Limiter,
    /// Failed sign-ins of one name.
    pub(crate) name: Limiter,
    /// Wrong API tokens of one address. Right ones are never refused.
    pub(crate) token: Limiter,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            address: Limiter::new(10, 300),
            name: Limiter::new(20, 900),
            token: Limiter::new(30, 300),
        }
    }
}
