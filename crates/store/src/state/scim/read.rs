//! Reading: one resource, one page, the next part.

use domain::Timestamp;
use scim::schema::Kind;
use scim::store::{Find, Found, Order, Scan, Scanned, Wish};
use scim::{Document, SortKey, StoreError, Stored};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::condition::{add, bytewise};
use super::{Failure, ScimDirectory, page, relations, user};
use crate::state::Backend;
use crate::state::database::Db;
use crate::state::sql::Sql;

/// A connection to read from.
enum Reading {
    Plain(sqlx::pool::PoolConnection<Db>),
    /// Every statement sees the same state.
    Whole(sqlx::Transaction<'static, Db>),
}

impl Reading {
    /// The version of a group speaks of its members: with them, all has to be of one state.
    async fn begin(directory: &ScimDirectory, wish: Wish) -> Result<Self, Failure> {
        Ok(if wish.members {
            Self::Whole(directory.state.begin_reading().await?)
        } else {
            Self::Plain(directory.state.pool.acquire().await?)
        })
    }

    fn connection(&mut self) -> &mut AnyConnection {
        match self {
            Self::Plain(connection) => connection,
            Self::Whole(transaction) => transaction,
        }
    }
}

const USERS: &str = "SELECT t.id, t.document, t.version, t.created, t.modified, t.user_name, t.is_active";
const GROUPS: &str = "SELECT t.id, t.document, t.version, t.created, t.modified";

const fn columns(kind: Kind) -> &'static str {
    match kind {
        Kind::User => USERS,
        Kind::Group => GROUPS,
    }
}

pub(super) async fn read(
    directory: &ScimDirectory,
    kind: Kind,
    id: &str,
    wish: Wish,
) -> Result<Option<Stored>, Failure> {
    let mut reading = Reading::begin(directory, wish).await?;
    one(reading.connection(), &directory.plugin, kind, id, wish).await
}

/// One resource with its relations; a user takes one statement.
pub(super) async fn one(
    connection: &mut AnyConnection,
    plugin: &str,
    kind: Kind,
    id: &str,
    wish: Wish,
) -> Result<Option<Stored>, Failure> {
    if kind == Kind::User {
        let mut found = user::read(connection, plugin, id, wish.groups).await?;
        if let Some(found) = found.as_mut().filter(|_| wish.members) {
            found.members = Some(Vec::new());
        }
        return Ok(found);
    }
    let text = "SELECT t.id, t.document, t.version, t.created, t.modified FROM scim_groups t
                WHERE t.id = $1 AND t.plugin = $2";
    let row = sqlx::query(text)
        .bind(id)
        .bind(plugin)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut found = [stored(kind, &row)?];
    relations::load(connection, kind, &mut found, wish).await?;
    let [found] = found;
    Ok(Some(found))
}

pub(super) async fn find(directory: &ScimDirectory, find: &Find) -> Result<Found, Failure> {
    let backend = directory.state.backend();
    if find.count == 0 {
        let mut connection = directory.state.pool.acquire().await?;
        let total = count(&mut connection, directory, find).await?;
        return Ok(Found {
            total,
            page: Vec::new(),
        });
    }
    let mut from = Sql::new("");
    restrict(&mut from, find.kind, &directory.plugin, &find.condition, backend);
    let within = from.written().to_owned();
    // One statement, so that page and number are of one state.
    let mut text = String::from(columns(find.kind));
    text.push_str(&format!(", (SELECT COUNT(*){within}) AS total{within}"));
    let mut sql = from.with_text(text);
    order_by(&mut sql, find.kind, find.order, backend);
    sql.push(" LIMIT ").number(number(find.count));
    sql.push(" OFFSET ").number(number(find.offset));
    let has_groups = find.kind == Kind::User && find.wish.groups;
    if has_groups {
        let text = page::with_groups(sql.written());
        sql = sql.with_text(text);
    }
    let mut reading = Reading::begin(directory, find.wish).await?;
    let connection = reading.connection();
    let rows = sql.fetch_all(&mut *connection).await?;
    let total = match rows.first() {
        Some(row) => size(row.try_get("total")?),
        None if find.offset == 0 => 0,
        None => count(connection, directory, find).await?,
    };
    if has_groups {
        let page = page::read(&rows)?;
        return Ok(Found { total, page });
    }
    let mut page = rows
        .iter()
        .map(|row| stored(find.kind, row))
        .collect::<Result<Vec<_>, _>>()?;
    relations::load(connection, find.kind, &mut page, find.wish).await?;
    Ok(Found { total, page })
}

