//! One recorded session: its interactions in order, and how it goes against the simulator.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use http::Method;
use portolan_okta_sim::{Request, Sim, Stamp, World};
use serde_json::{Map, Value, json};

use crate::compare;

/// A session of one test of one suite.
pub(crate) struct Session {
    /// Suite, year and test: `terraform 2025 fixtures/…/oie-00.yaml`.
    label: String,
    interactions: Vec<Interaction>,
}

struct Interaction {
    seq: u64,
    kind: String,
    recorded: Value,
}

/// One interaction played.
pub(crate) struct Outcome {
    /// Endpoint as the recordings write it: `GET /api/v1/users/{userId}`.
    pub(crate) kind: String,
    pub(crate) session: String,
    pub(crate) differences: Vec<String>,
    /// Why it could not be played.
    pub(crate) skipped: Option<&'static str>,
}

impl Session {
    /// All sessions of a folder of recordings.
    pub(crate) fn all(folder: &Path) -> Vec<Self> {
        let mut found: BTreeMap<(String, String), Vec<Interaction>> = BTreeMap::new();
        for area in std::fs::read_dir(folder).unwrap() {
            let area = area.unwrap().path();
            if !area.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(area).unwrap() {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                for line in text.lines() {
                    let recorded: Value = serde_json::from_str(line).unwrap();
                    let word = |name: &str| recorded[name].as_str().unwrap_or_default().to_owned();
                    let key = (word("source"), word("cassette"));
                    found.entry(key).or_default().push(Interaction {
                        seq: recorded["seq"].as_u64().unwrap_or_default(),
                        kind: word("endpoint"),
                        recorded,
                    });
                }
            }
        }
        let session = |((source, cassette), mut interactions): ((String, String), Vec<Interaction>)| {
            interactions.sort_by_key(|one| one.seq);
            let suite = ["terraform", "python", "oktakit", "graph"]
                .into_iter()
                .find(|name| source.contains(name));
            let year = interactions
                .iter()
                .find_map(year)
                .unwrap_or_else(|| "????".to_owned());
            Self {
                label: format!("{} {year} {cassette}", suite.unwrap_or("other")),
                interactions,
            }
        };
        found.into_iter().map(session).collect()
    }

    /// Plays the session in a fresh organization.
    pub(crate) fn play(&self) -> Vec<Outcome> {
        let sim = World::small();
        let mut names = Names::default();
        let mut now = Stamp::parse("2026-09-01T08:00:00Z").unwrap();
        let mut outcomes = Vec::new();
        for one in &self.interactions {
            now = now.plus_ms(1000);
            let (differences, skipped) = match one.play(&sim, &mut names, now) {
                Ok(differences) => (differences, None),
                Err(why) => (Vec::new(), Some(why)),
            };
            outcomes.push(Outcome {
                kind: one.kind.clone(),
                session: self.label.clone(),
                differences,
                skipped,
            });
        }
        outcomes
    }
}

fn year(one: &Interaction) -> Option<String> {
    let date = &one.recorded["response"]["headers"]["date"];
    let date = date.as_str().or_else(|| date[0].as_str())?;
    date.split(' ')
        .find(|part| part.len() == 4 && part.starts_with("20"))
        .map(str::to_owned)
}

impl Interaction {
    /// What differs, or why the interaction cannot be played.
    fn play(&self, sim: &Sim, names: &mut Names, now: Stamp) -> Result<Vec<String>, &'static str> {
        let (asked, answered) = (&self.recorded["request"], &self.recorded["response"]);
        let url = asked["url"].as_str().unwrap_or_default();
        let target = url.split_once("://").map_or(url, |(_, rest)| rest);
        let target = target.find('/').map_or("/", |at| target.get(at..).unwrap_or("/"));
        let status = answered["status"].as_u64().unwrap_or_default();
        let body = structured(&answered["body"]);
        let method = asked["method"].as_str().unwrap_or("GET");
        let target = names.replaced(target);
        let path = target.split('?').next().unwrap_or_default();
        if status < 300 && names.strangers(path).next().is_some() {
            return Err("about an object that this session did not make");
        }
        let sent = match structured(&asked["body"]) {
            Value::Null if status < 300 && matches!(method, "POST" | "PUT" | "PATCH") => remade(path, &body),
            given => given,
        };
        let mut request = Request::new(Method::from_bytes(method.as_bytes()).unwrap(), &target)
            .ssws(&sim.credentials().super_admin_token)
            .header("host", "harborline.okta.com")
            .header("accept", accepted(answered));
        match &sent {
            Value::Null => {}
            Value::String(text) => request.body = names.replaced(text).into_bytes(),
            other => {
                let text = names.replaced(&other.to_string());
                request.body = text.into_bytes();
            }
        }
        let mut response = sim.handle(&request, now);
        // The same request came so many times more, directly after.
        let again = self.recorded["repeats"].as_u64().unwrap_or_default();
        for _ in 0..if method == "GET" { 0 } else { again } {
            response = sim.handle(&request, now);
        }
        let ours = response.json();
        if u64::from(response.status) != status || is_unserved(&ours) {
            return Ok(vec![refused(status, response.status, &ours, names)]);
        }
        if status < 300 {
            names.learn(&body, &ours);
            Ok(compare::bodies(&body, &ours, names))
        } else {
            Ok(compare::errors(&body, &ours, names))
        }
    }
}

