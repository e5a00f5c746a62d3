//! Who is who: the people of the graph, links that events tell, corrections by hand.

use super::{Center, TakeError};
use crate::knowledge::Knowledge;
use crate::record::{of_ms, record_now};
use activity::correlate::{Account, Correction, Correlator, Link, Person};
use activity::detect::Alert;
use activity::event::Source;
use graph::{Graph, NodeKind};
use std::sync::Arc;

/// Accounts that are shown as hints.
const HINTS_MAX: usize = 100;

impl Center {
    /// Takes a new graph: rules ask it, and its people are who accounts belong to.
    pub async fn learn(&self, graph: Arc<Graph>) -> Result<(), TakeError> {
        self.knowledge
            .store(Arc::new(Knowledge(Some(Arc::clone(&graph)))));
        let done = self.blocking(move |judge, _, _| {
            for node in graph.nodes_of(NodeKind::User) {
                let aliases: Vec<&str> = graph.aliases(node).filter(|alias| alias.contains('@')).collect();
                judge.correlator.person(&Person {
                    org: authority(graph.org_url()),
                    id: graph.native_id(node),
                    login: graph.name(node),
                    mails: &aliases,
                });
            }
        });
        done.await?;
        Ok(())
    }

    /// Takes over a correction of whose account it is, or that there is none any more.
    pub async fn corrected(&self, account: Account) -> Result<(), TakeError> {
        let all = self.parts.state.account_corrections().await?;
        let found = all.iter().find(|one| {
            one.source == account.source.word() && one.org == account.org && one.account == account.id
        });
        let mut judge = self.judge.lock().await;
        match found {
            Some(one) => correct(&mut judge.correlator, one),
            None => judge.correlator.uncorrect(&account),
        }
        self.rename_alerts(&account, &judge.correlator).await
    }

    /// Alerts that were raised about an account are its person's now: their evidence stays.
    async fn rename_alerts(&self, account: &Account, people: &Correlator) -> Result<(), TakeError> {
        let state = &self.parts.state;
        for stored in state.alerts_of_actor(&account.id).await? {
            let Ok(alert) = serde_json::from_str::<Alert>(&stored.record.body) else {
                continue;
            };
            let identity = record_now(&alert, people).identity;
            if identity != stored.record.identity {
                state.rename_alert(&stored.record.id, &identity).await?;
            }
        }
        Ok(())
    }

    /// Asks who is who.
    pub async fn people<T>(&self, ask: impl FnOnce(&Correlator) -> T) -> T {
        ask(&self.judge.lock().await.correlator)
    }

    /// The same for a thread that may wait.
    pub fn people_now<T>(&self, ask: impl FnOnce(&Correlator) -> T) -> T {
        ask(&self.judge.blocking_lock().correlator)
    }

    /// All accounts of a person, with the evidence.
    pub async fn accounts_of(&self, person: &str) -> Vec<(Account, Link)> {
        let owned = |(account, link): (&Account, Link)| (account.clone(), link);
        self.people(|people| people.accounts_of(person).map(owned).collect())
            .await
    }
}

impl Center {
    /// Accounts that may be a person's by a name that somebody chose, at most as many as a page shows.
    pub async fn hints_of(&self, person: &str) -> Vec<(Account, Link)> {
        let owned = |(account, link): (&Account, Link)| (account.clone(), link);
        self.people(|people| people.hints_of(person).take(HINTS_MAX).map(owned).collect())
            .await
    }
}

/// Takes a correction over.
pub(super) fn correct(correlator: &mut Correlator, one: &store::state::AccountCorrection) {
    let Some(source) = Source::of_word(&one.source) else {
        return;
    };
    let account = Account {
        source,
        org: one.org.clone(),
        id: one.account.clone(),
    };
    let by = one.said_by.clone();
    let correction = match &one.person {
        Some(person) => Correction::Is {
            person: person.clone(),
            by,
        },
        None => Correction::Nobody { by },
    };
    correlator.correct(account, correction, of_ms(one.said_at));
}

/// Host and port of an address: how events name their organization.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
