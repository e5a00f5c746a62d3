//! Ways to sign in through an identity provider, as administrators set them.

pub(crate) mod change;
pub(crate) mod list;
pub(crate) mod look;
pub(crate) mod metadata;
pub(crate) mod oidc;
pub(crate) mod provider;
mod refresh;
pub(crate) mod space;
pub(crate) mod trials;
mod trust;

pub(crate) use provider::{Provider, load};
pub use refresh::Refresher;
pub(crate) use space::Space;
