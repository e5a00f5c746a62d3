//! The budget at work: callers wait here until their request may go.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use crate::budget::{BucketState, Budget, Decision, Seen};
use crate::clock::Clock;
use crate::endpoint::Class;

/// One gate per organization.
pub(crate) struct Gate {
    budget: Mutex<Budget>,
    /// Rings after every answer.
    changed: Notify,
    /// First come, first served within a class; one class never waits for another's limit.
    turns: [tokio::sync::Mutex<()>; Class::ALL.len()],
    clock: Arc<dyn Clock>,
}

/// A request that may go. Dropping it gives its place back.
pub(crate) struct Permit<'a> {
    gate: &'a Gate,
    class: Class,
    answered: bool,
}

impl Gate {
    pub(crate) fn new(budget: Budget, clock: Arc<dyn Clock>) -> Self {
        let turns = std::array::from_fn(|_| tokio::sync::Mutex::new(()));
        Self {
            budget: Mutex::new(budget),
            changed: Notify::new(),
            turns,
            clock,
        }
    }

    /// Waits until a request of `class` may go.
    pub(crate) async fn enter(&self, class: Class) -> Permit<'_> {
        let _turn = match self.turns.get(class as usize) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // Listen before asking, so that an answer in between is not missed.
            changed.as_mut().enable();
            let decision = self.with(|budget| budget.poll(class, self.clock.now()));
            match decision {
                Decision::Go => {
                    return Permit {
                        gate: self,
                        class,
                        answered: false,
                    };
                }
                Decision::Full => changed.await,
                Decision::WaitUntil(at) => tokio::select! {
                    () = changed => {}
                    () = self.clock.sleep_until(at) => {}
                },
            }
        }
    }

    pub(crate) fn states(&self) -> Vec<BucketState> {
        self.with(|budget| budget.states(self.clock.now()))
    }

    fn with<V>(&self, act: impl FnOnce(&mut Budget) -> V) -> V {
        act(&mut self.budget.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Permit<'_> {
    /// Tells the budget what the headers said.
    pub(crate) fn answered(&mut self, seen: Seen) {
        self.answered = true;
        self.gate
            .with(|budget| budget.answered(self.class, self.gate.clock.now(), seen));
        self.gate.changed.notify_waiters();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let lost = !self.answered;
        self.gate.with(|budget| {
            if lost {
                budget.answered(self.class, self.gate.clock.now(), Seen::Lost);
            }
            budget.finished();
        });
        self.gate.changed.notify_waiters();
    }
}
