//! What is read of a source, as it is kept: no secrets.

use super::credential::Kept;
use super::invalid;
use collect::address;
use collect::aws::TrailSettings;
use collect::github::{GitHubSettings, Owner};
use domain::Reach;
use serde::{Deserialize, Serialize};
use url::Url;
use web::ActivityFault;
use web::view::{AwsSource, GitHubSource};

const GITHUB: &str = "https://api.github.com";

/// What is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Aws(Trail),
    GitHub(Log),
    Teleport,
}

/// CloudTrail's objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trail {
    queue_url: String,
    region: String,
    sqs_endpoint: Option<String>,
    s3_endpoint: Option<String>,
}

/// GitHub's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Log {
    org: Option<String>,
    enterprise: Option<String>,
    api_url: String,
    include: String,
}

impl Place {
    pub(super) fn of_request(
        kind: &str,
        aws: Option<&AwsSource>,
        github: Option<&GitHubSource>,
    ) -> Result<Self, ActivityFault> {
        let begin = match kind {
            "aws" => Self::Aws(Trail {
                queue_url: String::new(),
                region: String::new(),
                sqs_endpoint: None,
                s3_endpoint: None,
            }),
            "github" => Self::GitHub(Log {
                org: None,
                enterprise: None,
                api_url: GITHUB.to_owned(),
                include: "all".to_owned(),
            }),
            "teleport" => Self::Teleport,
            other => {
                return Err(invalid(
                    "kind",
                    format!("`{other}` is no kind: aws, github or teleport"),
                ));
            }
        };
        begin.changed(aws, github)
    }

    pub(super) fn of_text(kind: &str, settings: &str) -> Result<Self, ActivityFault> {
        let broken =
            |_| ActivityFault::Internal("settings of a source are not what they should be".to_owned());
        match kind {
            "aws" => serde_json::from_str(settings).map(Self::Aws).map_err(broken),
            "github" => serde_json::from_str(settings).map(Self::GitHub).map_err(broken),
            _ => Ok(Self::Teleport),
        }
    }

    pub(super) fn to_text(&self) -> String {
        let text = match self {
            Self::Aws(trail) => serde_json::to_string(trail),
            Self::GitHub(log) => serde_json::to_string(log),
            Self::Teleport => Ok("{}".to_owned()),
        };
        text.unwrap_or_default()
    }

    /// The same with what is given in place of what was; an empty text takes away.
    pub(super) fn changed(
        mut self,
        aws: Option<&AwsSource>,
        github: Option<&GitHubSource>,
    ) -> Result<Self, ActivityFault> {
        let given = |text: &Option<String>| text.as_deref().map(str::trim).map(str::to_owned);
        let may = |text: &Option<String>, was: &Option<String>| match given(text) {
            Some(text) => Some(text).filter(|text| !text.is_empty()),
            None => was.clone(),
        };
        match &mut self {
            Self::Aws(trail) if github.is_none() => {
                if let Some(aws) = aws {
                    let has_moved = aws.queue_url.is_some();
                    trail.queue_url = given(&aws.queue_url).unwrap_or_else(|| trail.queue_url.clone());
                    trail.sqs_endpoint = may(&aws.sqs_endpoint, &trail.sqs_endpoint);
                    trail.s3_endpoint = may(&aws.s3_endpoint, &trail.s3_endpoint);
                    let told = given(&aws.region).filter(|region| !region.is_empty());
                    let found = has_moved.then(|| region_of(&trail.queue_url)).flatten();
                    trail.region = told.or(found).unwrap_or_else(|| trail.region.clone());
                }
            }
            Self::GitHub(log) if aws.is_none() => {
                if let Some(github) = github {
                    log.org = may(&github.org, &log.org);
                    log.enterprise = may(&github.enterprise, &log.enterprise);
                    let filled = |text: &Option<String>| given(text).filter(|text| !text.is_empty());
                    log.api_url = filled(&github.api_url).unwrap_or_else(|| log.api_url.clone());
                    log.include = filled(&github.include).unwrap_or_else(|| log.include.clone());
                }
            }
            Self::Teleport if aws.is_none() && github.is_none() => {}
            _ => {
                return Err(invalid(
                    "kind",
                    "what is given is for another kind of source".to_owned(),
                ));
            }
        }
        Ok(self)
    }

    /// Whether it can be read at all.
    pub(super) fn check(&self, reach: Reach) -> Result<(), ActivityFault> {
        match self {
            Self::Aws(trail) => trail.settings(reach).map(drop),
            Self::GitHub(log) => log.settings(reach).map(drop),
            Self::Teleport => Ok(()),
        }
    }

