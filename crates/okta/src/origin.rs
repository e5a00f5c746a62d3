//! Where the organization lives, and which links stay there.

use url::Url;

use crate::config::{ConfigError, Reach};

/// Scheme, host and port of one organization.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    base: Url,
    /// `{org}-admin.{domain}`: the IAM lists link to it. Its paths are the same; nothing is ever sent there.
    admin_host: Option<String>,
}

impl Origin {
    pub(crate) fn parse(text: &str, reach: Reach) -> Result<Self, ConfigError> {
        let refuse = || ConfigError::OrgUrl(text.to_owned());
        let base = Url::parse(text).map_err(|_| refuse())?;
        let scheme_is_good =
            base.scheme() == "https" || (base.scheme() == "http" && reach == Reach::Loopback);
        let bare = base.path() == "/" && base.query().is_none() && base.fragment().is_none();
        let anonymous = base.username().is_empty() && base.password().is_none();
        let host = base.host_str().ok_or_else(refuse)?;
        if !(scheme_is_good && bare && anonymous) {
            return Err(refuse());
        }
        let admin_host = host
            .split_once('.')
            .map(|(org, domain)| format!("{org}-admin.{domain}"));
        Ok(Self { base, admin_host })
    }

    /// The whole address of a path and query.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// Path and query of `link`, when it stays in this organization.
    pub(crate) fn local(&self, link: &str) -> Option<String> {
        let target = self.base.join(link).ok()?;
        let same_host = target.host_str() == self.base.host_str()
            || (target.host_str().is_some() && target.host_str() == self.admin_host.as_deref());
        let same = target.scheme() == self.base.scheme()
            && same_host
            && target.port_or_known_default() == self.base.port_or_known_default()
            && target.username().is_empty()
            && target.password().is_none();
        let query = target
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        same.then(|| format!("{}{query}", target.path()))
    }
}

#[cfg(test)]
mod tests;
