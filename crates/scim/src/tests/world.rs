//! A provider over an empty store in memory, and a way to ask it in one line.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Limits, Memory, Provider, Request, Schemas};

pub(crate) const BASE: &str = "https://example.com/v2";

pub(crate) struct World {
    pub(crate) provider: Provider,
    pub(crate) store: Memory,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// `null` when there is none.
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn id(&self) -> String {
        self.body["id"].as_str().unwrap().to_owned()
    }

    /// `400 invalidFilter`, for short comparisons.
    pub(crate) fn fault(&self) -> String {
        assert_eq!(
            self.body["schemas"],
            json!([crate::urn::ERROR]),
            "not an error: {self:?}"
        );
        assert_eq!(self.body["status"], json!(self.status.to_string()));
        assert!(!self.body["detail"].as_str().unwrap().is_empty());
        let word = self.body["scimType"].as_str().unwrap_or("-");
        format!("{} {word}", self.status)
    }

    /// Ids of a listing.
    pub(crate) fn ids(&self) -> Vec<String> {
        assert_eq!(self.status, 200, "{self:?}");
        self.body["Resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::within(Limits::default())
    }

    pub(crate) fn within(limits: Limits) -> Self {
        let seconds = AtomicI64::new(1_800_000_000);
        let clock = move || Timestamp::from_second(seconds.fetch_add(1, Ordering::Relaxed)).unwrap();
        Self {
            provider: Provider::new(Schemas::standard(), limits),
            store: Memory::new(clock),
        }
    }

    pub(crate) fn ask(&self, request: Request<'_>) -> Reply {
        let response = now(self.provider.handle(
            &self.store,
            Request {
                base: BASE,
                ..request
            },
        ));
        let body = match response.body.as_slice() {
            [] => Value::Null,
            bytes => serde_json::from_slice(bytes).unwrap(),
        };
        Reply {
            status: response.status,
            headers: response.headers,
            body,
        }
    }

    /// `GET /Users?count=1`
    pub(crate) fn get(&self, address: &str) -> Reply {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        self.ask(Request {
            method: "GET",
            path,
            query,
            ..Request::default()
        })
    }

    pub(crate) fn send(&self, method: &str, address: &str, body: &Value) -> Reply {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let content_type = Some("application/scim+json; charset=utf-8");
        let bytes = body.to_string().into_bytes();
        self.ask(Request {
            method,
            path,
            query,
            content_type,
            body: &bytes,
            ..Request::default()
        })
    }

    pub(crate) fn delete(&self, path: &str) -> Reply {
        self.ask(Request {
            method: "DELETE",
            path,
            ..Request::default()
        })
    }

    pub(crate) fn patch(&self, path: &str, operations: &Value) -> Reply {
        self.send(
            "PATCH",
            path,
            &json!({ "schemas": [crate::urn::PATCH_OP], "Operations": operations }),
        )
    }

    /// Makes a user with nothing but a name; gives the id.
    pub(crate) fn user(&self, name: &str) -> String {
        self.make(
            "/Users",
            &json!({ "schemas": [crate::urn::USER], "userName": name, "active": true }),
        )
    }

    /// Makes a group; gives the id.
    pub(crate) fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
        self.make(
            "/Groups",
            &json!({ "schemas": [crate::urn::GROUP], "displayName": name, "members": members }),
        )
    }

    pub(crate) fn make(&self, path: &str, body: &Value) -> String {
        let made = self.send("POST", path, body);
        assert_eq!(made.status, 201, "{made:?}");
        made.id()
    }

    /// Identifiers of a group's members.
    pub(crate) fn members(&self, group: &str) -> Vec<String> {
        let group = self.get(&format!("/Groups/{group}"));
        assert_eq!(group.status, 200);
        let members = group.body["members"].as_array().cloned().unwrap_or_default();
        members
            .iter()
            .map(|member| member["value"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// The result of a future that never waits.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("the store in memory does not wait"),
    }
}
