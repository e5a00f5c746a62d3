//! A patch of a user and of a group, through the whole server over a store in memory.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use scim::{Limits, Memory, Provider, Request, Schemas};

const USER: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada@x","active":true,
    "emails":[{"value":"ada@x","type":"work","primary":true}],"name":{"givenName":"Ada"}}"#;
const GROUP: &str =
    r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"IT","members":[]}"#;

/// The body of a `PATCH`. Whatever it is, the answer is one of ours, and what is stored can be read.
pub fn scim_patch(data: &[u8]) {
    let store = Memory::new(|| jiff::Timestamp::UNIX_EPOCH);
    let provider = Provider::new(Schemas::standard(), Limits::default());
    let call = |method: &str, path: &str, body: &[u8]| {
        let request = Request {
            method,
            path,
            content_type: Some("application/scim+json"),
            base: "https://portolan.example/scim",
            body,
            ..Request::default()
        };
        ready(provider.handle(&store, request))
    };
    for (collection, made) in [("/Users", USER), ("/Groups", GROUP)] {
        let answer = call("POST", collection, made.as_bytes());
        assert_eq!(answer.status, 201);
        let body: serde_json::Value = serde_json::from_slice(&answer.body).expect("an answer in JSON");
        let path = format!("{collection}/{}", body["id"].as_str().expect("an id"));
        let patched = call("PATCH", &path, data);
        assert!(patched.status < 500, "{}", patched.status);
        let read = call("GET", &path, b"");
        assert_eq!(read.status, 200);
        if patched.status == 200 {
            assert_eq!(patched.body, read.body, "an answer is what is stored");
        }
    }
}

/// A store in memory never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("a store in memory waited"),
    }
}
