//! Reads again what changed, and only that: the part of a scan behind a refresh.
//!
//! Rows go into a new snapshot beside those of the last one that still count ([`Overlay`]). What is read follows from
//! what was named as changed and from what the last snapshot says is connected with it: a new member of a group
//! has the group's apps, a deleted group leaves its members without them. Whatever cannot be told for sure asks for a
//! whole scan instead.

mod assignments;
mod base;
mod memberships;
mod objects;
mod overlay;
mod roles;

pub use base::Base;
pub use overlay::{Overlay, Replaced};

use super::apps::AppBrief;
use super::context::Context;
use super::groups::Groups;
use super::{OrdinalBook, ScanError, ScanOptions, ScanProgress};
use crate::refresh::Touched;
use domain::facts::{Coverage, FactSink, ObjectClass, Reading};
use futures_util::{StreamExt as _, TryStreamExt as _};
use okta::{Fault, FaultKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tokio::sync::watch;

/// Why a refresh came to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RereadError {
    /// As a scan may fail.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// Only a whole scan can tell; why.
    #[error("{0}")]
    NeedsWhole(String),
}

/// What a refresh goes by.
#[derive(Clone, Copy, Debug)]
pub struct Around<'b> {
    /// What the last snapshot says about the neighbourhood of the change.
    pub base: &'b Base,
    /// How the last snapshot was read.
    pub coverage: &'b Coverage,
    /// How to go about it.
    pub options: ScanOptions,
    /// Requests beyond which a whole scan is the better way.
    pub most_requests: u64,
}

/// Reads what `touched` names and what follows from it into `sink`; tells what of the last snapshot that replaces.
///
/// On an error the sink holds a part and must be thrown away.
pub async fn reread<S: FactSink + Send>(
    client: &okta::Client,
    sink: &mut S,
    book: &mut OrdinalBook,
    around: Around<'_>,
    touched: &Touched,
) -> Result<Replaced, RereadError> {
    let (progress, _) = watch::channel(ScanProgress::new());
    let context = Context::new(client, sink, book, around.options, &progress);
    let mut reread = Reread {
        context: &context,
        around,
        touched,
        replaced: Replaced {
            everyones_group: around.base.everyone,
            ..Replaced::default()
        },
        lives: touched.lives.clone(),
        apps: HashMap::new(),
        groups: Groups::default(),
        people: HashMap::new(),
        changed: BTreeSet::new(),
        memberships: BTreeMap::new(),
        holders: BTreeSet::new(),
        recount: BTreeSet::new(),
        planned: 0,
    };
    reread.people().await?;
    reread.apps().await?;
    reread.new_groups().await?;
    reread.memberships().await?;
    reread.other_groups().await?;
    reread.everyone().await?;
    reread.app_groups().await?;
    reread.assignments().await?;
    reread.owners().await?;
    reread.roles().await?;
    reread.credentials().await?;
    reread.classes().await?;
    Ok(reread.replaced)
}

/// A reading under way.
struct Reread<'c, 'a, S> {
    context: &'c Context<'a, S>,
    around: Around<'c>,
    touched: &'c Touched,
    replaced: Replaced,
    /// People whose links may all have changed.
    lives: BTreeSet<String>,
    /// Apps that were read.
    apps: HashMap<u32, AppBrief>,
    /// Groups that were read.
    groups: Groups,
    /// People that were read, and whether each is deactivated.
    people: HashMap<u32, bool>,
    /// Memberships that came or went: group and person.
    changed: BTreeSet<(u32, u32)>,
    /// People's groups as they were read, Everyone left out.
    memberships: BTreeMap<u32, BTreeSet<u32>>,
    /// Whose roles follow from what was found.
    holders: BTreeSet<base::Holder>,
    /// Groups whose counts changed.
    recount: BTreeSet<u32>,
    /// Requests that were planned so far.
    planned: u64,
}

/// How one reading came out.
enum Settled<V> {
    /// Read.
    Read(V),
    /// The object is not there any more.
    Gone,
    /// It could not be read before either: what the last snapshot has of it stays.
    Kept,
}

impl<S: FactSink> Reread<'_, '_, S> {
    /// Whether anything of a class could be read before; what could not is not tried here.
    fn may(&self, class: ObjectClass) -> bool {
        let entry = self.around.coverage.of(class);
        entry.is_some_and(|entry| !matches!(entry.reading, Reading::NotRead(_)))
    }

    /// Plans requests, if there are not too many in all.
    fn plan(&mut self, requests: u64) -> Result<(), RereadError> {
        self.planned = self.planned.saturating_add(requests);
        if self.planned > self.around.most_requests {
            return Err(RereadError::NeedsWhole(format!(
                "the changes take more than {} requests to follow",
                self.around.most_requests
            )));
        }
        Ok(())
    }

