//! The tables as a page of the documentation.

use std::fmt::Write as _;

use super::{EXAMPLES, Rows, Table, tables};

/// The page `docs/reference/sql.md`.
pub fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    page.push_str("\n## Examples\n\n");
    for example in EXAMPLES {
        let _ = writeln!(page, "{}:\n\n```sql\n{}\n```\n", example.question, example.sql);
    }
    page.push_str("## Tables\n");
    for table in tables() {
        write_table(&mut page, table);
    }
    page
}

fn write_table(page: &mut String, table: &Table) {
    let _ = write!(page, "\n### `{}`\n\n{}", table.name, table.about);
    if let Rows::Planned(why) = table.rows {
        let _ = write!(page, " It has no rows: {why}.");
    }
    page.push_str("\n\n| Column | Type | Meaning |\n|---|---|---|\n");
    for column in table.columns {
        let meaning = column.meaning.replace('|', "\\|");
        let _ = writeln!(
            page,
            "| `{}` | `{}` | {meaning} |",
            column.name,
            column.kind.sql()
        );
    }
}

const INTRODUCTION: &str = "\
# SQL

Generated from the engine's own catalogue; change it there.

Queries only read. Ask with `portolan query`, `POST /api/v1/query`, the SQL page, or any PostgreSQL client.
`SELECT` with joins, aggregates, common table expressions, window functions, `LIKE`, `ILIKE`, regular expressions
(`~`, `~*`), and on JSON columns `->`, `->>`, `#>`, `#>>`, `@>`, `<@`, `?`, `?|`, `?&`. `EXPLAIN`, `SHOW TABLES`, `TABLE x`
and `DESCRIBE` work too.

| For | There is |
|---|---|
| making JSON | `to_jsonb`, `jsonb_build_object`, `jsonb_build_array`, `jsonb_agg`, `jsonb_object_agg`; each without the `b` too; of whole rows `row_to_json(t)`, `json_agg(t)` |
| taking JSON apart | `jsonb_array_elements`, `jsonb_array_elements_text`, `jsonb_object_keys`, `jsonb_array_length`, `jsonb_typeof`; in `FROM` also `jsonb_each`, `jsonb_each_text` |
| changing JSON | `a \\|\\| b` puts objects and lists together where either side is JSON, `a - 'key'` and `a #- '{path}'` leave a part out, `jsonb_set`, `jsonb_strip_nulls`; `'…'::jsonb` is JSON, a text without it is a text |
| lists | `unnest`, `generate_series` (both give rows in the select list), also beside a table: `FROM nodes n, unnest(n.alias) AS a`; `ARRAY(SELECT …)`, `= ANY('{a,b}')`, `array_agg`, `&&` |
| addresses | `ip::inet << '10.0.0.0/8'`, and `>>` the other way round; a cast to `inet` checks the text |
| addresses in parts | `host(ip)`, `family(ip)` |
| patterns | `~`, `~*`, `regexp_match`, `regexp_matches`, `regexp_replace`, `regexp_split_to_array`, `regexp_split_to_table`; `\\m`, `\\M` and `\\y` are the edges of words; `LIKE … ESCAPE '#'` |
| texts and moments | `format('%s', …)`, `age(later, earlier)`, `to_char` of moments, intervals and numbers, `to_number`, `date_trunc` (with a zone too), `AT TIME ZONE`, `make_interval(days => 2)`, `make_timestamp`, `justify_interval` |
| numbers and rows | `percentile_disc(0.5) WITHIN GROUP (ORDER BY x)`, `mode() WITHIN GROUP (ORDER BY x)`, `width_bucket`, `FETCH FIRST 3 ROWS WITH TIES` |

Not there: `jsonb_path_query` and `jsonb_to_recordset`, `percentile_cont` of a list, patterns that refer back to a group or
look around. `LATERAL` with `LIMIT` inside is not there either: number the rows with
`row_number() OVER (PARTITION BY …)` and keep the first.

- In `access_path`, `=`, `<>`, `IN` and `NOT IN` on `identity` and `resource` match a name, an alias or an id; `LIKE`
  and the other comparisons see the name. `source` is compared without regard to case. `identity_group = '…'` means
  that the list holds the group. The older names `\"user\"` and `user_group` are understood.
- `identity_id` and `resource_id` match the id of the node (`okta/{organization}/{id}`) or the id in Okta alone.
  This holds beside other tables too: `JOIN okta_users u ON p.identity_id = u.id`, `identity_id IN (SELECT …)`.
  `identity = x.column` compares the name that the value stands for: itself where something is called so, else the name
  of what has it as an alias or an id.
