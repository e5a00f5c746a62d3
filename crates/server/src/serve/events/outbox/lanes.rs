//! Each destination of alerts has a lane of its own: its messages go one after another in the order they were made, and
//! it is tried again by its own clock. One that hangs or fails holds up nobody else.
//!
//! A failure that concerns the destination (nothing answers, it is overloaded, it does not let us in) ends the lane's
//! turn. One that concerns the message alone (it is too long, or not understood) lets the others pass.

use super::{Answered, add_reach, body_of, http_client, outcome, send};
use crate::serve::events::Adapter;
use crate::serve::now;
use std::collections::BTreeMap;
use std::time::Duration;
use store::state::{Forward, StateError};
use tokio::task::JoinHandle;

/// How often it is looked whether there are other destinations, or messages that are due again.
const LOOK: Duration = Duration::from_secs(5);
/// A destination in trouble is asked again after so long; doubles up to the longest.
const FIRST_REST: Duration = Duration::from_secs(10);
const LONGEST_REST: Duration = Duration::from_secs(300);

/// A lane that ends when this is dropped.
struct Lane {
    /// Changes when the destination is another: then it is tried at once.
    key: String,
    task: JoinHandle<()>,
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How a turn of a lane ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    /// Nothing is due any more.
    Through,
    /// The destination is in trouble.
    Stuck,
}

/// Sends until the server ends: at once when alerts were written, and when a message is due again.
pub(in crate::serve::events) async fn run(adapter: Adapter) {
    let http = match http_client() {
        Ok(http) => http,
        Err(error) => return tracing::error!(%error, "alerts cannot be forwarded"),
    };
    let mut lanes: BTreeMap<String, Lane> = BTreeMap::new();
    loop {
        match adapter.state.forwards().await {
            Ok(forwards) => attend(&mut lanes, &forwards, |id| {
                tokio::spawn(lane(adapter.clone(), http.clone(), id))
            }),
            Err(error) => tracing::warn!(%error, "the outbox waits for the state"),
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Starts a lane for each destination that has none; ends those of destinations that are gone, off or changed.
fn attend(
    lanes: &mut BTreeMap<String, Lane>,
    forwards: &[Forward],
    mut start: impl FnMut(String) -> JoinHandle<()>,
) {
    let told = |id: &str| forwards.iter().find(|one| one.id == id && one.enabled);
    lanes.retain(|id, lane| {
        !lane.task.is_finished() && told(id).is_some_and(|forward| forward.sealed_target == lane.key)
    });
    for forward in forwards.iter().filter(|one| one.enabled) {
        if !lanes.contains_key(&forward.id) {
            let lane = Lane {
                key: forward.sealed_target.clone(),
                task: start(forward.id.clone()),
            };
            lanes.insert(forward.id.clone(), lane);
        }
    }
}

/// One destination, for as long as it is one.
async fn lane(adapter: Adapter, http: reqwest::Client, id: String) {
    let mut failures = 0_u32;
    loop {
        let told = adapter.center.told.notified();
        match turn(&adapter, &http, &id).await {
            Ok(Turn::Through) => failures = 0,
            Ok(Turn::Stuck) => {
                failures = failures.saturating_add(1);
                // News do not make it well.
                tokio::time::sleep(rest_after(failures)).await;
                continue;
            }
            Err(error) => tracing::warn!(%error, "the outbox waits for the state"),
        }
        tokio::select! {
            () = told => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Sends what is due, the oldest first, until nothing is or the destination is in trouble.
async fn turn(adapter: &Adapter, http: &reqwest::Client, id: &str) -> Result<Turn, StateError> {
    while let Some(message) = adapter.state.due_message(id, now()).await? {
        let forwards = adapter.state.forwards().await?;
        let Some(forward) = forwards.iter().find(|one| one.id == id) else {
            break;
        };
        let alert = match adapter.state.alert(&message.alert_id).await {
            Ok(alert) => alert,
            // It lost its ground just now, and its messages with it.
            Err(StateError::NotFound { .. }) => break,
            Err(error) => return Err(error),
        };
        let mut body = body_of(&alert, message.severity, &adapter.public_url);
        add_reach(adapter, &alert, &mut body);
        let sent = send(adapter, http, forward, &alert, body).await;
        let is_stuck = sent.as_ref().is_err_and(is_about_destination);
        let tried = outcome(sent, &message, now());
        adapter.state.message_tried(&message, &tried, now()).await?;
        if is_stuck {
            return Ok(Turn::Stuck);
        }
    }
    Ok(Turn::Through)
}

/// Whether another message would fare no better.
fn is_about_destination(error: &anyhow::Error) -> bool {
    let answered = error.downcast_ref::<Answered>();
    !answered.is_some_and(|Answered(status)| matches!(status, 400 | 411 | 413 | 414 | 415 | 422 | 431))
}

fn rest_after(failures: u32) -> Duration {
    let doubled = FIRST_REST.saturating_mul(1 << failures.saturating_sub(1).min(10));
    doubled.min(LONGEST_REST)
}

#[cfg(test)]
mod tests {
    use super::{Answered, attend, is_about_destination, rest_after};
    use std::collections::BTreeMap;
    use std::time::Duration;
    use store::state::Forward;

    fn forward(id: &str, enabled: bool, target: &str) -> Forward {
        Forward {
            id: id.to_owned(),
            name: id.to_owned(),
            kind: "webhook".to_owned(),
            target_host: "hooks.example".to_owned(),
            sealed_target: target.to_owned(),
            min_severity: 0,
            enabled,
            last_sent: None,
            last_error: None,
            waiting: 0,
        }
    }

    #[tokio::test]
    async fn a_lane_begins_anew_when_its_destination_changed_and_ends_when_it_is_off() {
        let (mut lanes, mut started) = (BTreeMap::new(), Vec::new());
        let mut look = |forwards: &[Forward]| {
            started.clear();
            attend(&mut lanes, forwards, |id| {
                started.push(id);
                tokio::spawn(std::future::pending())
            });
            (started.clone(), lanes.keys().cloned().collect::<Vec<_>>())
        };
        let (a, b) = (forward("a", true, "x"), forward("b", true, "y"));
        let all = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<String>>();
        assert_eq!(
            look(&[a.clone(), b.clone()]),
            (all(&["a", "b"]), all(&["a", "b"]))
        );
        assert_eq!(look(&[a.clone(), b]), (all(&[]), all(&["a", "b"])));
        let changed = forward("b", true, "z");
        assert_eq!(look(&[a, changed.clone()]), (all(&["b"]), all(&["a", "b"])));
        assert_eq!(
            look(&[forward("a", false, "x"), changed]),
            (all(&[]), all(&["b"]))
        );
    }

    #[test]
    fn a_message_that_is_not_understood_lets_the_others_pass() {
        let answered = |status| is_about_destination(&anyhow::Error::new(Answered(status)));
        assert!(!answered(400) && !answered(413) && !answered(422));
        assert!(answered(401) && answered(404) && answered(429) && answered(503) && answered(302));
        assert!(is_about_destination(&anyhow::anyhow!("connection refused")));
    }

    #[test]
    fn a_destination_in_trouble_is_asked_ever_more_seldom_and_within_minutes() {
        let seconds = [1, 2, 3, 6, u32::MAX].map(|failures| rest_after(failures).as_secs());
        assert_eq!(seconds, [10, 20, 40, 300, 300]);
        assert_eq!(rest_after(0), Duration::from_secs(10));
    }
}
