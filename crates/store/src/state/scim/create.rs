//! Making users and groups, and adopting people who are known already.

use domain::Timestamp;
use scim::schema::Kind;
use scim::store::{Created, New};
use scim::{Document, StoreError, Stored, fold};
use serde_json::json;
use sqlx::{AnyConnection, Row};

use super::admission::{Admission, Who, admission, clash, known};
use super::people::{self, Person};
use super::{ACTOR, Failure, Retention, ScimDirectory, members, read, relations};
use crate::state::audit::{self, AuditEntry};
use crate::state::locks::{self, cause};
use crate::state::new_id;
use crate::state::people::{names, words};

pub(super) async fn create(directory: &ScimDirectory, new: New) -> Result<Created, Failure> {
    match new.kind {
        Kind::User => create_user(directory, new).await,
        Kind::Group => create_group(directory, new).await,
    }
}

async fn create_user(directory: &ScimDirectory, new: New) -> Result<Created, Failure> {
    let now = directory.now();
    let mut transaction = directory.state.begin().await?;
    let person = Person::of(&new.document);
    let known = known(&mut transaction, directory, &person).await?;
    let admission = admission(&known, &person, directory);
    let target = format!("user/{}", person.name);
    if let Admission::Clash(origin) = &admission {
        let detail = json!({ "plugin": directory.plugin, "reason": "name_taken", "origin": origin });
        let entry = AuditEntry {
            detail,
            ..AuditEntry::new(ACTOR, "scim.user.refuse", &target)
        };
        audit::append(&mut transaction, &entry, now).await?;
        transaction.commit().await?;
        return Err(clash(person.name, origin).into());
    }
    let adopted = match admission {
        Admission::Taken | Admission::Clash(_) => return Err(StoreError::Taken("userName").into()),
        Admission::Adopt(who) => Some(who),
        Admission::New => None,
    };
    let is_adopted = adopted.is_some();
    let is_known_to_sync = adopted.as_ref().is_some_and(|who| who.is_bound);
    let id = adopted
        .as_ref()
        .map_or_else(|| timely_id(now), |who| who.id.clone());
    // Two people cannot have one id in the organization; who has it keeps it.
    let is_held = known
        .iter()
        .any(|known| known.okta_id.as_deref() == person.okta_id && known.id != id);
    let okta_id = person.okta_id.filter(|_| !is_held);
    match adopted {
        Some(who) => adopt(&mut transaction, directory, &who, &person, okta_id, now).await?,
        None => insert(&mut transaction, directory, &id, &person, okta_id, now).await?,
    }
    let mut stored = insert_user(&mut transaction, directory, &id, &new.document, now).await?;
    if is_adopted {
        people::forget_emails(&mut transaction, &id).await?;
    }
    people::write_emails(&mut transaction, &id, &new.document).await?;
    let known_as = KnownAs {
        is_adopted,
        is_known_to_sync,
    };
    stand(&mut transaction, directory, &id, &person, known_as, now).await?;
    let entry = AuditEntry {
        detail: json!({ "plugin": directory.plugin, "id": id, "adopted": is_adopted, "active": person.is_active }),
        ..AuditEntry::new(ACTOR, "scim.user.create", &target)
    };
    audit::append(&mut transaction, &entry, now).await?;
    relations::load(
        &mut transaction,
        Kind::User,
        std::slice::from_mut(&mut stored),
        new.wish,
    )
    .await?;
    if !person.is_active && directory.retention == Retention::None {
        super::delete::remove_user(&mut transaction, &id, now).await?;
    }
    transaction.commit().await?;
    Ok(if is_adopted {
        Created::Adopted(stored)
    } else {
        Created::New(stored)
    })
}

/// Grows with time, so that new ones come last in every listing; the rest is random.
pub(super) fn timely_id(now: Timestamp) -> String {
    let random: String = new_id().chars().take(20).collect();
    format!("{:012x}{random}", now.as_ms().max(0))
}

async fn insert(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    person: &Person<'_>,
    okta_id: Option<&str>,
    now: Timestamp,
) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin, org_url, okta_id, display_name,
             email, labels, updated)
         VALUES ($1, $2, $3, '', $10, $9, 'okta', $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(person.name)
    .bind(person.key())
    .bind(&directory.org_url)
    .bind(okta_id)
    .bind(&person.display_name)
    .bind(person.email)
    .bind(labels(directory))
    .bind(now.as_ms())
    .bind(crate::state::users::roles_text(&directory.roles))
    .execute(&mut *connection)
    .await?;
    names::is_taken(connection, person.name).await?;
    words::write(connection, id, person.name, &person.display_name, person.email).await?;
    Ok(())
}

