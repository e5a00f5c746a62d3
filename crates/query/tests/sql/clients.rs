//! What well-known clients ask before a person has asked anything: text in, rows out.

use crate::pg::{Served, TOKEN};
use crate::wire::Client;

/// Rows of the answer to `sql`, or the error that the server told.
async fn rows(client: &mut Client, sql: &str) -> Result<Vec<Vec<Option<String>>>, String> {
    client.begin(sql).await;
    let messages = client.until_ready().await;
    if let Some(error) = messages.iter().find(|message| message.tag == 'E') {
        return Err(error.field(b'M').unwrap_or_default());
    }
    let rows = messages.iter().filter(|message| message.tag == 'D');
    Ok(rows.map(crate::wire::Message::values).collect())
}

async fn ask_all(questions: &[(&str, usize)]) {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let mut wrong = Vec::new();
    for (sql, least) in questions {
        match rows(&mut client, sql).await {
            Ok(rows) if rows.len() >= *least => {}
            Ok(rows) => wrong.push(format!("{} rows: {sql}", rows.len())),
            Err(error) => wrong.push(format!("{error}: {sql}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn metabase_connects_and_reads_the_tables() {
    ask_all(&[
        ("SET extra_float_digits = 2", 0),
        ("SET application_name = 'Metabase v0.55.1'", 0),
        ("SHOW TRANSACTION ISOLATION LEVEL", 1),
        (
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
            0,
        ),
        ("show timezone", 1),
        (
            r#"SELECT nspname AS "TABLE_SCHEM", current_database() AS "TABLE_CATALOG" FROM pg_catalog.pg_namespace
               WHERE nspname <> 'pg_toast' AND (nspname !~ '^pg_temp_' OR nspname = (pg_catalog.current_schemas(true))[1])
               ORDER BY "TABLE_SCHEM""#,
            1,
        ),
        (
            r"SELECT t.schemaname AS schema, t.objectname AS table,
                     pg_catalog.has_any_column_privilege(current_user, t.schemaname || '.' || t.objectname, 'select') AS select
              FROM (SELECT schemaname, tablename AS objectname FROM pg_catalog.pg_tables
                    UNION SELECT schemaname, viewname FROM pg_catalog.pg_views
                    UNION SELECT schemaname, matviewname FROM pg_catalog.pg_matviews) t
              WHERE t.schemaname !~ '^pg_' AND t.schemaname <> 'information_schema'
                AND pg_catalog.has_schema_privilege(current_user, t.schemaname, 'usage')",
            20,
        ),
        (
            r"SELECT n.nspname AS schema, c.relname AS name, d.description, stat.n_live_tup
              FROM pg_catalog.pg_class AS c
              INNER JOIN pg_catalog.pg_namespace AS n ON c.relnamespace = n.oid
              LEFT JOIN pg_catalog.pg_description AS d ON c.oid = d.objoid AND d.objsubid = '0' AND d.classoid = 'pg_class'::regclass
              LEFT JOIN pg_stat_user_tables AS stat ON n.nspname = stat.schemaname AND c.relname = stat.relname
              WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'f', 'm')
                AND n.nspname IN ('public') ORDER BY name",
            20,
        ),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn grafana_connects_and_fills_its_query_builder() {
    const IN_SEARCH_PATH: &str = r#"quote_ident(table_schema) IN (
          SELECT
            CASE WHEN trim(s[i]) = '"$user"' THEN user ELSE trim(s[i]) END
          FROM
            generate_series(
              array_lower(string_to_array(current_setting('search_path'),','),1),
              array_upper(string_to_array(current_setting('search_path'),','),1)
            ) as i,
            string_to_array(current_setting('search_path'),',') s
          )"#;
    let tables = format!(
        r#"SELECT CASE WHEN {IN_SEARCH_PATH} THEN quote_ident(table_name)
             ELSE quote_ident(table_schema) || '.' || quote_ident(table_name) END AS "table"
           FROM information_schema.tables
           WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog')
           ORDER BY CASE WHEN {IN_SEARCH_PATH} THEN 0 ELSE 1 END, 1"#
    );
    let columns = format!(
        r#"SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns
           WHERE CASE WHEN array_length(parse_ident('nodes'), 1) = 2
             THEN quote_ident(table_schema) = (parse_ident('nodes'))[1] AND quote_ident(table_name) = (parse_ident('nodes'))[2]
             ELSE quote_ident(table_name) = 'nodes' AND {IN_SEARCH_PATH} END"#
    );
    ask_all(&[
        ("SELECT 1", 1),
        ("SELECT current_setting('server_version_num')::int/100 as version", 1),
        ("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'", 0),
        (
            "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name NOT IN ('information_schema', 'pg_catalog') ORDER BY schema_name",
            1,
        ),
        (&tables, 20),
        (&columns, 12),
        (
            "SELECT created AS time, name AS metric, 1 AS value FROM nodes WHERE created BETWEEN '2020-01-01T00:00:00Z' AND '2030-01-01T00:00:00Z' ORDER BY 1",
            0,
        ),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drivers_set_and_ask_what_they_need() {
    ask_all(&[
        ("SHOW server_version_num", 1),
        ("SHOW standard_conforming_strings", 1),
        ("SHOW transaction_read_only", 1),
        ("SELECT version()", 1),
        ("SELECT current_database(), current_schema(), current_user", 1),
        ("SELECT pg_is_in_recovery()", 1),
        (
            "SELECT current_setting('search_path'), current_setting('nothing.like.it', true)",
            1,
        ),
        (
            "SELECT t.oid, typarray FROM pg_type t WHERE typname = 'hstore'",
            0,
        ),
        (
            "SELECT oid, typname FROM pg_catalog.pg_type WHERE typname IN ('text', 'bool', 'int8')",
            3,
        ),
        ("BEGIN READ ONLY", 0),
        ("SAVEPOINT a", 0),
        ("RELEASE SAVEPOINT a", 0),
        ("COMMIT", 0),
        ("BEGIN; SELECT 1; SELECT name FROM nodes LIMIT 2; COMMIT", 3),
        ("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", 0),
        ("ROLLBACK", 0),
        ("SET search_path TO public", 0),
        ("SET SESSION statement_timeout TO '5s'", 0),
        ("SET LOCAL statement_timeout = 1000", 0),
        ("SET TIME ZONE 'UTC'", 0),
        ("SET NAMES 'UTF8'", 0),
        ("RESET statement_timeout", 0),
        ("RESET ALL", 0),
        ("DEALLOCATE ALL", 0),
        ("UNLISTEN *", 0),
        ("CLOSE ALL", 0),
        ("DISCARD ALL", 0),
        ("", 0),
        (";", 0),
        ("-- nothing", 0),
    ])
    .await;
}

/// The types that a driver is told of parameters and of columns.
async fn types(client: &mut Client, sql: &str) -> (Vec<i32>, Vec<i32>) {
    let messages = client.prepared(sql, &[]).await;
    let body = |tag: char| {
        messages
            .iter()
            .find(|message| message.tag == tag)
            .map(|message| message.body.clone())
            .unwrap_or_default()
    };
    let oid = |bytes: &[u8]| i32::from_be_bytes(bytes.try_into().expect("four bytes"));
    let parameters = body('t')
        .get(2..)
        .unwrap_or_default()
        .chunks(4)
        .map(oid)
        .collect();
    let (columns, mut rest) = (&mut Vec::new(), body('T').get(2..).unwrap_or_default().to_vec());
    while let Some(end) = rest.iter().position(|byte| *byte == 0) {
        columns.push(oid(&rest[end + 7..end + 11]));
        rest.drain(..end + 19);
    }
    (parameters, columns.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn drivers_are_told_types_as_the_text_casts_them() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    for (sql, parameters, columns) in [
        ("SELECT $1::int", vec![23], vec![23]),
        (
            "SELECT name FROM nodes LIMIT $1 OFFSET $2",
            vec![20, 20],
            vec![25],
        ),
        (
            "SELECT name FROM nodes WHERE name = ANY($1::text[])",
            vec![1009],
            vec![25],
        ),
        ("SELECT name FROM nodes WHERE labels @> $1", vec![25], vec![25]),
        ("SELECT $1::timestamptz, now()", vec![1184], vec![1184, 1184]),
        (
            "SELECT labels, '{}'::jsonb, labels -> 'a', labels ->> 'a' FROM nodes",
            vec![],
            vec![114, 114, 114, 25],
        ),
    ] {
        assert_eq!(types(&mut client, sql).await, (parameters, columns), "{sql}");
    }
    let messages = client
        .prepared(
            "SELECT count(*) FROM nodes WHERE labels @> $1 AND name = ANY($2::text[])",
            &["{\"teleport.dev/origin\": \"okta\"}", "{alice,bob}"],
        )
        .await;
    let row = messages.iter().find(|message| message.tag == 'D').expect("a row");
    assert_eq!(row.values(), [Some("2".to_owned())]);
    let messages = client
        .prepared(
            "SELECT name FROM nodes WHERE sub_kind = 'okta_user' ORDER BY name LIMIT $1 OFFSET $2",
            &["2", "1"],
        )
        .await;
    let rows: Vec<_> = messages.iter().filter(|message| message.tag == 'D').collect();
    assert_eq!(rows.len(), 2, "{messages:?}");
    assert_eq!(rows[0].values(), [Some("bob".to_owned())]);
}

/// What a client of the catalogue reads of tables and columns: their meanings, in all the ways that are asked for.
#[tokio::test(flavor = "multi_thread")]
async fn meanings_of_tables_and_columns_are_told() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    for sql in [
        "SELECT pg_catalog.obj_description(c.oid, 'pg_class') FROM pg_catalog.pg_class c WHERE c.relname = 'nodes'",
        "SELECT d.description FROM pg_catalog.pg_class c JOIN pg_catalog.pg_description d ON d.objoid = c.oid \
         AND d.objsubid = 0 AND d.classoid = 'pg_catalog.pg_class'::regclass WHERE c.relname = 'nodes'",
        "SELECT pg_catalog.pg_description.description, pg_catalog.pg_class.reloptions FROM pg_catalog.pg_class LEFT OUTER JOIN \
         pg_catalog.pg_description ON pg_catalog.pg_class.oid = pg_catalog.pg_description.objoid AND \
         pg_catalog.pg_description.objsubid = 0 WHERE pg_catalog.pg_class.relname = 'nodes'",
        "SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute a JOIN \
         pg_catalog.pg_class c ON a.attrelid = c.oid WHERE c.relname = 'nodes' AND a.attname = 'sub_kind'",
    ] {
        let rows = rows(&mut client, sql)
            .await
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
        assert!(
            matches!(rows.as_slice(), [row] if row[0].as_ref().is_some_and(|told| !told.is_empty())),
            "{rows:?}: {sql}"
        );
    }
}

/// What SQLAlchemy asks to draw a table, and `psql` for `\dn+` and `\dp`.
#[tokio::test(flavor = "multi_thread")]
async fn reflection_of_tables_is_answered() {
    ask_all(&[
        (
            "SELECT pg_catalog.pg_attribute.attname AS name, (SELECT pg_catalog.pg_get_expr(pg_catalog.pg_attrdef.adbin, \
             pg_catalog.pg_attrdef.adrelid) AS pg_get_expr_1 FROM pg_catalog.pg_attrdef WHERE pg_catalog.pg_attrdef.adrelid = \
             pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attrdef.adnum = pg_catalog.pg_attribute.attnum) AS \"default\", \
             pg_catalog.pg_get_serial_sequence('nodes', 'id') AS serial FROM pg_catalog.pg_class LEFT OUTER JOIN \
             pg_catalog.pg_attribute ON pg_catalog.pg_class.oid = pg_catalog.pg_attribute.attrelid AND \
             pg_catalog.pg_attribute.attnum > 0 WHERE pg_catalog.pg_class.relname IN ('nodes')",
            12,
        ),
        (
            "SELECT con.conrelid, unnest(con.conkey) AS attnum, generate_subscripts(con.conkey, 1) AS ord FROM \
             pg_catalog.pg_constraint con WHERE con.contype = 'p'",
            0,
        ),
        (
            "SELECT n.nspname, pg_catalog.array_to_string(n.nspacl, E'\\n') FROM pg_catalog.pg_namespace n WHERE n.nspname = 'public'",
            1,
        ),
        (
            "SELECT c.relname, pg_catalog.array_to_string(c.relacl, E'\\n'), pg_catalog.array_to_string(ARRAY(SELECT attname FROM \
             pg_catalog.pg_attribute a WHERE attrelid = c.oid), E'\\n') FROM pg_catalog.pg_class c WHERE c.relname = 'nodes'",
            1,
        ),
    ])
    .await;
}

/// What `psql` asks for `\dt+`, `\l+`, `\dT`, `\df`, `\dn+` and SQLAlchemy for its tables.
#[tokio::test(flavor = "multi_thread")]
async fn what_tools_ask_about_the_server_is_answered() {
    ask_all(&[
        ("SELECT pg_size_pretty(pg_total_relation_size(c.oid)) FROM pg_catalog.pg_class c WHERE c.relname = 'nodes'", 1),
        ("SELECT p.proname FROM pg_catalog.pg_proc p WHERE pg_catalog.pg_function_is_visible(p.oid) AND p.proname = 'x'", 0),
        ("SELECT t.typname FROM pg_catalog.pg_type t WHERE pg_catalog.pg_type_is_visible(t.oid) AND t.typname = 'text'", 1),
        ("SELECT pg_catalog.to_regtype('hstore')", 1),
        ("SELECT data_type FROM information_schema.columns WHERE table_name = 'nodes' AND column_name = 'created'", 1),
    ])
    .await;
}
