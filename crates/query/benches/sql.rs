//! From SQL text to rows, in process, over a large organization.
//!
//! `cargo bench -p portolan-query --bench sql` ; `PORTOLAN_BENCH_SCALE=10` makes the world ten times smaller.
//! Each key of Q1 to Q3 is a text that was not seen before, so that parsing and planning count.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

extern crate graph as portolan_graph;

#[expect(dead_code, reason = "the graph's own benchmark uses the rest")]
#[path = "../../graph/benches/limits/world.rs"]
mod world;

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use query::{Answer, Engine, Limits, QueryRequest};
use tokio::runtime::Runtime;
use world::{Random, World};

use portolan_query as query;

/// Keys of the queries about one thing.
const KEYS: usize = 200;
/// Runs of the queries about everything.
const RUNS: usize = 5;

struct Bench {
    runtime: Runtime,
    engine: Engine,
}

fn main() -> Result<(), Box<dyn Error>> {
    let scale = std::env::var("PORTOLAN_BENCH_SCALE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let (graph, _) = World::new(scale).build()?;
    let engine = Engine::new(
        None,
        Limits {
            timeout_ms: 600_000,
            ..Limits::default()
        },
    );
    let started = Instant::now();
    engine.set_current(Arc::new(graph), None)?;
    println!("graph to engine: {:?}", started.elapsed());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let bench = Bench { runtime, engine };
    bench.keys(scale)?;
    bench.whole()?;
    Ok(())
}

impl Bench {
    fn ask(&self, sql: &str) -> Result<(Answer, Duration), Box<dyn Error>> {
        let started = Instant::now();
        let answer = self
            .runtime
            .block_on(async { self.engine.run(QueryRequest::new(sql)).await?.collect().await })?;
        Ok((answer, started.elapsed()))
    }

    fn keys(&self, scale: usize) -> Result<(), Box<dyn Error>> {
        const LABEL: &str = r#"resource_labels @> '{"teleport.dev/origin": "okta"}'"#;
        let user = |at: usize| format!("first.last{at}@large.example");
        let (users, groups, apps) = (200_000 / scale, 20_000 / scale, 2_000 / scale);
        let q1 = |at| {
            format!(
                "SELECT * FROM access_path WHERE identity = '{}' AND kind = 'ALLOWED'",
                user(at)
            )
        };
        let q2 = |at| format!("SELECT * FROM access_path WHERE resource = 'Application {at}' AND {LABEL}");
        let q3 = |at| {
            format!("SELECT * FROM access_path WHERE resource = 'Group {at} of the organization' AND {LABEL}")
        };
        println!(
            "{:<64} {:>10} {:>10} {:>9}",
            "per key, microseconds", "p50", "p99", "rows"
        );
        self.per_key("Q1 resources of a user", users, q1)?;
        self.per_key("Q1, three columns", users, |at| {
            format!(
                "SELECT resource, action, identity_group FROM access_path WHERE identity = '{}'",
                user(at)
            )
        })?;
        self.per_key("Q1 through the engine's planner", users, |at| {
            format!("SELECT * FROM ({}) AS t", q1(at))
        })?;
        self.per_key("Q2 users of an app", apps, q2)?;
        self.per_key("Q2 through the engine's planner", apps, |at| {
            format!("SELECT * FROM ({}) AS t", q2(at))
        })?;
        self.per_key("Q3 members of a group", groups, q3)?;
        self.per_key("Q3 through the engine's planner", groups, |at| {
            format!("SELECT * FROM ({}) AS t", q3(at))
        })
    }

    fn per_key(&self, what: &str, most: usize, sql: impl Fn(usize) -> String) -> Result<(), Box<dyn Error>> {
        let mut random = Random(3);
        let (mut times, mut rows) = (Vec::new(), 0);
        for _ in 0..KEYS {
            let (answer, time) = self.ask(&sql(1 + random.below(most - 1)))?;
            rows += answer.stats.rows;
            times.push(time);
        }
        times.sort_unstable();
        let us = |at: usize| times[at].as_secs_f64() * 1e6;
        println!(
            "{what:<64} {:>10.1} {:>10.1} {:>9.1}",
            us(KEYS / 2),
            us(KEYS * 99 / 100),
            rows as f64 / KEYS as f64
        );
        Ok(())
    }

    fn whole(&self) -> Result<(), Box<dyn Error>> {
        println!(
            "{:<64} {:>10} {:>10} {:>10} {:>9}",
            "whole organization, milliseconds", "first", "best", "processor", "rows"
        );
        for (what, sql) in WHOLE {
            let mut times = Vec::new();
            let mut rows = 0;
            let before = processor_ms();
            for _ in 0..RUNS {
                let (answer, time) = self.ask(sql)?;
                rows = answer.stats.rows;
                times.push(time);
            }
            let first = times[0].as_secs_f64() * 1e3;
            let best = times.iter().min().map_or(0.0, |time| time.as_secs_f64() * 1e3);
            let spent = (processor_ms() - before) / RUNS as f64;
            println!("{what:<64} {first:>10.2} {best:>10.2} {spent:>10.2} {rows:>9}");
        }
        Ok(())
    }
}

/// Milliseconds that all threads of this program have run (Linux).
fn processor_ms() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let ns = |task: std::fs::DirEntry| -> Option<u64> {
        std::fs::read_to_string(task.path().join("schedstat"))
            .ok()?
            .split(' ')
            .next()?
            .parse()
            .ok()
    };
    tasks.filter_map(ns).sum::<u64>() as f64 / 1e6
}

