//! What people are found by: name, display name and e-mail in small letters. Lowered here, because the databases do not
//! agree about letters beyond ASCII.

use sqlx::AnyConnection;

use crate::state::StateError;
use crate::state::sql::{Batch, Sql};
use crate::state::users::key_of;

/// Writes it for a person whose names are known; in the transaction that writes them.
pub(in crate::state) async fn write(
    connection: &mut AnyConnection,
    user_id: &str,
    name: &str,
    display_name: &str,
    email: &str,
) -> Result<(), sqlx::Error> {
    let mut batch = Batch::new();
    add(&mut batch, user_id, name, display_name, email);
    batch.execute(connection).await
}

/// The statement that writes it.
pub(in crate::state) fn add(batch: &mut Batch, user_id: &str, name: &str, display_name: &str, email: &str) {
    batch
        .then("INSERT INTO people_text (user_id, name_key, words) VALUES ")
        .row(true, |row| {
            row.text(user_id)
                .text(key_of(name))
                .text(of(name, display_name, email));
        })
        .push(" ON CONFLICT (user_id) DO UPDATE SET name_key = excluded.name_key, words = excluded.words");
}

/// People whose words are written by one statement.
const ROWS_AT_ONCE: usize = 64;

/// Writes it for people who are new, in the transaction that makes them: id, name, display name and e-mail of each.
pub(in crate::state) async fn write_all(
    connection: &mut AnyConnection,
    people: &[(String, &str, &str, &str)],
) -> Result<(), sqlx::Error> {
    for part in people.chunks(ROWS_AT_ONCE) {
        let mut sql = Sql::new("INSERT INTO people_text (user_id, name_key, words) VALUES ");
        for (number, (id, name, display_name, email)) in part.iter().enumerate() {
            sql.row(number == 0, |row| {
                row.text(id.clone())
                    .text(key_of(name))
                    .text(of(name, display_name, email));
            });
        }
        sql.execute(connection).await?;
    }
    Ok(())
}

/// Writes it as the row says by now.
pub(in crate::state) async fn write_again(
    connection: &mut AnyConnection,
    user_id: &str,
) -> Result<(), StateError> {
    let (name, display_name, email): (String, String, String) =
        sqlx::query_as("SELECT name, display_name, email FROM users WHERE id = $1")
            .bind(user_id)
            .fetch_one(&mut *connection)
            .await?;
    Ok(write(connection, user_id, &name, &display_name, &email).await?)
}

/// One text out of three, parted by what is in none of them. What an earlier part has is not said again: mostly the e-mail
/// is the name, and looking for a word reads every letter of everybody's.
fn of(name: &str, display_name: &str, email: &str) -> String {
    let mut text = key_of(name).replace('\n', " ");
    for part in [display_name, email] {
        let part = part.to_lowercase().replace('\n', " ");
        if !text.contains(&part) {
            text.push('\n');
            text.push_str(&part);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn nothing_is_said_twice() {
        assert_eq!(
            of("Ann@Acme.example", "Ann Lee", "ann@acme.example"),
            "ann@acme.example\nann lee"
        );
        assert_eq!(of("ann", "", "a.lee@acme.example"), "ann\na.lee@acme.example");
        assert_eq!(of("ann", "Ann", ""), "ann");
        assert_eq!(of("lee", "Ann\nLee", "x"), "lee\nann lee\nx");
    }
}
