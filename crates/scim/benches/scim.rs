//! Processor time of one request, in process, over the store in memory: what the protocol costs without HTTP and disk.
//!
//! `cargo bench -p portolan-scim` ; `PORTOLAN_BENCH_SCALE=10` makes the world ten times smaller. The world: 10,000
//! people, groups of 10, 100, 1,000 and 10,000 members. Bytes in, bytes out: reading and writing JSON is part of it.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use portolan_scim as scim;
use scim::{Limits, Memory, Provider, Request, Response, Schemas};
use serde_json::{Value, json};

struct World {
    provider: Provider,
    store: Memory,
    people: Vec<String>,
}

fn main() {
    let scale: usize = std::env::var("PORTOLAN_BENCH_SCALE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let world = World::new(10_000 / scale.max(1));
    println!("{:<44} {:>12}", "", "CPU per call");
    reads(&world);
    writes(&world);
    members(&world);
}

fn reads(world: &World) {
    let id = |round: usize| {
        world
            .people
            .get(round * 7919 % world.people.len())
            .cloned()
            .unwrap_or_default()
    };
    show("read one user", 20_000, |round| {
        world.call("GET", &format!("/Users/{}", id(round)), "", "")
    });
    show("filter userName eq", 20_000, |round| {
        let name = format!("person{}%40example.com", round * 7919 % world.people.len());
        world.call(
            "GET",
            "/Users",
            &format!("filter=userName%20eq%20%22{name}%22&startIndex=1&count=100"),
            "",
        )
    });
    show("filter userName eq, nobody", 20_000, |_| {
        world.call("GET", "/Users", "filter=userName%20eq%20%22nobody%22", "")
    });
    show("page of 100 users", 200, |round| {
        world.call(
            "GET",
            "/Users",
            &format!("startIndex={}&count=100", round * 100 % world.people.len() + 1),
            "",
        )
    });
    show("filter without index, over everybody", 20, |_| {
        world.call("GET", "/Users", "filter=title%20co%20%22guide%2077%22", "")
    });
}

fn writes(world: &World) {
    let id = |round: usize| {
        world
            .people
            .get(round * 7919 % world.people.len())
            .cloned()
            .unwrap_or_default()
    };
    show("create a user", 5_000, |round| {
        world.call("POST", "/Users", "", &person(1_000_000 + round).to_string())
    });
    show("patch active", 20_000, |round| {
        let body = patch(&json!([{ "op": "replace", "value": { "active": round % 2 == 0 } }]));
        world.call("PATCH", &format!("/Users/{}", id(round)), "", &body)
    });
    show("put a user", 20_000, |round| {
        let mut body = person(round * 7919 % world.people.len());
        if let Some(body) = body.as_object_mut() {
            body.insert("nickName".to_owned(), json!(round.to_string()));
        }
        world.call("PUT", &format!("/Users/{}", id(round)), "", &body.to_string())
    });
}

fn members(world: &World) {
    for size in [10, 100, 1_000, 10_000]
        .into_iter()
        .filter(|size| *size <= world.people.len())
    {
        let listed: Vec<Value> = world
            .people
            .iter()
            .take(size)
            .map(|id| json!({ "value": id }))
            .collect();
        let body = json!({ "displayName": format!("group of {size}"), "members": listed }).to_string();
        let group = format!("/Groups/{}", id_of(&world.call("POST", "/Groups", "", &body)));
        let other = id_of(&world.call(
            "POST",
            "/Users",
            "",
            &json!({ "userName": format!("extra{size}") }).to_string(),
        ));
        show(
            &format!("add and remove one member, group of {size}"),
            10_000,
            |round| {
                let operation = if round % 2 == 0 {
                    json!([{ "op": "add", "path": "members", "value": [{ "value": other }] }])
                } else {
                    json!([{ "op": "remove", "path": format!("members[value eq \"{other}\"]") }])
                };
                world.call("PATCH", &group, "", &patch(&operation))
            },
        );
        let rounds = (400_000 / size).max(40);
        show(&format!("put the same {size} members"), rounds, |_| {
            world.call("PUT", &group, "", &body)
        });
        show(&format!("read the group of {size}"), rounds, |_| {
            world.call("GET", &group, "", "")
        });
    }
}

impl World {
    fn new(size: usize) -> Self {
        let limits = Limits {
            body_bytes_max: 16 << 20,
            ..Limits::default()
        };
        let provider = Provider::new(Schemas::standard(), limits);
        let mut world = Self {
            provider,
            store: Memory::new(jiff::Timestamp::now),
            people: Vec::new(),
        };
        world.people = (0..size)
            .map(|number| id_of(&world.call("POST", "/Users", "", &person(number).to_string())))
            .collect();
        world
    }

    fn call(&self, method: &str, path: &str, query: &str, body: &str) -> Response {
        let request = Request {
            method,
            path,
            query,
            content_type: Some("application/scim+json"),
            base: "https://example.com/scim/v2",
            body: body.as_bytes(),
            ..Request::default()
        };
        now(self.provider.handle(&self.store, request))
    }
}

fn person(number: usize) -> Value {
    json!({
        "schemas": [scim::urn::USER, scim::urn::ENTERPRISE_USER],
        "userName": format!("person{number}@example.com"), "externalId": format!("00u{number:017}"),
        "name": { "givenName": "Some", "familyName": format!("Person {number}") },
        "displayName": format!("Some Person {number}"), "title": format!("Guide {number}"), "locale": "en-US",
        "emails": [{ "value": format!("person{number}@example.com"), "type": "work", "primary": true }],
        "active": true, "groups": [],
        scim::urn::ENTERPRISE_USER: { "department": "Sales", "employeeNumber": number.to_string() }
    })
}

fn patch(operations: &Value) -> String {
    json!({ "schemas": [scim::urn::PATCH_OP], "Operations": operations }).to_string()
}

fn id_of(response: &Response) -> String {
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    body.get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Prints the mean of the best of five parts, since other programs disturb the rest.
fn show(what: &str, rounds: usize, mut work: impl FnMut(usize) -> Response) {
    let part = rounds.div_ceil(5);
    let mut best = Duration::MAX;
    for start in (0..rounds).step_by(part) {
        let before = spent();
        for round in start..start + part {
            let status = work(round).status;
            assert!((200..300).contains(&status), "{what}: {status}");
        }
        best = best.min(spent().saturating_sub(before) / u32::try_from(part).unwrap_or(u32::MAX));
    }
    println!("{what:<44} {:>9.1} µs", best.as_secs_f64() * 1e6);
}

/// Time that this thread has run (Linux), else time by the clock.
fn spent() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let run = text
        .split(' ')
        .next()
        .and_then(|text| text.parse().ok())
        .map(Duration::from_nanos);
    run.unwrap_or_else(|| {
        static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    })
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("the store in memory does not wait"),
    }
}
