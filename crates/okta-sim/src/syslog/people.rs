//! Who makes the traffic: the organization's own people, apps and groups, and the places they sign in from.

use super::event::{Client, Party, Place};

/// Someone who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// Tells the home.
    pub(crate) index: usize,
    pub(crate) id: String,
    pub(crate) login: String,
    pub(crate) name: String,
}

impl Person {
    pub(crate) fn party(&self) -> Party {
        Party::new("User", &self.id, &self.login, &self.name)
    }
}

/// An app or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Thing {
    pub(crate) id: String,
    /// Label of the app or name of the group.
    pub(crate) label: String,
    /// Catalogue name of the app; empty for groups.
    pub(crate) name: String,
    /// `signOnMode` of the app; empty for groups.
    pub(crate) sign_on: String,
}

impl Thing {
    pub(crate) fn app_party(&self) -> Party {
        let party = Party::new("AppInstance", &self.id, &self.label, &self.label);
        if self.sign_on.is_empty() {
            party
        } else {
            party.with_detail("signOnModeType", &self.sign_on)
        }
    }
}

/// The organization as the generator of traffic sees it. Indices are drawn at random; one that holds nobody (a
/// deleted or deactivated person) is skipped.
pub(crate) trait Population {
    /// One more than the highest index of a person.
    fn people(&self) -> usize;
    /// A person who may sign in.
    fn person(&self, index: usize) -> Option<Person>;
    /// An app that the person can open, chosen by `pick`.
    fn app_of(&self, person: usize, pick: u64) -> Option<Thing>;
    /// A group whose members may be changed, chosen by `pick`.
    fn group(&self, pick: u64) -> Option<Thing>;
}

#[rustfmt::skip]
const PLACES: &[Place] = &[
    Place { city: "San Francisco", state: "California", country: "United States", postal_code: "94105", lat: 37.7749, lon: -122.4194, as_number: 64_496, isp: "bay fiber", domain: "bayfiber.example" },
    Place { city: "Austin", state: "Texas", country: "United States", postal_code: "78701", lat: 30.2672, lon: -97.7431, as_number: 64_497, isp: "lone star broadband", domain: "lonestar.example" },
    Place { city: "New York", state: "New York", country: "United States", postal_code: "10001", lat: 40.7128, lon: -74.006, as_number: 64_498, isp: "hudson cable", domain: "hudsoncable.example" },
    Place { city: "London", state: "England", country: "United Kingdom", postal_code: "EC1A", lat: 51.5074, lon: -0.1278, as_number: 64_499, isp: "thames net", domain: "thamesnet.example" },
    Place { city: "Berlin", state: "Land Berlin", country: "Germany", postal_code: "10115", lat: 52.52, lon: 13.405, as_number: 64_500, isp: "spree telekom", domain: "spreetelekom.example" },
    Place { city: "Bengaluru", state: "Karnataka", country: "India", postal_code: "560001", lat: 12.9716, lon: 77.5946, as_number: 64_501, isp: "deccan online", domain: "deccan.example" },
    Place { city: "Singapore", state: "Singapore", country: "Singapore", postal_code: "018956", lat: 1.3521, lon: 103.8198, as_number: 64_502, isp: "straits net", domain: "straits.example" },
    Place { city: "Sydney", state: "New South Wales", country: "Australia", postal_code: "2000", lat: -33.8688, lon: 151.2093, as_number: 64_503, isp: "harbour net", domain: "harbournet.example" },
];

/// Where attackers come from: hosting companies behind anonymizing proxies.
#[rustfmt::skip]
static HOSTING: [Place; 3] = [
    Place { city: "Amsterdam", state: "North Holland", country: "Netherlands", postal_code: "1012", lat: 52.3676, lon: 4.9041, as_number: 64_511, isp: "polder hosting", domain: "polder.example" },
    Place { city: "Bucharest", state: "Bucuresti", country: "Romania", postal_code: "010011", lat: 44.4268, lon: 26.1025, as_number: 64_510, isp: "danube servers", domain: "danube.example" },
    Place { city: "Panama City", state: "Panama", country: "Panama", postal_code: "0801", lat: 8.9824, lon: -79.5199, as_number: 64_509, isp: "isthmus vps", domain: "isthmus.example" },
];

const ATTACKER_BROWSERS: [(&str, &str, &str); 3] = [
    (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36",
        "Linux",
        "CHROME",
    ),
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Linux",
        "FIREFOX",
    ),
    (
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0",
        "Windows 7",
        "FIREFOX",
    ),
];

const BROWSERS: &[(&str, &str, &str)] = &[
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
        "Mac OS X",
        "CHROME",
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36 Edg/144.0.0.0",
        "Windows 10",
        "EDGE",
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
        "Mac OS X",
        "SAFARI",
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:136.0) Gecko/20100101 Firefox/136.0",
        "Windows 10",
        "FIREFOX",
    ),
];

/// Home and computer of the person with this index: always the same, in a documentation network (RFC 5737).
pub(crate) fn home(index: usize) -> Client {
    let place = PLACES.get(index.wrapping_mul(7) % PLACES.len());
    let (user_agent, os, browser) = BROWSERS.get(index % BROWSERS.len()).copied().unwrap_or_default();
    let host = index % 250 + 2;
    let network = if index.is_multiple_of(2) {
        "198.51.100"
    } else {
        "203.0.113"
    };
    Client {
        ip: format!("{network}.{host}").into(),
        user_agent: user_agent.into(),
        os,
        browser,
        device: "Computer",
        place,
        proxy: false,
        zone: None,
    }
}

/// An attacker's machine, chosen by a seed, with another browser than the victim's.
pub(crate) fn attacker(seed: u64, victims_browser: &str) -> Client {
    let pick = usize::try_from(seed % 3).unwrap_or(0);
    let mut browsers = ATTACKER_BROWSERS.iter().cycle().skip(pick).take(3);
    let other = browsers.find(|(_, _, browser)| *browser != victims_browser);
    let (user_agent, os, browser) = other.copied().unwrap_or(ATTACKER_BROWSERS[pick]);
    Client {
        ip: format!("192.0.2.{}", 66 + seed % 100).into(),
        user_agent: user_agent.into(),
        os,
        browser,
        device: "Computer",
        place: Some(&HOSTING[pick]),
        proxy: true,
        zone: None,
    }
}
