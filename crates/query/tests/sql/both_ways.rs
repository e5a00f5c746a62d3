//! Plain questions are answered without the engine's planner: the answers must be the engine's.

use proptest::prelude::*;

use crate::world::{Asked, texts};

/// A condition on `access_path`, of those that plain questions may have.
fn condition() -> impl Strategy<Value = String> {
    let name = || {
        prop::sample::select(vec![
            "alice",
            "bob",
            "carol",
            "dave",
            "Alice Liddell",
            "bob@acme.example",
            "ci",
            "worker",
            "eng",
            "github",
            "slack",
            "leads",
            "Everyone",
            "Acme",
            "00ualice",
            "0oagithub",
            "nobody",
            "okta/acme.okta.com/00ubob",
            "it's",
            "",
        ])
    };
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let column = prop::sample::select(vec!["identity", "resource", "identity_id", "resource_id"]);
    let word = prop::sample::select(vec![
        "kind = 'ALLOWED'",
        "kind = 'DENIED'",
        "kind = 'allowed'",
        "level = 'standing'",
        "level IN ('denied', 'standing')",
        "source = 'okta'",
        "source = 'Okta'",
        "source = 'AWS'",
        "org = 'https://acme.okta.com'",
        "org = 'x'",
        "action_type = 'membership'",
        "action_type IN ('admin_role', 'credential')",
        "action = 'member'",
        "action IN ('access', 'okta.users.manage', 'owns')",
        "action = 'nothing'",
        r#"resource_labels @> '{"teleport.dev/origin": "okta"}'"#,
        r#"identity_labels @> '{"okta/org": "x"}'"#,
        r#"resource_labels @> '{"okta/group-type": "OKTA_GROUP"}'"#,
        "resource_labels @> '{}'",
    ]);
    let operator = prop::sample::select(vec!["=", "<>", ">", ">=", "<", "<="]);
    prop_oneof![
        (column.clone(), name()).prop_map(move |(column, name)| format!("{column} = {}", quoted(name))),
        (column, prop::collection::vec(name(), 1..4)).prop_map(move |(column, names)| {
            let names: Vec<String> = names.into_iter().map(quoted).collect();
            format!("{column} IN ({})", names.join(", "))
        }),
        word.prop_map(str::to_owned),
        (operator, 0..8_i32).prop_map(|(operator, bound)| format!("standing_privileges {operator} {bound}")),
    ]
}

fn columns() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "*",
        "identity, resource",
        "identity AS who, path",
        "grantors, identity_group, resource_group, action",
        "standing_privileges, identity_kind, resource_sub_kind",
        "temporary, expires, last_used, used_90d, sub_resource",
        "identity_labels, resource_labels, source, org, level",
        "count(*)",
    ])
    .prop_map(str::to_owned)
}

#[test]
fn plain_questions_have_the_answers_of_the_engine() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let asked = Asked::new();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 300,
        ..ProptestConfig::default()
    });
    let questions = (columns(), prop::collection::vec(condition(), 0..4));
    let outcome = runner.run(&questions, |(columns, conditions)| {
        let mut plain = format!("SELECT {columns} FROM access_path");
        if !conditions.is_empty() {
            plain = format!("{plain} WHERE {}", conditions.join(" AND "));
        }
        // The same question in a form that is not plain.
        let through_engine = format!("SELECT * FROM ({plain}) AS t");
        runtime.block_on(async {
            let short = asked
                .ask(&plain)
                .await
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            let long = asked
                .ask(&through_engine)
                .await
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(short.fast_path, "{plain} is not plain");
            prop_assert!(!long.fast_path);
            prop_assert_eq!(short.columns(), long.columns());
            let (mut short, mut long) = (texts(&short.batches), texts(&long.batches));
            short.sort();
            long.sort();
            prop_assert_eq!(short, long, "{}", plain);
            Ok(())
        })
    });
    if let Err(why) = outcome {
        panic!("{why}");
    }
}
