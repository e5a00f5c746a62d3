//! A refresh in part comes to the same rows as a whole scan.

use crate::bench::{Bench, URL};
use crate::rows::difference;
use crate::simulated::drive;
use domain::Timestamp;
use portolan_reconcile::refresh::{self, After, Cursor, RefreshError};
use portolan_reconcile::scan::ScanOptions;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;

/// An administrator's act on the simulated organization; numbers choose among what is there.
#[derive(Clone, Debug)]
struct Act {
    what: &'static str,
    one: usize,
    other: usize,
}

const ACTS: [&str; 33] = [
    "join",
    "join",
    "leave",
    "leave",
    "retitle",
    "rename",
    "suspend",
    "unsuspend",
    "deactivate",
    "activate",
    "delete user",
    "create user",
    "create group",
    "describe group",
    "delete group",
    "assign user",
    "unassign user",
    "assign group",
    "unassign group",
    "grant role",
    "revoke role",
    "grant group role",
    "create app",
    "deactivate app",
    "activate app",
    "delete app",
    "own group",
    "zone",
    "rule",
    "rule",
    "bind",
    "permission",
    "grant scope",
];

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (0..ACTS.len(), any::<usize>(), any::<usize>()).prop_map(|(what, one, other)| Act {
        what: ACTS[what],
        one,
        other,
    });
    proptest::collection::vec(act, 1..12)
}

impl Bench {
    fn list(&self, target: &str) -> Vec<Value> {
        let found = self.world.ask("GET", target, None).json();
        let inner = ["roles", "resource-sets"].iter().find_map(|name| found.get(name));
        inner.unwrap_or(&found).as_array().cloned().unwrap_or_default()
    }

    fn pick(&self, target: &str, number: usize) -> String {
        let found = self.list(target);
        let chosen = found.get(number % found.len().max(1));
        chosen
            .and_then(|object| object["id"].as_str())
            .unwrap_or("none")
            .to_owned()
    }

