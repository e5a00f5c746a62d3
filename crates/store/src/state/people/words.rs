//! What people are found by: name, display name and e-mail in small letters. Lowered here, because the databases do not
//! agree about letters beyond ASCII.

use sqlx::AnyConnection;

use crate::state::StateError;
use crate::state::sql::Sql;
use crate::state::users::key_of;

/// Writes it for a person whose names are known; in the transaction that writes them.
pub(in crate::state) async fn write(
    connection: &mut AnyConnection,
    user_id: &str,
    name: &str,
    display_name: &str,
    email: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO people_text (user_id, name_key, words) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET name_key = excluded.name_key, words = excluded.words",
    )
    .bind(user_id)
    .bind(key_of(name))
    .bind(of(name, display_name, email))
    .execute(connection)
    .await?;
    Ok(())
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

/// One text out of three, parted by what is in none of them.
fn of(name: &str, display_name: &str, email: &str) -> String {
    let parts = [key_of(name), display_name.to_lowercase(), email.to_lowercase()];
    parts.map(|part| part.replace('\n', " ")).join("\n")
}
