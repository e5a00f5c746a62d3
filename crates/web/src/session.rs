//! Who is asking, and may they.

mod account;
pub(crate) mod cookie;
mod guard;
mod limit;
mod origin;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod policy;
mod principal;
pub(crate) mod proof;
mod roles;
pub(crate) mod second_factor;
pub(crate) mod setup;
pub(crate) mod show;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod stay;
mod token;

pub use account::{AccountFault, make_admin, setup_link};
pub(crate) use account::{Beginning, EDITOR, account_name, begin_session, new_admin};
pub(crate) use guard::{Template, address_of, client_address, guard, may_see_metrics, not_by_token};
pub(crate) use limit::Limiter;
pub(crate) use principal::{Principal, Visitor, too_many};
pub use roles::sql_rights;
pub(crate) use roles::{named as roles_named, rights_of};
pub use token::issue_token;
pub(crate) use token::{new_api_token, new_secret, same};

/// Refused sign-ins through identity providers that one address may leave in the audit log within a time.
const REFUSED_MAX: u32 = 60;
/// That time, in seconds.
const REFUSED_S: u32 = 300;

/// Limits on guessing.
pub(crate) struct Guards {
    /// Failed sign-ins and links of one address.
    pub(crate) address: Limiter,
    /// Failed sign-ins of one name.
    pub(crate) name: Limiter,
    /// Sign-ins through identity providers from one address that were refused. Right answers are never refused.
    pub(crate) refused: Limiter,
    /// Sign-ins through identity providers that one address began.
    pub(crate) begun: Limiter,
    /// Wrong API tokens of one address. Right ones are never refused.
    pub(crate) token: Limiter,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            address: Limiter::new(10, 300),
            name: Limiter::new(20, 900),
            refused: Limiter::new(REFUSED_MAX, REFUSED_S),
            // Whole companies come from one address, at nine in the morning.
            begun: Limiter::new(600, 60),
            token: Limiter::new(30, 300),
        }
    }
}
