//! What people of the small organization do outside of Okta: ordinary days in AWS, GitHub and Teleport, and what the
//! thief of a session does there. It goes in as anybody's events do, through the import call.

mod aws;
mod github;
mod teleport;

use crate::remote::Remote;
use anyhow::Context as _;
use okta_sim::{Sim, Stamp};
use serde_json::Value;

/// The super administrator who moved to Sales long ago: whose session is stolen.
pub(super) const VICTIM: &str = "wendell.price@harborline.example";
/// People of the platform team with the role they take on in AWS.
const PEOPLE: [(&str, &str); 6] = [
    ("iris.vogel", "Admin"),
    ("marek.novak", "Admin"),
    ("theo.lindqvist", "Operator"),
    ("selma.aydin", "Operator"),
    ("bao.tran", "Admin"),
    ("dana.whitfield", "ReadOnly"),
];
const DOMAIN: &str = "harborline.example";
const DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// Somebody at work from somewhere.
struct Worker<'a> {
    /// Their login in Okta.
    login: &'a str,
    /// The part before `@`.
    short: &'a str,
    /// The role in AWS.
    role: &'a str,
    /// Network address.
    ip: &'a str,
    /// Tells the events of one day from those of another.
    key: u64,
}

/// A source with what it told.
struct Source {
    name: &'static str,
    org: &'static str,
    events: Vec<(Stamp, Value)>,
}

impl Source {
    const fn new(name: &'static str, org: &'static str) -> Self {
        Self {
            name,
            org,
            events: Vec::new(),
        }
    }
}

/// An event that happens so long after the beginning, in milliseconds.
type Told = (i64, Value);

/// Brings the events of the days before `today` in, and of the theft that has just happened.
pub(super) async fn bring_in(remote: &Remote, sim: &Sim, seed: u64, today: Stamp) -> anyhow::Result<()> {
    let mut all = [
        Source::new("aws", "111111111111"),
        Source::new("github", "harborline"),
        Source::new("teleport", "teleport.harborline.example"),
    ];
    let mut tell = |begin: Stamp, told: [Vec<Told>; 3]| {
        for (source, told) in all.iter_mut().zip(told) {
            let dated = told
                .into_iter()
                .map(|(after, event)| (begin.plus_ms(after), event));
            source.events.extend(dated);
        }
    };
    for (number, (short, role)) in (0_u64..).zip(PEOPLE) {
        let login = format!("{short}@{DOMAIN}");
        let Some((home, _)) = sim.addresses(&login, seed) else {
            continue;
        };
        for day in 1..=DAYS {
            let begin = morning(today, day, number);
            if is_weekend(begin) {
                continue;
            }
            let worker = Worker {
                login: &login,
                short,
                role,
                ip: &home,
                key: day.unsigned_abs() * 100 + number,
            };
            tell(
                begin,
                [aws::day(&worker), github::day(&worker), teleport::day(&worker)],
            );
        }
    }
    if let Some((_, strange)) = sim.addresses(VICTIM, seed) {
        let thief = Worker {
            login: VICTIM,
            short: "wendell.price",
            role: "Admin",
            ip: &strange,
            key: 9_900,
        };
        let begin = today.plus_ms(-2 * 60_000);
        tell(
            begin,
            [aws::theft(&thief), github::theft(&thief), teleport::theft(&thief)],
        );
    }
    let last = all.len();
    for (number, brought) in all.into_iter().enumerate() {
        let Source {
            name: source,
            org,
            events,
        } = brought;
        let mut lines = String::new();
        for (at, event) in events {
            lines.push_str(&dated(source, event, at).to_string());
            lines.push('\n');
        }
        // As if collectors had brought them; judged when all sources have told theirs.
        let more = number + 1 < last;
        let path = format!("/api/v1/activity/import?source={source}&org={org}&alerts=told&more={more}");
        let _: Value = remote
            .send_body(&path, lines.into())
            .await
            .with_context(|| format!("the events of {source} could not be brought in"))?;
    }
    Ok(())
}

/// When somebody's work began, so many days ago.
fn morning(today: Stamp, day: i64, person: u64) -> Stamp {
    let midnight = Stamp(today.0.div_euclid(DAY_MS) * DAY_MS);
    let late_ms = i64::try_from(person * 17 % 60).unwrap_or(0) * 60_000;
    midnight.plus_ms(-day * DAY_MS + 7 * HOUR_MS + late_ms)
}

fn is_weekend(at: Stamp) -> bool {
    // The first of January 1970 was a Thursday.
    let weekday = (at.0.div_euclid(DAY_MS) + 4).rem_euclid(7);
    weekday == 0 || weekday == 6
}

/// Writes the time where the source has it.
fn dated(source: &str, mut event: Value, at: Stamp) -> Value {
    match source {
        "aws" => event["eventTime"] = seconds(at).into(),
        "github" => {
            event["@timestamp"] = at.0.into();
            event["created_at"] = at.0.into();
        }
        _ => event["time"] = at.to_string().into(),
    }
    event
}

/// CloudTrail tells whole seconds.
fn seconds(at: Stamp) -> String {
    let text = at.to_string();
    match text.split_once('.') {
        Some((whole, _)) => format!("{whole}Z"),
        None => text,
    }
}

/// An id in the form of a UUID: the same event of the same day has the same one.
fn uid(worker: &Worker<'_>, source: u64, number: usize) -> String {
    format!("{:08x}-{source:04x}-4000-8000-{number:012x}", worker.key)
}

#[cfg(test)]
mod tests;
