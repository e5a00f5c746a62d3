//! Timing and the table of figures.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What `work` gives and how long it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// The time of one call per key, hot: the best of a few batches, since other programs disturb the rest.
pub(crate) fn per_key<K: Copy, R>(keys: &[K], repeats: u32, mut work: impl FnMut(K) -> R) -> Vec<Duration> {
    let mut times = Vec::new();
    for &key in keys {
        work(key);
        let mut batch = || timed(|| (0..repeats).for_each(|_| drop(black_box(work(key))))).1;
        let best = (0..6).map(|_| batch()).min();
        times.push(best.unwrap_or_default() / repeats);
    }
    times
}

/// The first call per key, cold but for what earlier keys left in the caches.
pub(crate) fn first_touch<K: Copy>(keys: &[K], mut work: impl FnMut(K)) -> Vec<Duration> {
    keys.iter().map(|&key| timed(|| work(key)).1).collect()
}

/// A few runs of the same work after one to warm up: the mean processor time of a run where it is long enough to
/// be told, since other programs disturb the wall clock.
pub(crate) fn runs<R>(count: u32, mut work: impl FnMut() -> R) -> Vec<Duration> {
    black_box(work());
    let before = processor_time();
    let walls: Vec<Duration> = (0..count).map(|_| timed(|| black_box(work())).1).collect();
    match (before, processor_time()) {
        (Some(before), Some(after)) if after.saturating_sub(before) > Duration::from_millis(50) => {
            vec![(after - before) / count]
        }
        _ => walls,
    }
}

/// Time that this thread has run (Linux).
pub(crate) fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// The best of a few runs.
pub(crate) fn ms(times: &mut [Duration]) -> String {
    times.sort_unstable();
    times.first().map_or(String::new(), |time| {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    })
}

/// Median and 99th percentile.
pub(crate) fn us(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
    match (at(50), at(99)) {
        (Some(median), Some(tail)) => {
            format!(
                "{:.2} / {:.2} µs",
                median.as_secs_f64() * 1e6,
                tail.as_secs_f64() * 1e6
            )
        }
        _ => String::new(),
    }
}

#[derive(Default)]
pub(crate) struct Report(Vec<(String, String, String)>);

impl Report {
    pub(crate) fn add(&mut self, what: &str, ours: String, plain: String) {
        self.0.push((what.to_owned(), ours, plain));
    }

    pub(crate) fn print(&self) {
        println!("{:<50} {:>24} {:>24}", "", "graph", "plain arrays");
        for (what, ours, plain) in &self.0 {
            println!("{what:<50} {ours:>24} {plain:>24}");
        }
    }
}
