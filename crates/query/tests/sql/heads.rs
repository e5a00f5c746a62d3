//! What columns of a result are called.

use crate::world::Asked;

async fn heads(asked: &Asked, sql: &str) -> String {
    let answer = match asked.ask(sql).await {
        Ok(answer) => answer,
        Err(error) => panic!("{sql}: {error}"),
    };
    let names: Vec<String> = answer.columns().into_iter().map(|column| column.name).collect();
    for batch in &answer.batches {
        let fields = batch.schema();
        let of_batch: Vec<&str> = fields
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        assert_eq!(of_batch, names, "{sql}");
    }
    names.join(" ")
}

/// As PostgreSQL 16 heads them.
#[tokio::test]
async fn columns_without_a_name_are_called_as_in_postgresql() {
    let asked = Asked::new();
    for (sql, named) in [
        ("SELECT count(*) FROM nodes", "count"),
        ("SELECT count(*) FROM access_path", "count"),
        ("SELECT count(*), count(*) FROM nodes", "count count"),
        ("SELECT max(nodes.created), min(created) FROM nodes", "max min"),
        (
            "SELECT 'a' || 1, 1 + 1, -1, NULL, 'x', true",
            "?column? ?column? ?column? ?column? ?column? ?column?",
        ),
        (
            "SELECT labels -> 'a', labels ->> 'b' FROM nodes",
            "?column? ?column?",
        ),
        (
            "SELECT kind, name::text, lower(name) FROM nodes",
            "kind name lower",
        ),
        (
            "SELECT '1'::int, '1'::bigint, CAST('a' AS varchar), '{}'::jsonb, ARRAY['a']::text[]",
            "int4 int8 varchar jsonb array",
        ),
        (
            "SELECT now()::timestamptz, '2026-01-01'::timestamptz, date '2026-01-01', interval '1 day'",
            "now timestamptz date interval",
        ),
        (
            "SELECT CASE WHEN true THEN 1 END, CASE WHEN true THEN 'a' ELSE name END, coalesce(name, 'x') FROM nodes",
            "case name coalesce",
        ),
        (
            "SELECT (SELECT count(*) FROM nodes), (SELECT count(*) FROM identities), (SELECT max(name) AS m FROM nodes)",
            "count count m",
        ),
        (
            "SELECT extract(year FROM now()), substring('abc' FROM 2), trim('a '), ARRAY[1], row_number() OVER ()",
            "extract substring btrim array row_number",
        ),
        (
            "SELECT json_agg(name), jsonb_object_agg(id, name) FROM nodes",
            "json_agg jsonb_object_agg",
        ),
        ("SELECT jsonb_array_elements('[1]')", "jsonb_array_elements"),
        (
            "SELECT n.name, m.name FROM nodes n JOIN nodes m ON n.id = m.id",
            "name name",
        ),
        ("SELECT name, name FROM nodes", "name name"),
        ("SELECT identity, identity FROM access_path", "identity identity"),
        ("SELECT 1, 1", "?column? ?column?"),
        ("SELECT 1 AS a, 1 AS a", "a a"),
        ("SELECT name AS id, id FROM nodes", "id id"),
        ("SELECT 1, 1 UNION ALL SELECT 2, 2", "?column? ?column?"),
        (
            "SELECT * FROM (SELECT count(*), count(*) FROM nodes) t",
            "count count",
        ),
        (
            "WITH t AS (SELECT count(*) FROM nodes) SELECT t.count + 1, count FROM t",
            "?column? count",
        ),
        (
            "SELECT DISTINCT lower(name) FROM nodes ORDER BY lower(name)",
            "lower",
        ),
        (
            "SELECT kind, count(*) FROM nodes GROUP BY kind HAVING count(*) > 1 ORDER BY count, kind",
            "kind count",
        ),
        (
            "SELECT lower(kind), count(*) FROM nodes GROUP BY lower(kind) ORDER BY count(*) DESC",
            "lower count",
        ),
        (
            "SELECT name::text, count(*) FROM nodes GROUP BY name ORDER BY name",
            "name count",
        ),
        ("SELECT count FROM (SELECT count(*) FROM nodes) t", "count"),
        (
            "SELECT \"Name\" FROM (SELECT name AS \"Name\" FROM nodes) t",
            "Name",
        ),
        ("VALUES (1, 2)", "column1 column2"),
    ] {
        assert_eq!(heads(&asked, sql).await, named, "{sql}");
    }
}

/// Names of other tools stand for columns; what was asked for is what is shown.
#[tokio::test]
async fn columns_of_activity_are_headed_as_they_were_asked_for() {
    let asked = Asked::new();
    for (sql, named) in [
        ("SELECT identity, event_data FROM activity", "identity event_data"),
        (
            "SELECT time FROM activity WHERE time IS NOT NULL ORDER BY time DESC",
            "time",
        ),
        (
            "SELECT DISTINCT identity FROM activity ORDER BY identity",
            "identity",
        ),
        (
            "SELECT identity, count(*) FROM activity GROUP BY identity ORDER BY count, identity",
            "identity count",
        ),
        (
            "SELECT a.identity FROM activity a WHERE a.identity <> ''",
            "identity",
        ),
        ("SELECT origin, okta_org FROM activity", "origin okta_org"),
        (
            "SELECT actor_name, event_time FROM activity",
            "actor_name event_time",
        ),
        ("SELECT time AS t FROM activity ORDER BY t", "t"),
        (
            "SELECT identity FROM (SELECT identity FROM activity) AS q",
            "identity",
        ),
    ] {
        assert_eq!(heads(&asked, sql).await, named, "{sql}");
    }
}

#[tokio::test]
async fn names_that_are_marked_inside_give_the_same_rows() {
    let asked = Asked::new();
    assert_eq!(asked.rows("SELECT 1, 2, 1").await, [["1", "2", "1"]]);
    assert_eq!(
        asked
            .rows("SELECT kind, count(*), count(*) FROM nodes GROUP BY kind HAVING kind = 'credential'")
            .await,
        asked
            .rows("SELECT kind, count(*) AS a, count(*) AS b FROM nodes GROUP BY kind HAVING kind = 'credential'")
            .await
    );
}
