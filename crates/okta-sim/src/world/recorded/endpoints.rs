//! Which endpoints a recorded organization can answer: those that were recorded, and those that say nothing more.

use crate::route::Route;
use crate::state::Org;

/// Endpoints that a recording answers by what it has of another one.
const FOLLOWS: [(&str, &[&str]); 12] = [
    ("/api/v1/users", &["/api/v1/groups/{}/users"]),
    ("/api/v1/users/{}", &["/api/v1/users", "/api/v1/groups/{}/users"]),
    ("/api/v1/users/{}/groups", &["/api/v1/groups/{}/users"]),
    ("/api/v1/groups", &["/api/v1/users/{}/groups"]),
    (
        "/api/v1/groups/{}",
        &["/api/v1/groups", "/api/v1/users/{}/groups"],
    ),
    ("/api/v1/groups/{}/users", &["/api/v1/users/{}/groups"]),
    ("/api/v1/groups/{}/apps", &["/api/v1/apps/{}/groups"]),
    ("/api/v1/apps/{}", &["/api/v1/apps"]),
    ("/api/v1/apps/{}/users/{}", &["/api/v1/apps/{}/users"]),
    ("/api/v1/apps/{}/groups/{}", &["/api/v1/apps/{}/groups"]),
    ("/api/v1/groups/rules/{}", &["/api/v1/groups/rules"]),
    ("/api/v1/iam/assignees/users", &["/api/v1/users/{}/roles"]),
];

/// Whether the organization can answer. One that was not recorded answers everything.
pub(crate) fn is_recorded(org: &Org, route: &Route) -> bool {
    let Some(recorded) = &org.recorded else {
        return true;
    };
    // What needs no rights is the organization's own, and changes are made to what there is.
    if route.right.is_empty() || route.method != "GET" || recorded.contains(route.path) {
        return true;
    }
    FOLLOWS
        .iter()
        .filter(|(path, _)| *path == route.path)
        .flat_map(|(_, others)| *others)
        .any(|other| recorded.contains(other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Recording;
    use crate::request::Request;
    use crate::stamp::Stamp;

    #[test]
    fn what_was_not_recorded_is_refused_and_not_empty() {
        let mut recording = Recording::default();
        recording.take(&json!({
            "request": { "method": "GET", "url": "https://acme.okta.com/api/v1/users" },
            "response": { "status": 200, "body": [{ "id": "00u1", "status": "ACTIVE", "profile": { "login": "a@acme.com" } }] },
        }));
        recording.take(&json!({
            "request": { "method": "GET", "url": "https://acme.okta.com/api/v1/users/00u1/roles" },
            "response": { "status": 200, "body": [] },
        }));
        let sim = recording.finish().unwrap();
        let token = sim.credentials().super_admin_token.clone();
        let ask = |target: &str| {
            let request = Request::new(http::Method::GET, target).ssws(&token);
            let response = sim.handle(&request, Stamp(1_790_000_000_000));
            (
                response.status,
                response.json()["errorCode"].as_str().unwrap_or("").to_owned(),
            )
        };
        for known in [
            "/api/v1/users",
            "/api/v1/users/00u1",
            "/api/v1/users/00u1/roles",
            "/api/v1/iam/assignees/users",
            "/.well-known/okta-organization",
        ] {
            assert_eq!(ask(known).0, 200, "{known}");
        }
        for unknown in [
            "/api/v1/groups",
            "/api/v1/zones",
            "/api/v1/logs",
            "/api/v1/api-tokens",
            "/api/v1/org",
        ] {
            assert_eq!(ask(unknown), (403, "E0000006".to_owned()), "{unknown}");
        }
    }
}
