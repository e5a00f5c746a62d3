//! Creating users and changing their profiles.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::state::{Before, Effect, Org, Profile, Status, User};

use super::view::{UserView, profile_object};

/// `POST /api/v1/users?activate&provider&nextLogin`
pub(crate) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    if !call.caller.rights.may_everyone(super::MANAGE) {
        return Err(Refusal::forbidden());
    }
    let body = call.object()?;
    let mut profile = object_at(&body, "profile").cloned().unwrap_or_default();
    complete(org, &mut profile, None)?;
    let groups = group_ids(org, &body)?;
    let user = new_user(org, call, profile, object_at(&body, "credentials"), &body);
    let status = user.status;
    let ordinal = org.push_user(user);
    org.unseen_user(call, ordinal, None);
    for group in groups {
        org.add_member(group, ordinal, call.now);
    }
    let everyone = org.everyone.clone();
    for group in everyone {
        if let Some(group) = org.groups.get_mut(group) {
            group.last_membership_updated = call.now;
        }
    }
    let target = Target::user(org, ordinal);
    org.log_event(call, "user.lifecycle.create", std::slice::from_ref(&target));
    if status != Status::Staged {
        org.log_event(call, "user.lifecycle.activate", &[target]);
    }
    org.later(call.now, Effect::RunRules { user: ordinal });
    answer(org, call, ordinal)
}

/// `POST /api/v1/users/{id}`: named members change, the others stay.
pub(crate) fn update(org: &mut Org, call: &Call<'_>) -> Answer {
    change(org, call, |old, new| {
        let mut profile = old.clone();
        profile.extend(new.clone());
        profile
    })
}

/// `PUT /api/v1/users/{id}`: members that are missing are deleted.
pub(crate) fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    change(org, call, |_, new| new.clone())
}

fn change(org: &mut Org, call: &Call<'_>, merge: fn(&Object, &Object) -> Object) -> Answer {
    let (ordinal, user) = super::within(org, call, super::MANAGE)?;
    let body = call.object()?;
    let old = profile_object(user);
    if user.status == Status::Deprovisioned {
        return Err(Refusal::wrong_status());
    }
    let mut profile = match object_at(&body, "profile") {
        Some(new) => merge(&old, new),
        None => old.clone(),
    };
    complete(org, &mut profile, Some(ordinal))?;
    profile.retain(|_, value| !value.is_null());
    for name in ["mobilePhone", "secondEmail"] {
        profile.entry(name).or_insert(Value::Null);
    }
    let credentials = object_at(&body, "credentials").cloned();
    let password = credentials.as_ref().is_some_and(has_password);
    let before = before(org, ordinal);
    let emails = org.docs.len("realms") == 0;
    let login: Box<str> = text(&profile, "login").unwrap_or_default().into();
    let Some(user) = org.users.get_mut(ordinal) else {
        return Err(Refusal::not_found(call.param(0), "User"));
    };
    let old_login = user.login.to_lowercase();
    user.profile = Profile::Own(Box::new(profile));
    user.login = login.clone();
    user.last_updated = call.now;
    if password {
        user.password_changed = Some(call.now);
    }
    if let Some(credentials) = credentials {
        keep_credentials(user, &credentials, emails);
    }
    if let Some(realm) = body.get("realmId").filter(|realm| realm.is_string()) {
        user.extra
            .get_or_insert_default()
            .insert("realmId".to_owned(), realm.clone());
    }
    org.logins.remove(old_login.as_str());
    org.logins.insert(login.to_lowercase().into(), ordinal);
    org.unseen_user(call, ordinal, before);
    let target = Target::user(org, ordinal);
    org.log_event(call, "user.account.update_profile", std::slice::from_ref(&target));
    if password {
        org.log_event(call, "user.account.update_password", &[target]);
    }
    org.later(call.now, Effect::RunRules { user: ordinal });
    answer(org, call, ordinal)
}

/// The user as a single object.
pub(crate) fn answer(org: &Org, call: &Call<'_>, ordinal: u32) -> Answer {
    let user = org
        .users
        .get(ordinal)
        .ok_or_else(|| Refusal::not_found(call.param(0), "User"))?;
    Ok(Reply::raw(&UserView::single(org, user, call.base)))
}

/// The user as search sees it now.
pub(crate) fn before(org: &Org, ordinal: u32) -> Option<Value> {
    if org.lag.ms <= 0 {
        return None;
    }
    let user = org.users.get(ordinal)?;
    serde_json::to_value(UserView::listed(org, user, "")).ok()
}

impl Org {
    /// Hides a change from search for the length of the lag.
    pub(crate) fn unseen_user(&mut self, call: &Call<'_>, ordinal: u32, seen: Option<Value>) {
        if self.lag.ms > 0 {
            let until = call.now.plus_ms(self.lag.ms);
            self.lag.users.entry(ordinal).or_insert(Before { until, seen });
        }
    }
}

