//! Shows the credential at the door.

mod key;

pub use key::SigningKey;
