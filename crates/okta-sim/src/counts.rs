//! How often each endpoint was called and what it answered, for tests and for people who watch a client at work.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The counters since the start or the last reset.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    endpoints: BTreeMap<(String, String), Endpoint>,
    requests: u64,
}

#[derive(Debug, Default)]
struct Endpoint {
    calls: u64,
    bytes: u64,
    statuses: BTreeMap<u16, u64>,
}

impl Counts {
    /// Notes one answer. `route` is the pattern of the endpoint, so that ids do not multiply the rows.
    pub(crate) fn note(&mut self, method: &str, route: &str, status: u16, bytes: usize) {
        self.requests += 1;
        let endpoint = self
            .endpoints
            .entry((route.to_owned(), method.to_owned()))
            .or_default();
        endpoint.calls += 1;
        endpoint.bytes += bytes as u64;
        *endpoint.statuses.entry(status).or_default() += 1;
    }

    /// Starts from zero.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// `{requests, endpoints: [{method, path, calls, bytes, statuses: {"200": 3}}]}`
    pub(crate) fn report(&self) -> Value {
        let rows = self.endpoints.iter().map(|((path, method), endpoint)| {
            let statuses: BTreeMap<String, u64> =
                endpoint.statuses.iter().map(|(status, count)| (status.to_string(), *count)).collect();
            json!({
                "method": method, "path": path, "calls": endpoint.calls, "bytes": endpoint.bytes, "statuses": statuses,
            })
        });
        json!({"requests": self.requests, "endpoints": rows.collect::<Vec<_>>()})
    }
}
