//! Where an address is and whose network it belongs to, as somebody else than the source knows it.

use super::{Batch, Event, Field, View};
use std::collections::HashMap;
use std::net::IpAddr;

/// What is known of an address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    /// ISO 3166 code of two letters.
    pub country: Option<String>,
    /// State or region, in English.
    pub region: Option<String>,
    /// City, in English.
    pub city: Option<String>,
    /// Latitude and longitude in degrees.
    pub place: Option<(f64, f64)>,
    /// Autonomous system number.
    pub asn: Option<u32>,
    /// Whose network that is.
    pub as_org: Option<String>,
}

impl Batch {
    /// Writes where addresses are into events whose source says nothing of it: place and network each for itself, so
    /// that what a source told is never mixed with what another knows. Each address is asked for once.
    pub fn locate(&mut self, find: &mut dyn FnMut(IpAddr) -> Located) {
        let mut known: HashMap<IpAddr, Located> = HashMap::new();
        for index in 0..self.len() {
            let Some((address, lacks_place, lacks_network)) =
                self.event(index, None).and_then(|event| lacks(&event))
            else {
                continue;
            };
            let located = known.entry(address).or_insert_with(|| find(address));
            if lacks_place {
                self.put_later(index, Field::Country, located.country.as_deref());
                self.put_later(index, Field::Region, located.region.as_deref());
                self.put_later(index, Field::City, located.city.as_deref());
                self.put_place(index, located.place);
            }
            if lacks_network {
                self.put_network(index, located.asn);
                self.put_later(index, Field::AsOrg, located.as_org.as_deref());
            }
        }
    }
}

/// The address of an event, and whether it lacks a place and a network; `None` when it lacks neither.
fn lacks(event: &Event<'_>) -> Option<(IpAddr, bool, bool)> {
    let has = |field| event.get(field).is_some();
    let has_place =
        event.place().is_some() || [Field::Country, Field::Region, Field::City].into_iter().any(has);
    let has_network = event.number(Field::Asn).is_some() || has(Field::AsOrg);
    if has_place && has_network {
        return None;
    }
    let address = event.get(Field::Ip)?.parse().ok()?;
    Some((address, !has_place, !has_network))
}
