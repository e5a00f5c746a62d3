//! Changing a user: what SCIM says becomes the record, and the person follows. One look, one way of writing.

use domain::Timestamp;
use scim::store::{Decide, Wish};
use scim::{StoreError, Stored, fold};
use sqlx::AnyConnection;

use super::change::{changed, detail, moved_on};
use super::members::Moved;
use super::people::{self, EMAILS_AT_ONCE, Person, is_active};
use super::user::{self, Seen};
use super::word::{self, Asked, Word};
use super::{ACTOR, Failure, Retention, ScimDirectory, delete};
use crate::state::audit::{AuditEntry, Tail};
use crate::state::locks::{self, cause};
use crate::state::people::{names, words};
use crate::state::sql::{Batch, Sql};

/// What becomes of the person's right to be here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It was there and stays.
    Stays,
    /// SCIM says that the person is not active.
    Out,
    /// SCIM says that the person is active, and nobody says otherwise.
    In,
    /// SCIM says that the person is active; the record is inactive because somebody else says so.
    Unlocked,
}

/// What the parts of a change share.
struct Change<'a> {
    directory: &'a ScimDirectory,
    before: &'a Stored,
    after: &'a Stored,
    was: Person<'a>,
    is: Person<'a>,
    told: &'a Word,
    word: &'a Word,
    is_news: bool,
    now: Timestamp,
}

pub(super) async fn change(
    directory: &ScimDirectory,
    id: &str,
    (before, after): (Wish, Wish),
    decide: &Decide<'_>,
) -> Result<Option<Stored>, Failure> {
    let mut transaction = directory.state.begin().await?;
    let with_groups = before.groups || after.groups;
    let seen = user::look(&mut transaction, &directory.plugin, id, with_groups).await?;
    let Some(Seen {
        mut stored,
        told,
        tail,
    }) = seen
    else {
        return Ok(None);
    };
    let mut groups = stored.groups.take();
    stored.groups = groups.clone().filter(|_| before.groups);
    stored.members = before.members.then(Vec::new);
    let asked = word::ask(&told, &stored, decide)?;
    (stored.members, stored.groups) = (None, None);
    let now = directory.now();
    let mut answer = stored.clone();
    let standing = write(
        &mut transaction,
        directory,
        &mut answer,
        (&stored, &told),
        asked,
        tail,
        now,
    )
    .await?;
    if standing == Some(Standing::Out) {
        groups = groups.map(|_| Vec::new());
    }
    if standing.is_some() && !is_active(&answer.document) && directory.retention == Retention::None {
        delete::remove_user(&mut transaction, id, now).await?;
    }
    // What a client said may be worth keeping though nothing comes of it.
    transaction.commit().await?;
    answer.groups = groups.filter(|_| after.groups);
    answer.members = after.members.then(Vec::new);
    Ok(Some(answer))
}

/// Writes what a request comes to; what it did to the person's standing, if it changed anything.
async fn write(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    answer: &mut Stored,
    (before, told): (&Stored, &Word),
    asked: Asked,
    mut tail: Tail,
    now: Timestamp,
) -> Result<Option<Standing>, Failure> {
    let Asked {
        document,
        word,
        is_news,
    } = asked;
    if document == before.document && told.is_active() == word.is_active() {
        if is_news {
            word::write(connection, &before.id, &word, now).await?;
        }
        return Ok(None);
    }
    answer.document = document;
    moved_on(answer, now)?;
    let change = Change {
        directory,
        before,
        after: answer,
        was: Person::of(&before.document),
        is: Person::of(&answer.document),
        told,
        word: &word,
        is_news,
        now,
    };
    if change.was.name != change.is.name {
        change.rename(connection).await?;
        tail = Tail::read(connection).await?;
    }
    if change.was.okta_id != change.is.okta_id {
        change.bind(connection).await?;
    }
    let standing = change.standing();
    let mut batch = Batch::new();
    change.stand(&mut batch, standing);
    change.record(&mut batch);
    let emails = change.emails(&mut batch);
    change.audit(&mut batch, &mut tail);
    batch.execute(connection).await?;
    people::write_emails(connection, &before.id, &emails).await?;
    Ok(Some(standing))
}

