//! The shapes of our answers against recorded answers of real organizations, field by field, and a recorded scan of a
//! whole organization brought back to life. Both need the folder that `PORTOLAN_RECORDED_DATA` names.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests: what breaks here breaks the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use http::Method;
use portolan_okta_sim::{Request, Sim, Stamp, World};
use serde_json::Value;

/// Endpoint kind (file below `recorded/`), requests to the small world that answer the same.
const KINDS: &[(&str, &[&str])] = &[
    ("users/GET_api__v1__users.ndjson", &["/api/v1/users?limit=200"]),
    (
        "users/GET_api__v1__users__userId.ndjson",
        &[
            "/api/v1/users/grace.kim@harborline.example",
            "/api/v1/users/derek.vance@harborline.example",
        ],
    ),
    (
        "users/GET_api__v1__users__userId__groups.ndjson",
        &["/api/v1/users/grace.kim@harborline.example/groups"],
    ),
    (
        "users/GET_api__v1__users__userId__roles.ndjson",
        &[
            "/api/v1/users/me/roles",
            "/api/v1/users/judith.mbeki@harborline.example/roles",
        ],
    ),
    (
        "users/GET_api__v1__users__userId__factors.ndjson",
        &["/api/v1/users/me/factors"],
    ),
    ("groups/GET_api__v1__groups.ndjson", &["/api/v1/groups"]),
    (
        "groups/GET_api__v1__groups__groupId.ndjson",
        &["/api/v1/groups/00gharborln0000015d7"],
    ),
    (
        "groups/GET_api__v1__groups__rules.ndjson",
        &["/api/v1/groups/rules"],
    ),
    (
        "groups/GET_api__v1__groups__groupId__owners.ndjson",
        &["/api/v1/groups/00gharborln0000175d7/owners"],
    ),
    (
        "groups/GET_api__v1__groups__groupId__roles.ndjson",
        &["/api/v1/groups/00gharborln0000045d7/roles"],
    ),
    ("apps/GET_api__v1__apps.ndjson", &["/api/v1/apps?limit=200"]),
    (
        "apps/GET_api__v1__apps__appId__users.ndjson",
        &["/api/v1/apps/0oaharborln0000085d7/users"],
    ),
    (
        "apps/GET_api__v1__apps__appId__groups.ndjson",
        &["/api/v1/apps/0oaharborln0000085d7/groups"],
    ),
    (
        "apps/GET_api__v1__apps__appId__grants.ndjson",
        &["/api/v1/apps/0oaharborln0000195d7/grants"],
    ),
    (
        "apps/GET_api__v1__apps__appId__credentials__secrets.ndjson",
        &["/api/v1/apps/0oaharborln0000195d7/credentials/secrets"],
    ),
    (
        "api-tokens/GET_api__v1__api-tokens.ndjson",
        &["/api/v1/api-tokens"],
    ),
    ("zones/GET_api__v1__zones.ndjson", &["/api/v1/zones"]),
    ("idps/GET_api__v1__idps.ndjson", &["/api/v1/idps"]),
    (
        "policies/GET_api__v1__policies.ndjson",
        &[
            "/api/v1/policies?type=OKTA_SIGN_ON",
            "/api/v1/policies?type=ACCESS_POLICY",
        ],
    ),
    ("iam/GET_api__v1__iam__roles.ndjson", &["/api/v1/iam/roles"]),
    (
        "iam/GET_api__v1__iam__resource-sets.ndjson",
        &["/api/v1/iam/resource-sets"],
    ),
    (
        "iam/GET_api__v1__iam__assignees__users.ndjson",
        &["/api/v1/iam/assignees/users"],
    ),
    (
        "iam/GET_api__v1__iam__roles__roleId__permissions.ndjson",
        &["/api/v1/iam/roles/cr0harborln0000015d7/permissions"],
    ),
    ("org/GET_api__v1__org.ndjson", &["/api/v1/org"]),
    (
        "org/GET_.well-known__okta-organization.ndjson",
        &["/.well-known/okta-organization"],
    ),
    ("logs/GET_api__v1__logs.ndjson", &["/api/v1/logs"]),
];

/// Differences that are meant: kind (its beginning), field path (its beginning), why.
const MEANT: &[(&str, &str, &str)] = &[
    (
        "users/GET_api__v1__users__userId__roles",
        "role",
        "custom roles: none among these recordings; recorded elsewhere",
    ),
    (
        "users/GET_api__v1__users__userId__roles",
        "resource-set",
        "custom roles, as before",
    ),
    (
        "groups/GET_api__v1__groups.",
        "source",
        "no APP_GROUP is among the recorded groups; the description has it",
    ),
    (
        "api-tokens",
        "network.include",
        "recorded tokens are usable from anywhere",
    ),
    (
        "zones",
        "gateways",
        "the recorded zones have no gateways; the description has them",
    ),
    (
        "zones",
        "proxyType",
        "the recorded zones are of another type; the description has it",
    ),
    (
        "idps",
        "policy.provisioning.groups.assignments",
        "the recorded providers assign no groups; the description has it",
    ),
    (
        "iam/GET_api__v1__iam__roles.",
        "roles",
        "the recorded lists are empty",
    ),
    (
        "iam/GET_api__v1__iam__resource-sets.",
        "resource-sets",
        "the recorded lists are empty",
    ),
    (
        "iam/GET_api__v1__iam__assignees__users",
        "_links",
        "the link to the next page: the recorded list has one page",
    ),
    (
        "logs",
        "authenticationContext.rootSessionId",
        "newer than these recordings; the catalogue of events has it",
    ),
];

