//! Brings resources in: looks at all of them, and only then changes one after the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::role::Verb;
use futures_util::FutureExt as _;
use http::StatusCode;

use super::document::Sent;
use super::kind::{Asked, Change, KINDS, Kind};
use crate::app::Shared;
use crate::error::ApiError;
use crate::session::Principal;
use crate::session::policy::{Verdict, decide};
use crate::view::{ResourceApplied, ResourceOutcome, ResourceView, ResourcesApplied};

/// From so many resources of a kind on, all of the kind are read at once.
const MANY: usize = 8;

/// What may be done with those that are there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wish {
    /// Replace those that are there and differ.
    pub(super) force: bool,
    /// Only look.
    pub(super) dry_run: bool,
    /// Agree to new or missing signing keys.
    pub(super) confirm: bool,
}

/// Brings resources in.
pub(super) async fn apply(
    app: &Shared,
    principal: &Principal,
    sent: Vec<Sent>,
    wish: Wish,
) -> Result<ResourcesApplied, ApiError> {
    refuse_doubles(&sent)?;
    let asked = Asked {
        app,
        principal,
        roles: names_of(&sent, "role").collect(),
        people: names_of(&sent, "user").map(|name| name.to_lowercase()).collect(),
        rules: names_of(&sent, "rule").collect(),
        confirm: wish.confirm,
    };
    let before = before(app, &sent).boxed().await?;
    let mut planned = Vec::with_capacity(sent.len());
    for (one, before) in sent.iter().zip(before) {
        let plan = plan(&asked, one, before, wish).boxed().await;
        planned.push(plan.map_err(|error| one.complain(error))?);
    }
    let resources = sent
        .iter()
        .zip(&planned)
        .map(|(one, (outcome, _))| ResourceApplied {
            kind: one.resource.kind.clone(),
            name: one.resource.metadata.name.clone(),
            outcome: *outcome,
        });
    let applied = ResourcesApplied {
        resources: resources.collect(),
        dry_run: wish.dry_run,
    };
    if !wish.dry_run {
        carry_out(&asked, &sent, &planned).boxed().await?;
    }
    Ok(applied)
}

/// Whether this person may do this with the kind.
pub(super) fn permit(principal: &Principal, kind: &dyn Kind, verb: Verb) -> Result<(), ApiError> {
    let about = kind.about();
    match decide(about.right(verb), Some(principal.asker())) {
        Verdict::Allowed => Ok(()),
        _ => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            format!("your role does not allow to {} {}", verb.as_str(), about.plural),
        )
        .hint("ask an administrator of Portolan")),
    }
}

fn refuse_doubles(sent: &[Sent]) -> Result<(), ApiError> {
    let mut known = BTreeSet::new();
    for one in sent {
        if !known.insert((&one.resource.kind, one.resource.metadata.name.to_lowercase())) {
            let error = ApiError::invalid("metadata.name", "it stands twice in what was sent");
            return Err(one.complain(error));
        }
    }
    Ok(())
}

fn names_of<'s>(sent: &'s [Sent], kind: &'static str) -> impl Iterator<Item = String> + use<'s> {
    let of_kind = sent.iter().filter(move |one| one.resource.kind == kind);
    of_kind.map(|one| one.resource.metadata.name.clone())
}

/// The resources that are there, one for each that was sent.
async fn before(app: &Shared, sent: &[Sent]) -> Result<Vec<Option<ResourceView>>, ApiError> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in sent {
        *counts.entry(one.kind.about().word).or_default() += 1;
    }
    let mut all: BTreeMap<&str, HashMap<String, ResourceView>> = BTreeMap::new();
    for kind in KINDS {
        let word = kind.about().word;
        if counts.get(word).is_some_and(|count| *count >= MANY) {
            let there = kind.all(app).await?.into_iter();
            let named = there.map(|resource| (resource.metadata.name.to_lowercase(), resource));
            all.insert(word, named.collect());
        }
    }
    let mut before = Vec::with_capacity(sent.len());
    for one in sent {
        let name = &one.resource.metadata.name;
        let found = match all
            .get_mut(one.kind.about().word)
            .map(|all| all.remove(&name.to_lowercase()))
        {
            Some(Some(found)) => Some(found),
            _ => one.kind.one(app, name).await?,
        };
        before.push(found);
    }
    Ok(before)
}

/// What becomes of one resource.
async fn plan(
    asked: &Asked<'_>,
    sent: &Sent,
    before: Option<ResourceView>,
    wish: Wish,
) -> Result<(ResourceOutcome, Change), ApiError> {
    let verb = if before.is_some() {
        Verb::Update
    } else {
        Verb::Create
    };
    permit(asked.principal, sent.kind, verb)?;
    let mut wanted = sent.resource.clone();
    wanted.spec = sent.kind.whole(wanted.spec)?;
    let change = Change { wanted, before };
    let Some(before) = &change.before else {
        sent.kind.check(asked, &change).await?;
        return Ok((ResourceOutcome::Created, change));
    };
    if is_same(asked.app, sent.kind, &change.wanted, before)
        .boxed()
        .await?
    {
        return Ok((ResourceOutcome::Unchanged, change));
    }
    sent.kind.check(asked, &change).await?;
    if !wish.force {
        return Err(
            ApiError::new(StatusCode::CONFLICT, "exists", "it is there already, and differs")
                .hint("`--force` (`force=true`) replaces what is there"),
        );
    }
    let (sent_revision, is_revision) = (&change.wanted.metadata.revision, &before.metadata.revision);
    if let (Some(theirs), Some(ours)) = (sent_revision, is_revision)
        && theirs != ours
    {
        let message = format!("it was changed since revision {theirs}: it is at revision {ours} now");
        return Err(ApiError::new(StatusCode::CONFLICT, "conflict", message)
            .hint("read it again, or leave `metadata.revision` out to replace whatever is there"));
    }
    Ok((ResourceOutcome::Replaced, change))
}

async fn is_same(
    app: &Shared,
    kind: &dyn Kind,
    wanted: &ResourceView,
    before: &ResourceView,
) -> Result<bool, ApiError> {
    let (ours, theirs) = (&wanted.metadata, &before.metadata);
    let is_labelled_so = ours.labels.is_empty() || ours.labels == theirs.labels;
    let is_told_so = ours.description == theirs.description && is_labelled_so;
    Ok(is_told_so && kind.is_same(app, wanted, before).await?)
}

/// Changes what is to be changed, those first that others name.
async fn carry_out(
    asked: &Asked<'_>,
    sent: &[Sent],
    planned: &[(ResourceOutcome, Change)],
) -> Result<(), ApiError> {
    let mut done = 0_usize;
    for kind in KINDS {
        for (one, (outcome, change)) in sent.iter().zip(planned) {
            let is_of_kind = one.kind.about().word == kind.about().word;
            if !is_of_kind || *outcome == ResourceOutcome::Unchanged {
                continue;
            }
            if let Err(error) = kind.put(asked, change).await {
                let error = one.complain(error);
                return Err(match done {
                    0 => error,
                    _ => error.hint(format!(
                        "{done} resources before it were changed; send all of it again"
                    )),
                });
            }
            done += 1;
        }
    }
    Ok(())
}
