//! CloudTrail's objects in S3, told by notices in an SQS queue; and a bucket to keep objects in.

mod bucket;
mod credentials;
mod gunzip;
mod notice;
mod refusal;
mod s3;
mod sign;
mod sqs;
mod trail;

pub use bucket::{Bucket, BucketFault, BucketSettings, Found, Listed, Written};
pub use credentials::{Ambient, Credentials, Keys};
pub use trail::{Poison, Round, Trail, TrailSettings};