    fn settle<V>(&self, class: ObjectClass, outcome: Result<V, Fault>) -> Result<Settled<V>, RereadError> {
        match outcome {
            Ok(value) => Ok(Settled::Read(value)),
            Err(fault) if fault.kind == FaultKind::Gone => Ok(Settled::Gone),
            Err(fault) if fault.kind == FaultKind::Refused => match self.around.coverage.is_whole(class) {
                false => Ok(Settled::Kept),
                true => Err(RereadError::NeedsWhole(format!(
                    "{} could be read before and cannot any more: {fault}",
                    class.as_str()
                ))),
            },
            Err(fault) => Err(ScanError::Okta { class, fault }.into()),
        }
    }

    /// Reads many things, several at a time.
    async fn each<T, O, F>(&self, items: Vec<T>, read: impl Fn(T) -> F) -> Result<Vec<O>, RereadError>
    where
        F: Future<Output = Result<O, RereadError>>,
    {
        let calls: Vec<F> = items.into_iter().map(read).collect();
        futures_util::stream::iter(calls)
            .buffer_unordered(self.context.options.concurrency)
            .try_collect()
            .await
    }

    /// Notes a class that was read as a whole, or gives up where it was not.
    fn ended(&mut self, class: ObjectClass) -> Result<(), RereadError> {
        match self.context.reading_of(class) {
            Some(Reading::Whole) => {
                self.replaced.classes.insert(class);
                Ok(())
            }
            Some(Reading::Partial(why) | Reading::NotRead(why)) => Err(RereadError::NeedsWhole(why)),
            None => Ok(()),
        }
    }

    /// Reads the classes that are small enough to be read whole. Tokens always: their use moves their end, without
    /// an event.
    async fn classes(&mut self) -> Result<(), RereadError> {
        let whole = |class| self.around.coverage.is_whole(class);
        let rules = self.touched.rules || !self.replaced.gone_groups.is_empty();
        let wanted = [
            (ObjectClass::ApiTokens, true),
            (ObjectClass::GroupRules, rules),
            (ObjectClass::IdentityProviders, self.touched.identity_providers),
            (ObjectClass::Policies, self.touched.policies),
            (ObjectClass::NetworkZones, self.touched.zones),
        ];
        let wanted: Vec<ObjectClass> = wanted
            .into_iter()
            .filter(|(class, is_wanted)| *is_wanted && whole(*class))
            .map(|(class, _)| class)
            .collect();
        for class in wanted {
            match class {
                ObjectClass::ApiTokens => {
                    let tokens = super::credentials::tokens(self.context).await;
                    super::credentials::put_tokens(self.context, tokens)?;
                }
                ObjectClass::GroupRules => super::groups::rules(self.context).await?,
                ObjectClass::IdentityProviders => super::trust::identity_providers(self.context).await?,
                ObjectClass::Policies => super::trust::policies(self.context).await?,
                _ => super::trust::zones(self.context).await?,
            }
            self.ended(class)?;
        }
        Ok(())
    }

    /// Reads grants, secrets and keys of the service apps whose changed.
    async fn credentials(&mut self) -> Result<(), RereadError> {
        let named = self.touched.credentials.iter().chain(&self.touched.app_lives);
        let apps: BTreeMap<u32, AppBrief> = named
            .filter_map(|name| self.brief(name))
            .filter(|app| app.is_service && !self.replaced.gone_apps.contains(&app.ordinal))
            .map(|app| (app.ordinal, app))
            .collect();
        for class in [
            ObjectClass::Grants,
            ObjectClass::ClientSecrets,
            ObjectClass::ClientKeys,
        ] {
            if !self.may(class) {
                continue;
            }
            self.plan(apps.len() as u64)?;
            for app in apps.values() {
                let outcome = match class {
                    ObjectClass::Grants => super::credentials::grants(self.context, app).await?,
                    ObjectClass::ClientSecrets => super::credentials::secrets(self.context, app).await?,
                    _ => super::credentials::keys(self.context, app).await?,
                };
                match self.settle(class, outcome)? {
                    Settled::Read(_) | Settled::Gone => {
                        self.replaced.credentials.insert((class, app.ordinal));
                    }
                    Settled::Kept => {}
                }
            }
        }
        // An app that does not act for itself any more has none.
        for app in self.apps.values().filter(|app| !app.is_service) {
            for class in [
                ObjectClass::Grants,
                ObjectClass::ClientSecrets,
                ObjectClass::ClientKeys,
            ] {
                self.replaced.credentials.insert((class, app.ordinal));
            }
        }
        Ok(())
    }
}
