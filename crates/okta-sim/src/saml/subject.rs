//! What an assertion says about a person: the name and the attributes.

use regex::Regex;

use super::settings::{Settings, Source};
use crate::org::users::view::profile_text;
use crate::state::{Org, User};

/// An attribute with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) format: String,
    pub(super) values: Vec<String>,
}

/// The name of the person for this app: the one written in the assignment, else what the template makes.
pub(super) fn name(org: &Org, app: u32, user: u32, settings: &Settings) -> String {
    let own = || {
        let assignment = org.apps.get(app)?.assignments.get(&user)?;
        Some(
            assignment
                .get("credentials")?
                .get("userName")?
                .as_str()?
                .to_owned(),
        )
    };
    let Some(person) = org.users.get(user) else {
        return String::new();
    };
    own().unwrap_or_else(|| expression(&settings.name_template, person))
}

/// The attributes that the settings ask for; those without a value are left out.
pub(super) fn attributes(org: &Org, user: u32, settings: &Settings) -> Vec<Attribute> {
    let Some(person) = org.users.get(user) else {
        return Vec::new();
    };
    let one = |statement: &super::settings::Statement| {
        let values = match &statement.source {
            Source::Expressions(all) => all.iter().map(|text| expression(text, person)).collect(),
            Source::Groups { filter, value } => groups(org, user, filter, value),
        };
        let values: Vec<String> = values
            .into_iter()
            .filter(|value: &String| !value.is_empty())
            .collect();
        (!values.is_empty()).then(|| Attribute {
            name: statement.name.clone(),
            format: statement.format.clone(),
            values,
        })
    };
    settings.statements.iter().filter_map(one).collect()
}

/// The person's groups that pass a filter, by name. A regular expression has to match the whole name.
fn groups(org: &Org, user: u32, filter: &str, value: &str) -> Vec<String> {
    let whole = Regex::new(&format!("^(?:{value})$")).ok();
    let passes = |name: &str| match filter {
        "STARTS_WITH" => name.starts_with(value),
        "EQUALS" => name == value,
        "CONTAINS" => name.contains(value),
        _ => whole.as_ref().is_some_and(|whole| whole.is_match(name)),
    };
    let all = org.groups_of(user);
    let names = all
        .iter()
        .filter_map(|group| org.groups.get(*group))
        .map(|group| group.name.to_string());
    names.filter(|name| passes(name)).collect()
}

/// The small part of Okta's expression language that these settings use: `user.email`, `${user.userName}`,
/// `user.getInternalProperty("id")`, `String.substringBefore(user.login, "@")` in its template form, and texts in
/// quotes.
pub(super) fn expression(text: &str, person: &User) -> String {
    let inner = text.trim();
    let inner = inner
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(inner)
        .trim();
    if let Some(quoted) = inner.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return quoted.to_owned();
    }
    for function in ["fn:substringBefore(", "String.substringBefore("] {
        let arguments = inner
            .strip_prefix(function)
            .and_then(|rest| rest.strip_suffix(')'));
        if let Some((value, end)) = arguments.and_then(|both| both.rsplit_once(',')) {
            let value = expression(value, person);
            let end = end.trim().trim_matches('"');
            return value
                .split_once(end)
                .map_or(value.clone(), |(head, _)| head.to_owned());
        }
    }
    let field = inner
        .strip_prefix("user.")
        .or_else(|| inner.strip_prefix("source."))
        .unwrap_or(inner);
    match field {
        "userName" | "login" => person.login.to_string(),
        "id" | "getInternalProperty(\"id\")" => person.id.to_string(),
        "status" | "getInternalProperty(\"status\")" => person.status.word().to_owned(),
        other => profile_text(person, other).unwrap_or_default().to_owned(),
    }
}
