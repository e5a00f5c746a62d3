//! Making users and groups, and adopting people who are known already.

use domain::Timestamp;
use scim::schema::Kind;
use scim::store::{Created, New};
use scim::{Document, StoreError, Stored, fold};
use serde_json::json;
use sqlx::{AnyConnection, Row};

use super::admission::{Admission, Before, Who, admission, before, clash};
use super::people::{self, EMAILS_AT_ONCE, Person};
use super::{ACTOR, Failure, Retention, ScimDirectory, members, read, relations};
use crate::state::audit::{self, AuditEntry};
use crate::state::locks::{self, cause};
use crate::state::new_id;
use crate::state::people::{names, words};
use crate::state::sql::{Batch, Sql};

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
    let Before {
        known,
        has_locks,
        mut tail,
    } = before(&mut transaction, directory, &person).await?;
    let admission = admission(&known, &person, directory);
    let target = format!("user/{}", person.name);
    if let Admission::Clash(whose) = admission {
        let detail = json!({ "plugin": directory.plugin, "reason": "name_taken", "origin": whose.origin() });
        let entry = AuditEntry {
            detail,
            ..AuditEntry::new(ACTOR, "scim.user.refuse", &target)
        };
        audit::append(&mut transaction, &entry, now).await?;
        transaction.commit().await?;
        return Err(clash(person.name, whose).into());
    }
    let adopted = match admission {
        Admission::Taken | Admission::Clash(_) => return Err(StoreError::Taken("userName").into()),
        Admission::Adopt(who) => Some(who),
        Admission::New => None,
    };
    let id = adopted
        .as_ref()
        .map_or_else(|| timely_id(now), |who| who.id.clone());
    // Two people cannot have one id in the organization; who has it keeps it.
    let is_held = known
        .iter()
        .any(|known| known.okta_id.as_deref() == person.okta_id && known.id != id);
    let okta_id = person.okta_id.filter(|_| !is_held);
    let entry = AuditEntry {
        detail: json!({
            "plugin": directory.plugin, "id": id, "adopted": adopted.is_some(), "active": person.is_active,
        }),
        ..AuditEntry::new(ACTOR, "scim.user.create", &target)
    };
    let maker = Maker {
        directory,
        document: &new.document,
        person: &person,
        okta_id,
        now,
    };
    let is_adopted = adopted.is_some();
    let mut stored = match adopted {
        Some(who) => {
            let mut stored = maker.adopt(&mut transaction, &who).await?;
            audit::append(&mut transaction, &entry, now).await?;
            relations::load(
                &mut transaction,
                Kind::User,
                std::slice::from_mut(&mut stored),
                new.wish,
            )
            .await?;
            stored
        }
        None => {
            let mut batch = Batch::new();
            let emails = maker.insert(&mut batch, &id);
            tail.write(batch.then(""), &[entry], now);
            batch.execute(&mut transaction).await?;
            people::write_emails(&mut transaction, &id, &emails).await?;
            maker
                .stand(&mut transaction, &id, has_locks, KnownAs::Nobody)
                .await?;
            made(Kind::User, &id, &new.document, now)?
        }
    };
    // Whoever was just made, or put out, is in no group; a user has no members.
    stored.groups = stored.groups.or(new.wish.groups.then(Vec::new));
    stored.members = new.wish.members.then(Vec::new);
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

/// Makes a user, out of nothing or of somebody who is known.
struct Maker<'a> {
    directory: &'a ScimDirectory,
    document: &'a Document,
    person: &'a Person<'a>,
    /// The id in the organization, unless somebody else has it.
    okta_id: Option<&'a str>,
    now: Timestamp,
}

/// What is here of a new user already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KnownAs {
    Nobody,
    /// A person.
    Person,
    /// A person whom user sync keeps in step.
    Synced,
}

