//! Every figure of keeping and finding events, over System Log events of 2.6 KB made from a seed.
//!
//! `cargo bench -p portolan-archive --bench archive [-- <events> [keep] [storing] [unjudged] [replaying] [write=<file>]]`,
//! 200,000 events over 90 days unless told otherwise.
//! With the word `unjudged`, rules are left out of the intake; with `storing`, look-ups too; with `replaying`, look-ups
//! are left out, and what is kept is played to the rules three times. With the word `keep`, the folder stays; the events are written to the file, one a line, for other engines.
//! Look-ups are of keys drawn anew each time; the median and the 99th of 100 are told, and the mean of processor time,
//! which others on the machine change less.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod world;

use activity::detect::{Engine, Limits, NoGraph, RuleSet, Sieve, Tuning, shipped};
use activity::event::{Batch, Field, Moment, Source, View};
use activity::normalise::{Normaliser, Origin};
use archive::{Archive, Column, Compacted, Filter, Options, Query};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use world::World;

/// The product's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    if !has_word("keep") {
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
    if let Some(path) = std::env::args().find_map(|word| Some(word.strip_prefix("write=")?.to_owned())) {
        write(&path, events)?;
    }
    let raw = intake(&archive, &mut world, events, &options)?;
    sizes(&archive, folder, events, raw);
    let begun = Instant::now();
    let archive = {
        drop(archive);
        Archive::open(folder, options)?
    };
    println!("open                          {:>10.2?}", begun.elapsed());
    println!("memory                        {:>10} kB", resident());
    if has_word("storing") {
        return Ok(());
    }
    if has_word("replaying") {
        return (0..3).try_for_each(|_| replay(&archive, events));
    }
    look_ups(&archive, &mut world)?;
    counts(&archive, events)?;
    replay(&archive, events)?;
    println!("memory                        {:>10} kB", resident());
    Ok(())
}

fn has_word(wanted: &str) -> bool {
    std::env::args().any(|word| word == wanted)
}

/// Shows a batch to the rules.
fn judge(engine: &mut Engine, batch: &Batch, input: &[u8]) {
    let mut now = Moment(i64::MIN);
    for event in batch.events(Some(input)) {
        now = now.max(event.time());
        engine.observe(&event, &NoGraph);
    }
    engine.advance(now, &NoGraph);
    engine.changes();
}

/// All shipped rules over what is kept, as `rules replay` plays it: heard once to tell who may be found, then played.
fn replay(archive: &Archive, events: usize) -> Result<(), Failure> {
    let rules = Arc::new(RuleSet::new(
        shipped::rules(&Tuning::default()).unwrap_or_default(),
    ));
    let (mut sieve, mut alerts) = (Sieve::new(Arc::clone(&rules)), 0);
    let (heard, hearing) = timed(|| {
        archive.watch(&Query::default(), &mut |event| {
            sieve.hear(event, &NoGraph);
            ControlFlow::Continue(())
        })
    });
    heard?;
    let mut engine = Engine::new(rules, Limits::of_history());
    let mut now = Moment(i64::MIN);
    let (told, playing) = timed(|| {
        let told = archive.watch(&Query::default(), &mut |event| {
            now = now.max(event.time());
            engine.observe_sifted(event, &NoGraph, &mut sieve);
            if engine.stats().events.is_multiple_of(16_384) {
                engine.advance(now, &NoGraph);
                alerts += engine.changes().len();
            }
            ControlFlow::Continue(())
        });
        engine.advance(now, &NoGraph);
        alerts += engine.changes().len();
        told
    });
    told?;
    let rate = |time: Duration| events as f64 / time.as_secs_f64().max(1e-9);
    println!(
        "all rules over what is kept   {:>10.0} events/s of processor time; heard {:.0}, played {:.0}; {:.1} rules touched \
         by each event, {:?} keys may be found, {alerts} changes",
        rate(hearing + playing),
        rate(hearing),
        rate(playing),
        sieve.stats().hits as f64 / events as f64,
        sieve.suspects(),
    );
    Ok(())
}