/// An answer of another status than the recorded one.
fn refused(recorded: u64, status: u16, ours: &Value, names: &Names) -> String {
    let summary = ours["errorSummary"].as_str().unwrap_or_default();
    if is_unserved(ours) || matches!(status, 405 | 501) {
        return format!("not served, recorded {recorded}");
    }
    let cause = ours["errorCauses"][0]["errorSummary"]
        .as_str()
        .unwrap_or_default();
    names
        .anonymous(&format!("status {recorded}, ours {status} {summary} {cause}"))
        .trim_end()
        .to_owned()
}

fn is_unserved(ours: &Value) -> bool {
    ours["errorSummary"]
        .as_str()
        .is_some_and(|summary| summary.contains("(Endpoint)"))
}

/// What the caller wanted, as far as the answer tells.
fn accepted(answered: &Value) -> &'static str {
    let kind = &answered["headers"]["content-type"];
    let kind = kind.as_str().or_else(|| kind[0].as_str()).unwrap_or_default();
    if kind.contains("xml") {
        "application/xml"
    } else {
        "application/json"
    }
}

/// Bodies that were recorded as text.
fn structured(body: &Value) -> Value {
    match body {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| body.clone()),
        other => other.clone(),
    }
}

/// A body that was not recorded, made from the answer: what Okta added itself is left out.
fn remade(path: &str, answer: &Value) -> Value {
    const ADDED: &[&str] = &[
        "id",
        "created",
        "lastUpdated",
        "_links",
        "_embedded",
        "status",
        "activated",
        "statusChanged",
        "lastLogin",
        "passwordChanged",
        "lastMembershipUpdated",
        "objectClass",
        "orn",
        "features",
        "universalLogout",
        "system",
        "transitioningToStatus",
        "allGroupsValid",
        "priority",
        "realmId",
    ];
    let Value::Object(answer) = answer else {
        return Value::Null;
    };
    if path.contains("/lifecycle/") {
        return Value::Null;
    }
    let own = answer
        .iter()
        .filter(|(name, value)| !ADDED.contains(&name.as_str()) && !value.is_null());
    let mut body: Map<String, Value> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    if path.contains("/apps/")
        && path.ends_with("/users")
        && let Some(id) = answer.get("id")
    {
        body.insert("id".to_owned(), id.clone());
    }
    if path.trim_end_matches('/').ends_with("/api/v1/users") {
        body.remove("type");
        let password = answer
            .get("credentials")
            .and_then(|all| all.get("password"))
            .is_some();
        body.remove("credentials");
        if password {
            body.insert(
                "credentials".to_owned(),
                json!({"password": {"value": "Simulated-Okta-1"}}),
            );
        }
    }
    if let Some(Value::Object(credentials)) = body.get_mut("credentials") {
        credentials.remove("signing");
    }
    if let Some(client) = body
        .get_mut("credentials")
        .and_then(|all| all.get_mut("oauthClient")?.as_object_mut())
    {
        client.remove("client_secret");
        client.remove("client_id");
    }
    Value::Object(body)
}

/// Ids, keys and names of the recording, and what they are called here.
#[derive(Default)]
pub(crate) struct Names {
    ours: HashMap<String, String>,
    known: std::collections::HashSet<String>,
}