impl Maker<'_> {
    /// The statements that make somebody new; gives back the addresses for which there was no room.
    fn insert(&self, batch: &mut Batch, id: &str) -> Vec<String> {
        let (person, now) = (self.person, self.now);
        batch
            .then(
                "INSERT INTO users (id, name, name_key, password_hash, roles, created, origin, org_url, okta_id,
                     display_name, email, labels, updated) VALUES ",
            )
            .row(true, |row| {
                row.text(id).text(person.name).text(person.key()).text("");
                row.text(crate::state::users::roles_text(&self.directory.roles));
                row.number(now.as_ms()).text("okta").text(&self.directory.org_url);
                row.maybe_text(self.okta_id).text(&person.display_name).text(person.email);
                row.text(labels(self.directory)).number(now.as_ms());
            });
        batch
            .then("DELETE FROM former_names WHERE name_key = ")
            .text(person.key());
        words::add(batch, id, person.name, &person.display_name, person.email);
        self.record(batch.then(""), id);
        let mut emails = people::emails(self.document);
        let rest = emails.split_off(emails.len().min(EMAILS_AT_ONCE));
        people::add_emails(batch, id, &emails);
        rest
    }

    /// What SCIM says, as a row of its own.
    fn record(&self, sql: &mut Sql, id: &str) {
        let (document, ms) = (self.document, self.now.as_ms());
        let name = document.user_name().unwrap_or_default();
        let active = document.active().map(i64::from);
        sql.push(
            "INSERT INTO scim_users (id, plugin, user_name, user_name_key, external_id, display_name,
                 display_name_key, is_active, document, version, created, modified, told_name, told_active, told)
             VALUES ",
        );
        sql.row(true, |row| {
            row.text(id).text(&self.directory.plugin);
            row.text(name).text(fold(name)).maybe_text(document.external_id());
            row.maybe_text(document.display_name())
                .maybe_text(document.display_name().map(fold));
            row.maybe_number(active).text(document.to_json().to_string());
            row.number(1).number(ms).number(ms);
            row.text(name).maybe_number(active).number(ms);
        });
    }

    /// Makes somebody who is known SCIM's, under the name that SCIM has.
    async fn adopt(&self, connection: &mut AnyConnection, who: &Who) -> Result<Stored, Failure> {
        let (person, now) = (self.person, self.now);
        if who.name != person.name {
            let by = (ACTOR, self.directory.org_url.as_str());
            names::absorb(connection, by, &who.id, person.name, now).await?;
            names::give_up(connection, &who.id, &who.name, now).await?;
            names::take(connection, &who.id, person.name, now).await?;
        }
        let mut batch = Batch::new();
        let sql = batch.then("UPDATE users SET origin = 'okta', org_url = ");
        sql.text(&self.directory.org_url);
        sql.push(", okta_id = COALESCE(").maybe_text(self.okta_id);
        sql.push(", okta_id), display_name = ").text(&person.display_name);
        sql.push(", email = ").text(person.email);
        sql.push(", labels = ").text(labels(self.directory));
        sql.push(", updated = ").number(now.as_ms());
        sql.push(", revision = revision + 1 WHERE id = ").text(&who.id);
        words::add(
            &mut batch,
            &who.id,
            person.name,
            &person.display_name,
            person.email,
        );
        batch.execute(connection).await?;
        let stored = self.record_again(connection, &who.id).await?;
        people::forget_emails(connection, &who.id).await?;
        people::write_emails(connection, &who.id, &people::emails(self.document)).await?;
        let has_locks = names::have_locks(connection, person.okta_id, person.name).await?;
        let known_as = if who.is_bound {
            KnownAs::Synced
        } else {
            KnownAs::Person
        };
        self.stand(connection, &who.id, has_locks, known_as).await?;
        Ok(stored)
    }

    /// The record of somebody who may have had one.
    async fn record_again(&self, connection: &mut AnyConnection, id: &str) -> Result<Stored, Failure> {
        let mut sql = Sql::new("");
        self.record(&mut sql, id);
        sql.push(
            " ON CONFLICT (id) DO UPDATE SET user_name = excluded.user_name, user_name_key = excluded.user_name_key,
                 external_id = excluded.external_id, display_name = excluded.display_name,
                 display_name_key = excluded.display_name_key, is_active = excluded.is_active,
                 document = excluded.document, version = scim_users.version + 1, modified = excluded.modified,
                 told_name = excluded.told_name, told_active = excluded.told_active, told = excluded.told
             RETURNING version, created",
        );
        let mut stored = made(Kind::User, id, self.document, self.now)?;
        for row in sql.fetch_all(connection).await? {
            stored.version = u64::try_from(row.try_get::<i64, _>("version")?).unwrap_or(1);
            stored.created = read::time(Timestamp::from_ms(row.try_get("created")?))?;
        }
        Ok(stored)
    }

    /// Lets a new user in or keeps them out, as SCIM says. What was locked before, under whatever name, is lifted or stays.
    async fn stand(
        &self,
        connection: &mut AnyConnection,
        id: &str,
        has_locks: bool,
        known_as: KnownAs,
    ) -> Result<(), Failure> {
        let (person, now) = (self.person, self.now);
        if has_locks {
            if let Some(okta_id) = person.okta_id {
                names::bring_locks(connection, okta_id, person.name).await?;
            }
            if known_as != KnownAs::Synced {
                // User sync has not said anything of this record yet.
                locks::lift(connection, person.name, cause::SYNC).await?;
            }
            if person.is_active {
                people::unlock(connection, &person.key()).await?;
            }
        }
        match (person.is_active, known_as) {
            // Whoever was just made is in.
            (true, KnownAs::Nobody) => Ok(()),
            (true, _) => people::let_in(connection, id, person).await,
            (false, _) => {
                people::keep_out(connection, self.directory, id, person, "not active in Okta", now).await
            }
        }
    }
}

fn labels(directory: &ScimDirectory) -> String {
    json!({ "okta/org": directory.org_url, "teleport.dev/origin": "okta" }).to_string()
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
