//! The address of an Okta organization, checked before anything is sent to it.
//!
//! An administrator types it and the server then calls it with a credential, so it must not become a way into
//! the network that the server stands in. The text is checked here; the addresses a name resolves to are
//! checked by the Okta client at connection time, against the same [`Reach`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// `https://host[:port]` of one organization: lower case, no path, no user information, no trailing slash.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrgUrl(String);

/// How far an organization's address may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses over https only. The default.
    Public,
    /// Also loopback and private addresses, and plain http: for a simulated organization.
    Loopback,
}

/// Why an address was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrgUrlError {
    /// Not `https://…` (or `http://…` where that is allowed).
    Scheme,
    /// A user name or password stands before the host.
    UserInfo,
    /// Something follows the host and port.
    Path,
    /// No host, or one with characters a host name cannot have.
    Host,
    /// A host that ends in `-admin`: the Admin Console, not the organization.
    AdminConsole,
    /// An address of this machine or of a private network.
    OwnNetwork,
}

impl OrgUrl {
    /// Reads what an administrator typed. A bare host name gets `https://`; a final slash is dropped.
    pub fn parse(text: &str, reach: Reach) -> Result<Self, OrgUrlError> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        match (scheme.as_str(), reach) {
            ("https", _) | ("http", Reach::Loopback) => {}
            _ => return Err(OrgUrlError::Scheme),
        }
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        if authority.contains('@') {
            return Err(OrgUrlError::UserInfo);
        }
        if authority.contains(['/', '?', '#', '\\']) {
            return Err(OrgUrlError::Path);
        }
        let host = host_of(&authority).ok_or(OrgUrlError::Host)?;
        check_host(host, reach)?;
        Ok(Self(format!("{scheme}://{authority}")))
    }

    /// The address as text, for example `https://acme.okta.com`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and, where one was given, port: `acme.okta.com`, `127.0.0.1:4010`.
    pub fn authority(&self) -> &str {
        self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest)
    }
}

impl std::fmt::Display for OrgUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Reach {
    /// Whether a connection to this address is allowed.
    pub fn allows(self, address: IpAddr) -> bool {
        match self {
            Reach::Loopback => true,
            Reach::Public => is_public(address),
        }
    }
}

impl std::fmt::Display for OrgUrlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Scheme => {
                "the organization's address must begin with https://; for a simulated organization over http start \
                 the server with `--allow-private-org-urls`"
            }
            Self::UserInfo => "the organization's address must not hold a user name or password",
            Self::Path => "the organization's address must end after the host name, as in https://acme.okta.com",
            Self::Host => "the organization's address has no valid host name",
            Self::AdminConsole => {
                "this is the address of the Admin Console: leave out -admin, as in https://acme.okta.com"
            }
            Self::OwnNetwork => {
                "the organization's address lies in a private network: allow it with `allow_private_org_urls` \
                 if this is a simulated organization"
            }
        })
    }
}

impl std::error::Error for OrgUrlError {}

fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            (
                host,
                after.strip_prefix(':').or(after.is_empty().then_some("443"))?,
            )
        }
        None => authority.split_once(':').unwrap_or((authority, "443")),
    };
    let port_is_valid = port.parse::<u16>().is_ok_and(|port| port > 0);
    (port_is_valid && !host.is_empty()).then_some(host)
}

fn check_host(host: &str, reach: Reach) -> Result<(), OrgUrlError> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return if reach.allows(address) {
            Ok(())
        } else {
            Err(OrgUrlError::OwnNetwork)
        };
    }
    // A label that is all digits at the end is how `2130706433` and `0x7f.1` pass for names.
    let last = host.rsplit('.').next().unwrap_or(host);
    let looks_numeric = last.starts_with(|c: char| c.is_ascii_digit());
    let valid = host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
    if !valid || looks_numeric {
        return Err(OrgUrlError::Host);
    }
    if reach == Reach::Public && (!host.contains('.') || is_local_name(host)) {
        return Err(OrgUrlError::OwnNetwork);
    }
    let first = host.split('.').next().unwrap_or(host);
    if first.ends_with("-admin") && host.contains(".okta") {
        return Err(OrgUrlError::AdminConsole);
    }
    Ok(())
}

fn is_local_name(host: &str) -> bool {
    [".localhost", ".local", ".internal", ".lan", ".home.arpa"]
        .iter()
        .any(|suffix| host.ends_with(suffix))
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_public_v4(v4),
            None => is_public_v6(v6),
        },
    }
}

/// The special-purpose ranges of RFC 6890 that matter to an outgoing call.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0;
    let benchmark = a == 198 && (b == 18 || b == 19);
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || shared
        || protocol
        || benchmark)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // Only global unicast (2000::/3), without documentation and the ranges that embed an IPv4 address.
    let [a, b, ..] = address.segments();
    (0x2000..0x4000).contains(&a) && !(a == 0x2001 && (b == 0 || b == 0x0db8)) && a != 0x2002
}

#[cfg(test)]
mod tests;
