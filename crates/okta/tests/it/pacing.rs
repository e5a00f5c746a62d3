//! The whole client in simulated time, against buckets that count strictly.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use okta::{Client, Config, Credential, SystemClock};
use tokio::time::Instant;

use crate::fake::{Fake, Reply, path};

/// Fixed windows of a minute, a limit for each kind of path.
struct Buckets {
    start: Instant,
    used: BTreeMap<(&'static str, u64), u32>,
    refused: u32,
}

impl Buckets {
    fn answer(&mut self, path: &str) -> Reply {
        let (name, limit, offset) = match path {
            _ if path.starts_with("/api/v1/apps") => ("apps", 100, 13_700),
            _ if path.starts_with("/api/v1/groups") => ("groups", 500, 41_200),
            _ => ("users", 600, 7_001),
        };
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap() + offset;
        let window = now / 60_000;
        let used = self.used.entry((name, window)).or_default();
        let limited = *used >= limit;
        if limited {
            self.refused += 1;
        } else {
            *used += 1;
        }
        // Okta's clock is years away from ours.
        let epoch = |ms: u64| 2_000_000_000 + (ms - offset) as i64 / 1000;
        let date = jiff::Timestamp::from_second(epoch(now)).unwrap();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&date)
            .unwrap();
        let reset = 2_000_000_000 + ((window + 1) * 60_000 - offset) as i64 / 1000;
        Reply::json("[]")
            .status(if limited { 429 } else { 200 })
            .header("date", &date)
            .header("x-rate-limit-limit", &limit.to_string())
            .header("x-rate-limit-remaining", &(limit - *used).to_string())
            .header("x-rate-limit-reset", &reset.to_string())
    }
}

#[tokio::test(start_paused = true)]
async fn a_scan_takes_the_time_of_its_slowest_bucket_and_no_429() {
    let buckets = Buckets {
        start: Instant::now(),
        used: BTreeMap::new(),
        refused: 0,
    };
    let buckets = Arc::new(Mutex::new(buckets));
    let side = Arc::clone(&buckets);
    let fake = Fake::new(move |request| side.lock().unwrap().answer(path(request)));
    let config = Config::new("https://acme.okta.com", Credential::api_token("t"));
    let client = Client::with(config, fake, Arc::new(SystemClock::default())).unwrap();
    let before = Instant::now();
    let mut readers = Vec::new();
    for reader in 0..20 {
        let client = client.clone();
        readers.push(tokio::spawn(async move {
            for n in 0..50 {
                client.app_users(&format!("a{reader}x{n}")).all().await.unwrap();
                client.group_member_ids("g").all().await.unwrap();
                client.factors("u").all().await.unwrap();
            }
        }));
    }
    for reader in readers {
        reader.await.unwrap();
    }
    // 1000 requests of the apps bucket at half of 100 a minute: 20 minutes.
    let minutes = before.elapsed().as_secs_f64() / 60.0;
    assert!(minutes <= 20.0 * 1.1, "{minutes}");
    let buckets = buckets.lock().unwrap();
    assert_eq!(buckets.refused, 0);
    let most = buckets
        .used
        .iter()
        .filter(|((name, _), _)| *name == "apps")
        .map(|(_, used)| *used)
        .max();
    assert!(most.unwrap() <= 52, "{most:?}");
    let progress = client.progress();
    assert_eq!((progress.requests, progress.retries), (3_000, 0));
    let apps = progress
        .buckets
        .iter()
        .find(|bucket| bucket.class == okta::Class::Apps)
        .unwrap();
    assert_eq!((apps.limit, apps.requests, apps.limited), (Some(100), 1_000, 0));
}
