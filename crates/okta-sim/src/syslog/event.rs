//! One event: what is kept of it, and how it is shown.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::kinds::{self, Kind};
use super::uuid::Uuid;
use crate::reply::Object;
use crate::stamp::Stamp;

/// An actor or a target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Party {
    pub(crate) id: Box<str>,
    /// `User`, `UserGroup`, `AppInstance`, `AppUser`, `Token`, `ROLE` …
    pub(crate) kind: Cow<'static, str>,
    pub(crate) alternate_id: Box<str>,
    pub(crate) display_name: Box<str>,
    /// `detailEntry`.
    pub(crate) detail: Option<Box<Object>>,
}

impl Party {
    /// A party with an alternate id of its own (a person's login, an app's label).
    pub(crate) fn new(kind: &'static str, id: &str, alternate_id: &str, display_name: &str) -> Self {
        Self {
            id: id.into(),
            kind: Cow::Borrowed(kind),
            alternate_id: alternate_id.into(),
            display_name: display_name.into(),
            detail: None,
        }
    }

    /// A party that Okta shows with the alternate id `unknown` (groups, roles, tokens, policies).
    pub(crate) fn unnamed(kind: &'static str, id: &str, display_name: &str) -> Self {
        Self::new(kind, id, "unknown", display_name)
    }

    /// The organization itself, as the actor of what nobody ordered.
    pub(crate) fn system() -> Self {
        Self::new("SystemPrincipal", "okta-system", "system@okta.com", "Okta System")
    }

    /// The party behind an actor or target that is already in Okta's form.
    pub(crate) fn from_json(json: &Value) -> Self {
        let text = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or("unknown");
        let detail = json.get("detailEntry").and_then(Value::as_object);
        Self {
            id: text("id").into(),
            kind: Cow::Owned(text("type").to_owned()),
            alternate_id: text("alternateId").into(),
            display_name: text("displayName").into(),
            detail: detail.map(|detail| Box::new(detail.clone())),
        }
    }

    /// The same with one more line of `detailEntry`.
    pub(crate) fn with_detail(mut self, name: &str, value: &str) -> Self {
        self.detail
            .get_or_insert_default()
            .insert(name.to_owned(), json!(value));
        self
    }

    fn render(&self) -> Value {
        json!({
            "id": self.id, "type": self.kind, "alternateId": self.alternate_id,
            "displayName": self.display_name, "detailEntry": self.detail,
        })
    }
}

/// Where a request came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Client {
    pub(crate) ip: Box<str>,
    pub(crate) user_agent: Box<str>,
    pub(crate) os: &'static str,
    pub(crate) browser: &'static str,
    pub(crate) device: &'static str,
    /// Place and network of the address, when it is a public one.
    pub(crate) place: Option<&'static Place>,
    /// Comes through an anonymizing proxy.
    pub(crate) proxy: bool,
    /// Name of the network zone, when one holds the address.
    pub(crate) zone: Option<Box<str>>,
}

/// Where an address is, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) country: &'static str,
    pub(crate) postal_code: &'static str,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) as_number: u32,
    pub(crate) isp: &'static str,
    pub(crate) domain: &'static str,
}

impl Client {
    /// The client of an API call: address and `User-Agent` as they came.
    pub(crate) fn api(ip: &str, user_agent: &str) -> Self {
        Self {
            ip: ip.into(),
            user_agent: user_agent.into(),
            os: "Unknown",
            browser: "UNKNOWN",
            device: "Unknown",
            ..Self::default()
        }
    }

