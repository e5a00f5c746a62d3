//! What must hold for every resource and every change.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::world::World;
use crate::urn;

fn text() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), "[a-zA-Z äß]{0,6}".prop_map(Value::from)]
}

fn emails() -> impl Strategy<Value = Value> {
    let email = ("[a-c]@x", prop::sample::select(vec!["work", "home", "Other"]));
    prop::collection::vec(email, 0..4).prop_map(|list| {
        list.iter()
            .map(|(value, kind)| json!({ "value": value, "type": kind }))
            .collect()
    })
}

fn person() -> impl Strategy<Value = Value> {
    (text(), text(), text(), emails(), prop::option::of(any::<bool>())).prop_map(|(title, given, department, emails, active)| {
        json!({
            "userName": "ann", "title": title, "name": { "givenName": given }, "emails": emails, "active": active,
            urn::ENTERPRISE_USER: { "department": department }
        })
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let path = prop::sample::select(vec![
        "title",
        "name",
        "name.givenName",
        "emails",
        "emails[type eq \"work\"]",
        "emails[type eq \"work\"].value",
        "emails[value sw \"a\"].primary",
        "active",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    ]);
    let op = prop::sample::select(vec!["add", "replace", "remove"]);
    (op, path, "[a-c]@x", any::<bool>()).prop_map(|(op, path, value, flag)| {
        let value = match path {
            "name" => json!({ "givenName": value, "familyName": "F" }),
            "emails" => json!([{ "value": value, "type": "work", "primary": flag }]),
            "emails[type eq \"work\"]" => json!({ "value": value, "type": "work" }),
            "active" | "emails[value sw \"a\"].primary" => json!(flag),
            _ => json!(value),
        };
        if op == "remove" {
            json!({ "op": op, "path": path })
        } else {
            json!({ "op": op, "path": path, "value": value })
        }
    })
}

proptest! {
    #[test]
    fn a_put_twice_is_a_put_once(first in person(), second in person()) {
        let world = World::new();
        let path = format!("/Users/{}", world.make("/Users", &first));
        let once = world.send("PUT", &path, &second);
        prop_assert_eq!(once.status, 200);
        let twice = world.send("PUT", &path, &second);
        prop_assert_eq!(&once.body, &twice.body, "version and time included");
        prop_assert_eq!(world.get(&path).body, twice.body);
    }

    #[test]
    fn what_was_answered_can_be_put_back(body in person()) {
        let world = World::new();
        let made = world.send("POST", "/Users", &body);
        let put = world.send("PUT", &format!("/Users/{}", made.id()), &made.body);
        prop_assert_eq!(made.body, put.body);
    }

    #[test]
    fn an_operation_twice_is_the_operation_once(body in person(), operation in operation()) {
        let world = World::new();
        let path = format!("/Users/{}", world.make("/Users", &body));
        let once = world.patch(&path, &json!([operation]));
        if once.status == 200 {
            let twice = world.patch(&path, &json!([operation]));
            // A value that was replaced or made primary away may not be met again.
            if twice.status == 200 {
                prop_assert_eq!(once.body, twice.body);
            } else {
                prop_assert_eq!(twice.fault(), "400 noTarget");
            }
        }
    }

    #[test]
    fn operations_together_are_operations_apart(body in person(), operations in prop::collection::vec(operation(), 1..5)) {
        let (together, apart) = (World::new(), World::new());
        let path = format!("/Users/{}", together.make("/Users", &body));
        apart.make("/Users", &body);
        let all = together.patch(&path, &json!(operations));
        let statuses: Vec<u16> = operations.iter().map(|one| apart.patch(&path, &json!([one])).status).collect();
        if statuses.iter().all(|status| *status == 200) {
            prop_assert_eq!(all.status, 200);
            let strip = |mut body: Value| { body.as_object_mut().unwrap().remove("meta"); body };
            prop_assert_eq!(strip(all.body), strip(apart.get(&path).body));
        }
    }

    #[test]
    fn a_refused_patch_changes_nothing(body in person(), operations in prop::collection::vec(operation(), 1..4)) {
        let world = World::new();
        let path = format!("/Users/{}", world.make("/Users", &body));
        let before = world.get(&path).body;
        let mut operations = operations;
        operations.push(json!({ "op": "remove", "path": "userName" }));
        prop_assert!(world.patch(&path, &json!(operations)).status >= 400);
        prop_assert_eq!(world.get(&path).body, before);
    }

    /// Against a plain set.
    #[test]
    fn members_are_a_set(steps in prop::collection::vec((0..4_u8, prop::collection::vec(0..6_usize, 0..4)), 1..8)) {
        let world = World::new();
        let people: Vec<String> = (0..6).map(|number| world.user(&format!("p{number}"))).collect();
        let group = world.group("G", &[]);
        let mut model = std::collections::BTreeSet::new();
        let operations: Vec<Value> = steps.iter().map(|(kind, who)| {
            let ids: Vec<&String> = who.iter().map(|index| &people[*index]).collect();
            let listed: Vec<Value> = ids.iter().map(|id| json!({ "value": id })).collect();
            match kind {
                0 => { model.extend(ids.into_iter().cloned()); json!({ "op": "add", "path": "members", "value": listed }) }
                1 => { model = ids.into_iter().cloned().collect(); json!({ "op": "replace", "path": "members", "value": listed }) }
                2 => { model.retain(|id| !ids.contains(&id)); json!({ "op": "remove", "path": "members", "value": listed }) }
                _ => { model.retain(|id| *id > people[2]); json!({ "op": "remove", "path": format!("members[value le \"{}\" and type eq \"User\"]", people[2]) }) }
            }
        }).collect();
        prop_assert_eq!(world.patch(&format!("/Groups/{group}"), &json!(operations)).status, 204);
        prop_assert_eq!(world.members(&group), model.into_iter().collect::<Vec<_>>());
    }
}