/// Writes the events that are taken in, one a line.
fn write(path: &str, events: usize) -> Result<(), Failure> {
    let mut world = World::new(7, events);
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for page in 0..events.div_ceil(PAGE) {
        let rows = world.page(PAGE.min(events - page * PAGE));
        let rows = rows.trim_start_matches('[').trim_end_matches(']');
        writeln!(file, "{}", rows.replace("},{\"actor\":", "}\n{\"actor\":"))?;
    }
    Ok(file.flush()?)
}

/// Processor time by what it was spent on.
#[derive(Default)]
struct Spent {
    normalise: Duration,
    rules: Duration,
    append: Duration,
    seal: Duration,
    compact: Duration,
    slowest: Duration,
}

fn intake(archive: &Archive, world: &mut World, events: usize, options: &Options) -> Result<usize, Failure> {
    let origin = Origin {
        source: Source::Okta,
        org: "https://acme.okta.com",
    };
    let mut normaliser = Normaliser::new();
    let rules = RuleSet::new(shipped::rules(&Tuning::default()).unwrap_or_default());
    let mut engine = Engine::new(Arc::new(rules), Limits::default());
    let is_judged = !has_word("storing") && !has_word("unjudged");
    let (mut batch, mut spent, mut raw) = (Batch::default(), Spent::default(), 0);
    for page in 0..events.div_ceil(PAGE) {
        let text = world.page(PAGE);
        raw += text.len();
        batch.clear();
        spent.normalise += timed(|| normaliser.intake(origin, text.as_bytes(), Moment(0), &mut batch)).1;
        if is_judged {
            spent.rules += timed(|| judge(&mut engine, &batch, text.as_bytes())).1;
        }
        let clock = Instant::now();
        let cursor = page.to_string();
        let (appended, time) = timed(|| archive.append(&batch, text.as_bytes(), Some(("okta", &cursor))));
        appended?;
        spent.append += time;
        spent.slowest = spent.slowest.max(clock.elapsed());
        if (page + 1) * PAGE % options.seal_rows < PAGE {
            let (sealed, time) = timed(|| archive.seal());
            sealed?;
            spent.seal += time;
        }
    }
    let (sealed, time) = timed(|| archive.seal());
    sealed?;
    spent.seal += time;
    println!("{events} events of {} bytes", raw / events);
    println!("memory, most of all           {:>10} kB", status("VmHWM:"));
    let (compacted, time) = timed(|| archive.compact());
    spent.compact = time;
    spent.tell(events, compacted?);
    Ok(raw)
}

impl Spent {
    fn tell(&self, events: usize, compacted: Compacted) {
        let rate = |time: Duration| events as f64 / time.as_secs_f64().max(1e-9);
        println!(
            "append, durable               {:>10.0} events a CPU second, slowest batch {:.2?}",
            rate(self.append),
            self.slowest
        );
        let storing = self.append + self.seal;
        let intake = self.normalise + self.rules + storing;
        for (name, time) in [
            ("seal", self.seal),
            ("storing (append and seal)", storing),
            ("normalise", self.normalise),
            ("all shipped rules", self.rules),
            ("intake: all of these", intake),
            ("compact", self.compact),
            ("intake and compaction", intake + self.compact),
        ] {
            println!("{name:<30}{:>10.0}", rate(time));
        }
        println!(
            "merged                        {:>10} segments into {}",
            compacted.merged, compacted.made
        );
    }
}

/// What something gives, and how long it had the processor.
fn timed<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let begun = processor_time();
    let given = f();
    (given, processor_time() - begun)
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
        let (mut found, mut spent) = (0, Duration::ZERO);
        for _ in 0..ROUNDS {
            let question = query(make(world));
            let begun = Instant::now();
            let (page, time) = timed(|| archive.search(&question, limit, None));
            times.push(begun.elapsed());
            found += page?.events.len();
            spent += time;
        }
        times.sort();
        println!(
            "{name:<30}{:>10.3?} p50 {:>10.3?} p99, {:.3?} of processor time, {:.1} events",
            times[ROUNDS / 2],
            times[ROUNDS * 99 / 100],
            spent / ROUNDS as u32,
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
    status("VmRSS:")
}

/// A line of what the kernel knows of this process, in kB.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
