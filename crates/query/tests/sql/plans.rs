//! Conditions on `access_path` reach the graph: nothing is left to test row by row.

use crate::world::Asked;

async fn plan(asked: &Asked, condition: &str) -> String {
    let rows = asked
        .rows(&format!(
            "EXPLAIN SELECT identity FROM (SELECT * FROM access_path) t WHERE {condition}"
        ))
        .await;
    rows.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn conditions_are_pushed_down() {
    let asked = Asked::new();
    for condition in [
        "identity = 'Alice Liddell'",
        "identity IN ('alice', 'bob') AND kind = 'ALLOWED'",
        "resource = 'github' AND resource_labels @> '{\"okta/org\": \"x\"}'",
        "identity = 'alice' OR resource = 'github'",
        "identity ILIKE 'a%' AND resource NOT LIKE 'x%'",
        "lower(resource) = 'acme'",
        "identity_group = 'eng'",
        "identity_group IN ('eng', 'leads')",
        "resource_group = 'people'",
        "source = 'okta' AND level = 'standing'",
        "action_type IN ('admin_role', 'membership') AND action <> 'member'",
        "standing_privileges BETWEEN 2 AND 5",
        "resource_kind = 'identity_group' AND identity_sub_kind = 'okta_user'",
        "identity_labels ->> 'okta/org' LIKE 'https://%'",
        "cardinality(identity_group) = 0",
    ] {
        let plan = plan(&asked, condition).await;
        assert!(!plan.contains("FilterExec"), "{condition}\n{plan}");
        assert!(
            plan.contains("GraphExec: access_path") || plan.contains("EmptyExec"),
            "{condition}\n{plan}"
        );
    }
}

#[tokio::test]
async fn one_person_is_walked_from_that_person() {
    let asked = Asked::new();
    let plan = plan(
        &asked,
        "identity = 'Alice Liddell' AND action_type = 'membership'",
    )
    .await;
    assert!(
        plan.contains("identities=1, resources=all, groups=all, further tests=0"),
        "{plan}"
    );
}

#[tokio::test]
async fn counting_makes_no_rows() {
    let asked = Asked::new();
    let rows = asked
        .rows("EXPLAIN SELECT count(*) AS n FROM access_path WHERE kind = 'ALLOWED'")
        .await;
    let plan = rows.into_iter().flatten().collect::<Vec<_>>().join("\n");
    assert!(!plan.contains("GraphExec"), "{plan}");
}

/// Lists are asked where events are kept, not row by row here.
#[tokio::test]
async fn lists_of_events_are_narrowed_where_they_are_kept() {
    let asked = Asked::new();
    for (condition, told) in [
        ("target_ids @> ARRAY['app:x']", "Is(TargetIds, [\"app:x\"])"),
        (
            "target_ids @> ARRAY['app:x', 'y']",
            "All([Is(TargetIds, [\"app:x\"]), Is(TargetIds, [\"y\"])])",
        ),
        (
            "target_ids && ARRAY['app:x', 'y']",
            "Is(TargetIds, [\"app:x\", \"y\"])",
        ),
        ("array_has(target_ids, 'app:x')", "Is(TargetIds, [\"app:x\"])"),
        ("'app:x' = ANY(target_ids)", "Is(TargetIds, [\"app:x\"])"),
    ] {
        let rows = asked
            .rows(&format!("EXPLAIN SELECT * FROM activity WHERE {condition}"))
            .await;
        let plan = rows.into_iter().flatten().collect::<Vec<_>>().join("\n");
        assert!(plan.contains(told), "{condition}\n{plan}");
    }
}
