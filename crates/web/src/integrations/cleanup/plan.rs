//! What goes and what stays when a deleted integration is cleaned up after. Pure.

use store::state::{Left, LeftBehind, LeftKind};

use crate::view::{CleanupPart, CleanupStay, CleanupView, Leftover};

/// Everything that was found.
pub(super) struct Found {
    pub(super) state: LeftBehind,
    pub(super) organizations: Vec<Leftover>,
    pub(super) keys: Vec<String>,
}

/// The plan: what goes, in order, and what stays, with the reason.
pub(super) fn plan(found: Found) -> CleanupView {
    let Found {
        state,
        organizations,
        keys,
    } = found;
    let stays = stays(&state);
    let goes = |left: &Left| left.count > 0 && !keeps(left.kind, &state.connectors);
    let parts = state.left.iter().filter(|left| goes(left)).map(part);
    CleanupView {
        dry_run: true,
        organizations,
        keys,
        parts: parts.collect(),
        stays,
    }
}

/// The kinds that a plan clears, in order.
pub(super) fn kinds(plan: &CleanupView) -> Vec<LeftKind> {
    let named = |kind: &LeftKind| plan.parts.iter().any(|part| part.kind == kind.as_str());
    LeftKind::ALL.into_iter().filter(named).collect()
}

/// Whether a kind stays. A connector still lets people of the organization in: somebody whom SCIM or user sync locked
/// would come back by a sign-in.
fn keeps(kind: LeftKind, connectors: &[String]) -> bool {
    kind == LeftKind::Locks && !connectors.is_empty()
}

/// What pages show of a kind.
pub(in crate::integrations) fn part(left: &Left) -> CleanupPart {
    CleanupPart {
        kind: left.kind.as_str().to_owned(),
        label: label(left.kind).to_owned(),
        count: left.count,
        names: left.names.clone(),
    }
}

const fn label(kind: LeftKind) -> &'static str {
    match kind {
        LeftKind::ScimTokens => "SCIM tokens",
        LeftKind::ScimGroups => "groups that SCIM pushed, with their members",
        LeftKind::People => "people of Okta, with their sessions, API tokens and passkeys",
        LeftKind::ScimRecords => "SCIM's records of people",
        LeftKind::FormerNames => "names that people of Okta had before",
        LeftKind::Locks => "locks that SCIM and user sync made",
        LeftKind::SyncRuns => "records of runs of user sync",
        LeftKind::Faults => "entries of the error log",
        LeftKind::Positions => "positions in Okta's log, and the note of the last SCIM call",
    }
}

fn stays(state: &LeftBehind) -> Vec<CleanupStay> {
    let mut stays = Vec::new();
    let mut stay = |what: &str, count: Option<u64>, names: &[String], why: &str| {
        stays.push(CleanupStay {
            what: what.to_owned(),
            count,
            names: names.to_vec(),
            why: why.to_owned(),
        });
    };
    for left in &state.left {
        if left.count > 0 && keeps(left.kind, &state.connectors) {
            stay(
                label(left.kind),
                Some(left.count),
                &left.names,
                "while there is a connector, a sign-in would let these people in again; delete the connectors first, or \
                 lift single locks with `portolan locks rm`",
            );
        }
    }
    if !state.connectors.is_empty() {
        stay(
            "connectors",
            Some(state.connectors.len() as u64),
            &state.connectors,
            "they are used again when an organization is connected again; `portolan connectors rm` ends sign-ins",
        );
    }
    if state.sign_in_accounts > 0 {
        stay(
            "accounts that sign-ins made",
            Some(state.sign_in_accounts),
            &[],
            "they came through a connector, not from the integration; `portolan users ls --origin sso` lists them",
        );
    }
    if state.locks_by_hand > 0 {
        stay(
            "locks made by hand",
            Some(state.locks_by_hand),
            &[],
            "somebody decided that; `portolan locks rm` lifts them",
        );
    }
    stay(
        "the audit log",
        None,
        &[],
        "it proves who did what, and its chain of hashes would break",
    );
    stay(
        "events and alerts",
        None,
        &[],
        "they go by the time for which events are kept (`keep_events_days`); the place up to which the System Log \
         was read stays with them, so that nothing is read twice",
    );
    stays
}

#[cfg(test)]
mod tests {
    use super::{Found, kinds, plan};
    use store::state::{Left, LeftBehind, LeftKind};

    fn found(connectors: &[&str], counts: &[(LeftKind, u64)]) -> Found {
        let left = LeftKind::ALL.into_iter().map(|kind| Left {
            kind,
            count: counts
                .iter()
                .find(|(known, _)| *known == kind)
                .map_or(0, |(_, count)| *count),
            names: Vec::new(),
        });
        Found {
            state: LeftBehind {
                left: left.collect(),
                locks_by_hand: 0,
                sign_in_accounts: 0,
                connectors: connectors.iter().map(|name| (*name).to_owned()).collect(),
            },
            organizations: Vec::new(),
            keys: Vec::new(),
        }
    }

    const SOME: [(LeftKind, u64); 3] = [
        (LeftKind::Locks, 2),
        (LeftKind::People, 3),
        (LeftKind::ScimTokens, 1),
    ];

    #[test]
    fn what_gives_access_goes_first_and_what_is_not_there_is_not_named() {
        use LeftKind::{Locks, People, ScimTokens};
        let made = plan(found(&[], &SOME));
        assert_eq!(kinds(&made), [ScimTokens, People, Locks]);
        let what = |made: &super::CleanupView| {
            made.stays
                .iter()
                .map(|stay| stay.what.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(what(&made), ["the audit log", "events and alerts"]);
        assert!(kinds(&plan(found(&[], &[]))).is_empty());
    }

    #[test]
    fn locks_stay_as_long_as_a_connector_lets_people_in() {
        use LeftKind::{People, ScimTokens};
        let made = plan(found(&["okta"], &SOME));
        assert_eq!(kinds(&made), [ScimTokens, People]);
        assert_eq!(made.stays[0].what, "locks that SCIM and user sync made");
        assert_eq!((made.stays[0].count, made.stays[1].count), (Some(2), Some(1)));
    }
}
