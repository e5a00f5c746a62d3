//! GitHub's audit log, over its REST API
//! (https://docs.github.com/en/enterprise-cloud@latest/rest/orgs/orgs#get-the-audit-log-for-an-organization).

mod credential;
mod log;
mod pages;
mod place;
mod refusal;

pub use credential::{AppKey, GitHubCredential};
pub use log::{GitHubLog, GitHubSettings, LogRead, Owner, PastRead};