const WHOLE: [(&str, &str); 14] = [
    (
        "Q4 distinct resources of every identity, plain SQL",
        "SELECT identity, count(DISTINCT resource_id) FROM access_path GROUP BY identity",
    ),
    (
        "Q4 the fifty with most",
        "SELECT identity, count(DISTINCT resource_id) AS n FROM access_path WHERE kind = 'ALLOWED' GROUP BY identity ORDER BY n DESC LIMIT 50",
    ),
    (
        "Q4 from identities",
        "SELECT name, standing_privileges FROM identities",
    ),
    ("every path row, counted", "SELECT count(*) FROM access_path"),
    (
        "every path row, counted by the engine",
        "SELECT count(*) AS n FROM access_path WHERE kind = 'ALLOWED'",
    ),
    (
        "every path row, identity and resource",
        "SELECT identity, resource FROM access_path",
    ),
    (
        "every path row, grouped by action type",
        "SELECT action_type, count(*) FROM access_path GROUP BY action_type",
    ),
    (
        "Q5 administrators with reasons",
        "SELECT * FROM access_path WHERE action_type = 'admin_role'",
    ),
    (
        "Q6 tokens, owners, roles of the owners",
        "SELECT t.resource AS token, t.identity AS owner, r.action FROM access_path t JOIN access_path r ON r.identity_id = t.identity_id WHERE t.action_type = 'credential' AND r.action_type = 'admin_role'",
    ),
    (
        "Q7 all nodes by label",
        r#"SELECT * FROM nodes WHERE labels @> '{"teleport.dev/origin": "okta"}'"#,
    ),
    (
        "Q7 all nodes by label, four columns",
        r#"SELECT id, kind, name, labels FROM nodes WHERE labels @> '{"teleport.dev/origin": "okta"}'"#,
    ),
    (
        "Q7 selective",
        r#"SELECT * FROM nodes WHERE labels @> '{"okta/app-name": "catalogue_7"}'"#,
    ),
    (
        "people by letter",
        "SELECT identity, count(*) FROM access_path WHERE identity LIKE 'first.last1234%' GROUP BY identity",
    ),
    (
        "apps by number of paths",
        "SELECT resource, count(*) AS n FROM access_path WHERE action_type = 'assignment' GROUP BY resource ORDER BY n DESC LIMIT 20",
    ),
];
