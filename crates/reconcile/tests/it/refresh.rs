//! A refresh in part comes to the same rows as a whole scan.

mod acts;

use crate::bench::{Bench, URL};
use crate::rows::difference;
use crate::simulated::drive;
use acts::{ACTS, Act, acts};
use domain::Timestamp;
use portolan_reconcile::refresh::{self, After, Cursor, RefreshError};
use portolan_reconcile::scan::ScanOptions;
use proptest::prelude::*;
use std::time::Duration;

impl Bench {
    /// Follows the log from `cursor`, and takes over what it names.
    fn refresh(&self, cursor: &Cursor) -> Result<Option<Cursor>, RefreshError> {
        let now = || Timestamp::from_ms(self.world.clock_ms());
        let news = drive(
            &self.world.clock,
            refresh::news(&self.world.client, cursor, now()),
        )
        .unwrap();
        let touched = refresh::touched(&news.events);
        if touched.is_empty() {
            return Ok(None);
        }
        let after = After {
            snapshots: &self.snapshots,
            last: self.snapshots.latest(URL).unwrap().unwrap(),
            touched: &touched,
        };
        let options = ScanOptions::default();
        let refreshed = drive(
            &self.world.clock,
            refresh::apply(&self.world.client, after, options, &now, ()),
        )?;
        assert!(refreshed.snapshot.info().whole_at.is_some());
        Ok(Some(news.cursor))
    }

    fn whole(&self) -> i64 {
        let at = self.world.clock_ms();
        self.scan(at).unwrap();
        at
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

/// Acts, refreshes, and compares with a whole scan. Whether the refresh could do it.
fn comes_to_the_same(acts: &[Act]) -> bool {
    let runtime = runtime();
    let _entered = runtime.enter();
    let bench = Bench::new();
    let began = bench.whole();
    let mut cursor = Cursor::since(Timestamp::from_ms(began));
    let mut could = true;
    for half in acts.chunks(acts.len().div_ceil(2)) {
        bench.world.pass(Duration::from_secs(60));
        half.iter().for_each(|act| bench.act(act));
        bench.world.pass(Duration::from_secs(5));
        match bench.refresh(&cursor) {
            Ok(Some(next)) => cursor = next,
            Ok(None) => {}
            Err(RefreshError::NeedsWhole(_)) => could = false,
            Err(error) => panic!("{error}"),
        }
    }
    if could {
        let refreshed = bench.snapshots.latest(URL).unwrap().unwrap();
        bench.whole();
        let whole = bench.snapshots.latest(URL).unwrap().unwrap();
        let difference = difference(&refreshed, &whole);
        assert!(difference.is_empty(), "{acts:#?}\n{difference}");
    }
    could
}

/// One act of each kind: what goes wrong is named.
#[test]
fn each_change_comes_to_what_a_whole_scan_finds() {
    let runtime = runtime();
    let _entered = runtime.enter();
    let bench = Bench::new();
    let mut cursor = Cursor::since(Timestamp::from_ms(bench.whole()));
    let mut idle = Vec::new();
    for (number, what) in ACTS.into_iter().enumerate() {
        let act = Act {
            what,
            one: number * 7 + 3,
            other: number * 3 + 3,
        };
        bench.world.pass(Duration::from_secs(60));
        bench.act(&act);
        bench.world.pass(Duration::from_secs(5));
        let next = bench.refresh(&cursor);
        match next.unwrap_or_else(|error| panic!("{what}: {error}")) {
            Some(next) => cursor = next,
            None => idle.push(what),
        }
        let refreshed = bench.snapshots.latest(URL).unwrap().unwrap();
        bench.whole();
        let whole = bench.snapshots.latest(URL).unwrap().unwrap();
        let difference = difference(&refreshed, &whole);
        assert!(difference.is_empty(), "{act:?}\n{difference}");
    }
    println!("refused by the organization, or without an event: {idle:?}");
    assert!(idle.len() <= 8, "{idle:?}");
    let proven = |what: &&str| what.ends_with("rule") || what.ends_with("scope") || what.ends_with("secret");
    assert!(!idle.iter().any(proven), "{idle:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_come_to_what_a_whole_scan_finds(acts in acts()) {
        comes_to_the_same(&acts);
    }
}
