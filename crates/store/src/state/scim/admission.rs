//! Who a new user of SCIM is: somebody new, or somebody who is known, or nobody because the name is taken.

use scim::{Fault, StoreError};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::people::Person;
use super::{Failure, ScimDirectory};
use crate::state::audit::{self, Tail};

/// What to do about a new user, after a look at who has the name or the id in the organization.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// Nobody is known.
    New,
    /// This person is known under this name: from single sign-on, user sync, or SCIM itself under an earlier name.
    Adopt(Who),
    /// SCIM has a user of this name, or the name is still that of somebody who gets another one.
    Taken,
    /// Somebody else has the name.
    Clash(Whose),
}

/// Whose a name is that cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// An account with a password here.
    Local,
    /// A person of another organization.
    OtherOrganization,
    /// Somebody who came through a connector that does not speak for the organization, or has not been said to.
    OtherProvider,
}

/// Who a new user is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) id: String,
    pub(super) name: String,
    /// Whether the id in the organization is known: user sync speaks of such a record only.
    pub(super) is_bound: bool,
}

/// Somebody in `users` whom a new user might be.
pub(super) struct Known {
    pub(super) id: String,
    name: String,
    name_key: String,
    origin: String,
    org_url: Option<String>,
    /// The connector of the last sign-in, and the organization that it spoke for.
    connector: Option<String>,
    vouched_org: Option<String>,
    pub(super) okta_id: Option<String>,
    /// The plugin that provisions the person.
    plugin: Option<String>,
}

impl Known {
    fn who(&self) -> Who {
        Who {
            id: self.id.clone(),
            name: self.name.clone(),
            is_bound: self.okta_id.is_some(),
        }
    }

    fn is_of(&self, org_url: &str) -> bool {
        match self.origin.as_str() {
            "okta" => self.org_url.as_deref().is_none_or(|org| org == org_url),
            "sso" => self.is_vouched_by(org_url),
            _ => false,
        }
    }

    /// Whether a connector of this organization brought the account: another provider may have the same login for
    /// somebody else.
    fn is_vouched_by(&self, org_url: &str) -> bool {
        self.connector.is_none() || self.vouched_org.as_deref() == Some(org_url)
    }

    /// An account that a sign-in by way of this organization made, and that is nobody's yet.
    fn is_unbound(&self, org_url: &str) -> bool {
        self.is_of(org_url) && self.origin == "sso" && self.okta_id.is_none() && self.plugin.is_none()
    }

    /// What to say of whoever has a name that this organization cannot have.
    fn whose(&self) -> Whose {
        match self.origin.as_str() {
            "local" => Whose::Local,
            "sso" => Whose::OtherProvider,
            _ => Whose::OtherOrganization,
        }
    }
}

impl Whose {
    /// Where that one comes from.
    pub(super) const fn origin(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::OtherOrganization => "okta",
            Self::OtherProvider => "sso",
        }
    }
}

/// What there is before a user is made.
pub(super) struct Before {
    /// Everybody who has the name, or the id in the organization.
    pub(super) known: Vec<Known>,
    /// Whether anybody of the name or the id is locked.
    pub(super) has_locks: bool,
    /// Where the audit log ends.
    pub(super) tail: Tail,
}

const BEFORE: &str = concat!(
    "SELECT u.id, u.name, u.name_key, u.origin, u.org_url, u.connector, u.vouched_org, u.okta_id, s.plugin, a.audit_seq, a.audit_hash, l.locks
     FROM (SELECT (SELECT COUNT(*) FROM locks WHERE target_kind = 'user' AND target_key = $1)
         + (SELECT COUNT(*) FROM locks WHERE target_kind = 'user' AND okta_id = $3) AS locks) l ",
    audit::tail!(),
    " LEFT JOIN users u ON u.name_key = $1 OR (u.org_url = $2 AND u.okta_id = $3)
     LEFT JOIN scim_users s ON s.id = u.id"
);

/// Looks, in one statement; there is always a row, with or without somebody in it.
pub(super) async fn before(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    person: &Person<'_>,
) -> Result<Before, Failure> {
    let rows = sqlx::query(BEFORE)
        .bind(person.key())
        .bind(&directory.org_url)
        .bind(person.okta_id.unwrap_or_default())
        .fetch_all(connection)
        .await?;
    let mut known = Vec::new();
    let (mut has_locks, mut tail) = (true, Tail::default());
    for row in &rows {
        known.extend(known_of(row)?);
        has_locks = row.try_get::<i64, _>("locks")? > 0;
        tail = Tail::of(row)?;
    }
    Ok(Before {
        known,
        has_locks,
        tail,
    })
}

fn known_of(row: &AnyRow) -> Result<Option<Known>, Failure> {
    let Some(id) = row.try_get("id")? else {
        return Ok(None);
    };
    Ok(Some(Known {
        id,
        name: row.try_get("name")?,
        name_key: row.try_get("name_key")?,
        origin: row.try_get("origin")?,
        org_url: row.try_get("org_url")?,
        connector: row.try_get("connector")?,
        vouched_org: row.try_get("vouched_org")?,
        okta_id: row.try_get("okta_id")?,
        plugin: row.try_get("plugin")?,
    }))
}

/// Whom a new user is, or why there can be none. Pure.
pub(super) fn admission(known: &[Known], person: &Person<'_>, directory: &ScimDirectory) -> Admission {
    let key = person.key();
    let named = known.iter().find(|known| known.name_key == key);
    // The id decides: the name may be new.
    let same = known
        .iter()
        .find(|known| person.okta_id.is_some() && known.okta_id.as_deref() == person.okta_id);
    if let Some(same) = same.filter(|same| same.is_of(&directory.org_url)) {
        let is_other_plugins = same
            .plugin
            .as_ref()
            .is_some_and(|plugin| *plugin != directory.plugin);
        return match named {
            Some(named) if named.id == same.id && same.plugin.is_some() => Admission::Taken,
            _ if is_other_plugins => Admission::Taken,
            Some(named) if named.id != same.id && !named.is_unbound(&directory.org_url) => {
                held(named, directory)
            }
            _ => Admission::Adopt(same.who()),
        };
    }
    let Some(named) = named else {
        return Admission::New;
    };
    let is_somebody_else = person.okta_id.is_some() && named.okta_id.is_some();
    if named.plugin.is_some() || !named.is_of(&directory.org_url) || is_somebody_else {
        held(named, directory)
    } else {
        Admission::Adopt(named.who())
    }
}

/// What to say of a name that cannot be had.
fn held(named: &Known, directory: &ScimDirectory) -> Admission {
    if named.is_of(&directory.org_url) || named.plugin.is_some() {
        Admission::Taken
    } else {
        Admission::Clash(named.whose())
    }
}

pub(super) fn clash(name: &str, whose: Whose) -> StoreError {
    let (whose, advice) = match whose {
        Whose::Local => ("a local account of Portolan", "rename or remove that one"),
        Whose::OtherOrganization => ("a person of another organization", "rename or remove that one"),
        Whose::OtherProvider => (
            "somebody who signed in through a connector that does not speak for this organization",
            "if it is the same person, name the organization at the connector and let them sign in once more; if not, \
             rename or remove that one",
        ),
    };
    let name: String = name.chars().take(128).collect();
    StoreError::Refused(Fault::uniqueness(format!(
        "`{name}` is the name of {whose}: {advice} in Portolan, then assign the person again"
    )))
}
