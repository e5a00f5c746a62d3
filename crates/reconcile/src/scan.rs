//! Reads one organization, once, into a sink of facts.
//!
//! Lanes run side by side, because Okta counts each bucket of endpoints on its own, and no lane waits but for what it
//! needs: links, planned by what the listings told, for the listings of users, groups and apps; the roles of somebody
//! for those and for the definitions of roles. Administrators, tokens and roles are there long before the last link.
//! A class that the credential may not read is marked so in the coverage and the scan goes on; a fault that casts
//! doubt on the whole ends the scan, and nothing of it becomes visible.

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
pub use plan::{AppGroupsFrom, CallPlan, Everyone, GroupSize, Pace, PeopleCount, groups_with_roles, plan};
pub use progress::{ClassProgress, ScanProgress, Scanned, Stage};
pub use reread::{Around, Base, Overlay, Replaced, RereadError, reread};

use context::Context;
use domain::facts::{FactSink, ObjectClass};
use tokio::sync::{SetOnce, watch};

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
    let listed = SetOnce::new();
    tokio::try_join!(
        administration(&context, &listed),
        links(&context, &listed),
        trust::all(&context),
    )?;
    Ok(context.finish())
}

/// What the listings of users, groups and apps told.
struct Listings {
    people: directory::People,
    groups: groups::Groups,
    apps: apps::Apps,
}

/// Reads the tokens, what roles there are, and who holds which.
async fn administration<S: FactSink + Send>(
    context: &Context<'_, S>,
    listed: &SetOnce<Listings>,
) -> Result<(), ScanError> {
    let (tokens, assignees, roles) = tokio::join!(
        credentials::tokens(context),
        admin::assignees(context),
        admin::definitions(context),
    );
    let roles = roles?;
    let Listings { groups, apps, .. } = listed.wait().await;
    credentials::put_tokens(context, tokens)?;
    tokio::try_join!(
        async {
            let holders = admin::user_roles(context, &roles, assignees).await?;
            admin::group_roles(context, &roles, groups, &holders).await
        },
        admin::client_roles(context, &roles, apps),
    )?;
    admin::put_roles(context, &roles)
}

/// Reads the objects that links are between, and then the links, each bucket in a lane of its own.
async fn links<S: FactSink + Send>(
    context: &Context<'_, S>,
    listed: &SetOnce<Listings>,
) -> Result<(), ScanError> {
    let (people, groups, apps) = tokio::try_join!(
        directory::users(context),
        groups::list(context),
        apps::list(context),
    )?;
    if people.count.all == 0 {
        return Err(ScanError::NoRights);
    }
    if let Some(hidden) = plan::hidden_people(&groups.sizes, people.count) {
        context.doubt(ObjectClass::Users, hidden);
    }
    let plan = plan::plan(&groups.sizes, apps.all.len(), people.count, context.pace());
    // Nobody else sets it.
    let _ = listed.set(Listings { people, groups, apps });
    let Listings { people, groups, apps } = listed.wait().await;
    let app_groups = || apps::groups(context, apps, groups, &plan);
    let from_apps = plan.app_groups == AppGroupsFrom::Apps;
    tokio::try_join!(
        async {
            groups::rules(context).await?;
            groups::members(context, groups, &plan, people).await?;
            if !from_apps {
                app_groups().await?;
            }
            groups::owners(context, groups, &plan).await
        },
        async {
            credentials::of_service_apps(context, apps).await?;
            if from_apps {
                app_groups().await?;
            }
            apps::users(context, apps).await
        },
    )?;
    Ok(())
}
