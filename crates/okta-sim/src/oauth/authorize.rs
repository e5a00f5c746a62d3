//! `GET` and `POST /oauth2/v1/authorize`: signing people in for apps by the authorization code flow (OpenID Connect
//! Core 3.1, RFC 7636). The sign-in page is the organization's own.

use serde_json::Value;

use super::code::Code;
use super::{client_id, find_client, oauth_setting};
use crate::call::Call;
use crate::reply::{Answer, Body, Reply};
use crate::saml::enter::{Wish, browser, enter, may_enter, party};
use crate::saml::page;
use crate::saml::session::Session;
use crate::state::Org;
use crate::syslog::{Draft, Party};

/// Milliseconds for which a code can be exchanged; Okta's is a minute.
const CODE_MS: i64 = 60_000;

/// What an app asks for.
struct Asked {
    app: u32,
    redirect_uri: String,
    state: String,
    scopes: Vec<String>,
    nonce: Option<String>,
    challenge: Option<String>,
    prompt: String,
}

pub(super) fn authorize(org: &mut Org, call: &Call<'_>) -> Answer {
    let form = call.form();
    let get = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    };
    let found = get("client_id").and_then(|client| find_client(org, &client));
    let Some(app) = found.filter(|app| org.apps.get(*app).is_some_and(|app| app.active)) else {
        return Ok(page::page(
            400,
            "Bad request",
            "<p>The client_id is not known.</p>",
        ));
    };
    let redirect_uri = get("redirect_uri").unwrap_or_default();
    if !is_registered(org, app, "redirect_uris", &redirect_uri) {
        let told =
            "<p>The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.</p>";
        return Ok(page::page(400, "Bad request", told));
    }
    let asked = Asked {
        app,
        redirect_uri,
        state: get("state").unwrap_or_default(),
        scopes: get("scope")
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        nonce: get("nonce"),
        challenge: get("code_challenge"),
        prompt: get("prompt").unwrap_or_default(),
    };
    if get("response_type").as_deref() != Some("code") {
        return Ok(asked.refuse("unsupported_response_type"));
    }
    if !asked.scopes.iter().any(|scope| scope == "openid") {
        return Ok(asked.refuse("invalid_scope"));
    }
    if asked.challenge.is_some() && get("code_challenge_method").as_deref() != Some("S256") {
        return Ok(asked.refuse("invalid_request"));
    }
    enter_or_ask(org, call, &asked)
}

fn enter_or_ask(org: &mut Org, call: &Call<'_>, asked: &Asked) -> Answer {
    let wish = Wish::read(call);
    let session = org.sessions.of(&call.request.headers, call.now);
    let session = session.filter(|session| may_enter(org, session.user));
    match (&wish.username, session) {
        (Some(username), _) => match enter(org, call, username, &wish.password) {
            Ok((session, cookie)) => Ok(asked.answer(org, call, &session).header("set-cookie", &cookie)),
            Err(problem) => Ok(asked.page(org, 401, problem)),
        },
        (None, Some(session)) if asked.prompt != "login" => Ok(asked.answer(org, call, &session)),
        _ if asked.prompt == "none" => Ok(asked.refuse("login_required")),
        _ => Ok(asked.page(org, 200, "")),
    }
}

/// Whether the app names this address in a list of its settings.
pub(super) fn is_registered(org: &Org, app: u32, list: &str, address: &str) -> bool {
    let listed = org
        .apps
        .get(app)
        .and_then(|app| oauth_setting(app, list)?.as_array());
    !address.is_empty() && listed.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(address)))
}

impl Asked {
    fn page(&self, org: &Org, status: u16, problem: &str) -> Reply {
        let label = org.apps.get(self.app).map(|app| app.label.to_string());
        let people = org.app_users_from(self.app, 0, 40);
        let people = people
            .iter()
            .filter(|user| may_enter(org, **user))
            .filter_map(|user| org.users.get(*user));
        let people: Vec<String> = people.map(|user| user.login.to_string()).take(20).collect();
        // The form comes back to the same address, with the same query.
        page::sign_in(
            status,
            &org.identity.company,
            &label.unwrap_or_default(),
            problem,
            &[],
            &people,
        )
    }

    /// Sends the browser back with a code, when the person has the app.
    fn answer(&self, org: &mut Org, call: &Call<'_>, session: &Session) -> Reply {
        let has = org
            .apps
            .get(self.app)
            .is_some_and(|app| app.users.binary_search(&session.user).is_ok())
            || org.granting_group(self.app, session.user).is_some();
        if !has {
            return self.refuse("access_denied");
        }
        let client = org.apps.get(self.app).map(|app| client_id(app).to_owned());
        let secret = org.mint.secret(43);
        let code = Code {
            client: client.unwrap_or_default(),
            redirect_uri: self.redirect_uri.clone(),
            challenge: self.challenge.clone(),
            nonce: self.nonce.clone(),
            scopes: self.scopes.clone(),
            user: session.user,
            since: session.since,
            until: call.now.plus_ms(CODE_MS),
        };
        org.oauth.give_code(&secret, code);
        self.log(org, call, session);
        self.back(&[("code", &secret)])
    }

    fn refuse(&self, error: &str) -> Reply {
        self.back(&[("error", error)])
    }

    fn back(&self, parameters: &[(&str, &str)]) -> Reply {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(parameters);
        if !self.state.is_empty() {
            pairs.append_pair("state", &self.state);
        }
        let mark = if self.redirect_uri.contains('?') { '&' } else { '?' };
        let reply = Reply {
            status: 302,
            body: Body::Empty,
            headers: Vec::new(),
            page: None,
        };
        reply.header(
            "location",
            &format!("{}{mark}{}", self.redirect_uri, pairs.finish()),
        )
    }

    fn log(&self, org: &mut Org, call: &Call<'_>, session: &Session) {
        let (Some(person), Some(app)) = (party(org, session.user), org.apps.get(self.app)) else {
            return;
        };
        let target = Party::new("AppInstance", &app.id, &app.label, &app.label)
            .with_detail("signOnModeType", "OPENID_CONNECT");
        let scopes = Value::from(self.scopes.join(","));
        for kind in ["user.authentication.sso", "app.oauth2.authorize.code"] {
            let mut draft = Draft::new(kind, person.clone()).target(target.clone());
            draft.debug.insert("requestedScopes".to_owned(), scopes.clone());
            let draft = draft.session(&session.id).client(browser(call));
            org.log.append_request(call, draft);
        }
    }
}
