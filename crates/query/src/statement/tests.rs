use super::{Checked, SqlText, parse_all, parse_one};
use crate::error::{ErrorCode, QueryError};

fn refusal(sql: &str) -> QueryError {
    match parse_one(&SqlText::new(sql)) {
        Err(error) => error,
        Ok(checked) => panic!("{sql} was let through: {checked:?}"),
    }
}

fn rewritten(sql: &str) -> String {
    match parse_one(&SqlText::new(sql)) {
        Ok(Checked::Rows(statement)) => statement.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn reading_statements_pass() {
    for sql in [
        "SELECT 1",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "VALUES (1), (2)",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT * FROM nodes",
        "SHOW TABLES",
        "SHOW portolan.as_of",
        "DESCRIBE nodes",
        "SELECT * FROM generate_series(1, 3)",
        "SELECT 1;",
        "SELECT labels -> 'a' ->> 'b', labels @> '{}', labels ? 'x', labels ?| ARRAY['a'], labels ?& ARRAY['a'] FROM nodes",
    ] {
        assert!(parse_one(&SqlText::new(sql)).is_ok(), "{sql}");
    }
}

#[test]
fn changing_statements_are_refused() {
    for sql in [
        "INSERT INTO nodes VALUES (1)",
        "UPDATE nodes SET a = 1",
        "DELETE FROM nodes",
        "DROP TABLE nodes",
        "CREATE TABLE a AS SELECT 1",
        "CREATE EXTERNAL TABLE a STORED AS CSV LOCATION '/etc/passwd'",
        "COPY nodes TO '/tmp/x'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "WITH a AS (INSERT INTO nodes VALUES (1) RETURNING 1) SELECT * FROM a",
        "SELECT * INTO a FROM nodes",
        "SELECT * FROM nodes FOR UPDATE",
        "EXPLAIN ANALYZE INSERT INTO nodes VALUES (1)",
        "TRUNCATE nodes",
        "ALTER TABLE nodes ADD COLUMN a int",
        "GRANT SELECT ON nodes TO bob",
        "CALL f()",
    ] {
        let error = refusal(sql);
        assert!(
            matches!(error.code, ErrorCode::ReadOnly | ErrorCode::Syntax),
            "{sql}: {error:?}"
        );
    }
    assert_eq!(refusal("DROP TABLE nodes").code, ErrorCode::ReadOnly);
    assert_eq!(
        refusal("DROP TABLE nodes").message,
        "DROP TABLE is refused: queries can only read"
    );
}

#[test]
fn file_functions_are_unknown() {
    assert_eq!(
        refusal("SELECT * FROM read_csv('/etc/passwd')").code,
        ErrorCode::UnknownFunction
    );
}

#[test]
fn two_statements_are_refused_at_the_second() {
    let error = refusal("SELECT 1;\n  SELECT 2");
    let position = error.position.expect("a place");
    assert_eq!((position.line, position.column, position.offset), (2, 3, 13));
}

#[test]
fn a_typing_mistake_has_its_place() {
    let error = refusal("SELECT *\nFORM nodes");
    insta::assert_snapshot!(error.message, @"expected end of statement, found nodes");
    let position = error.position.expect("a place");
    assert_eq!((position.line, position.column), (2, 6));
}

#[test]
fn an_unfinished_query_points_behind_its_end() {
    let error = refusal("SELECT * FROM");
    assert_eq!(error.position.map(|at| at.column), Some(14), "{error:?}");
    assert!(
        error.message.ends_with("but the query ends here"),
        "{}",
        error.message
    );
}

#[test]
fn an_open_string_has_its_place() {
    let error = refusal("SELECT 'abc");
    assert_eq!(error.code, ErrorCode::Syntax);
    assert_eq!(error.position.map(|at| at.column), Some(8));
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    let sql = format!("SELECT {}1{}", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(refusal(&sql).code, ErrorCode::Syntax);
}

#[test]
fn moments_become_tables_of_that_moment() {
    insta::assert_snapshot!(
        rewritten("SELECT * FROM access_path FOR SYSTEM_TIME AS OF '2026-01-01' WHERE access_path.kind = 'ALLOWED'"),
        @r#"SELECT * FROM "access_path@2026-01-01" AS access_path WHERE access_path.kind = 'ALLOWED'"#
    );
    insta::assert_snapshot!(
        rewritten("SELECT * FROM Nodes FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01T10:00:00Z' n JOIN nodes AS m ON true"),
        @r#"SELECT * FROM "nodes@2026-01-01T10:00:00Z" n JOIN nodes AS m ON true"#
    );
}

#[test]
fn a_moment_that_is_no_text_is_a_mistake() {
    assert_eq!(
        refusal("SELECT * FROM nodes FOR SYSTEM_TIME AS OF 5").code,
        ErrorCode::Syntax
    );
}

#[test]
fn older_column_names_are_known() {
    insta::assert_snapshot!(
        rewritten(r#"SELECT "user", user_group FROM access_path"#),
        @"SELECT identity, identity_group FROM access_path"
    );
    insta::assert_snapshot!(rewritten(r#"SELECT "user" FROM other"#), @r#"SELECT "user" FROM other"#);
}

#[test]
fn settings_are_read() {
    let text = SqlText::new(
        "SET portolan.as_of = '2026-01-01'; SET statement_timeout TO 5000; SET x TO DEFAULT; BEGIN",
    );
    let all = parse_all(&text).expect("parses");
    insta::assert_debug_snapshot!(all, @r#"
    [
        Set {
            name: "portolan.as_of",
            value: Some(
                "2026-01-01",
            ),
        },
        Set {
            name: "statement_timeout",
            value: Some(
                "5000",
            ),
        },
        Set {
            name: "x",
            value: None,
        },
        Housekeeping(
            "BEGIN",
        ),
    ]
    "#);
}
