//! Who was let in a moment ago, so that a client that calls many times a second is not looked up each time.
//!
//! INVARIANT: what the database said is believed for [`HOLDS_MS`] after it was asked, and not beyond the end of the token.
//! So a token that is revoked, or SCIM that is switched off, ends within a second on every server, whichever of them was
//! told; on the one that was told it ends at once. Nobody who was refused is remembered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Timestamp;
use store::state::TokenHash;

use super::door::Admitted;

/// How long an answer of the database is believed.
const HOLDS_MS: i64 = 500;
/// Tokens that are remembered at most: an integration has a few.
const KEPT_MAX: usize = 64;

/// Remembers callers.
#[derive(Default)]
pub(crate) struct Callers(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    /// Grows when everybody is forgotten: an answer from before is not remembered after.
    generation: u64,
    callers: HashMap<TokenHash, Caller>,
}

struct Caller {
    plugin: String,
    admitted: Arc<Admitted>,
    asked: Timestamp,
}

impl Callers {
    /// Who presents this token, if the database was asked a moment ago.
    pub(super) fn recent(&self, plugin: &str, hash: &TokenHash, now: Timestamp) -> Option<Arc<Admitted>> {
        let remembered = self.remembered();
        let caller = remembered.callers.get(hash)?;
        let is_recent = (0..HOLDS_MS).contains(&now.since_ms(caller.asked));
        let expires = caller.admitted.caller.expires;
        let holds = caller.plugin == plugin && is_recent && expires.is_none_or(|end| end > now);
        holds.then(|| caller.admitted.clone())
    }

    /// To be had before the database is asked, for [`Callers::remember`].
    pub(super) fn generation(&self) -> u64 {
        self.remembered().generation
    }

    /// Remembers what the database said when it was asked at this time.
    pub(super) fn remember(
        &self,
        generation: u64,
        plugin: &str,
        hash: TokenHash,
        admitted: &Arc<Admitted>,
        asked: Timestamp,
    ) {
        let mut remembered = self.remembered();
        if remembered.generation != generation {
            return;
        }
        if remembered.callers.len() >= KEPT_MAX {
            remembered.callers.clear();
        }
        let caller = Caller {
            plugin: plugin.to_owned(),
            admitted: admitted.clone(),
            asked,
        };
        remembered.callers.insert(hash, caller);
    }

    /// Tokens or settings have changed here.
    pub(crate) fn forget(&self) {
        let mut remembered = self.remembered();
        remembered.generation += 1;
        remembered.callers.clear();
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        // A panic elsewhere leaves whole entries.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use store::state::{IntegrationSettings, ScimCaller};

    use super::super::settings::ScimSettings;
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_ms(ms)
    }

    fn admitted(expires: Option<i64>) -> Arc<Admitted> {
        Arc::new(Admitted {
            caller: ScimCaller {
                token_id: "t".to_owned(),
                expires: expires.map(at),
                org_url: String::new(),
                settings: IntegrationSettings::default(),
            },
            settings: ScimSettings::default(),
        })
    }

    #[test]
    fn an_answer_holds_half_a_second_and_not_beyond_the_end_of_the_token() {
        let (callers, hash) = (Callers::default(), TokenHash::of("t"));
        callers.remember(
            callers.generation(),
            "okta",
            hash.clone(),
            &admitted(None),
            at(1000),
        );
        let holds = |plugin, ms| callers.recent(plugin, &hash, at(ms)).is_some();
        assert!(holds("okta", 1000) && holds("okta", 1499));
        assert!(
            !holds("okta", 1500) && !holds("okta", 999),
            "the clock may go back"
        );
        assert!(!holds("other", 1000));
        assert!(callers.recent("okta", &TokenHash::of("u"), at(1000)).is_none());
        let ending = TokenHash::of("e");
        callers.remember(
            callers.generation(),
            "okta",
            ending.clone(),
            &admitted(Some(1100)),
            at(1000),
        );
        assert!(callers.recent("okta", &ending, at(1099)).is_some());
        assert!(callers.recent("okta", &ending, at(1100)).is_none());
    }

    #[test]
    fn an_answer_from_before_a_change_is_not_remembered_after() {
        let (callers, hash) = (Callers::default(), TokenHash::of("t"));
        let asked = callers.generation();
        callers.forget();
        callers.remember(asked, "okta", hash.clone(), &admitted(None), at(0));
        assert!(callers.recent("okta", &hash, at(0)).is_none());
    }
}
