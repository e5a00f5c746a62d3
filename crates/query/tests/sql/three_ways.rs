//! Over random small organizations and random conditions, three ways give the same rows: the short way for plain
//! questions, conditions pushed down into the graph, and all rows made and then tested by the engine.

use std::sync::Arc;

use graph::fixture;
use proptest::prelude::*;
use query::{Engine, Limits, QueryRequest};

use crate::world::texts;

/// An organization as the fixture's text: five people, four groups, three apps, and what binds them.
fn organization() -> impl Strategy<Value = String> {
    let few = |of: usize, max: usize| prop::collection::vec(0..of, 0..max);
    let groups = prop::collection::vec(few(5, 4), 4);
    let apps = prop::collection::vec((few(4, 3), few(5, 3), any::<bool>()), 3);
    let roles = prop::collection::vec((0..3_usize, 0..10_usize, few(4, 3)), 0..4);
    (groups, apps, roles, few(5, 3), few(3, 3)).prop_map(|(groups, apps, roles, tokens, grants)| {
        let named = |kind: &str, list: &[usize]| {
            let names: Vec<String> = list.iter().map(|at| format!("{kind}{at}")).collect();
            names.join(" ")
        };
        let mut lines: Vec<String> = ["ACTIVE", "ACTIVE", "SUSPENDED", "DEPROVISIONED", "ACTIVE"]
            .iter()
            .enumerate()
            .map(|(at, status)| {
                format!(
                    "user u{at} {status} name=\"Person {}\" email=u{at}@x.example",
                    at % 3
                )
            })
            .collect();
        for (at, members) in groups.iter().enumerate() {
            let kind = if at == 3 { "APP_GROUP" } else { "OKTA_GROUP" };
            lines.push(format!("group g{at} {kind}: {}", named("u", members)));
        }
        for (at, (groups, people, is_service)) in apps.iter().enumerate() {
            let service = if *is_service { "service" } else { "" };
            let (groups, people) = (named("g", groups), named("u", people));
            lines.push(format!(
                "app a{at} catalog=c{} {service}: {groups} {people}",
                at % 2
            ));
        }
        for (role, holder, targets) in &roles {
            let role = ["SUPER_ADMIN", "USER_ADMIN", "HELP_DESK_ADMIN"][*role];
            let holder = match holder {
                0..=4 => format!("u{holder}"),
                5..=8 => format!("g{}", holder - 5),
                _ => "a0".to_owned(),
            };
            let over = match named("g", targets) {
                none if none.is_empty() || role == "SUPER_ADMIN" => String::new(),
                groups => format!(" over {groups}"),
            };
            lines.push(format!("role {role}: {holder}{over}"));
        }
        let mut tokens = tokens;
        tokens.sort_unstable();
        tokens.dedup();
        lines.extend(tokens.iter().map(|user| format!("token t{user}: u{user}")));
        lines.extend(grants.iter().map(|app| format!("grant a{app}: okta.users.read")));
        lines.push("rule r0: g0 g1".to_owned());
        lines.join("\n")
    })
}

/// What things are called, in all the ways in which they can be, and some that nothing is called.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        (
            prop::sample::select(vec!["u", "g", "a", "t", "00uu", "00gg", "0oaa"]),
            0..6_usize
        )
            .prop_map(|(kind, at)| format!("{kind}{at}")),
        (0..5_usize).prop_map(|at| format!("okta/acme.okta.com/00uu{at}")),
        (0..5_usize).prop_map(|at| format!("u{at}@x.example")),
        (0..4_usize).prop_map(|at| format!("Person {at}")),
        prop::sample::select(vec!["Acme", "nobody", "", "SUPER_ADMIN", "c0"]).prop_map(str::to_owned),
    ]
}

/// A condition that plain questions may have.
fn plain_condition() -> impl Strategy<Value = String> {
    let end = || prop::sample::select(vec!["identity", "resource", "identity_id", "resource_id"]);
    prop_oneof![
        (end(), name()).prop_map(|(column, name)| format!("{column} = '{name}'")),
        (end(), prop::collection::vec(name(), 1..4))
            .prop_map(|(column, names)| format!("{column} IN ('{}')", names.join("', '"))),
        (
            prop::sample::select(vec!["=", "<>", ">", ">=", "<", "<="]),
            0..6_i32
        )
            .prop_map(|(operator, bound)| format!("standing_privileges {operator} {bound}")),
        prop::sample::select(vec![
            "kind = 'ALLOWED'",
            "kind = 'DENIED'",
            "level = 'standing'",
            "source = 'okta'",
            "action_type = 'membership'",
            "action_type IN ('admin_role', 'assignment')",
            "action IN ('access', 'owns', 'Super Admin')",
            r#"resource_labels @> '{"okta/group-type": "OKTA_GROUP"}'"#,
            r#"resource_labels @> '{"okta/app-name": "c1"}'"#,
            r#"identity_labels @> '{"teleport.dev/origin": "okta"}'"#,
        ])
        .prop_map(str::to_owned),
    ]
}

