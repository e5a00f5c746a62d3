//! Whether an address lies in a network zone. The zones themselves are documents, see [`crate::org::shelf`].

use std::net::IpAddr;

use serde_json::Value;

use crate::org::text;
use crate::state::Org;

/// Whether an active zone holds the address, among its gateways or its proxies.
pub(crate) fn holds(org: &Org, zone: &str, address: &str) -> bool {
    let Ok(address) = address.parse::<IpAddr>() else {
        return false;
    };
    if zone == "ALL_ZONES" {
        return org
            .docs
            .entries("zones")
            .any(|(id, _)| holds_one(org, id, address));
    }
    holds_one(org, zone, address)
}

fn holds_one(org: &Org, zone: &str, address: IpAddr) -> bool {
    let Some(zone) = org
        .docs
        .get("zones", zone)
        .filter(|zone| text(zone, "status") != Some("INACTIVE"))
    else {
        return false;
    };
    ["gateways", "proxies"]
        .iter()
        .filter_map(|name| zone.get(*name)?.as_array())
        .flatten()
        .filter_map(|row| row.get("value").and_then(Value::as_str))
        .any(|range| in_range(range, address))
}

/// `203.0.113.0/24`, `203.0.113.5-203.0.113.9` or one address.
fn in_range(range: &str, address: IpAddr) -> bool {
    if let Some((first, last)) = range.split_once('-') {
        let bounds = (first.trim().parse::<IpAddr>(), last.trim().parse::<IpAddr>());
        return matches!(bounds, (Ok(first), Ok(last)) if first <= address && address <= last);
    }
    let Some((network, length)) = range.split_once('/') else {
        return range.trim().parse() == Ok(address);
    };
    let (Ok(network), Ok(length)) = (network.parse::<IpAddr>(), length.parse::<u32>()) else {
        return false;
    };
    match (network, address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            let mask = u32::MAX.checked_shl(32u32.saturating_sub(length)).unwrap_or(0);
            network.to_bits() & mask == address.to_bits() & mask
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            let mask = u128::MAX.checked_shl(128u32.saturating_sub(length)).unwrap_or(0);
            network.to_bits() & mask == address.to_bits() & mask
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::in_range;

    #[test]
    fn ranges_networks_and_single_addresses() {
        let holds = |range: &str, address: &str| in_range(range, address.parse().unwrap());
        assert!(holds("203.0.113.0/24", "203.0.113.200"));
        assert!(!holds("203.0.113.0/25", "203.0.113.200"));
        assert!(holds("0.0.0.0/0", "8.8.8.8"));
        assert!(holds("203.0.113.5-203.0.113.9", "203.0.113.9"));
        assert!(!holds("203.0.113.5-203.0.113.9", "203.0.113.10"));
        assert!(holds("203.0.113.5", "203.0.113.5"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(!holds("2001:db8::/32", "203.0.113.5"));
        assert!(!holds("nonsense/99", "203.0.113.5"));
    }
}