    /// Does it, if the organization lets it.
    fn act(&self, act: &Act) {
        let me = self.world.ask("GET", "/api/v1/users/me", None).json();
        let me = me["id"].as_str().unwrap().to_owned();
        let user = || {
            let filter =
                ["", "?filter=status%20eq%20%22DEPROVISIONED%22"][usize::from(act.other.is_multiple_of(5))];
            let chosen = self.pick(&format!("/api/v1/users{filter}"), act.one);
            // Who saws off the branch learns nothing about refreshes.
            if chosen == me { "none".to_owned() } else { chosen }
        };
        let group = |number| self.pick("/api/v1/groups?limit=200", number);
        let app = |number| self.pick("/api/v1/apps?limit=200", number);
        let tell = |method: &str, target: String, body: Value| {
            self.world.ask(method, &target, Some(&body));
        };
        let nothing = || json!({});
        let name = format!("made {}", act.one % 1000);
        match act.what {
            "join" => tell(
                "PUT",
                format!("/api/v1/groups/{}/users/{}", group(act.other), user()),
                nothing(),
            ),
            "leave" => {
                let group = group(act.other);
                let member = self.pick(&format!("/api/v1/groups/{group}/users"), act.one);
                tell(
                    "DELETE",
                    format!("/api/v1/groups/{group}/users/{member}"),
                    nothing(),
                );
            }
            "retitle" => tell(
                "POST",
                format!("/api/v1/users/{}", user()),
                json!({ "profile": { "title": name, "department": "Security" } }),
            ),
            "rename" => tell(
                "POST",
                format!("/api/v1/users/{}", user()),
                json!({ "profile": { "login": format!("made.{}@acme.test", act.one % 1000) } }),
            ),
            "suspend" | "unsuspend" | "deactivate" | "activate" => {
                tell(
                    "POST",
                    format!("/api/v1/users/{}/lifecycle/{}", user(), act.what),
                    nothing(),
                );
            }
            "delete user" => tell("DELETE", format!("/api/v1/users/{}", user()), nothing()),
            "create user" => {
                let login = format!("new.{}@acme.test", act.one % 1000);
                let profile = json!({ "login": login, "email": login, "firstName": "New", "lastName": name });
                let body = json!({ "profile": profile, "groupIds": [group(act.other)] });
                tell("POST", "/api/v1/users?activate=true".to_owned(), body);
            }
            "create group" => tell(
                "POST",
                "/api/v1/groups".to_owned(),
                json!({ "profile": { "name": name } }),
            ),
            "describe group" => {
                let id = group(act.one);
                let known = self
                    .world
                    .ask("GET", &format!("/api/v1/groups/{id}"), None)
                    .json();
                let profile = json!({ "name": known["profile"]["name"], "description": name });
                tell(
                    "PUT",
                    format!("/api/v1/groups/{id}"),
                    json!({ "profile": profile }),
                );
            }
            "delete group" => tell("DELETE", format!("/api/v1/groups/{}", group(act.one)), nothing()),
            "assign user" => tell(
                "POST",
                format!("/api/v1/apps/{}/users", app(act.other)),
                json!({ "id": user(), "scope": "USER" }),
            ),
            "unassign user" => {
                let app = app(act.other);
                let person = self.pick(&format!("/api/v1/apps/{app}/users"), act.one);
                tell("DELETE", format!("/api/v1/apps/{app}/users/{person}"), nothing());
            }
            "assign group" => {
                tell(
                    "PUT",
                    format!("/api/v1/apps/{}/groups/{}", app(act.one), group(act.other)),
                    nothing(),
                );
            }
            "unassign group" => {
                let app = app(act.one);
                let group = self.pick(&format!("/api/v1/apps/{app}/groups"), act.other);
                tell("DELETE", format!("/api/v1/apps/{app}/groups/{group}"), nothing());
            }
            "grant role" => {
                let kind = ["HELP_DESK_ADMIN", "READ_ONLY_ADMIN", "APP_ADMIN"][act.other % 3];
                tell(
                    "POST",
                    format!("/api/v1/users/{}/roles", user()),
                    json!({ "type": kind }),
                );
            }
            "revoke role" => {
                let admins = self
                    .world
                    .ask("GET", "/api/v1/iam/assignees/users?limit=200", None)
                    .json();
                let admins = admins["value"].as_array().cloned().unwrap_or_default();
                let others: Vec<&str> = admins.iter().filter_map(|admin| admin["id"].as_str()).collect();
                let others: Vec<&&str> = others.iter().filter(|id| **id != me).collect();
                let holder = others[act.one % others.len()];
                let role = self.pick(&format!("/api/v1/users/{holder}/roles"), act.other);
                tell(
                    "DELETE",
                    format!("/api/v1/users/{holder}/roles/{role}"),
                    nothing(),
                );
            }
            "grant group role" => tell(
                "POST",
                format!("/api/v1/groups/{}/roles", group(act.one)),
                json!({ "type": "USER_ADMIN" }),
            ),
            "create app" => tell(
                "POST",
                "/api/v1/apps".to_owned(),
                json!({ "name": "bookmark", "label": name, "signOnMode": "BOOKMARK",
                    "settings": { "app": { "requestIntegration": false, "url": "https://example.com" } } }),
            ),
            "deactivate app" | "activate app" => {
                let step = act.what.trim_end_matches(" app");
                tell(
                    "POST",
                    format!("/api/v1/apps/{}/lifecycle/{step}", app(act.one)),
                    nothing(),
                );
            }
            "delete app" => {
                let app = app(act.one);
                tell(
                    "POST",
                    format!("/api/v1/apps/{app}/lifecycle/deactivate"),
                    nothing(),
                );
                tell("DELETE", format!("/api/v1/apps/{app}"), nothing());
            }
            "own group" => tell(
                "POST",
                format!("/api/v1/groups/{}/owners", group(act.other)),
                json!({ "id": user(), "type": "USER" }),
            ),
            "zone" => tell(
                "POST",
                "/api/v1/zones".to_owned(),
                json!({ "type": "IP", "name": name, "status": "ACTIVE",
                    "gateways": [{ "type": "CIDR", "value": "10.0.0.0/8" }] }),
            ),
            "rule" => {
                let expression = json!({ "type": "urn:okta:expression:1.0",
                    "value": "user.department==\"Security\"" });
                let body = json!({ "type": "group_rule", "name": name, "conditions": { "expression": expression },
                    "actions": { "assignUserToGroups": { "groupIds": [group(act.other)] } } });
                let rule = self.world.ask("POST", "/api/v1/groups/rules", Some(&body)).json();
                let id = rule["id"].as_str().unwrap_or("none");
                tell(
                    "POST",
                    format!("/api/v1/groups/rules/{id}/lifecycle/activate"),
                    nothing(),
                );
            }
            "bind" => {
                let (role, set) = (
                    self.pick("/api/v1/iam/roles", act.one),
                    self.pick("/api/v1/iam/resource-sets", act.other),
                );
                let member = format!("https://acme.okta.test/api/v1/users/{}", user());
                tell(
                    "POST",
                    format!("/api/v1/iam/resource-sets/{set}/bindings"),
                    json!({ "role": role, "members": [member] }),
                );
            }
            "permission" => {
                let role = self.pick("/api/v1/iam/roles", act.one);
                tell(
                    "POST",
                    format!("/api/v1/iam/roles/{role}/permissions/okta.groups.read"),
                    nothing(),
                );
            }
            "grant scope" => {
                let services: Vec<Value> = self
                    .list("/api/v1/apps?limit=200")
                    .into_iter()
                    .filter(|app| app["settings"]["oauthClient"]["application_type"] == "service")
                    .collect();
                let scope = ["okta.users.read", "okta.logs.read"][act.other % 2];
                let Some(app) = services.get(act.one % services.len().max(1)) else {
                    return;
                };
                tell(
                    "POST",
                    format!("/api/v1/apps/{}/grants", app["id"].as_str().unwrap()),
                    json!({ "scopeId": scope, "issuer": "https://acme.okta.test" }),
                );
            }
            other => panic!("{other}"),
        }
    }

