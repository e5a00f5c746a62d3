use crate::request::Request;
use crate::{Stamp, World};
use http::Method;

fn get(sim: &crate::Sim, path: &str) -> crate::Response {
    let request = Request::new(Method::GET, path).ssws(&sim.credentials().super_admin_token);
    sim.handle(&request, Stamp::parse("2026-09-01T08:00:00Z").unwrap())
}

#[test]
fn counts() {
    let sim = World::small();
    let count = |path: &str| {
        let response = get(&sim, path);
        assert_eq!(response.status, 200, "{path}: {}", response.json());
        response.json().as_array().map_or(0, Vec::len)
    };
    assert_eq!(count("/api/v1/users?limit=200") + count("/api/v1/users?limit=200&after=00uharborln0002005d7"), 200);
    assert_eq!(count("/api/v1/groups"), 30);
    assert_eq!(count("/api/v1/apps?limit=200"), 22);
}
