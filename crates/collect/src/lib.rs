//! Reads audit logs where their sources keep them: CloudTrail's objects in S3, told by SQS, and GitHub's API. Keeps
//! objects in a bucket, for whoever wants to.
//!
//! Knows these protocols and nothing of us: where events go is [`Sink`], time is an argument, and nothing here sleeps.
//! A step reads what there is and says how long the other side wants to be left alone; whoever calls waits.

pub mod aws;
mod fault;
pub mod github;
mod http;
mod sink;

pub use self::http::{AddressError, Http, address};
pub use fault::Fault;
pub use sink::{Sink, Taken};
