//! The client against a small SCIM server, request by request.

mod troubles;

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Value, json};

use super::machine::{Outcome, Task};
use super::{ScimError, ScimKind, ScimTarget};
use crate::asking::Desk;
use crate::connect::ConnectedApp;

const BASE: &str = "https://portolan.example/scim";
const GRACE: &str = "grace.kim@harborline.example";

/// A SCIM server that does as it is told, and writes down what it was asked.
#[derive(Default)]
struct Server {
    users: BTreeMap<String, Value>,
    groups: BTreeMap<String, Value>,
    asked: Vec<String>,
    bodies: Vec<Value>,
    /// Answers to give instead, the last one first.
    instead: Vec<Outcome>,
    made: usize,
}

fn answer(status: u16, body: Value) -> Outcome {
    Outcome::Answered {
        status,
        retry_after_s: None,
        body,
    }
}

impl Server {
    fn handle(&mut self, task: &Task) -> Outcome {
        let target: String = url::form_urlencoded::parse(task.target.replace('=', "%3D").as_bytes())
            .map(|(key, _)| key)
            .collect::<Vec<_>>()
            .join("&");
        self.asked.push(format!("{} {target}", task.method));
        self.bodies.extend(task.body.clone());
        if let Some(outcome) = self.instead.pop() {
            return outcome;
        }
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let users = path.starts_with("/Users");
        let id = path.split('/').nth(2).unwrap_or_default().to_owned();
        let made = self.made + 1;
        let table = if users { &mut self.users } else { &mut self.groups };
        match (task.method, id.as_str()) {
            ("GET", "") => {
                let wanted = query
                    .split_once(" eq \"")
                    .and_then(|(_, rest)| rest.split_once('"'))
                    .map(|(name, _)| name);
                let name = if users { "userName" } else { "displayName" };
                let rows: Vec<&Value> = table
                    .values()
                    .filter(|row| wanted.is_none_or(|wanted| row[name] == wanted))
                    .collect();
                answer(200, json!({"totalResults": rows.len(), "Resources": rows}))
            }
            ("POST", _) => {
                let id = format!("{}{made}", if users { 'u' } else { 'g' });
                let mut row = task.body.clone().unwrap();
                row["id"] = json!(id);
                self.made = made;
                table.insert(id, row.clone());
                answer(201, row)
            }
            (_, id) if !table.contains_key(id) => answer(404, json!({"detail": "gone"})),
            ("GET", id) => answer(200, table[id].clone()),
            ("DELETE", id) => {
                table.remove(id);
                answer(204, Value::Null)
            }
            ("PUT", id) => {
                table.insert(id.to_owned(), task.body.clone().unwrap());
                answer(200, task.body.clone().unwrap())
            }
            (_, id) => {
                patch(table.get_mut(id).unwrap(), task.body.as_ref().unwrap());
                answer(204, Value::Null)
            }
        }
    }

    fn asked(&mut self) -> Vec<String> {
        self.bodies.clear();
        std::mem::take(&mut self.asked)
    }

    fn named(&self, login: &str) -> &Value {
        self.users
            .values()
            .find(|user| user["userName"] == login)
            .unwrap()
    }
}

/// The patches that Okta sends, and no others.
fn patch(row: &mut Value, body: &Value) {
    for operation in body["Operations"].as_array().unwrap() {
        let value = operation["value"].clone();
        match (operation["op"].as_str().unwrap(), operation["path"].as_str()) {
            ("replace", None) => {
                for (name, value) in value.as_object().unwrap() {
                    row[name] = value.clone();
                }
            }
            ("replace", Some("members")) => row["members"] = value,
            ("add", Some("members")) => row["members"]
                .as_array_mut()
                .unwrap()
                .extend(value.as_array().unwrap().clone()),
            ("remove", Some(path)) => {
                let id = path
                    .strip_prefix("members[value eq \"")
                    .unwrap()
                    .strip_suffix("\"]")
                    .unwrap();
                row["members"]
                    .as_array_mut()
                    .unwrap()
                    .retain(|member| member["value"] != id);
            }
            other => panic!("{other:?}"),
        }
    }
}

/// An organization whose app goes to a server, and its clock.
struct Bench {
    desk: Desk,
    server: Server,
    app: String,
}