    /// Whether a credential is one for it.
    pub(super) fn check_credential(&self, kept: Option<&Kept>) -> Result<(), ActivityFault> {
        match (self, kept) {
            (Self::Aws(_), None | Some(Kept::AwsKey { .. }))
            | (Self::GitHub(_), Some(Kept::GitHubToken { .. } | Kept::GitHubApp { .. }))
            | (Self::Teleport, None) => Ok(()),
            (Self::GitHub(_), _) => Err(invalid(
                "token",
                "GitHub is read with `token`, or with `app_id` and `app_key`".to_owned(),
            )),
            _ => Err(invalid(
                "kind",
                "the credential is for another kind of source".to_owned(),
            )),
        }
    }

    /// What it is, for the audit log.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Aws(trail) => trail.queue_url.clone(),
            Self::GitHub(log) => log
                .owner()
                .map(|owner| owner.name().to_owned())
                .unwrap_or_default(),
            Self::Teleport => String::new(),
        }
    }

    pub(super) fn views(&self) -> (Option<AwsSource>, Option<GitHubSource>) {
        match self {
            Self::Aws(trail) => {
                let view = AwsSource {
                    queue_url: Some(trail.queue_url.clone()),
                    region: Some(trail.region.clone()),
                    sqs_endpoint: trail.sqs_endpoint.clone(),
                    s3_endpoint: trail.s3_endpoint.clone(),
                    ..AwsSource::default()
                };
                (Some(view), None)
            }
            Self::GitHub(log) => {
                let view = GitHubSource {
                    org: log.org.clone(),
                    enterprise: log.enterprise.clone(),
                    api_url: Some(log.api_url.clone()),
                    include: Some(log.include.clone()),
                    ..GitHubSource::default()
                };
                (None, Some(view))
            }
            Self::Teleport => (None, None),
        }
    }
}

impl Trail {
    pub(super) fn settings(&self, reach: Reach) -> Result<TrailSettings, ActivityFault> {
        let endpoint = |field: &'static str, text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| url_of(field, text, reach)).transpose()
        };
        let queue_url = url_of("queue_url", &self.queue_url, reach)?;
        if queue_url.path().trim_matches('/').is_empty() {
            let form = "https://sqs.eu-west-1.amazonaws.com/111122223333/trail";
            return Err(invalid(
                "queue_url",
                format!("it names no queue; write it as {form}"),
            ));
        }
        let is_region = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.region.is_empty() || !self.region.bytes().all(is_region) {
            return Err(invalid("region", "name the region, such as eu-west-1".to_owned()));
        }
        Ok(TrailSettings {
            queue_url,
            region: self.region.clone(),
            sqs_endpoint: endpoint("sqs_endpoint", &self.sqs_endpoint)?,
            s3_endpoint: endpoint("s3_endpoint", &self.s3_endpoint)?,
        })
    }
}

impl Log {
    fn owner(&self) -> Result<Owner, ActivityFault> {
        let is_plain = |name: &String| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        match (&self.org, &self.enterprise) {
            (Some(org), None) if is_plain(org) => Ok(Owner::Org(org.clone())),
            (None, Some(slug)) if is_plain(slug) => Ok(Owner::Enterprise(slug.clone())),
            _ => Err(invalid(
                "org",
                "name either `org` or `enterprise`, as they stand in GitHub's addresses".to_owned(),
            )),
        }
    }

    pub(super) fn settings(&self, reach: Reach) -> Result<GitHubSettings, ActivityFault> {
        if !matches!(&*self.include, "all" | "web" | "git") {
            return Err(invalid("include", "it must be all, web or git".to_owned()));
        }
        Ok(GitHubSettings {
            api: url_of("api_url", &self.api_url, reach)?,
            owner: self.owner()?,
            include: self.include.clone(),
        })
    }
}

fn url_of(field: &'static str, text: &str, reach: Reach) -> Result<Url, ActivityFault> {
    address(text, reach).map_err(|error| invalid(field, error.to_string()))
}

/// `https://sqs.REGION.amazonaws.com/…`.
fn region_of(queue_url: &str) -> Option<String> {
    let url = Url::parse(queue_url).ok()?;
    let rest = url.host_str()?.strip_prefix("sqs.")?;
    let region = rest
        .strip_suffix(".amazonaws.com")
        .or_else(|| rest.strip_suffix(".amazonaws.com.cn"))?;
    (!region.contains('.')).then(|| region.to_owned())
}
