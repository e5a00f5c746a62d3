//! Making users and groups, and adopting people who are known already.

use domain::Timestamp;
use scim::schema::Kind;
use scim::store::{Created, New};
use scim::{Document, Fault, StoreError, Stored, fold};
use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::people::{self, Person};
use super::{ACTOR, Failure, Retention, ScimDirectory, members, read, relations};
use crate::state::audit::{self, AuditEntry};
use crate::state::new_id;
use crate::state::people::words;

/// What to do about a new user, after a look at who has the name or the id in the organization.
#[derive(Debug, PartialEq, Eq)]
enum Admission {
    /// Nobody is known.
    New,
    /// This person came by single sign-on or user sync, and is from now on SCIM's.
    Adopt(String),
    /// SCIM has a user of this name.
    Taken,
    /// Somebody else has the name: a local account, or a person of another organization.
    Clash(String),
}

/// Somebody in `users` whom a new user might be.
struct Known {
    id: String,
    name_key: String,
    origin: String,
    org_url: Option<String>,
    okta_id: Option<String>,
    is_provisioned: bool,
}

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
    let admission = admission(&known, &person, &directory.org_url);
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
    let id = match &admission {
        Admission::Taken => return Err(StoreError::Taken("userName").into()),
        Admission::Adopt(id) => id.clone(),
        _ => timely_id(now),
    };
    let is_adopted = matches!(admission, Admission::Adopt(_));
    // Two people cannot have one id in the organization; who has it keeps it.
    let is_held = known
        .iter()
        .any(|known| known.okta_id.as_deref() == person.okta_id && known.id != id);
    let okta_id = person.okta_id.filter(|_| !is_held);
    write_person(
        &mut transaction,
        directory,
        &id,
        &person,
        okta_id,
        is_adopted,
        now,
    )
    .await?;
    let mut stored = insert_user(&mut transaction, directory, &id, &new.document, now).await?;
    if person.is_active {
        people::unlock(&mut transaction, &person.key()).await?;
    } else {
        people::lock(&mut transaction, person.name, "not active in Okta", now).await?;
        people::end_sessions(&mut transaction, &id).await?;
    }
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

async fn known(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    person: &Person<'_>,
) -> Result<Vec<Known>, Failure> {
    let rows = sqlx::query(
        "SELECT u.id, u.name_key, u.origin, u.org_url, u.okta_id, s.id AS scim_id
         FROM users u LEFT JOIN scim_users s ON s.id = u.id
         WHERE u.name_key = $1 OR (u.org_url = $2 AND u.okta_id = $3)",
    )
    .bind(person.key())
    .bind(&directory.org_url)
    .bind(person.okta_id.unwrap_or_default())
    .fetch_all(connection)
    .await?;
    let known = |row: &AnyRow| {
        Ok(Known {
            id: row.try_get("id")?,
            name_key: row.try_get("name_key")?,
            origin: row.try_get("origin")?,
            org_url: row.try_get("org_url")?,
            okta_id: row.try_get("okta_id")?,
            is_provisioned: row.try_get::<Option<String>, _>("scim_id")?.is_some(),
        })
    };
    rows.iter().map(known).collect()
}

fn admission(known: &[Known], person: &Person<'_>, org_url: &str) -> Admission {
    let is_ours = |known: &&Known| {
        let is_of_org = known.org_url.as_deref().is_none_or(|org| org == org_url);
        is_of_org && matches!(known.origin.as_str(), "sso" | "okta") && !known.is_provisioned
    };
    let key = person.key();
    match known.iter().find(|known| known.name_key == key) {
        Some(known) if known.is_provisioned => Admission::Taken,
        Some(known) if is_ours(&known) => Admission::Adopt(known.id.clone()),
        Some(known) => Admission::Clash(known.origin.clone()),
        // The same person under an earlier name.
        None => known
            .iter()
            .find(is_ours)
            .map_or(Admission::New, |known| Admission::Adopt(known.id.clone())),
    }
}

fn clash(name: &str, origin: &str) -> StoreError {
    let whose = match origin {
        "local" => "a local account of Portolan",
        _ => "a person of another organization",
    };
    let name: String = name.chars().take(128).collect();
    StoreError::Refused(Fault::uniqueness(format!(
        "`{name}` is the name of {whose}: rename or remove that one in Portolan, then assign the person again"
    )))
}

/// Grows with time, so that new ones come last in every listing; the rest is random.
pub(super) fn timely_id(now: Timestamp) -> String {
    let random: String = new_id().chars().take(20).collect();
    format!("{:012x}{random}", now.as_ms().max(0))
}

async fn write_person(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    person: &Person<'_>,
    okta_id: Option<&str>,
    is_adopted: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let inactive = (!person.is_active).then_some(now.as_ms());
    let purge_after = (!person.is_active).then(|| people::purge_after(directory, now).as_ms());
    let labels = json!({ "okta/org": directory.org_url, "teleport.dev/origin": "okta" });
    let text = if is_adopted {
        "UPDATE users SET name = $2, name_key = $3, origin = 'okta', org_url = $4, okta_id = COALESCE($5, okta_id),
             display_name = $6, email = $7, labels = $8, inactive = $9, purge_after = $10, updated = $11,
             revision = revision + 1
         WHERE id = $1"
    } else {
        "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin, org_url, okta_id, display_name,
             email, labels, inactive, purge_after, updated)
         VALUES ($1, $2, $3, '', $12, $11, 'okta', $4, $5, $6, $7, $8, $9, $10, $11)"
    };
    let mut query = sqlx::query(text)
        .bind(id)
        .bind(person.name)
        .bind(person.key())
        .bind(&directory.org_url)
        .bind(okta_id)
        .bind(&person.display_name)
        .bind(person.email)
        .bind(labels.to_string())
        .bind(inactive)
        .bind(purge_after)
        .bind(now.as_ms());
    if !is_adopted {
        query = query.bind(crate::state::users::roles_text(&directory.roles));
    }
    query.execute(&mut *connection).await?;
    words::write(connection, id, person.name, &person.display_name, person.email).await?;
    Ok(())
}

async fn insert_user(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    id: &str,
    document: &Document,
    now: Timestamp,
) -> Result<Stored, Failure> {
    let name = document.user_name().unwrap_or_default();
    sqlx::query(
        "INSERT INTO scim_users (id, plugin, user_name, user_name_key, external_id, display_name, display_name_key,
             is_active, document, version, created, modified)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)",
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
    .execute(&mut *connection)
    .await?;
    people::write_emails(connection, id, document).await?;
    made(Kind::User, id, document, now)
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