/// A condition that only the engine understands.
fn other_condition() -> impl Strategy<Value = String> {
    prop_oneof![
        (
            name(),
            prop::sample::select(vec![
                "identity",
                "resource",
                "identity_id",
                "resource_id",
                "identity_group"
            ])
        )
            .prop_map(|(name, column)| format!("{column} <> '{name}'")),
        name().prop_map(|name| format!("identity_group = '{name}'")),
        name().prop_map(|name| format!("'{name}' = ANY(identity_group)")),
        (name(), name()).prop_map(|(one, other)| format!("(identity = '{one}' OR resource = '{other}')")),
        (name(), name())
            .prop_map(|(one, other)| format!("NOT (identity = '{one}' AND resource_id = '{other}')")),
        (name(), name()).prop_map(|(one, other)| format!("resource NOT IN ('{one}', '{other}')")),
        prop::sample::select(vec![
            "identity LIKE 'u%'",
            "resource ILIKE 'G%'",
            "identity ~ '[0-2]$'",
            "cardinality(identity_group) = 0",
            "array_length(grantors, 1) > 1",
            "resource_kind <> 'identity_group'",
            "effective",
            "expires IS NULL",
            "resource_labels ->> 'okta/app-name' = 'c0'",
            "length(action) > 6",
            "identity_sub_kind = 'okta_user' AND standing_privileges % 2 = 0",
        ])
        .prop_map(str::to_owned),
    ]
}

fn question() -> impl Strategy<Value = (String, bool)> {
    let is_plain = any::<bool>();
    let plain = prop::collection::vec(plain_condition(), 0..3);
    let others = prop::collection::vec(other_condition(), 1..3);
    (plain, others, is_plain).prop_map(|(mut conditions, others, is_plain)| {
        if !is_plain {
            conditions.extend(others);
        }
        match conditions.join(" AND ") {
            none if none.is_empty() => (String::new(), is_plain),
            all => (format!(" WHERE {all}"), is_plain),
        }
    })
}

#[test]
fn all_ways_give_the_same_rows() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 60,
        ..ProptestConfig::default()
    });
    let cases = (organization(), prop::collection::vec(question(), 1..5));
    let outcome = runner.run(&cases, |(organization, questions)| {
        let graph = fixture::graph(&organization).map_err(TestCaseError::fail)?;
        let engine = Engine::new(None, Limits::default());
        engine
            .set_current(Arc::new(graph), None)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        for (condition, is_plain) in questions {
            let ask = |sql: String| -> Result<(Vec<Vec<String>>, bool), TestCaseError> {
                let answer = runtime
                    .block_on(async { engine.run(QueryRequest::new(sql.as_str())).await?.collect().await })
                    .map_err(|error| TestCaseError::fail(format!("{sql}: {error}")))?;
                let mut rows = texts(&answer.batches);
                rows.sort();
                Ok((rows, answer.fast_path))
            };
            let (direct, was_short) = ask(format!("SELECT * FROM access_path{condition}"))?;
            let (pushed, _) = ask(format!(
                "SELECT * FROM (SELECT * FROM access_path) AS t{condition}"
            ))?;
            // A limit keeps conditions from being pushed below it.
            let (tested, _) = ask(format!(
                "SELECT * FROM (SELECT * FROM access_path LIMIT 1000000) AS t{condition}"
            ))?;
            let (counted, _) = ask(format!("SELECT count(*) FROM access_path{condition}"))?;
            prop_assert_eq!(was_short, is_plain, "{}", condition);
            prop_assert_eq!(&direct, &pushed, "pushed down: {}", condition);
            prop_assert_eq!(&direct, &tested, "tested by the engine: {}", condition);
            prop_assert_eq!(
                &counted[0][0],
                &direct.len().to_string(),
                "counted: {}",
                condition
            );
        }
        Ok(())
    });
    if let Err(why) = outcome {
        panic!("{why}");
    }
}
