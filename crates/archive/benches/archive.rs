//! Every figure of keeping and finding events, over System Log events of 2.6 KB made from a seed.
//!
//! `cargo bench -p portolan-archive --bench archive [-- <events> [keep]]`, 200,000 events over 90 days unless told otherwise.
//! With the word `keep`, the folder stays.
//! Look-ups are of keys drawn anew each time; the median and the 99th of 100 are told.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod world;

use activity::event::{Batch, Field, Moment, Source};
use activity::normalise::{Normaliser, Origin};
use archive::{Archive, Column, Filter, Options, Query};
use std::path::Path;
use std::time::{Duration, Instant};
use world::World;

const PAGE: usize = 1_000;
const ROUNDS: usize = 100;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let events = std::env::args()
        .filter_map(|word| word.parse().ok())
        .next()
        .unwrap_or(200_000);
    let folder = std::env::temp_dir().join(format!("portolan-archive-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let told = run(&folder, events);
    if !std::env::args().any(|word| word == "keep") {
        std::fs::remove_dir_all(&folder)?;
    }
    told
}

fn run(folder: &Path, events: usize) -> Result<(), Failure> {
    let options = Options {
        background: false,
        ..Options::default()
    };
    let archive = Archive::open(folder, options.clone())?;
    let mut world = World::new(7, events);
    let raw = intake(&archive, &mut world, events, &options)?;
    sizes(&archive, folder, events, raw);
    let begun = Instant::now();
    let archive = {
        drop(archive);
        Archive::open(folder, options)?
    };
    println!("open                          {:>10.2?}", begun.elapsed());
    println!("memory                        {:>10} kB", resident());
    look_ups(&archive, &mut world)?;
    counts(&archive, events)?;
    println!("memory                        {:>10} kB", resident());
    Ok(())
}

fn intake(archive: &Archive, world: &mut World, events: usize, options: &Options) -> Result<usize, Failure> {
    let origin = Origin {
        source: Source::Okta,
        org: "https://acme.okta.com",
    };
    let mut normaliser = Normaliser::new();
    let mut batch = Batch::default();
    let (mut parse, mut append, mut seal) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let (mut raw, mut slowest) = (0, Duration::ZERO);
    for page in 0..events.div_ceil(PAGE) {
        let text = world.page(PAGE);
        raw += text.len();
        batch.clear();
        let begun = processor_time();
        normaliser.intake(origin, text.as_bytes(), Moment(0), &mut batch);
        parse += processor_time() - begun;
        let (begun, clock) = (processor_time(), Instant::now());
        archive.append(&batch, text.as_bytes(), Some(("okta", &page.to_string())))?;
        append += processor_time() - begun;
        slowest = slowest.max(clock.elapsed());
        if (page + 1) * PAGE % options.seal_rows < PAGE {
            let begun = processor_time();
            archive.seal()?;
            seal += processor_time() - begun;
        }
    }
    let begun = processor_time();
    archive.seal()?;
    seal += processor_time() - begun;
    let begun = processor_time();
    let compacted = archive.compact()?;
    let compact = processor_time() - begun;
    let rate = |time: Duration| events as f64 / time.as_secs_f64().max(1e-9);
    println!("{events} events of {} bytes", raw / events);
    println!(
        "append, durable               {:>10.0} events a CPU second, slowest batch {slowest:.2?}",
        rate(append)
    );
    println!("seal                          {:>10.0}", rate(seal));
    println!("storing (append and seal)     {:>10.0}", rate(append + seal));
    println!(
        "normalise, append and seal    {:>10.0}",
        rate(parse + append + seal)
    );
    println!(
        "compact                       {:>10.0}, {compacted:?}",
        rate(compact)
    );
    println!(
        "all of it                     {:>10.0}",
        rate(parse + append + seal + compact)
    );
    Ok(raw)
}

fn sizes(archive: &Archive, folder: &Path, events: usize, raw: usize) {
    let stats = archive.stats();
    let (mut parquet, mut index) = (0, 0);
    for source in stats.sources.values() {
        parquet += source.events_bytes;
        index += source.index_bytes;
    }
    let each = |bytes: u64| bytes as f64 / events as f64;
    println!(
        "bytes an event                {:>10.1} = Parquet {:.1} + index {:.1}, in {} segments; raw {:.1} times as many",
        each(parquet + index),
        each(parquet),
        each(index),
        stats.segments,
        raw as f64 / (parquet + index) as f64
    );
    println!("folder                        {}", folder.display());
}

fn is(column: impl Into<Column>, value: String) -> Filter {
    Filter::Is {
        column: column.into(),
        values: vec![value],
    }
}

fn look_ups(archive: &Archive, world: &mut World) -> Result<(), Failure> {
    let query = |filter| Query {
        filter,
        ..Query::default()
    };
    type Make = fn(&mut World) -> Filter;
    let kinds: [(&str, usize, Make); 8] = [
        ("one actor, newest 100", 100, |world| {
            is(Field::ActorName, world.person())
        }),
        ("one actor, newest 20", 20, |world| {
            is(Field::ActorName, world.person())
        }),
        ("actor by any name, newest 100", 100, |world| {
            is(Column::Actor, world.person())
        }),
        ("one address, newest 100", 100, |world| {
            is(Field::Ip, world.address())
        }),
        ("one id", 1, |world| is(Field::Uid, world.id())),
        ("one session, newest 100", 100, |world| {
            is(Field::SessionId, world.session())
        }),
        ("one rare word in raw", 100, |world| Filter::Word(world.word())),
        ("one target, newest 100", 100, |world| {
            is(Column::Target, world.target())
        }),
    ];
    for (name, limit, make) in kinds {
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..ROUNDS {
            let question = query(make(world));
            let begun = Instant::now();
            found += archive.search(&question, limit, None)?.events.len();
            times.push(begun.elapsed());
        }
        times.sort();
        println!(
            "{name:<30}{:>10.3?} p50 {:>10.3?} p99, {:.1} events",
            times[ROUNDS / 2],
            times[ROUNDS * 99 / 100],
            found as f64 / ROUNDS as f64
        );
    }
    Ok(())
}

fn counts(archive: &Archive, events: usize) -> Result<(), Failure> {
    let query = |filter| Query {
        filter,
        ..Query::default()
    };
    let million = 1_000_000.0 / events as f64;
    let tell = |name: &str, found: u64, begun: Instant| {
        let time = begun.elapsed();
        println!(
            "{name:<30}{time:>10.2?}, {:.2?} a million; {found}",
            time.mul_f64(million)
        );
    };
    let columns = [
        Field::Source,
        Field::SourceOrg,
        Field::SourcePart,
        Field::EventType,
        Field::ClassUid,
        Field::Action,
        Field::Status,
        Field::SeverityId,
        Field::ActorKind,
        Field::AuthMethod,
        Field::Country,
        Field::City,
        Field::AsOrg,
        Field::UaFamily,
        Field::TargetKind,
        Field::RiskLevel,
        Field::ActorName,
        Field::Ip,
    ];
    for round in 0..2 {
        if round == 1 {
            println!("again:");
        }
        let begun = Instant::now();
        let rows = archive.histogram(&Query::default(), Field::EventType, 3_600)?;
        tell("count by type and hour", rows.len() as u64, begun);
        let begun = Instant::now();
        let failed = query(is(Field::Status, "failure".to_owned()));
        let facets = archive.facets(&failed, &columns, 10)?;
        tell("18 facets of the failures", facets.len() as u64, begun);
        let begun = Instant::now();
        let facets = archive.facets(&Query::default(), &columns, 10)?;
        tell("18 facets of all", facets.len() as u64, begun);
        let begun = Instant::now();
        let line = archive.timeline(&query(is(Field::Action, "login".to_owned())), 86_400)?;
        tell("time line of one action", line.len() as u64, begun);
        for (name, text) in [
            ("substring inside words", "4a7f1"),
            ("substring over words, rare", "person12@acme"),
            ("substring over words, in all", "\"os\":\"Mac OS"),
            ("substring that is nowhere", "zzq:xx"),
        ] {
            let begun = Instant::now();
            let count = archive.count(&query(Filter::Substring(text.to_owned())))?;
            tell(name, count.events, begun);
        }
    }
    Ok(())
}

/// Time that this process has had the processor.
fn processor_time() -> Duration {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = schedule.split(' ').next().and_then(|word| word.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
