//! People.

use super::context::{Context, Tally};
use super::{Everyone, PeopleCount, ScanError};
use domain::Timestamp;
use domain::facts::{FactSink, ObjectClass, Rows, User, UserStatus};
use okta::{Fault, Moment, Object};
use std::collections::HashSet;

/// What the listing of people told.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    pub(super) count: PeopleCount,
    /// Ordinals, for the members of Everyone.
    pub(super) enabled: Vec<u32>,
    pub(super) deactivated: Vec<u32>,
    seen: HashSet<u32>,
}

impl People {
    /// The members of Everyone.
    pub(super) fn members_of(&self, everyone: Everyone) -> Vec<u32> {
        let mut members = self.enabled.clone();
        if everyone.holds_deactivated {
            members.extend(&self.deactivated);
        }
        members
    }
}

/// Reads everybody. Okta leaves deactivated people out of the plain list, so they are asked for by status.
pub(super) async fn users<S: FactSink>(context: &Context<'_, S>) -> Result<People, ScanError> {
    let class = ObjectClass::Users;
    context.begin(class, None);
    let mut people = People::default();
    let outcome = async {
        for mut pages in [
            context.client(class).users(),
            context.client(class).users_with_status("DEPROVISIONED"),
        ] {
            while let Some(page) = pages.next().await {
                match page {
                    Ok(page) => put(context, &page, &mut people)?,
                    Err(fault) => return Ok(Err(fault)),
                }
            }
        }
        Ok::<Result<Tally, Fault>, ScanError>(Ok(Tally::default()))
    }
    .await?;
    context.end(class, outcome)?;
    Ok(people)
}

/// Puts a page of people out, each once.
pub(super) fn put<S: FactSink>(
    context: &Context<'_, S>,
    page: &[Object<okta::User>],
    people: &mut People,
) -> Result<(), ScanError> {
    let names: Vec<String> = page.iter().map(|user| display_name(&user.profile)).collect();
    let mut rows = Vec::with_capacity(page.len());
    for (user, name) in page.iter().zip(&names) {
        let ordinal = context.book().users.intern(&user.id);
        // Somebody deactivated between the two lists is on both.
        if people.seen.insert(ordinal) {
            rows.push(row(user, name, ordinal));
        }
    }
    for row in &rows {
        people.count.all += 1;
        if row.status == UserStatus::Deprovisioned {
            people.deactivated.push(row.ordinal);
        } else {
            people.count.enabled += 1;
            people.enabled.push(row.ordinal);
        }
    }
    context.put(ObjectClass::Users, Rows::Users(&rows))?;
    context.step(ObjectClass::Users, rows.len() as u64);
    Ok(())
}

/// One person in our words.
fn row<'a>(user: &'a Object<okta::User>, display_name: &'a str, ordinal: u32) -> User<'a> {
    let profile = &user.profile;
    User {
        ordinal,
        id: &user.id,
        login: &profile.login,
        email: profile.email.as_deref(),
        display_name,
        status: UserStatus::from_word(&user.status),
        user_type: profile.user_type.as_deref(),
        title: profile.title.as_deref(),
        department: profile.department.as_deref(),
        manager: profile.manager_id.as_deref().or(profile.manager.as_deref()),
        created: time(user.created),
        activated: time(user.activated),
        status_changed: time(user.status_changed),
        last_login: time(user.last_login),
        last_updated: time(user.last_updated),
        password_changed: time(user.password_changed),
        profile: user.member("profile").unwrap_or("{}"),
        raw: user.raw.get(),
    }
}

fn display_name(profile: &okta::UserProfile) -> String {
    if let Some(name) = profile.display_name.as_deref().filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let parts = [profile.first_name.as_deref(), profile.last_name.as_deref()];
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Okta's time in ours.
pub(super) fn time(moment: Option<Moment>) -> Option<Timestamp> {
    moment.map(|moment| Timestamp::from_ms(moment.as_ms()))
}