impl Bench {
    fn new(kind: ScimKind, groups: &[&str], push: &[&str]) -> Self {
        let desk = Desk::small();
        let wanted = ConnectedApp {
            groups: groups.iter().map(|name| (*name).to_owned()).collect(),
            ..ConnectedApp::new("https://portolan.example/acs")
        };
        let app = desk
            .sim
            .connect(&wanted, "https://harborline.okta.com", desk.now)
            .unwrap()
            .app_id;
        let target = ScimTarget {
            kind,
            push_groups: push.iter().map(|name| (*name).to_owned()).collect(),
            parallel: 1,
            ..ScimTarget::new(BASE, "secret")
        };
        desk.sim.provision(target).unwrap();
        Self {
            desk,
            server: Server::default(),
            app,
        }
    }

    /// Lets everything happen, the clock running on where something waits.
    fn settle(&mut self) -> Vec<String> {
        for _ in 0..2000 {
            let tasks = self.desk.sim.provisioning_tasks(self.desk.now);
            for (app, _, task) in &tasks {
                let outcome = self.server.handle(task);
                self.desk
                    .sim
                    .provisioning_took(app, &task.key, outcome, self.desk.now);
            }
            if tasks.is_empty() {
                if self.desk.sim.is_provisioned() {
                    break;
                }
                self.desk.now = self.desk.now.plus_ms(500);
            }
        }
        self.server.asked()
    }

    fn report(&self) -> Value {
        self.desk.sim.provisioning_report()["apps"][0].clone()
    }

    fn events(&self, kind: &str) -> usize {
        let since = "2026-09-01T07:00:00Z";
        let target = format!("/api/v1/logs?limit=1000&since={since}&filter=eventType%20eq%20%22{kind}%22");
        self.desk.get(&target).as_array().unwrap().len()
    }
}

#[test]
fn credentials_are_tested_and_each_user_is_looked_for_and_made() {
    let mut bench = Bench::new(ScimKind::Catalogue, &["Auditors"], &[]);
    let asked = bench.settle();
    assert_eq!(
        asked[..2],
        [
            "GET /Users?startIndex=1&count=2",
            "GET /Groups?startIndex=1&count=100"
        ]
    );
    assert_eq!(
        asked[2],
        "GET /Users?filter=userName eq \"farah.khan@harborline.example\"&startIndex=1&count=100"
    );
    assert_eq!((asked[3].as_str(), asked.len()), ("POST /Users", 6));
    let farah = bench.server.named("farah.khan@harborline.example");
    let id = bench.desk.get("/api/v1/users/farah.khan@harborline.example")["id"].clone();
    assert_eq!(
        farah,
        &json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "farah.khan@harborline.example",
            "name": {"givenName": "Farah", "familyName": "Khan"},
            "emails": [{"primary": true, "value": "farah.khan@harborline.example", "type": "work"}],
            "displayName": "Farah Khan", "locale": "en-US", "externalId": id, "groups": [], "active": true, "id": "u1",
        })
    );
    assert_eq!(
        (
            bench.report()["state"].as_str(),
            bench.report()["users"]["active"].as_u64()
        ),
        (Some("idle"), Some(2))
    );
    assert_eq!(bench.events("application.provision.user.push"), 2);
    let record = bench.desk.get(&format!(
        "/api/v1/apps/{}/users/{}",
        bench.app,
        id.as_str().unwrap()
    ));
    assert_eq!(
        (&record["externalId"], &record["syncState"]),
        (&json!("u1"), &json!("SYNCHRONIZED"))
    );
    assert_eq!(bench.settle(), Vec::<String>::new(), "nothing changed");
}