pub(super) async fn scan(directory: &ScimDirectory, scan: &Scan) -> Result<Scanned, Failure> {
    let wanted = scan.count.max(1);
    let mut sql = Sql::new(columns(scan.kind));
    restrict(
        &mut sql,
        scan.kind,
        &directory.plugin,
        &scan.condition,
        directory.state.backend(),
    );
    if let Some(after) = &scan.after {
        sql.push(" AND t.id > ").text(after);
    }
    sql.push(" ORDER BY t.id LIMIT ").number(number(wanted));
    let mut reading = Reading::begin(directory, scan.wish).await?;
    let connection = reading.connection();
    let rows = sql.fetch_all(&mut *connection).await?;
    let mut part = rows
        .iter()
        .map(|row| stored(scan.kind, row))
        .collect::<Result<Vec<_>, _>>()?;
    relations::load(connection, scan.kind, &mut part, scan.wish).await?;
    let is_full = part.len() == wanted;
    let next = part.last().filter(|_| is_full).map(|last| last.id.clone());
    Ok(Scanned { part, next })
}

async fn count(
    connection: &mut AnyConnection,
    directory: &ScimDirectory,
    find: &Find,
) -> Result<usize, Failure> {
    let mut sql = Sql::new("SELECT COUNT(*) AS total");
    let backend = directory.state.backend();
    restrict(&mut sql, find.kind, &directory.plugin, &find.condition, backend);
    let rows = sql.fetch_all(connection).await?;
    let total = rows.first().map(|row| row.try_get("total")).transpose()?;
    Ok(size(total.unwrap_or(0)))
}

fn restrict(sql: &mut Sql, kind: Kind, plugin: &str, condition: &scim::Condition, backend: Backend) {
    sql.push(match kind {
        Kind::User => " FROM scim_users t WHERE t.plugin = ",
        Kind::Group => " FROM scim_groups t WHERE t.plugin = ",
    });
    sql.text(plugin).push(" AND ");
    add(sql, kind, condition, backend);
}

/// The store's own order is that of making, so new ones come at the end. Ids alone do not tell: somebody who was here
/// before SCIM spoke of them keeps theirs.
fn order_by(sql: &mut Sql, kind: Kind, order: Option<Order>, backend: Backend) {
    sql.push(" ORDER BY ");
    let Some(order) = order else {
        sql.push("t.created, t.id");
        return;
    };
    let word = if order.descending { " DESC" } else { "" };
    let text = match (order.by, kind) {
        (SortKey::UserName, Kind::User) => Some("t.user_name_key"),
        (SortKey::DisplayName, _) => Some("t.display_name_key"),
        _ => None,
    };
    if let Some(column) = text {
        sql.push("(").push(column).push(" IS NULL)").push(word).push(", ");
        sql.push(column).push(bytewise(backend)).push(word).push(", t.id");
        return;
    }
    match order.by {
        SortKey::Id => sql.push("t.id").push(word),
        SortKey::Created => sql.push("t.created").push(word).push(", t.id"),
        SortKey::LastModified => sql.push("t.modified").push(word).push(", t.id"),
        SortKey::UserName | SortKey::DisplayName => sql.push("t.id"),
    };
}

pub(super) fn stored(kind: Kind, row: &AnyRow) -> Result<Stored, Failure> {
    let document: String = row.try_get("document")?;
    let mut document = serde_json::from_str(&document).map_err(|_| crate::state::StateError::Damaged {
        field: "scim.document",
    })?;
    if kind == Kind::User {
        as_the_person_is(&mut document, row)?;
    }
    Ok(Stored {
        kind,
        id: row.try_get("id")?,
        document: Document::from_json(document),
        version: u64::try_from(row.try_get::<i64, _>("version")?).unwrap_or(0),
        created: time(Timestamp::from_ms(row.try_get("created")?))?,
        last_modified: time(Timestamp::from_ms(row.try_get("modified")?))?,
        members: None,
        groups: None,
    })
}

/// Name and activity are those of the person, whoever changed them last; the rest is what the client gave.
fn as_the_person_is(document: &mut Value, row: &AnyRow) -> Result<(), Failure> {
    let Some(members) = document.as_object_mut() else {
        return Ok(());
    };
    members.insert(
        "userName".to_owned(),
        row.try_get::<String, _>("user_name")?.into(),
    );
    match row.try_get::<Option<i64>, _>("is_active")? {
        Some(active) => members.insert("active".to_owned(), (active != 0).into()),
        None => members.remove("active"),
    };
    Ok(())
}

/// A time of ours in SCIM's words.
pub(super) fn time(time: Timestamp) -> Result<jiff::Timestamp, StoreError> {
    jiff::Timestamp::from_millisecond(time.as_ms()).map_err(|_| StoreError::Failed)
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn size(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}
