//! What people are found by: name, display name and e-mail in small letters. Lowered here, because the databases do not
//! agree about letters beyond ASCII.

use sqlx::AnyConnection;

use crate::state::StateError;
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
