//! Users: list, read, create, change, delete.

use crate::call::Call;
use crate::reply::{Answer, Refusal, Reply};
use crate::route::{Route, read};
use crate::state::{Org, User};

pub(crate) const ROUTES: &[Route] = &[read("GET", "/api/v1/users/{}", "okta.users.read", get)];

/// First and last name.
pub(crate) fn display_name(user: &User) -> String {
    user.login.to_string()
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let id = call.param(0);
    let ordinal = org.find_user(id).ok_or_else(|| Refusal::not_found(id, "User"))?;
    let user = org.users.get(ordinal).ok_or_else(|| Refusal::not_found(id, "User"))?;
    Ok(Reply::json(serde_json::json!({"id": user.id})))
}
