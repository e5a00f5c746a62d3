//! Reads one organization, once, into a sink of facts.
//!
//! First the listings of users, groups and apps and what is cheap; then, planned by what those told, the links.
//! Lanes run side by side, because Okta counts each bucket of endpoints on its own. A class that the credential may
//! not read is marked so in the coverage and the scan goes on; a fault that casts doubt on the whole ends the scan,
//! and nothing of it becomes visible.

mod admin;
mod apps;
mod context;
mod credentials;
mod directory;
mod error;
mod groups;
mod ordinals;
mod plan;
mod progress;
mod reread;
mod trust;

pub use error::ScanError;
pub use ordinals::{OrdinalBook, Ordinals};
pub use plan::{AppGroupsFrom, CallPlan, Everyone, GroupSize, Pace, PeopleCount, plan};
pub use progress::{ClassProgress, ScanProgress, Scanned, Stage};
pub use reread::{Around, Base, Overlay, Replaced, RereadError, reread};

use context::Context;
use domain::facts::{FactSink, ObjectClass};
use tokio::sync::watch;

/// How a scan goes about it.
#[derive(Clone, Copy, Debug)]
pub struct ScanOptions {
    /// Requests of one class under way at once.
    pub concurrency: usize,
    /// Percent of Okta's limits that this scan may use.
    pub share_percent: u8,
}

impl Default for ScanOptions {
    /// Ten at once, and half of the limits.
    fn default() -> Self {
        Self {
            concurrency: 10,
            share_percent: 50,
        }
    }
}

/// Reads the organization behind `client` into `sink`.
///
/// `book` gives objects the numbers they had in earlier snapshots, and has the new ones afterwards. On an error the
/// sink holds part of an organization and must be thrown away.
pub async fn scan<S: FactSink + Send>(
    client: &okta::Client,
    sink: &mut S,
    book: &mut OrdinalBook,
    options: ScanOptions,
    progress: &watch::Sender<ScanProgress>,
) -> Result<Scanned, ScanError> {
    let context = Context::new(client, sink, book, options, progress);
    let (people, groups, apps, mut roles, tokens, ()) = tokio::try_join!(
        directory::users(&context),
        groups::list(&context),
        apps::list(&context),
        admin::definitions(&context),
        credentials::tokens(&context),
        trust::all(&context),
    )?;
    if people.count.all == 0 {
        return Err(ScanError::NoRights);
    }
    if let Some(hidden) = plan::hidden_people(&groups.sizes, people.count) {
        context.doubt(ObjectClass::Users, hidden);
    }
    let holders = admin::user_roles(&context, &mut roles).await?;
    let plan = plan::plan(
        &groups.sizes,
        apps.all.len(),
        people.count,
        &holders.groups,
        context.pace(),
    );
    tokio::try_join!(
        credentials::put_tokens(&context, tokens),
        async {
            admin::group_roles(&context, &roles, &groups, &plan).await?;
            groups::rules(&context).await?;
            groups::members(&context, &groups, &plan, &people).await?;
            groups::owners(&context, &groups, &plan).await
        },
        async {
            admin::client_roles(&context, &roles, &apps).await?;
            credentials::of_service_apps(&context, &apps).await?;
            apps::groups(&context, &apps, &groups, &plan).await?;
            apps::users(&context, &apps).await
        },
    )?;
    admin::put_roles(&context, &roles)?;
    Ok(context.finish())
}
