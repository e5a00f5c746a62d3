//! The System Log is collected without loss and without holding up the present.

use crate::bench::Bench;
use crate::simulated::{BEGIN_MS, drive};
use domain::Timestamp;
use portolan_reconcile::logs::{self, LogSink};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

const ORG: &str = "acme.okta.test";

/// Keeps ids and cursors in memory.
#[derive(Default)]
struct Kept {
    ids: Mutex<BTreeSet<String>>,
    cursors: Mutex<BTreeMap<String, String>>,
    refuses: Mutex<bool>,
    lost: Mutex<Vec<(Timestamp, Timestamp)>>,
}

impl LogSink for Kept {
    fn cursor(&self, stream: &str) -> Option<String> {
        self.cursors.lock().unwrap().get(stream).cloned()
    }

    async fn take(&self, _: &str, events: Vec<u8>, cursor: (String, String)) -> Result<(), String> {
        if *self.refuses.lock().unwrap() {
            return Err("the disk is full".to_owned());
        }
        for line in events
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            let event: Value = serde_json::from_slice(line).unwrap();
            self.ids
                .lock()
                .unwrap()
                .insert(event["uuid"].as_str().unwrap().to_owned());
        }
        self.cursors.lock().unwrap().insert(cursor.0, cursor.1);
        Ok(())
    }

    async fn lost(&self, _: &str, from: Timestamp, until: Timestamp) -> Result<(), String> {
        self.lost.lock().unwrap().push((from, until));
        Ok(())
    }
}

struct Collecting {
    bench: Bench,
    kept: Kept,
}

impl Collecting {
    fn new() -> Self {
        Self {
            bench: Bench::new(),
            kept: Kept::default(),
        }
    }

    fn now(&self) -> Timestamp {
        let elapsed = self.bench.world.clock.elapsed().as_millis();
        Timestamp::from_ms(BEGIN_MS + i64::try_from(elapsed).unwrap())
    }

    fn read_new(&self) -> Result<logs::Read, logs::CollectError> {
        let now = || self.now();
        drive(
            &self.bench.world.clock,
            logs::read_new(&self.bench.world.client, &self.kept, ORG, &now),
        )
    }

    fn read_past(&self) -> logs::Past {
        let step = logs::read_past(
            &self.bench.world.client,
            &self.kept,
            ORG,
            logs::KEPT_DAYS,
            self.now(),
        );
        drive(&self.bench.world.clock, step).unwrap()
    }

    /// Something that the log tells.
    fn act(&self, name: &str) {
        let body = json!({ "profile": { "name": name } });
        self.bench.world.ask("POST", "/api/v1/groups", Some(&body));
    }

    fn count(&self) -> usize {
        self.kept.ids.lock().unwrap().len()
    }
}

#[test]
fn each_reading_brings_what_is_new() {
    let world = Collecting::new();
    world.read_new().unwrap();
    let before = world.count();
    world.act("one");
    world.act("two");
    let read = world.read_new().unwrap();
    assert_eq!(read.events, 2);
    assert_eq!(world.count(), before + 2);
    assert_eq!(world.read_new().unwrap().events, 0);
    assert!(logs::complete_to(&world.kept, ORG).is_some());
}

#[test]
fn what_was_refused_is_read_again() {
    let world = Collecting::new();
    world.read_new().unwrap();
    let before = world.count();
    world.act("one");
    *world.kept.refuses.lock().unwrap() = true;
    let refused = world.read_new().unwrap_err();
    assert_eq!(refused.to_string(), "the disk is full");
    *world.kept.refuses.lock().unwrap() = false;
    world.read_new().unwrap();
    assert_eq!(world.count(), before + 1);
}

#[test]
fn a_lost_position_is_replaced_by_a_time_before_it() {
    let world = Collecting::new();
    world.read_new().unwrap();
    world.act("one");
    let at = json!({ "position": "/api/v1/logs?after=gone&limit=1000", "at_ms": world.now().as_ms() });
    world
        .kept
        .cursors
        .lock()
        .unwrap()
        .insert(logs::live_stream(ORG), at.to_string());
    let before = world.count();
    world.read_new().unwrap();
    assert!(world.count() > before);
}

#[test]
fn the_past_is_read_step_by_step_to_its_end() {
    let world = Collecting::new();
    world.read_new().unwrap();
    let mut steps = 0;
    while !world.read_past().is_done {
        steps += 1;
        assert!(steps < 1_000, "the past has an end");
    }
    assert_eq!(world.read_past().events, 0, "done stays done");
}