- Values are those of PostgreSQL: whole numbers, their sums too, end with `out of range` and never begin again (a sum of
  `bigint` is a `bigint`), numbers with a point are exact, doubles are rounded half to even, `-2 ^ 2` is 4. Moments are
  in microseconds and in UTC, and reach beyond the year 9999; `'infinity'` is refused: write `'9999-12-31'`.
  `moment AT TIME ZONE 'Europe/Berlin'` is the time on a clock there, without a zone; in a text such as `'+02'` a plus is
  west, as in PostgreSQL. A date and an interval make a moment, two moments days and time; intervals are compared with
  days of 24 hours and months of 30 days (`GROUP BY` and `DISTINCT` take `24 hours` and `1 day` for two). `char(n)` is not
  filled up with spaces.
- JSON is compared by value: `'{\"a\":1}'::jsonb = '{ \"a\" : 1.0 }'`. A cast to `jsonb` writes it as PostgreSQL does, the
  shorter names first, so that `DISTINCT` and `GROUP BY` find what is equal (`1` and `1.0` stay two there).
- Columns that are given no name are called as in PostgreSQL: `count(*)` is `count`, `1 + 1` is `?column?`. Two columns
  of a result may have the same name; in rows as JSON objects (`application/x-ndjson`, `portolan query --format json`) the
  second is `name_2`.
- Not there yet: `DENIED`, the levels `temporary`, `requestable` and `denied`: they come with access lists and
  requests. The columns are there: `kind` is always `ALLOWED`, `level` always `standing`.
- `last_used` and `used_90d` are of people and the apps they are assigned, from Okta's sign-ins to apps. What is not
  known is NULL and never `false`: `used_90d = false` says that sign-ins were collected for 90 days, and there was none.
- `activity` holds an event as soon as it is taken in. Conditions on time, names, ids, addresses, types and lists, the
  order by `event_time`, and limits are worked out where events are kept; `raw`, `uid` and `changes` are read only when
  they are named. `activity` and `alerts` are open to whoever may open their pages.
- `FROM access_path FOR SYSTEM_TIME AS OF '2026-01-31'` reads the newest snapshot of that moment; so does
  `SET portolan.as_of = '2026-01-31'` for a session. A date alone means the end of that day, in UTC. Moments may be
  counted from now: `'yesterday'`, `'2 days ago'`, `AS OF now() - INTERVAL '1 hour'`. `AS OF` takes the id of a
  snapshot too (`SELECT id FROM snapshots`).
- Each query is bounded in time (that of planning it as well), memory and rows, and can be cancelled. A result that was
  cut says so. A function makes at most 8 MiB for one value (1 MiB where it is the same in each row) and 64 MiB at once.
  A text may hold 1,000 operators in a row, 200 `SELECT`s and 100 tables and subqueries; with each name of `WITH`
  written out, 400. What would be more is refused before it is made (`too_large`, 54000).
- Rows as CSV, from `POST /api/v1/query` with `Accept: text/csv`, are for spreadsheets: a text that begins like a formula
  gets a quote before it. `text/csv; formulas=as-is`, and `portolan query --format csv`, give values as they are, and an
  empty text as two quotes, where NULL is nothing.
- A table whose rows are not collected yet is empty and says so.
- Before the first scan, and after the organization was removed, tables can be described and hold nothing to ask.

The PostgreSQL protocol takes an API token as the password, from the same machine or over TLS. After five wrong ones
within a minute an address is refused for a minute, then for two, and so on. `BEGIN`, `COMMIT`, `SET`, `RESET`,
`SHOW`, `DISCARD` and several statements in one text work as drivers expect; nothing can be written.
`statement_timeout` and `portolan.max_rows` narrow the bounds for a session; an answer that the server's own bound cuts
is an error there, since the protocol has no word for it. `COPY (query) TO STDOUT` gives text, CSV or binary, so
`\\copy (SELECT …) TO 'file.csv' CSV HEADER` of psql writes a file. `DECLARE … CURSOR`, `FETCH` and `CLOSE` take an
answer in parts, forward only (psql's `FETCH_COUNT`, named cursors of drivers); each `FETCH` has the time of a query.
What tables and columns mean is in PostgreSQL's catalogue too: `\\d+ nodes`.
";
