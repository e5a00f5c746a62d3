//! Signing on to an app: by the service provider's request, or by the person's own wish.

use serde_json::json;

use super::message::{self, AuthnRequest};
use super::page;
use super::response::{self, Envelope, Subject};
use super::session::{PASSWORD, Session};
use super::settings::{Settings, UNSPECIFIED};
use super::{issuer, keys, subject};
use crate::call::Call;
use crate::reply::{Answer, Reply};
use crate::state::{Org, Status};
use crate::syslog::{Client, Draft, Party, client_of};

/// `GET` and `POST /app/{name}/{id}/sso/saml`
pub(super) fn sign_on(org: &mut Org, call: &Call<'_>) -> Answer {
    let wish = Wish::read(call);
    let found = super::find(org, call.param(1)).filter(|app| super::is_open(org, *app));
    let settings = found.and_then(|app| Settings::of(org.apps.get(app)?));
    let (Some(app), Some(settings)) = (found, settings) else {
        let told = "<p>This app is not there, not active, or has no single sign-on URL.</p>";
        return Ok(page::page(404, "Page not found", told));
    };
    let request = match wish.request.as_deref() {
        None => None,
        Some(parameter) => match message::decode(parameter).and_then(|xml| message::authn_request(&xml)) {
            Some(request) => Some(request),
            None => {
                let told = "<p>The SAMLRequest is no AuthnRequest.</p>";
                return Ok(page::page(400, "Bad SAML request", told));
            }
        },
    };
    let Some(acs_url) = acs_url(&settings, request.as_ref()) else {
        let told =
            "<p>The request asks for an assertion consumer service URL that this app does not have.</p>";
        return Ok(page::page(400, "Bad SAML request", told));
    };
    let asked = request.unwrap_or_default();
    let sign_on = SignOn {
        app,
        settings,
        asked,
        wish,
        acs_url,
    };
    let session = org.sessions.of(&call.request.headers, call.now);
    let session = session.filter(|session| may_enter(org, session.user));
    match &sign_on.wish.username {
        Some(username) => match enter(org, call, username, &sign_on.wish.password) {
            Ok((session, cookie)) => Ok(sign_on.answer(org, call, &session)?.header("set-cookie", &cookie)),
            Err(problem) => Ok(sign_on.page(org, 401, problem)),
        },
        None => match session {
            Some(session) if !(sign_on.asked.force && sign_on.settings.honor_force) => {
                sign_on.answer(org, call, &session)
            }
            _ if sign_on.asked.passive => sign_on.refuse(org, call, "NoPassive"),
            _ => Ok(sign_on.page(org, 200, "")),
        },
    }
}