impl Names {
    /// Takes the names of two answers to the same request.
    pub(crate) fn learn(&mut self, recorded: &Value, ours: &Value) {
        match (recorded, ours) {
            (Value::Object(recorded), Value::Object(ours)) => {
                for (name, value) in recorded {
                    if let Some(other) = ours.get(name) {
                        self.learn(value, other);
                    }
                }
            }
            (Value::Array(recorded), Value::Array(ours)) => {
                let named = recorded
                    .iter()
                    .chain(ours)
                    .all(|element| element["id"].is_string());
                if !named {
                    recorded
                        .iter()
                        .zip(ours)
                        .for_each(|(one, other)| self.learn(one, other));
                    return;
                }
                for element in recorded {
                    let same = ours.iter().find(|other| self.are_one(element, other));
                    if let Some(same) = same {
                        self.learn(element, same);
                    }
                }
            }
            (Value::String(recorded), Value::String(ours)) if recorded != ours => {
                self.learn_text(recorded, ours)
            }
            _ => {}
        }
    }

    /// Whether two objects of two lists are the same: known, or of one name (the default of one type has many).
    fn are_one(&self, recorded: &Value, ours: &Value) -> bool {
        if let Some(known) = recorded["id"].as_str().and_then(|id| self.ours.get(id)) {
            return ours["id"].as_str() == Some(known);
        }
        let texts = ["/key", "/name", "/label", "/profile/login", "/profile/name"];
        let same = |at: &str| recorded.pointer(at).is_some() && recorded.pointer(at) == ours.pointer(at);
        let system = |object: &Value| object["system"] == true || object["type"] == "BUILT_IN";
        texts.into_iter().any(same) && recorded["type"] == ours["type"]
            || (system(recorded) && system(ours) && same("/type") && recorded["profile"].is_null())
    }

    fn learn_text(&mut self, recorded: &str, ours: &str) {
        if recorded.starts_with("http") && ours.starts_with("http") {
            let (left, right): (Vec<&str>, Vec<&str>) =
                (recorded.split('/').collect(), ours.split('/').collect());
            if left.len() == right.len() {
                let pairs = left.into_iter().zip(right);
                for (one, other) in pairs.filter(|(one, other)| one != other && is_id(one) && is_id(other)) {
                    self.note(one, other);
                }
            }
            return;
        }
        let token = |text: &str| {
            text.len() >= 15
                && text.chars().all(is_part)
                && text
                    .chars()
                    .any(|one| one.is_ascii_lowercase() || one.is_ascii_digit())
        };
        if token(recorded) && token(ours) {
            self.note(recorded, ours);
        }
    }

    fn note(&mut self, recorded: &str, ours: &str) {
        if !self.known.contains(recorded) {
            self.known.insert(ours.to_owned());
            self.ours
                .entry(recorded.to_owned())
                .or_insert_with(|| ours.to_owned());
        }
    }

    /// A text with the names of the recording replaced by ours.
    pub(crate) fn replaced(&self, text: &str) -> String {
        rewritten(text, |part| self.ours.get(part).map(String::as_str))
    }

    /// A text with all ids left out, so that the same difference reads the same everywhere.
    pub(crate) fn anonymous(&self, text: &str) -> String {
        rewritten(text, |part| {
            (is_id(part) || self.known.contains(part)).then_some("{id}")
        })
    }

    /// Segments of a path that look like ids and are none of ours.
    pub(crate) fn strangers<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s str> {
        path.split('/')
            .filter(|part| is_id(part) && !self.known.contains(*part))
    }
}

fn rewritten<'s>(text: &'s str, mut each: impl FnMut(&'s str) -> Option<&'s str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|one| !is_part(one)).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(length);
        out.push_str(each(part).unwrap_or(part));
        let mut chars = tail.chars();
        if let Some(next) = chars.next() {
            out.push(next);
        }
        rest = chars.as_str();
    }
    out
}

fn is_part(one: char) -> bool {
    one.is_ascii_alphanumeric() || matches!(one, '_' | '-')
}

/// Okta's ids: twenty letters and digits, of which some are digits.
fn is_id(text: &str) -> bool {
    text.len() == 20
        && text.chars().all(|one| one.is_ascii_alphanumeric())
        && text.chars().any(|one| one.is_ascii_digit())
        && text.chars().any(|one| one.is_ascii_lowercase())
}