    /// What Okta calls the hash of the device token: the same for the same machine.
    pub(crate) fn device_hash(&self) -> String {
        use sha2::Digest as _;
        let digest = sha2::Sha256::digest(format!("{} {}", self.ip, self.user_agent));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The same with what the `User-Agent` tells about browser and system.
    pub(crate) fn read_agent(mut self) -> Self {
        let first = |table: &[(&str, &'static str)]| {
            let found = table.iter().find(|(mark, _)| self.user_agent.contains(mark));
            found.map(|(_, word)| *word)
        };
        self.browser = first(&[
            ("Edg/", "EDGE"),
            ("Firefox/", "FIREFOX"),
            ("Chrome/", "CHROME"),
            ("Safari/", "SAFARI"),
        ])
        .unwrap_or("UNKNOWN");
        let systems = [
            ("Windows", "Windows 10"),
            ("Android", "Android"),
            ("iPhone", "iOS"),
            ("Mac OS X", "Mac OS X"),
            ("Linux", "Linux"),
        ];
        self.os = first(&systems).unwrap_or("Unknown");
        self.device = match self.os {
            "Unknown" => "Unknown",
            "Android" | "iOS" => "Mobile",
            _ => "Computer",
        };
        self
    }

    fn geography(&self) -> Value {
        self.place.map_or(Value::Null, |place| {
            json!({
                "city": place.city, "state": place.state, "country": place.country, "postalCode": place.postal_code,
                "geolocation": {"lat": place.lat, "lon": place.lon},
            })
        })
    }

    fn render(&self) -> Value {
        if self.ip.is_empty() {
            return json!({
                "userAgent": null, "zone": null, "device": null, "id": null, "ipAddress": null,
                "geographicalContext": null,
            });
        }
        json!({
            "userAgent": {"rawUserAgent": self.user_agent, "os": self.os, "browser": self.browser},
            "zone": self.zone.as_deref().unwrap_or("null"), "device": self.device, "id": null,
            "ipAddress": self.ip, "geographicalContext": self.geography(),
        })
    }

    fn security(&self) -> Value {
        let place = self.place;
        json!({
            "asNumber": place.map(|at| at.as_number), "asOrg": place.map(|at| at.isp),
            "isp": place.map(|at| at.isp), "domain": place.map(|at| at.domain),
            "isProxy": place.map(|_| self.proxy),
        })
    }

    fn request(&self) -> Value {
        if self.ip.is_empty() {
            return json!({"ipChain": []});
        }
        let version = if self.ip.contains(':') { "V6" } else { "V4" };
        json!({"ipChain": [
            {"ip": self.ip, "geographicalContext": self.geography(), "version": version, "source": null},
        ]})
    }
}

/// The request or job that an event belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Transaction {
    /// Request id; empty for background jobs.
    pub(crate) id: Box<str>,
    /// Id of the API token or access token that the request carried.
    pub(crate) token_id: Option<Box<str>>,
    /// Client id of the service app that the access token was given to.
    pub(crate) token_client_id: Option<Box<str>>,
}

impl Transaction {
    fn render(&self) -> Value {
        let mut detail = Map::new();
        if let Some(token) = &self.token_id {
            detail.insert("requestApiTokenId".to_owned(), json!(token));
        }
        if let Some(client) = &self.token_client_id {
            detail.insert("requestApiTokenClientId".to_owned(), json!(client));
            detail.insert("rootApiTokenId".to_owned(), json!(self.token_id));
        }
        json!({"type": if self.id.is_empty() { "JOB" } else { "WEB" }, "id": self.id, "detail": detail})
    }
}

/// An event before it has its places in time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    pub(crate) actor: Party,
    pub(crate) targets: Vec<Party>,
    pub(crate) client: Client,
    pub(crate) result: &'static str,
    pub(crate) reason: Option<Box<str>>,
    /// `debugContext.debugData`.
    pub(crate) debug: Object,
    pub(crate) transaction: Transaction,
    /// `authenticationContext.externalSessionId`.
    pub(crate) session: Option<Box<str>>,
    /// `authenticationContext.authenticationProvider` and `.credentialType`.
    pub(crate) credential: Option<(&'static str, &'static str)>,
    /// The whole event, when it was brought from outside; then nothing else is looked at.
    pub(crate) whole: Option<Box<Value>>,
}

impl Draft {
    /// A successful event of the type `name`, written in Okta's dotted form.
    pub(crate) fn new(name: &str, actor: Party) -> Self {
        Self {
            kind: kinds::find(name),
            actor,
            targets: Vec::new(),
            client: Client::default(),
            result: "SUCCESS",
            reason: None,
            debug: Object::new(),
            transaction: Transaction::default(),
            session: None,
            credential: None,
            whole: None,
        }
    }

    pub(crate) fn target(mut self, party: Party) -> Self {
        self.targets.push(party);
        self
    }

    pub(crate) fn client(mut self, client: Client) -> Self {
        self.client = client;
        self
    }

    pub(crate) fn outcome(mut self, result: &'static str, reason: &str) -> Self {
        self.result = result;
        self.reason = if reason.is_empty() {
            None
        } else {
            Some(reason.into())
        };
        self
    }

    pub(crate) fn debug(mut self, name: &str, value: &str) -> Self {
        self.debug.insert(name.to_owned(), json!(value));
        self
    }

    pub(crate) fn transaction(mut self, transaction: Transaction) -> Self {
        self.transaction = transaction;
        self
    }

    pub(crate) fn session(mut self, id: &str) -> Self {
        self.session = Some(id.into());
        self
    }
}

/// An event as the log keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(super) uuid: Uuid,
    pub(super) published: Stamp,
    /// When it was persisted, and its number among those of the same millisecond, from 1.
    pub(super) position: Position,
    pub(super) draft: Box<Draft>,
}

/// Place in the order of persistence; the cursor of polling is its text form `<ms>_<n>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(super) ms: i64,
    pub(super) n: u64,
}

impl Event {
    /// The event as Okta shows it.
    pub(crate) fn render(&self) -> Value {
        let draft = &*self.draft;
        if let Some(whole) = &draft.whole {
            return (**whole).clone();
        }
        let (provider, credential) = draft.credential.unzip();
        let targets: Value = match draft.targets.len() {
            0 => Value::Null,
            _ => draft.targets.iter().map(Party::render).collect(),
        };
        json!({
            "actor": draft.actor.render(),
            "client": draft.client.render(),
            "device": null,
            "authenticationContext": {
                "authenticationProvider": provider, "credentialProvider": null, "credentialType": credential,
                "issuer": null, "interface": null, "authenticationStep": 0,
                "rootSessionId": draft.session, "externalSessionId": draft.session.as_deref().unwrap_or("unknown"),
            },
            "displayMessage": draft.kind.message,
            "eventType": draft.kind.name,
            "outcome": {"result": draft.result, "reason": draft.reason},
            "published": self.published.to_string(),
            "securityContext": draft.client.security(),
            "severity": draft.kind.severity,
            "debugContext": {"debugData": draft.debug},
            "legacyEventType": draft.kind.legacy,
            "transaction": draft.transaction.render(),
            "uuid": self.uuid.to_string(),
            "version": "0",
            "request": draft.client.request(),
            "target": targets,
        })
    }
}