/// `GET` and `POST /`, `/login/login.htm` and `/app/UserHome`: signs in and shows what there is to open.
pub(super) fn home(org: &mut Org, call: &Call<'_>) -> Answer {
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
pub(super) fn sign_out(org: &mut Org, call: &Call<'_>) -> Answer {
    if let Some(session) = org.sessions.close(&call.request.headers) {
        log_end(org, call, &session);
    }
    let reply = page::page(200, "Signed out", "<p>You are signed out.</p>");
    Ok(reply.header("set-cookie", "sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"))
}

/// Writes that a session ended.
pub(super) fn log_end(org: &mut Org, call: &Call<'_>, session: &Session) {
    let Some(person) = party(org, session.user) else {
        return;
    };
    let draft = Draft::new("user.session.end", person)
        .session(&session.id)
        .client(browser(call));
    org.log.append_request(call, draft);
}

/// The parameters of a request, from its query and its form.
struct Wish {
    request: Option<String>,
    relay_state: String,
    username: Option<String>,
    password: String,
}

impl Wish {
    fn read(call: &Call<'_>) -> Self {
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

/// The address to answer to: the app's own, or one that the app lets requests ask for. `None` refuses the request.
fn acs_url(settings: &Settings, request: Option<&AuthnRequest>) -> Option<String> {
    let own = || Some(settings.acs_url.clone());
    let Some(request) = request.filter(|_| !settings.more_acs_urls.is_empty()) else {
        return own();
    };
    let mut more = settings.more_acs_urls.iter();
    if !request.acs_url.is_empty() && request.acs_url != settings.acs_url {
        more.find(|(url, _)| *url == request.acs_url)
            .map(|(url, _)| url.clone())
    } else if !request.acs_index.is_empty() {
        more.find(|(_, index)| *index == request.acs_index)
            .map(|(url, _)| url.clone())
    } else {
        own()
    }
}

fn may_enter(org: &Org, user: u32) -> bool {
    let status = org.users.get(user).map(|user| user.status);
    matches!(status, Some(Status::Active | Status::PasswordExpired))
}

/// Checks name and password; gives the new session and its cookie, or what to tell the person.
fn enter(
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

/// One sign-on, once it is known where it goes.
struct SignOn {
    app: u32,
    settings: Settings,
    asked: AuthnRequest,
    wish: Wish,
    acs_url: String,
}

impl SignOn {
    fn page(&self, org: &Org, status: u16, problem: &str) -> Reply {
        let label = org
            .apps
            .get(self.app)
            .map(|app| app.label.to_string())
            .unwrap_or_default();
        let people = org.app_users_from(self.app, 0, 40);
        let people = people
            .iter()
            .filter(|user| may_enter(org, **user))
            .filter_map(|user| org.users.get(*user));
        let people: Vec<String> = people.map(|user| user.login.to_string()).take(20).collect();
        let kept = [
            ("SAMLRequest", self.wish.request.as_deref().unwrap_or_default()),
            ("RelayState", self.wish.relay_state.as_str()),
        ];
        page::sign_in(status, &org.identity.company, &label, problem, &kept, &people)
    }

    /// The assertion, when the person has the app.
    fn answer(&self, org: &mut Org, call: &Call<'_>, session: &Session) -> Answer {
        let has = org
            .apps
            .get(self.app)
            .is_some_and(|app| app.users.binary_search(&session.user).is_ok())
            || org.granting_group(self.app, session.user).is_some();
        if !has {
            self.log_unassigned(org, call, session);
            let told = "<p>User is not assigned to this application.</p>\
                 <p>Ask your administrator for the app, or <a href=\"/login/signout\">sign out</a>.</p>";
            return Ok(page::page(403, "User is not assigned to this application", told));
        }
        let format = self.asked.name_format.as_str();
        if !format.is_empty() && format != UNSPECIFIED && format != self.settings.name_format {
            return self.refuse(org, call, "InvalidNameIDPolicy");
        }
        let subject = Subject {
            name: subject::name(org, self.app, session.user, &self.settings),
            name_format: self.settings.name_format.clone(),
            attributes: subject::attributes(org, session.user, &self.settings),
            session: if self.asked.id.is_empty() {
                session.id.clone()
            } else {
                self.asked.id.clone()
            },
            authenticated: session.since,
        };
        let key = keys::signing(org, self.app)?;
        let random = super::random(org, call.now);
        let issuer = issuer(org, self.app);
        let envelope = self.envelope(org, call, &issuer);
        let made = response::success(&envelope, &subject, &self.settings, &key, random);
        let made = match made {
            Ok(made) => made,
            Err(error) => {
                let told = format!("<p>{}</p>", page::escape(&error.to_string()));
                return Ok(page::page(500, "The response could not be made", &told));
            }
        };
        self.log_sign_on(org, call, session, &envelope, &subject.name);
        Ok(self.hand_over(&made.document()))
    }

    /// A response that says why there is no assertion.
    fn refuse(&self, org: &mut Org, call: &Call<'_>, reason: &'static str) -> Answer {
        let key = keys::signing(org, self.app)?;
        let issuer = issuer(org, self.app);
        let envelope = self.envelope(org, call, &issuer);
        Ok(match response::failure(&envelope, reason, &self.settings, &key) {
            Ok(made) => self.hand_over(&made.document()),
            Err(_) => page::page(500, "The response could not be made", ""),
        })
    }

    fn envelope<'e>(&'e self, org: &mut Org, call: &Call<'_>, issuer: &'e str) -> Envelope<'e> {
        // Another address than the app's own is recipient and destination itself.
        let own = self.acs_url == self.settings.acs_url;
        Envelope {
            issuer,
            destination: if own {
                &self.settings.destination
            } else {
                &self.acs_url
            },
            recipient: if own {
                &self.settings.recipient
            } else {
                &self.acs_url
            },
            in_response_to: &self.asked.id,
            ids: [super::message_id(org, call.now), super::message_id(org, call.now)],
            now: call.now,
        }
    }

    fn hand_over(&self, xml: &str) -> Reply {
        use base64::Engine;
        let encoded = base64::engine::general_purpose::STANDARD.encode(xml);
        let relay = match self.wish.relay_state.as_str() {
            "" if self.asked.id.is_empty() => self.settings.relay_state.as_str(),
            given => given,
        };
        page::hand_over(
            &self.acs_url,
            &[("SAMLResponse", &encoded), ("RelayState", relay)],
        )
    }

    fn log_sign_on(
        &self,
        org: &mut Org,
        call: &Call<'_>,
        session: &Session,
        envelope: &Envelope<'_>,
        name: &str,
    ) {
        let (Some(person), Some(app)) = (party(org, session.user), org.apps.get(self.app)) else {
            return;
        };
        let target = Party::new("AppInstance", &app.id, &app.label, &app.label)
            .with_detail("signOnModeType", "SAML_2_0");
        let mut user = person.clone();
        user.kind = "AppUser".into();
        let by = if self.asked.id.is_empty() {
            "IDP_INITIATED"
        } else {
            "SP_INITIATED"
        };
        let mut draft = Draft::new("user.authentication.sso", person)
            .target(target)
            .target(user);
        for (member, value) in [
            ("audience", json!(self.settings.audience)),
            ("authTime", json!(session.since)),
            ("authenticationClassRef", json!(self.settings.context)),
            ("expiryTime", json!(call.now.plus_ms(self.settings.lifetime_ms))),
            ("initiationType", json!(by)),
            ("issuedAt", json!(call.now)),
            ("issuer", json!(envelope.issuer)),
            ("jti", json!(envelope.ids[1])),
            ("signOnMode", json!("SAML 2.0")),
            ("subject", json!(name)),
            ("threatSuspected", json!("false")),
        ] {
            draft.debug.insert(member.to_owned(), value);
        }
        if !self.asked.id.is_empty() {
            draft
                .debug
                .insert("authnRequestId".to_owned(), json!(self.asked.id));
        }
        org.log
            .append_request(call, draft.session(&session.id).client(browser(call)));
    }

    fn log_unassigned(&self, org: &mut Org, call: &Call<'_>, session: &Session) {
        let (Some(person), Some(app)) = (party(org, session.user), org.apps.get(self.app)) else {
            return;
        };
        let target = Party::new("AppInstance", &app.id, &app.label, &app.label);
        let draft = Draft::new("app.generic.unauth_app_access_attempt", person).target(target);
        let draft = draft
            .outcome("FAILURE", "")
            .session(&session.id)
            .client(browser(call));
        org.log.append_request(call, draft);
    }
}

fn party(org: &Org, user: u32) -> Option<Party> {
    let found = org.users.get(user)?;
    Some(Party::new(
        "User",
        &found.id,
        &found.login,
        &crate::org::users::display_name(found),
    ))
}

fn browser(call: &Call<'_>) -> Client {
    client_of(call).read_agent()
}
