//! The endpoints, one file per resource. All of them are functions from the organization and a
//! [`Call`](crate::call::Call) to an answer.

pub(crate) mod events;
pub(crate) mod users;
