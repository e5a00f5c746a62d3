//! Signing in at the organization's own page: name and password, the session, the dashboard.

use super::page;
use super::session::{PASSWORD, Session};
use super::settings::Settings;
use crate::call::Call;
use crate::reply::Answer;
use crate::state::{Org, Status};
use crate::syslog::{Client, Draft, Party, client_of};

/// `GET` and `POST /`, `/login/login.htm` and `/app/UserHome`: signs in and shows what there is to open.
pub(crate) fn home(org: &mut Org, call: &Call<'_>) -> Answer {
    let wish = Wish::read(call);
    let company = org.identity.company.clone();
    let entered = match &wish.username {
        Some(username) => match enter(org, call, username, &wish.password) {
            Ok((session, cookie)) => Some((session, Some(cookie))),
            Err(problem) => return Ok(page::sign_in(401, &company, "your apps", problem, &[], &[])),
        },
        None => {
            let session = org.sessions.of(&call.request.headers, call.now);
            session
                .filter(|session| may_enter(org, session.user))
                .map(|session| (session, None))
        }
    };
    let Some((session, cookie)) = entered else {
        return Ok(page::sign_in(200, &company, "your apps", "", &[], &[]));
    };
    let apps = org.apps_of(session.user);
    let apps: Vec<(String, String)> = apps
        .iter()
        .filter_map(|app| org.apps.get(*app))
        .filter(|app| app.active && Settings::of(app).is_some())
        .map(|app| {
            (
                app.label.to_string(),
                format!("{}{}", call.base, super::path(app)),
            )
        })
        .collect();
    let login = org
        .users
        .get(session.user)
        .map(|user| user.login.to_string())
        .unwrap_or_default();
    let reply = page::dashboard(&company, &login, &apps);
    Ok(match cookie {
        Some(cookie) => reply.header("set-cookie", &cookie),
        None => reply,
    })
}

/// `GET /login/signout`
pub(crate) fn sign_out(org: &mut Org, call: &Call<'_>) -> Answer {
    if let Some(session) = org.sessions.close(&call.request.headers) {
        log_end(org, call, &session);
    }
    let reply = page::page(200, "Signed out", "<p>You are signed out.</p>");
    Ok(reply.header("set-cookie", "sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"))
}

/// Writes that a session ended.
pub(crate) fn log_end(org: &mut Org, call: &Call<'_>, session: &Session) {
    let Some(person) = party(org, session.user) else {
        return;
    };
    let draft = Draft::new("user.session.end", person)
        .session(&session.id)
        .client(browser(call));
    org.log.append_request(call, draft);
}

/// The parameters of a request, from its query and its form.
pub(crate) struct Wish {
    pub(crate) request: Option<String>,
    pub(crate) relay_state: String,
    pub(crate) username: Option<String>,
    pub(crate) password: String,
}

impl Wish {
    pub(crate) fn read(call: &Call<'_>) -> Self {
        let form = call.form();
        let get = |name: &str| {
            form.iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        };
        Self {
            request: get("SAMLRequest").filter(|text| !text.is_empty()),
            relay_state: get("RelayState").unwrap_or_default(),
            username: get("username")
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty()),
            password: get("password").unwrap_or_default(),
        }
    }
}

pub(crate) fn may_enter(org: &Org, user: u32) -> bool {
    let status = org.users.get(user).map(|user| user.status);
    matches!(status, Some(Status::Active | Status::PasswordExpired))
}

/// Checks name and password; gives the new session and its cookie, or what to tell the person.
pub(crate) fn enter(
    org: &mut Org,
    call: &Call<'_>,
    username: &str,
    password: &str,
) -> Result<(Session, String), &'static str> {
    // People type the part before the @ as well, as in Okta.
    let full = || {
        let domain = org
            .users
            .iter()
            .next()
            .and_then(|(_, user)| user.login.split_once('@').map(|(_, domain)| domain));
        org.find_user(&format!("{username}@{}", domain.unwrap_or_default()))
    };
    let found = org.find_user(username).or_else(full);
    let fits = password == PASSWORD && found.is_some_and(|user| may_enter(org, user));
    let Some(user) = found.filter(|_| fits) else {
        let locked = found
            .and_then(|user| org.users.get(user))
            .is_some_and(|user| user.status == Status::LockedOut);
        let actor = found.and_then(|user| party(org, user));
        let actor = actor.unwrap_or_else(|| Party::new("User", "unknown", username, "unknown"));
        let reason = if locked {
            "LOCKED_OUT"
        } else {
            "INVALID_CREDENTIALS"
        };
        let draft = Draft::new("user.session.start", actor)
            .outcome("FAILURE", reason)
            .client(browser(call));
        org.log.append_request(call, draft);
        return Err("Unable to sign in");
    };
    let session = Session {
        user,
        // With the time in it, so that it is another one after a restart from the same seed.
        id: format!("102{:x}{}", call.now.0, org.mint.secret(11)),
        since: call.now,
        used: call.now,
    };
    let secret = format!("102{:x}{}", call.now.0, org.mint.secret(40));
    if let Some(person) = org.users.get_mut(user) {
        person.last_login = Some(call.now);
    }
    log_start(org, call, &session);
    let secure = if call.base.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("sid={secret}; Path=/; HttpOnly; SameSite=Lax{secure}");
    org.sessions.open(secret, session.clone());
    Ok((session, cookie))
}

fn log_start(org: &mut Org, call: &Call<'_>, session: &Session) {
    let Some(person) = party(org, session.user) else {
        return;
    };
    let policy = Party::unnamed("PolicyEntity", "00pdefault0signon5d7", "Default Policy");
    let evaluated = Draft::new("policy.evaluate_sign_on", person.clone())
        .outcome("ALLOW", "Sign-on policy evaluation resulted in ALLOW")
        .target(policy.with_detail("policyType", "OktaSignOn"));
    let started = Draft::new("user.session.start", person);
    for draft in [evaluated, started] {
        let draft = draft
            .session(&session.id)
            .client(browser(call))
            .debug("threatSuspected", "false");
        org.log.append_request(call, draft);
    }
}

pub(crate) fn party(org: &Org, user: u32) -> Option<Party> {
    let found = org.users.get(user)?;
    Some(Party::new(
        "User",
        &found.id,
        &found.login,
        &crate::org::users::display_name(found),
    ))
}

pub(crate) fn browser(call: &Call<'_>) -> Client {
    client_of(call).read_agent()
}