/// Members whose inside is the organization's own choice.
const OPAQUE: &[&str] = &[
    "profile",
    "settings",
    "_links",
    "_embedded",
    "debugData",
    "conditions",
    "actions",
    "protocol",
    "detailEntry",
    "visibility",
];

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("PORTOLAN_RECORDED_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
    }
    folder
}

fn now() -> Stamp {
    Stamp::parse("2026-09-01T08:00:00Z").unwrap()
}

fn ask(sim: &Sim, target: &str) -> Value {
    let request = Request::new(Method::GET, target).ssws(&sim.credentials().super_admin_token);
    let response = sim.handle(&request, now());
    assert_eq!(response.status, 200, "{target}: {}", response.json());
    response.json()
}

/// An hour of people at work, so that the log has something to show.
fn bustle(sim: &Sim) {
    sim.set_traffic(1, 60);
    for minute in (0..=60).rev() {
        sim.tick(now().plus_ms(-minute * 60_000));
    }
}

/// The paths of all members, list positions left out.
fn fields(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| fields(item, path, found)),
        Value::Object(members) => {
            for (name, member) in members {
                let here = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                found.insert(here.clone());
                if !OPAQUE.contains(&name.as_str()) {
                    fields(member, &here, found);
                }
            }
        }
        _ => {}
    }
}

/// How many objects of the recorded answers have each field, and how many objects there are.
fn recorded(folder: &std::path::Path, file: &str) -> (BTreeMap<String, usize>, usize) {
    let text = std::fs::read_to_string(folder.join("okta/recorded").join(file)).unwrap_or_default();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut objects = 0;
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["response"]["status"] != 200 {
            continue;
        }
        let body = &line["response"]["body"];
        let items: Vec<&Value> = match body {
            Value::Array(items) => items.iter().collect(),
            other => vec![other],
        };
        for item in items {
            objects += 1;
            let mut found = BTreeSet::new();
            fields(item, "", &mut found);
            found
                .into_iter()
                .for_each(|field| *counts.entry(field).or_default() += 1);
        }
    }
    (counts, objects)
}

#[test]
fn shapes_agree_with_recorded_answers() {
    let Some(folder) = data() else { return };
    let sim = World::small();
    bustle(&sim);
    let mut differences = Vec::new();
    for (file, targets) in KINDS {
        let (counts, objects) = recorded(&folder, file);
        if objects == 0 {
            continue;
        }
        let mut ours = BTreeSet::new();
        targets
            .iter()
            .for_each(|target| fields(&ask(&sim, target), "", &mut ours));
        let invented = ours
            .iter()
            .filter(|field| !counts.contains_key(*field))
            .map(|field| ("invented", field.as_str()));
        // A field that nine of ten recorded objects have belongs to the shape.
        let missing = counts
            .iter()
            .filter(|(field, count)| **count * 10 >= objects * 9 && !ours.contains(*field));
        let missing = missing.map(|(field, _)| ("missing", field.as_str()));
        for (what, field) in invented.chain(missing) {
            let meant = MEANT
                .iter()
                .any(|(kind, path, _)| file.starts_with(kind) && field.starts_with(path));
            if !meant {
                differences.push(format!("{file}: {what} {field}"));
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn a_recorded_organization_answers_as_recorded() {
    let Some(folder) = data() else { return };
    for entry in std::fs::read_dir(folder.join("okta/org-scan")).unwrap() {
        let path = entry.unwrap().path();
        let sim = World::from_file(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut compared = 0;
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let url = line["request"]["url"].as_str().unwrap();
            let target = url.splitn(4, '/').nth(3).map(|rest| format!("/{rest}")).unwrap();
            let (expected, seen) = (ids(&line["response"]["body"]), ids(&ask(&sim, &target)));
            assert_eq!(seen, expected, "{target}");
            compared += 1;
        }
        assert!(compared > 0);
    }
}

/// What identifies the objects of a list, in any order.
fn ids(body: &Value) -> BTreeSet<String> {
    let id = |item: &Value| {
        ["id", "uuid"]
            .iter()
            .find_map(|name| item[name].as_str().map(str::to_owned))
    };
    body.as_array()
        .map(|items| items.iter().filter_map(id).collect())
        .unwrap_or_default()
}