#[test]
fn changes_reach_the_other_side_by_the_calls_of_the_kind_of_app() {
    for (kind, off) in [
        (ScimKind::Catalogue, vec!["PATCH /Users/u3"]),
        (ScimKind::Wizard, vec!["GET /Users/u3", "PUT /Users/u3"]),
    ] {
        let mut bench = Bench::new(kind, &["Salesforce Admins"], &[]);
        let users = format!("/api/v1/apps/{}/users", bench.app);
        bench.settle();
        let kenji = "kenji.saito@harborline.example";
        assert_eq!(bench.server.named(kenji)["id"], "u3");
        bench.desk.post(
            &format!("/api/v1/users/{kenji}"),
            json!({"profile": {"lastName": "Ito"}}),
        );
        assert_eq!(bench.settle(), ["GET /Users/u3", "PUT /Users/u3"]);
        let sent = bench.server.users["u3"].clone();
        assert_eq!(
            (&sent["name"]["familyName"], sent.get("externalId"), &sent["id"]),
            (&json!("Ito"), None, &json!("u3"))
        );
        // Suspension is not told; deactivation is, and it ends the assignment.
        bench
            .desk
            .post(&format!("/api/v1/users/{kenji}/lifecycle/suspend"), json!({}));
        assert_eq!(bench.settle(), Vec::<String>::new());
        bench
            .desk
            .post(&format!("/api/v1/users/{kenji}/lifecycle/deactivate"), json!({}));
        assert_eq!(bench.settle(), off);
        assert_eq!(bench.server.users["u3"]["active"], false);
        bench
            .desk
            .post(&format!("/api/v1/users/{kenji}/lifecycle/activate"), json!({}));
        let found = format!("GET /Users?filter=userName eq \"{kenji}\"&startIndex=1&count=100");
        let mut on = vec![found];
        on.extend((kind == ScimKind::Catalogue).then(|| "PATCH /Users/u3".to_owned()));
        on.push("PUT /Users/u3".to_owned());
        assert_eq!(bench.settle(), on);
        assert_eq!(bench.server.users["u3"]["active"], true);
        // By assignment.
        bench.desk.post(
            &users,
            json!({"id": bench.desk.get(&format!("/api/v1/users/{GRACE}"))["id"], "scope": "USER"}),
        );
        assert_eq!(bench.settle().len(), 2);
        bench.desk.delete(&format!("{users}/{GRACE}"), 204);
        bench.settle();
        assert_eq!(bench.server.named(GRACE)["active"], false);
        assert_eq!(bench.events("application.provision.user.deactivate"), 2);
    }
}

#[test]
fn groups_are_found_or_made_and_kept_in_step() {
    for (kind, change) in [(ScimKind::Catalogue, "PATCH"), (ScimKind::Wizard, "PUT")] {
        let mut bench = Bench::new(kind, &["Sales", "Auditors"], &["Auditors"]);
        let asked = bench.settle();
        let tail: Vec<&str> = asked.iter().rev().take(3).rev().map(String::as_str).collect();
        let found = "GET /Groups?filter=displayName eq \"Auditors\"&startIndex=1&count=100";
        let group = bench.server.groups.keys().next().unwrap().clone();
        let changed = format!("{change} /Groups/{group}");
        assert_eq!(tail, [found, "POST /Groups", &changed]);
        let members = |bench: &Bench| bench.server.groups[&group]["members"].as_array().unwrap().len();
        assert_eq!(members(&bench), 2);
        let (auditors, grace) = (
            bench.desk.group("Auditors"),
            bench.server.named(GRACE)["id"].clone(),
        );
        bench.desk.put(
            &format!(
                "/api/v1/groups/{auditors}/users/{}",
                bench.server.named(GRACE)["externalId"].as_str().unwrap()
            ),
            json!({}),
        );
        let tasks = bench.desk.sim.provisioning_tasks(bench.desk.now);
        let body = tasks[0].2.body.clone().unwrap();
        if kind == ScimKind::Catalogue {
            assert_eq!(
                body["Operations"],
                json!([
                    {"op": "replace", "value": {"id": group, "displayName": "Auditors"}},
                    {"op": "add", "path": "members", "value": [{"value": grace, "display": GRACE}]},
                ])
            );
        } else {
            assert_eq!(body["members"].as_array().unwrap().len(), 3);
        }
        let outcome = bench.server.handle(&tasks[0].2);
        bench
            .desk
            .sim
            .provisioning_took(&bench.app, &tasks[0].2.key, outcome, bench.desk.now);
        assert_eq!(members(&bench), 3);
        bench.settle();
        bench
            .desk
            .delete(&format!("/api/v1/groups/{auditors}/users/{GRACE}"), 204);
        assert_eq!(bench.settle(), [changed.as_str()]);
        assert_eq!(members(&bench), 2);
        bench.desk.put(
            &format!("/api/v1/groups/{auditors}"),
            json!({"profile": {"name": "Reviewers"}}),
        );
        bench.settle();
        // The push names the group by its old name; by id it goes on.
        assert!(
            bench.server.groups.is_empty(),
            "a group that is no longer pushed goes"
        );
    }
}