    /// Follows the log from `cursor`, and takes over what it names.
    fn refresh(&self, cursor: &Cursor) -> Result<Option<Cursor>, RefreshError> {
        let now = || Timestamp::from_ms(self.world.clock_ms());
        let news = drive(
            &self.world.clock,
            refresh::news(&self.world.client, cursor, now()),
        )
        .unwrap();
        let touched = refresh::touched(&news.events);
        if touched.is_empty() {
            return Ok(None);
        }
        let after = After {
            snapshots: &self.snapshots,
            last: self.snapshots.latest(URL).unwrap().unwrap(),
            touched: &touched,
        };
        let options = ScanOptions::default();
        let refreshed = drive(
            &self.world.clock,
            refresh::apply(&self.world.client, after, options, &now, ()),
        )?;
        assert!(refreshed.snapshot.info().whole_at.is_some());
        Ok(Some(news.cursor))
    }

    fn whole(&self) -> i64 {
        let at = self.world.clock_ms();
        self.scan(at).unwrap();
        at
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

/// Acts, refreshes, and compares with a whole scan. Whether the refresh could do it.
fn comes_to_the_same(acts: &[Act]) -> bool {
    let runtime = runtime();
    let _entered = runtime.enter();
    let bench = Bench::new();
    let began = bench.whole();
    let mut cursor = Cursor::since(Timestamp::from_ms(began));
    let mut could = true;
    for half in acts.chunks(acts.len().div_ceil(2)) {
        bench.world.pass(Duration::from_secs(60));
        half.iter().for_each(|act| bench.act(act));
        bench.world.pass(Duration::from_secs(5));
        match bench.refresh(&cursor) {
            Ok(Some(next)) => cursor = next,
            Ok(None) => {}
            Err(RefreshError::NeedsWhole(_)) => could = false,
            Err(error) => panic!("{error}"),
        }
    }
    if could {
        let refreshed = bench.snapshots.latest(URL).unwrap().unwrap();
        bench.whole();
        let whole = bench.snapshots.latest(URL).unwrap().unwrap();
        let difference = difference(&refreshed, &whole);
        assert!(difference.is_empty(), "{acts:#?}\n{difference}");
    }
    could
}

/// One act of each kind: what goes wrong is named.
#[test]
fn each_change_comes_to_what_a_whole_scan_finds() {
    let runtime = runtime();
    let _entered = runtime.enter();
    let bench = Bench::new();
    let mut cursor = Cursor::since(Timestamp::from_ms(bench.whole()));
    let mut idle = Vec::new();
    for (number, what) in ACTS.into_iter().enumerate() {
        let act = Act {
            what,
            one: number * 7 + 3,
            other: number * 3 + 3,
        };
        bench.world.pass(Duration::from_secs(60));
        bench.act(&act);
        bench.world.pass(Duration::from_secs(5));
        let next = bench.refresh(&cursor);
        match next.unwrap_or_else(|error| panic!("{what}: {error}")) {
            Some(next) => cursor = next,
            None => idle.push(what),
        }
        let refreshed = bench.snapshots.latest(URL).unwrap().unwrap();
        bench.whole();
        let whole = bench.snapshots.latest(URL).unwrap().unwrap();
        let difference = difference(&refreshed, &whole);
        assert!(difference.is_empty(), "{act:?}\n{difference}");
    }
    println!("refused by the organization, or without an event: {idle:?}");
    assert!(idle.len() <= 10, "{idle:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_come_to_what_a_whole_scan_finds(acts in acts()) {
        comes_to_the_same(&acts);
    }
}
