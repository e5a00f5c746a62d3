//! `portolan users` and `portolan roles`: people and what they may do.

use super::locks::{lift, lock};
use super::print::{self, cell};
use super::rules::show;
use super::{Usage, note};
use crate::cli::{Asking, Roles, Shape, Users};
use crate::remote::{Remote, segment};
use anyhow::anyhow;
use reqwest::Method;
use serde_json::{Value, json};

const USERS: &str = "/api/v1/users";
const PAGE: u64 = 1000;

pub(super) async fn run(what: Users) -> anyhow::Result<()> {
    match what {
        Users::Ls {
            q,
            origin,
            state,
            role,
            org,
            connector,
            limit,
            asking,
        } => {
            let filters = [
                ("q", Some(q)),
                ("origin", origin),
                ("state", state),
                ("role", role),
                ("org", org),
                ("connector", connector),
            ];
            list(filters, limit, &asking).await
        }
        Users::Add {
            name,
            roles,
            password_file,
            asking,
        } => add(&name, &roles, password_file.as_deref(), &asking).await,
        Users::Show { name, asking } => {
            let person = find(&Remote::new(&asking.server)?, &name).await?;
            tell(&person, asking.format)
        }
        Users::Lock {
            name,
            lock: wanted,
            asking,
        } => {
            let person = find(&Remote::new(&asking.server)?, &name).await?;
            lock("user", &cell(&person["name"]), &wanted, &asking).await
        }
        Users::Unlock { name, asking } => unlock(&name, &asking).await,
        Users::Rm { name, asking } => {
            let remote = Remote::new(&asking.server)?;
            let person = find(&remote, &name).await?;
            let _: Value = remote
                .send_json(Method::DELETE, &path_of(&person), &Value::Null)
                .await?;
            note(&format!("{} removed", cell(&person["name"])));
            Ok(())
        }
        Users::Reset {
            name,
            password_file,
            asking,
        } => reset(&name, password_file.as_deref(), &asking).await,
        Users::Roles {
            name,
            set,
            add,
            remove,
            asking,
        } => {
            let remote = Remote::new(&asking.server)?;
            let person = find(&remote, &name).await?;
            let before: Vec<String> = texts(&person["roles"]);
            let after = changed(&before, &set, &add, &remove);
            if after == before {
                return tell(&person, asking.format);
            }
            let body = json!({ "roles": after });
            let person: Value = remote.send_json(Method::PATCH, &path_of(&person), &body).await?;
            tell(&person, asking.format)
        }
    }
}

/// `portolan roles`
pub(super) async fn roles(what: Roles) -> anyhow::Result<()> {
    let Roles::Ls { asking } = what;
    let answer: Value = Remote::new(&asking.server)?.get("/api/v1/roles").await?;
    let columns = ["name", "preset", "people", "locked", "description"];
    show(&answer, "roles", &columns, asking.format)
}

async fn list<const N: usize>(
    filters: [(&str, Option<String>); N],
    limit: u64,
    asking: &Asking,
) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let answer = pages(&remote, USERS, "people", filters, limit).await?;
    let columns = [
        "name",
        "origin",
        "state",
        "roles",
        "mapped_roles",
        "last_sign_in_at",
    ];
    show(&answer, "people", &columns, asking.format)?;
    if asking.format == Shape::Table {
        note(&format!("{} in all", answer["total"]));
    }
    Ok(())
}

/// The rows of a list over all its pages, up to a limit.
pub(super) async fn pages<const N: usize>(
    remote: &Remote,
    path: &str,
    list: &str,
    filters: [(&str, Option<String>); N],
    limit: u64,
) -> anyhow::Result<Value> {
    let mut query = String::new();
    for (name, value) in filters {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            query.push_str(&format!("{name}={}&", segment(&value)));
        }
    }
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let ask = limit.saturating_sub(rows.len() as u64).clamp(1, PAGE);
        let address = format!("{path}?{query}limit={ask}&cursor={}", segment(&cursor));
        let mut page: Value = remote.get(&address).await?;
        if let Value::Array(more) = page[list].take() {
            rows.extend(more);
        }
        match page["next_cursor"].as_str() {
            Some(next) if (rows.len() as u64) < limit => cursor = next.to_owned(),
            _ => {
                page[list] = rows.into();
                return Ok(page);
            }
        }
    }
}

