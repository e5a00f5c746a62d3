//! For tests: a small world and short ways to call it.

use http::Method;
use serde_json::Value;

use crate::request::{Request, Response};
use crate::sim::Sim;
use crate::stamp::Stamp;
use crate::world::World;

/// A world to call.
pub(crate) struct Desk {
    pub(crate) sim: Sim,
    pub(crate) now: Stamp,
}

impl Desk {
    /// The small world on the day of its story.
    pub(crate) fn small() -> Self {
        Self {
            sim: World::small(),
            now: Stamp::parse("2026-09-01T08:00:00Z").unwrap(),
        }
    }

    /// Calls with an API token.
    pub(crate) fn call(&self, token: &str, method: Method, target: &str, body: Option<Value>) -> Response {
        let request = Request::new(method, target)
            .ssws(token)
            .header("host", "harborline.okta.com");
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        self.sim.handle(&request, self.now)
    }

    /// Calls as the super administrator and expects this status.
    pub(crate) fn asks(&self, method: Method, target: &str, body: Option<Value>, status: u16) -> Value {
        let response = self.call(
            &self.sim.credentials().super_admin_token,
            method.clone(),
            target,
            body,
        );
        assert_eq!(response.status, status, "{method} {target}: {}", response.json());
        response.json()
    }

    pub(crate) fn get(&self, target: &str) -> Value {
        self.asks(Method::GET, target, None, 200)
    }

    pub(crate) fn post(&self, target: &str, body: Value) -> Value {
        let response = self.call(
            &self.sim.credentials().super_admin_token,
            Method::POST,
            target,
            Some(body),
        );
        assert!(
            response.status < 300,
            "POST {target}: {} {}",
            response.status,
            response.json()
        );
        response.json()
    }

    pub(crate) fn put(&self, target: &str, body: Value) -> Value {
        let response = self.call(
            &self.sim.credentials().super_admin_token,
            Method::PUT,
            target,
            Some(body),
        );
        assert!(
            response.status < 300,
            "PUT {target}: {} {}",
            response.status,
            response.json()
        );
        response.json()
    }

    pub(crate) fn delete(&self, target: &str, status: u16) -> Value {
        self.asks(Method::DELETE, target, None, status)
    }

    /// The event types written since there were `before` events.
    pub(crate) fn events_since(&self, before: usize) -> Vec<String> {
        let since = self.now.plus_ms(-1).to_string();
        let log = self.get(&format!("/api/v1/logs?limit=1000&since={since}"));
        let names = log
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["eventType"].as_str().unwrap().to_owned());
        names.skip(before).collect()
    }

    /// Somebody new, without any role, and the number of events that it took.
    pub(crate) fn newcomer(&self) -> (String, usize) {
        let login = "new.comer@harborline.example";
        let profile =
            serde_json::json!({"login": login, "email": login, "firstName": "New", "lastName": "Comer"});
        let made = self.post(
            "/api/v1/users?activate=true",
            serde_json::json!({"profile": profile}),
        );
        (
            made["id"].as_str().unwrap().to_owned(),
            self.events_since(0).len(),
        )
    }

    /// An API token of a new person who holds this standard role.
    pub(crate) fn token_with(&self, role: &str) -> String {
        let login = format!("{}@harborline.example", role.to_lowercase());
        let profile =
            serde_json::json!({"login": login, "email": login, "firstName": role, "lastName": "Test"});
        let made = self.post(
            "/api/v1/users?activate=true",
            serde_json::json!({"profile": profile}),
        );
        let id = made["id"].as_str().unwrap();
        if !role.is_empty() {
            self.post(
                &format!("/api/v1/users/{id}/roles"),
                serde_json::json!({"type": role}),
            );
        }
        self.token_of(id)
    }

    /// A new API token of a user.
    pub(crate) fn token_of(&self, user: &str) -> String {
        let secret = format!("00Test{user}");
        let document =
            serde_json::json!({"id": format!("00T{user}"), "name": "test", "userId": user, "~token": secret});
        let document = document.as_object().unwrap().clone();
        self.sim
            .write()
            .docs
            .put("api-tokens", &format!("00T{user}"), document);
        secret
    }

    pub(crate) fn group(&self, name: &str) -> String {
        let found = self.get(&format!("/api/v1/groups?q={}", name.replace(' ', "%20")));
        let mut groups = found.as_array().unwrap().iter();
        let group = groups.find(|group| group["profile"]["name"] == name).unwrap();
        group["id"].as_str().unwrap().to_owned()
    }
}
