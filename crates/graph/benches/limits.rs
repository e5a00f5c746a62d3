//! Measures the graph beside hand-written loops over plain arrays, which are the limit, in one run.
//!
//! `cargo bench -p portolan-graph --bench limits` ; `PORTOLAN_BENCH_SCALE=10` makes the world ten times smaller.
//! The world is that of a large organization: 200,000 people, 20,000 groups, 2,000 apps, 5.0 million memberships
//! with power-law sizes, 7,600 group and 300,000 direct assignments, 727 role assignments, 239 tokens.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "limits/measure.rs"]
mod measure;
#[path = "limits/plain.rs"]
mod plain;
#[path = "limits/questions.rs"]
mod questions;
#[path = "limits/world.rs"]
mod world;

use std::error::Error;
use std::hint::black_box;

use graph::Graph;
use measure::{Report, ms, processor_time};
use plain::Plain;
use world::World;

use portolan_graph as graph;

fn main() -> Result<(), Box<dyn Error>> {
    let scale = std::env::var("PORTOLAN_BENCH_SCALE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let world = World::new(scale);
    let mut report = Report::default();
    let first = build(&world, &mut report)?;
    let plain = Plain::new(&first);
    questions::one_key(&first, &plain, &mut report);
    questions::whole_organization(&first, &plain, &mut report);
    let admins = questions::reach(&first, &plain, &mut report);
    questions::differences(&first, &plain, &world, &mut report)?;
    report.print();
    println!("\n{admins}");
    println!("{:#?}", first.memory());
    Ok(())
}

/// Processor time since `before`.
fn spent(before: Option<std::time::Duration>) -> std::time::Duration {
    processor_time()
        .unwrap_or_default()
        .saturating_sub(before.unwrap_or_default())
}

/// Builds three times; the last graph stays.
fn build(world: &World, report: &mut Report) -> Result<Graph, Box<dyn Error>> {
    let mut times = Vec::new();
    let mut standing = Vec::new();
    let mut plain_times = Vec::new();
    let mut last = None;
    for _ in 0..3 {
        drop(last.take());
        let before = processor_time();
        let (graph, wall) = world.build()?;
        println!(
            "build: {wall:?} by the wall clock, with the making of rows {:?} of processor",
            spent(before)
        );
        times.push(wall);
        let before = processor_time();
        let counts = black_box(graph.standing_privileges_of_all()).len();
        standing.push(spent(before));
        let plain = Plain::new(&graph);
        let before = processor_time();
        assert_eq!(black_box(plain.standing()).len(), counts.min(world.users));
        plain_times.push(spent(before));
        last = Some(graph);
    }
    let graph = last.ok_or("no graph was built")?;
    let links = graph.link_count() as f64;
    println!(
        "{} nodes, {} links, {:.1} bytes a link, {:.0} MB in all\n",
        graph.node_count(),
        graph.link_count(),
        graph.memory().links as f64 / links,
        graph.memory().total() as f64 / 1e6
    );
    report.add("build from facts", ms(&mut times), String::new());
    report.add(
        "Q4 distinct resources of everybody",
        ms(&mut standing),
        ms(&mut plain_times),
    );
    Ok(graph)
}