/// Makes somebody who is known SCIM's, under the name that SCIM has.
async fn adopt(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    who: &Who,
    person: &Person<'_>,
    okta_id: Option<&str>,
    now: Timestamp,
) -> Result<(), Failure> {
    if who.name != person.name {
        names::absorb(connection, ACTOR, &who.id, person.name, now).await?;
        names::give_up(connection, &who.id, &who.name, now).await?;
        names::take(connection, &who.id, person.name, now).await?;
    }
    sqlx::query(
        "UPDATE users SET origin = 'okta', org_url = $2, okta_id = COALESCE($3, okta_id), display_name = $4,
             email = $5, labels = $6, updated = $7, revision = revision + 1
         WHERE id = $1",
    )
    .bind(&who.id)
    .bind(&directory.org_url)
    .bind(okta_id)
    .bind(&person.display_name)
    .bind(person.email)
    .bind(labels(directory))
    .bind(now.as_ms())
    .execute(&mut *connection)
    .await?;
    words::write(
        connection,
        &who.id,
        person.name,
        &person.display_name,
        person.email,
    )
    .await?;
    Ok(())
}

fn labels(directory: &ScimDirectory) -> String {
    json!({ "okta/org": directory.org_url, "teleport.dev/origin": "okta" }).to_string()
}

/// What is here of a new user already.
#[derive(Clone, Copy)]
struct KnownAs {
    /// A person.
    is_adopted: bool,
    /// A person whom user sync keeps in step.
    is_known_to_sync: bool,
}

/// Lets a new user in or keeps them out, as SCIM says. What was locked before, under whatever name, is lifted or stays.
async fn stand(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    person: &Person<'_>,
    known_as: KnownAs,
    now: Timestamp,
) -> Result<(), Failure> {
    if names::have_locks(connection, person.okta_id, person.name).await? {
        if let Some(okta_id) = person.okta_id {
            names::bring_locks(connection, okta_id, person.name).await?;
        }
        if !known_as.is_known_to_sync {
            // User sync has not said anything of this record yet.
            locks::lift(connection, person.name, cause::SYNC).await?;
        }
        if person.is_active {
            people::unlock(connection, &person.key()).await?;
        }
    }
    match (person.is_active, known_as.is_adopted) {
        (true, true) => people::let_in(connection, id, person).await,
        // Whoever was just made is in.
        (true, false) => Ok(()),
        (false, _) => people::keep_out(connection, directory, id, person, "not active in Okta", now).await,
    }
}

async fn insert_user(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    document: &Document,
    now: Timestamp,
) -> Result<Stored, Failure> {
    let name = document.user_name().unwrap_or_default();
    let row = sqlx::query(
        "INSERT INTO scim_users (id, plugin, user_name, user_name_key, external_id, display_name, display_name_key,
             is_active, document, version, created, modified, told_name, told_active, told)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10, $3, $8, $10)
         ON CONFLICT (id) DO UPDATE SET user_name = excluded.user_name, user_name_key = excluded.user_name_key,
             external_id = excluded.external_id, display_name = excluded.display_name,
             display_name_key = excluded.display_name_key, is_active = excluded.is_active,
             document = excluded.document, version = scim_users.version + 1, modified = excluded.modified,
             told_name = excluded.told_name, told_active = excluded.told_active, told = excluded.told
         RETURNING version, created",
    )
    .bind(id)
    .bind(&directory.plugin)
    .bind(name)
    .bind(fold(name))
    .bind(document.external_id())
    .bind(document.display_name())
    .bind(document.display_name().map(fold))
    .bind(document.active().map(i64::from))
    .bind(document.to_json().to_string())
    .bind(now.as_ms())
    .fetch_one(&mut *connection)
    .await?;
    Ok(Stored {
        version: u64::try_from(row.try_get::<i64, _>("version")?).unwrap_or(1),
        created: read::time(Timestamp::from_ms(row.try_get("created")?))?,
        ..made(Kind::User, id, document, now)?
    })
}

async fn create_group(directory: &ScimDirectory, new: New) -> Result<Created, Failure> {
    let now = directory.now();
    let mut transaction = directory.state.begin().await?;
    let id = timely_id(now);
    let name = new.document.display_name().unwrap_or_default();
    sqlx::query(
        "INSERT INTO scim_groups (id, plugin, display_name, display_name_key, external_id, document, version, created,
             modified)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)",
    )
    .bind(&id)
    .bind(&directory.plugin)
    .bind(name)
    .bind(fold(name))
    .bind(new.document.external_id())
    .bind(new.document.to_json().to_string())
    .bind(now.as_ms())
    .execute(&mut *transaction)
    .await?;
    let listed = [scim::store::MemberChange::Add(new.members)];
    let moved = members::apply(&mut transaction, &directory.plugin, &id, &listed).await?;
    let target = format!("group/{name}");
    let entry = AuditEntry {
        detail: super::change::detail(directory, &id, &[], &moved),
        ..AuditEntry::new(ACTOR, "scim.group.create", &target)
    };
    audit::append(&mut transaction, &entry, now).await?;
    let mut stored = made(Kind::Group, &id, &new.document, now)?;
    relations::load(
        &mut transaction,
        Kind::Group,
        std::slice::from_mut(&mut stored),
        new.wish,
    )
    .await?;
    transaction.commit().await?;
    Ok(Created::New(stored))
}

fn made(kind: Kind, id: &str, document: &Document, now: Timestamp) -> Result<Stored, Failure> {
    let time = read::time(now)?;
    Ok(Stored {
        kind,
        id: id.to_owned(),
        document: document.clone(),
        version: 1,
        created: time,
        last_modified: time,
        members: None,
        groups: None,
    })
}
