//! Looks up a host's addresses and refuses those of our own network.
//!
//! The connection goes to the very addresses that were checked, so a name cannot change its mind in between.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::config::Reach;

/// A resolver that only gives allowed addresses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GuardedResolver(pub(crate) Reach);

/// The refusal, found again by type in the error chain of the HTTP library.
#[derive(Debug, thiserror::Error)]
#[error("{host} leads to {address}, an address of this machine or of a private network")]
pub(crate) struct ForbiddenAddress {
    host: String,
    address: IpAddr,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            check_found(reach, &host, &found)?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// One bad address among good ones is an attempt, not an accident: refuse them all.
fn check_found(reach: Reach, host: &str, found: &[SocketAddr]) -> Result<(), ForbiddenAddress> {
    match found.iter().find(|socket| !allows(reach, socket.ip())) {
        Some(bad) => Err(ForbiddenAddress {
            host: host.to_owned(),
            address: bad.ip(),
        }),
        None => Ok(()),
    }
}

/// Looks a host up for the sake of the rule alone. A host that cannot be looked up passes.
pub(crate) async fn check_name(reach: Reach, host: &str) -> Result<(), ForbiddenAddress> {
    check_literal(reach, host)?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match tokio::net::lookup_host((bare, 0)).await {
        Ok(found) => check_found(reach, host, &found.collect::<Vec<_>>()),
        Err(_) => Ok(()),
    }
}

/// Checks a host that is written as an address: those never come to the resolver.
pub(crate) fn check_literal(reach: Reach, host: &str) -> Result<(), ForbiddenAddress> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(address) if !allows(reach, address) => Err(ForbiddenAddress {
            host: host.to_owned(),
            address,
        }),
        _ => Ok(()),
    }
}

/// Whether a connection to `address` is allowed.
pub(crate) fn allows(reach: Reach, address: IpAddr) -> bool {
    match (reach, address) {
        (Reach::Loopback, _) => true,
        (Reach::Public, IpAddr::V4(v4)) => is_public_v4(v4),
        (Reach::Public, IpAddr::V6(v6)) => v6.to_ipv4_mapped().map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

/// Not in a special-purpose range (RFC 6890) that an outgoing call could do harm in.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
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
        || relay
        || benchmark)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // Only global unicast (2000::/3), without documentation and the ranges that embed an IPv4 address.
    let [a, b, ..] = address.segments();
    (0x2000..0x4000).contains(&a) && !(a == 0x2001 && (b == 0 || b == 0x0db8)) && a != 0x2002
}

#[cfg(test)]
mod tests;
