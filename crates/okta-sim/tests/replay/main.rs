//! Recorded sessions of Okta's own test suites, played against the simulator from the first request to the last.
//!
//! Every session starts in a fresh small world. Requests go out in the recorded order, with the ids of the recording
//! replaced by ours as our answers bring them. Each answer is compared with the recorded one: status, error code and
//! summary, every member and the JSON type of every leaf. What differs has to stand, with its reason, in `meant.tsv`
//! beside this file, and every line there has to be needed. Of other recordings than those that the table was made for, a
//! tenth may differ without a reason, and what does is printed. Skipped without `PORTOLAN_RECORDED_DATA`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests: what breaks here breaks the test"
)]

mod compare;
mod meant;
mod session;

use std::collections::{BTreeMap, BTreeSet};

use meant::Meant;
use session::{Outcome, Session};

/// What differs, in how many interactions, and a session that shows it.
type Differences = BTreeMap<(String, String), (usize, BTreeSet<String>)>;

/// Requests in the recordings that `meant.tsv` was made for.
const INTERACTIONS: usize = 8_386;

#[test]
fn recorded_sessions_are_answered_as_recorded() {
    let Some(folder) = std::env::var_os("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return;
    };
    let sessions = Session::all(&std::path::Path::new(&folder).join("okta/recorded"));
    if sessions.is_empty() {
        println!("skipped: there are no recorded sessions in it");
        return;
    }
    let outcomes = play_all(&sessions);
    let mut meant = Meant::read(include_str!("meant.tsv"));
    let mut unexplained: Differences = BTreeMap::new();
    let mut strange = 0;
    let mut tally: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for outcome in &outcomes {
        let mut what = outcome.skipped.unwrap_or("agree");
        if outcome
            .differences
            .iter()
            .any(|difference| difference.starts_with("not served"))
        {
            what = "endpoint not served";
        }
        for difference in &outcome.differences {
            if meant.explains(&outcome.kind, &outcome.session, difference) {
                if what == "agree" {
                    what = "differ as meant";
                }
            } else {
                what = "differ, unexplained";
                let entry = unexplained
                    .entry((outcome.kind.clone(), difference.clone()))
                    .or_default();
                entry.0 += 1;
                entry.1.insert(outcome.session.clone());
            }
        }
        strange += usize::from(what == "differ, unexplained");
        *tally.entry(what).or_default().entry(&outcome.kind).or_default() += 1;
    }
    summary(&tally);
    let idle = meant.idle();
    let told = told(&unexplained);
    if let Some(file) = std::env::var_os("PORTOLAN_REPLAY_OUT") {
        std::fs::write(file, format!("{told}{}", idle.join("\n"))).unwrap();
    }
    if outcomes.len() != INTERACTIONS {
        println!("other recordings than those of meant.tsv; what it does not explain:\n{told}");
        assert!(
            strange * 10 <= outcomes.len(),
            "{strange} of {} differ",
            outcomes.len()
        );
        return;
    }
    assert!(
        unexplained.is_empty(),
        "{} differences that meant.tsv does not explain:\n{told}",
        unexplained.len()
    );
    assert!(
        idle.is_empty(),
        "lines of meant.tsv that nothing needs:\n{}",
        idle.join("\n")
    );
}

/// Two threads: the sessions know nothing of each other.
fn play_all(sessions: &[Session]) -> Vec<Outcome> {
    let (left, right) = sessions.split_at(sessions.len() / 2);
    let play = |part: &[Session]| -> Vec<Outcome> { part.iter().flat_map(Session::play).collect() };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| play(right));
        let mut outcomes = play(left);
        outcomes.extend(other.join().unwrap());
        outcomes
    })
}

fn summary(tally: &BTreeMap<&str, BTreeMap<&str, usize>>) {
    let count = |what: &str| tally.get(what).map_or(0, |kinds| kinds.values().sum::<usize>());
    let all: usize = tally.values().flat_map(BTreeMap::values).sum();
    println!(
        "{all} interactions: {} agree in every field, {} differ as meant, {} not compared",
        count("agree"),
        count("differ as meant"),
        all - count("agree") - count("differ as meant"),
    );
    for (what, kinds) in tally.iter().filter(|(what, _)| **what != "agree") {
        println!("{what}: {}", count(what));
        let mut kinds: Vec<_> = kinds.iter().collect();
        kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), **kind));
        for (kind, count) in kinds {
            println!("  {count:5} {kind}");
        }
    }
}

fn told(unexplained: &Differences) -> String {
    let mut rows: Vec<_> = unexplained.iter().collect();
    rows.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let line = |((kind, difference), (count, sessions)): &(&(String, String), &(usize, BTreeSet<String>))| {
        let first = sessions.first().map_or("", String::as_str);
        format!(
            "{count}\t{kind}\t{difference}\t{} sessions, such as {first}\n",
            sessions.len()
        )
    };
    rows.iter().map(line).collect()
}