fn new_user(
    org: &mut Org,
    call: &Call<'_>,
    mut profile: Object,
    credentials: Option<&Object>,
    body: &Object,
) -> User {
    let password = credentials.is_some_and(has_password);
    let federated = credentials
        .and_then(|given| object_at(given, "provider"))
        .and_then(|provider| text(provider, "type"));
    let federated = federated.is_some_and(|kind| matches!(kind, "FEDERATION" | "SOCIAL"));
    let activate = call.flag("activate", true);
    let status = match (activate, password) {
        (false, _) => Status::Staged,
        (true, true) if call.query("nextLogin") == Some("changePassword") => Status::PasswordExpired,
        (true, true) => Status::Active,
        (true, false) if federated => Status::Active,
        (true, false) => Status::Provisioned,
    };
    for name in ["mobilePhone", "secondEmail"] {
        profile.entry(name).or_insert(Value::Null);
    }
    let login: Box<str> = text(&profile, "login").unwrap_or_default().into();
    let mut user = User {
        id: org.mint.id("00u").into(),
        login,
        status,
        transition: None,
        created: call.now,
        activated: activate.then_some(call.now),
        status_changed: activate.then_some(call.now),
        last_login: None,
        last_updated: call.now,
        password_changed: password.then_some(call.now),
        profile: Profile::Own(Box::new(profile)),
        extra: None,
        groups: Vec::new(),
        apps: Vec::new(),
    };
    if let Some(credentials) = credentials {
        keep_credentials(&mut user, credentials, org.docs.len("realms") == 0);
    }
    for name in ["realmId", "type"] {
        if let Some(value) = body.get(name) {
            user.extra
                .get_or_insert_default()
                .insert(name.to_owned(), value.clone());
        }
    }
    user
}

/// Keeps what may be shown of credentials: never the password, never the answer to the question.
fn keep_credentials(user: &mut User, given: &Object, emails: bool) {
    let mut shown = match user.extra.as_ref().and_then(|extra| extra.get("credentials")) {
        Some(Value::Object(known)) => known.clone(),
        _ => Object::new(),
    };
    if has_password(given) || user.password_changed.is_some() {
        shown.insert("password".to_owned(), json!({}));
    }
    if shown.contains_key("password") && emails {
        let email = user_email(user);
        shown.insert(
            "emails".to_owned(),
            json!([{"value": email, "status": "VERIFIED", "type": "PRIMARY"}]),
        );
    }
    if let Some(question) = object_at(given, "recovery_question").and_then(|asked| text(asked, "question")) {
        shown.insert("recovery_question".to_owned(), json!({"question": question}));
    }
    let provider = given.get("provider").cloned();
    let provider = provider.or_else(|| shown.get("provider").cloned());
    shown.insert(
        "provider".to_owned(),
        provider.unwrap_or_else(|| json!({"type": "OKTA", "name": "OKTA"})),
    );
    user.extra
        .get_or_insert_default()
        .insert("credentials".to_owned(), Value::Object(shown));
}

fn user_email(user: &User) -> String {
    super::view::profile_text(user, "email")
        .unwrap_or_default()
        .to_owned()
}

fn has_password(credentials: &Object) -> bool {
    let password = object_at(credentials, "password");
    password.is_some_and(|given| given.contains_key("value") || given.contains_key("hash"))
}

fn object_at<'o>(object: &'o Object, name: &str) -> Option<&'o Object> {
    object.get(name).and_then(Value::as_object)
}

/// Checks a profile as Okta's default schema asks: names, email and a login that nobody else has.
fn complete(org: &Org, profile: &mut Object, own: Option<u32>) -> Result<(), Refusal> {
    if text(profile, "login").is_none()
        && let Some(email) = text(profile, "email").map(str::to_owned)
    {
        profile.insert("login".to_owned(), Value::String(email));
    }
    for name in ["login", "email", "firstName", "lastName"] {
        if text(profile, name).is_none_or(|value| value.trim().is_empty()) {
            return Err(Refusal::validation(
                name,
                format!("{name}: The field cannot be left blank"),
            ));
        }
    }
    for name in ["login", "email"] {
        if !text(profile, name).is_some_and(is_email) {
            return Err(Refusal::validation(
                name,
                format!("{name}: Username must be in the form of an email address"),
            ));
        }
    }
    let login = text(profile, "login").unwrap_or_default().to_lowercase();
    let holder = org
        .logins
        .get(login.as_str())
        .copied()
        .filter(|ordinal| org.users.get(*ordinal).is_some());
    if holder.is_some() && holder != own {
        let cause = "login: An object with this field already exists in the current organization";
        return Err(Refusal::validation("login", cause));
    }
    Ok(())
}

fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' '))
}

fn group_ids(org: &Org, body: &Object) -> Result<Vec<u32>, Refusal> {
    let Some(Value::Array(ids)) = body.get("groupIds") else {
        return Ok(Vec::new());
    };
    ids.iter()
        .map(|id| {
            let id = id.as_str().unwrap_or_default();
            org.groups
                .find(id)
                .ok_or_else(|| Refusal::not_found(id, "UserGroup"))
        })
        .collect()
}