impl Change<'_> {
    fn id(&self) -> &str {
        &self.before.id
    }

    fn standing(&self) -> Standing {
        let stays_in =
            self.told.is_active() && self.word.is_active() && self.was.is_active && self.is.is_active;
        match (stays_in, self.word.is_active(), self.is.is_active) {
            (true, ..) => Standing::Stays,
            (_, false, _) => Standing::Out,
            (_, true, true) => Standing::In,
            (_, true, false) => Standing::Unlocked,
        }
    }

    async fn rename(&self, connection: &mut AnyConnection) -> Result<(), Failure> {
        let (id, now) = (self.id(), self.now);
        names::absorb(
            connection,
            (ACTOR, &self.directory.org_url),
            id,
            self.is.name,
            now,
        )
        .await?;
        refuse_taken(connection, id, &self.is.key()).await?;
        names::give_up(connection, id, self.was.name, now).await?;
        Ok(names::take(connection, id, self.is.name, now).await?)
    }

    /// The id in the organization is another one, or is known now.
    async fn bind(&self, connection: &mut AnyConnection) -> Result<(), Failure> {
        let named = sqlx::query(
            "UPDATE users SET okta_id = $2 WHERE id = $1
             AND NOT EXISTS (SELECT 1 FROM users o WHERE o.org_url = $3 AND o.okta_id = $2)",
        )
        .bind(self.id())
        .bind(self.is.okta_id)
        .bind(&self.directory.org_url)
        .execute(&mut *connection)
        .await?;
        if let Some(okta_id) = self.is.okta_id.filter(|_| named.rows_affected() > 0) {
            names::bring_locks(connection, okta_id, self.is.name).await?;
            // User sync has not said anything of this record yet, and SCIM says how the person is now.
            locks::lift(connection, self.is.name, cause::SYNC).await?;
            if self.is.is_active {
                people::unlock(connection, &self.is.key()).await?;
            }
        }
        Ok(())
    }

    /// Makes the person active or inactive as the record has it, with the lock that SCIM's word asks for.
    fn stand(&self, batch: &mut Batch, standing: Standing) {
        match standing {
            Standing::Stays => {}
            Standing::Out => {
                people::shut_out(batch, self.id(), self.is.name, "deactivated in Okta", self.now);
            }
            Standing::In => people::let_back(batch, self.id(), &self.is.key()),
            Standing::Unlocked => people::unlocked(batch, &self.is.key()),
        }
        let sql = batch.then("UPDATE users SET ");
        match standing {
            Standing::Stays | Standing::Unlocked => {}
            Standing::Out => {
                people::set_inactive(sql, self.directory, self.now);
                sql.push(", ");
            }
            Standing::In => {
                sql.push(people::SET_ACTIVE).push(", ");
            }
        }
        self.person(sql);
    }

    fn person(&self, sql: &mut Sql) {
        sql.push("display_name = ").text(&self.is.display_name);
        sql.push(", email = ").text(self.is.email);
        sql.push(", updated = ").number(self.now.as_ms());
        sql.push(", revision = revision + 1 WHERE id = ").text(self.id());
    }

    /// The record, what SCIM has said by now, and the words that the person is found by.
    fn record(&self, batch: &mut Batch) {
        let document = &self.after.document;
        let name = document.user_name().unwrap_or_default();
        let sql = batch.then("UPDATE scim_users SET user_name = ");
        sql.text(name).push(", user_name_key = ").text(fold(name));
        sql.push(", external_id = ").maybe_text(document.external_id());
        sql.push(", display_name = ").maybe_text(document.display_name());
        sql.push(", display_name_key = ")
            .maybe_text(document.display_name().map(fold));
        sql.push(", is_active = ")
            .maybe_number(document.active().map(i64::from));
        sql.push(", document = ").text(document.to_json().to_string());
        sql.push(", version = ").number(people::version(self.after));
        sql.push(", modified = ")
            .number(self.after.last_modified.as_millisecond());
        if self.is_news {
            sql.push(", told_name = ").text(&self.word.name);
            sql.push(", told_active = ")
                .maybe_number(self.word.active.map(i64::from));
            sql.push(", told = ").number(self.now.as_ms());
        }
        sql.push(" WHERE id = ").text(self.id());
        let (was, is) = (&self.was, &self.is);
        if (was.name, &was.display_name, was.email) != (is.name, &is.display_name, is.email) {
            words::add(batch, self.id(), is.name, &is.display_name, is.email);
        }
    }

    /// The addresses, if they changed; gives those back for which there was no room.
    fn emails(&self, batch: &mut Batch) -> Vec<String> {
        let mut emails = people::emails(&self.after.document);
        if people::emails(&self.before.document) == emails {
            return Vec::new();
        }
        let rest = emails.split_off(emails.len().min(EMAILS_AT_ONCE));
        batch
            .then("DELETE FROM scim_emails WHERE user_id = ")
            .text(self.id());
        people::add_emails(batch, self.id(), &emails);
        rest
    }

    fn audit(&self, batch: &mut Batch, tail: &mut Tail) {
        let action = match (self.told.is_active(), self.word.is_active()) {
            (true, false) => "scim.user.deactivate",
            (false, true) => "scim.user.activate",
            _ if self.is.is_active && !self.was.is_active => "scim.user.activate",
            _ => "scim.user.update",
        };
        let names = changed(&self.before.document, &self.after.document);
        let target = format!("user/{}", self.is.name);
        let entry = AuditEntry {
            detail: detail(self.directory, self.id(), &names, &Moved::default()),
            ..AuditEntry::new(ACTOR, action, &target)
        };
        tail.write(batch.then(""), &[entry], self.now);
    }
}

async fn refuse_taken(connection: &mut AnyConnection, id: &str, key: &str) -> Result<(), Failure> {
    let holder: Option<String> = sqlx::query_scalar("SELECT id FROM users WHERE name_key = $1 AND id <> $2")
        .bind(key)
        .bind(id)
        .fetch_optional(connection)
        .await?;
    match holder {
        Some(_) => Err(StoreError::Taken("userName").into()),
        None => Ok(()),
    }
}
