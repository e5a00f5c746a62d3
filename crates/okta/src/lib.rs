//! Speaks to one Okta organization: reads what it holds, within its rate limits, and says what went wrong.
//!
//! Knows the vendor and nothing of us. It changes nothing in Okta but what the calls of `resources/deeds.rs` name, one
//! person at a time; it never follows a redirect, and never lets a credential reach a log, an error or another host.

mod advice;
mod auth;
mod budget;
mod call;
mod check;
mod client;
mod clock;
mod config;
mod endpoint;
mod fault;
mod gate;
mod id;
mod link;
mod moment;
mod object;
mod origin;
mod page;
mod parse;
mod patience;
mod progress;
mod refusal;
mod resources;
mod transport;

pub use advice::Cause;
pub use auth::{KeyError, SigningKey};
pub use budget::{BucketState, Budget, Decision, Seen};
pub use check::{CheckReport, CheckRow, Need, Outcome, Part};
pub use client::Client;
pub use clock::{Clock, SystemClock};
pub use config::{Config, ConfigError, Credential, Dots, Reach};
pub use endpoint::{Class, Endpoint};
pub use fault::{Fault, FaultDetail, FaultKind};
pub use id::Id;
pub use link::{Link, parse_links};
pub use moment::Moment;
pub use object::Object;
pub use page::{Item, Pages};
pub use patience::Patience;
pub use progress::Progress;
pub use resources::*;
pub use secrecy::{ExposeSecret, SecretString};
pub use transport::{Answer, BodyStream, HttpTransport, Request, Sending, Transport, TransportError};
