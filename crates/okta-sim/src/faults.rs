//! Faults on demand: what a client of Okta has to live with, made repeatable by a seed.
//!
//! A rule says which fault, on which paths, after how many requests, how often. Rules come from options at start or
//! from `POST /_sim/faults` at run time. The module decides; it changes an answer only through [`Fault::spoil`].

mod rule;
mod spoil;
#[cfg(test)]
mod tests;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub use rule::{FaultKind, FaultRule};
pub(crate) use spoil::Fault;

use crate::request::Request;

/// The rules in force with what they have done so far.
#[derive(Debug)]
pub(crate) struct Faults {
    rules: Vec<Armed>,
    rng: ChaCha8Rng,
    revoked: Vec<String>,
}

#[derive(Debug)]
struct Armed {
    rule: FaultRule,
    seen: u64,
    fired: u64,
}

impl Faults {
    /// No faults yet; `seed` decides where the ones with a chance will strike.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            rng: ChaCha8Rng::seed_from_u64(seed ^ 0xFA17),
            revoked: Vec::new(),
        }
    }

    /// Adds a rule.
    pub(crate) fn arm(&mut self, rule: FaultRule) {
        self.rules.push(Armed {
            rule,
            seen: 0,
            fired: 0,
        });
    }

    /// Drops all rules and gives back what was revoked.
    pub(crate) fn clear(&mut self) {
        self.rules.clear();
        self.revoked.clear();
    }

    /// The rules with how many requests they saw and struck.
    pub(crate) fn report(&self) -> serde_json::Value {
        self.rules
            .iter()
            .map(|armed| serde_json::json!({"rule": armed.rule, "seen": armed.seen, "fired": armed.fired}))
            .collect()
    }

    /// The faults that strike this request. `credential` is what the request carries, as sent.
    pub(crate) fn strike(&mut self, request: &Request, credential: &str) -> Vec<Fault> {
        let mut struck = Vec::new();
        if self.revoked.iter().any(|revoked| revoked == credential) {
            struck.push(Fault::Revoked);
        }
        for armed in &mut self.rules {
            if !armed.rule.concerns(request) {
                continue;
            }
            armed.seen += 1;
            let over = armed.rule.times.is_some_and(|times| armed.fired >= times);
            if over || armed.seen <= armed.rule.after || !self.rng.random_bool(armed.rule.chance()) {
                continue;
            }
            armed.fired += 1;
            if armed.rule.kind == FaultKind::Revoke && !credential.is_empty() {
                self.revoked.push(credential.to_owned());
            }
            struck.push(Fault::of(&armed.rule));
        }
        struck
    }
}
