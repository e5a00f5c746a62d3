use http::Method;

use crate::{Request, Sim, Stamp, World};

fn dumped(sim: &Sim) -> Vec<u8> {
    let mut bytes = Vec::new();
    sim.dump(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_dump_is_read_back_to_an_equal_organization() {
    let sim = World::small();
    let now = Stamp::parse("2026-09-01T08:00:00Z").unwrap();
    let token = sim.credentials().super_admin_token.clone();
    let create = Request::new(Method::POST, "/api/v1/groups")
        .ssws(&token)
        .json(&serde_json::json!({"profile": {"name": "New"}}));
    assert_eq!(sim.handle(&create, now).status, 200);
    let bytes = dumped(&sim);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dump.ndjson");
    std::fs::write(&path, &bytes).unwrap();
    let again = World::from_file(&path).unwrap();
    assert_eq!(
        String::from_utf8(dumped(&again)).unwrap(),
        String::from_utf8(bytes).unwrap()
    );
    let paths = [
        "/api/v1/users?limit=200",
        "/api/v1/groups?expand=stats",
        "/api/v1/apps?limit=200",
        "/api/v1/api-tokens",
        "/api/v1/apps/0oaharborln0000085d7/users?limit=500",
        "/api/v1/groups/rules?limit=200",
        "/api/v1/users/00uharborln0001215d7/roles",
        "/api/v1/logs?since=2026-08-31T00:00:00Z",
    ];
    for path in paths {
        let request = Request::new(Method::GET, path).ssws(&token);
        let (first, second) = (sim.handle(&request, now), again.handle(&request, now));
        assert_eq!(first.json(), second.json(), "{path}");
    }
}

#[test]
fn a_wrong_file_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dump.ndjson");
    for (text, part) in [
        ("", "holds no organization"),
        ("{\"a\": 1}\n", "line 1: the first line has to hold"),
        ("not json\n", "line 1: expected"),
    ] {
        std::fs::write(&path, text).unwrap();
        let message = World::from_file(&path).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    }
}
