//! CloudTrail's objects in S3, told by notices in an SQS queue.

mod credentials;
mod gunzip;
mod notice;
mod refusal;
mod s3;
mod sign;
mod sqs;
mod trail;

pub use credentials::{Ambient, Credentials, Keys};
pub use trail::{Poison, Round, Trail, TrailSettings};