async fn add(name: &str, roles: &[String], file: Option<&str>, asking: &Asking) -> anyhow::Result<()> {
    let password = Password::take(file)?;
    let body = json!({ "name": name, "password": password.text, "roles": roles });
    let made: Value = Remote::new(&asking.server)?
        .send_json(Method::POST, USERS, &body)
        .await?;
    password.tell(made, asking.format)
}

async fn reset(name: &str, file: Option<&str>, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let person = find(&remote, name).await?;
    let password = Password::take(file)?;
    let body = json!({ "password": password.text, "second_factor": false });
    let person: Value = remote.send_json(Method::PATCH, &path_of(&person), &body).await?;
    password.tell(person, asking.format)
}

async fn unlock(name: &str, asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let person = find(&remote, name).await?;
    let name = cell(&person["name"]);
    let locks: Value = remote.get("/api/v1/locks").await?;
    let locks = locks["locks"].as_array().into_iter().flatten();
    let of_person =
        |lock: &&Value| lock["kind"] == "user" && cell(&lock["target"]).eq_ignore_ascii_case(&name);
    let (by_hand, others): (Vec<&Value>, Vec<&Value>) = locks
        .filter(of_person)
        .partition(|lock| lock["cause"] == "manual");
    for lock in &by_hand {
        lift(&remote, &cell(&lock["id"])).await?;
    }
    for other in &others {
        let cause = cell(&other["cause"]);
        note(&format!(
            "{name} stays locked by {cause}, which lifts its lock itself"
        ));
    }
    if by_hand.is_empty() {
        return Err(anyhow!("no lock on {name} was made by hand"));
    }
    note(&format!("{} locks on {name} lifted", by_hand.len()));
    Ok(())
}

/// The person of this name, whatever the letter case.
async fn find(remote: &Remote, name: &str) -> anyhow::Result<Value> {
    let filters = [("q", Some(name.to_owned()))];
    let mut answer = pages(remote, USERS, "people", filters, u64::MAX).await?;
    let people = answer["people"]
        .as_array_mut()
        .map(std::mem::take)
        .unwrap_or_default();
    let is_it = |person: &Value| cell(&person["name"]).to_lowercase() == name.to_lowercase();
    people
        .into_iter()
        .find(is_it)
        .ok_or_else(|| anyhow!("there is no person `{name}`; `portolan users ls` lists all"))
}

fn path_of(person: &Value) -> String {
    format!("{USERS}/{}", segment(&cell(&person["id"])))
}

/// Roles after a change.
fn changed(before: &[String], set: &[String], add: &[String], remove: &[String]) -> Vec<String> {
    let mut after = if set.is_empty() {
        before.to_vec()
    } else {
        set.to_vec()
    };
    after.extend(add.iter().filter(|role| !before.contains(role)).cloned());
    after.retain(|role| !remove.contains(role));
    after
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(cell).collect()
}

fn tell(person: &Value, format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(person);
        return Ok(());
    }
    let mut text = String::new();
    for name in [
        "name",
        "display_name",
        "email",
        "origin",
        "state",
        "roles",
        "mapped_roles",
        "okta_id",
        "org_url",
        "connector",
        "has_second_factor",
        "created_at",
        "last_sign_in_at",
        "inactive_since",
        "purge_at",
    ] {
        let value = cell(&person[name]);
        if !value.is_empty() {
            text.push_str(&format!("{name:<18}{value}\n"));
        }
    }
    print::text(&text)
}

/// A first password: given, or made here and then told once.
struct Password {
    text: String,
    is_made: bool,
}

impl Password {
    fn take(file: Option<&str>) -> anyhow::Result<Self> {
        let Some(file) = file else {
            return Ok(Self {
                text: crate::serve::secret_text(),
                is_made: true,
            });
        };
        let (_, text) = super::resources::read(file)?;
        let text = text.trim_end_matches(['\r', '\n']).to_owned();
        if text.is_empty() {
            return Err(Usage::error("the password is empty"));
        }
        Ok(Self { text, is_made: false })
    }

    fn tell(self, mut person: Value, format: Shape) -> anyhow::Result<()> {
        if format == Shape::Json {
            if self.is_made {
                person["password"] = self.text.into();
            }
            print::pretty(&person);
            return Ok(());
        }
        if self.is_made {
            print::text(&format!("{}\n", self.text))?;
            note(&format!(
                "this is the password of {}; it is shown once",
                cell(&person["name"])
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
