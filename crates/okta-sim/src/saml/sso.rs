//! Signing on to an app: by the service provider's request, or by the person's own wish.

use serde_json::json;

use super::enter::{Wish, browser, enter, may_enter, party};
use super::message::{self, AuthnRequest};
use super::page;
use super::response::{self, Envelope, Subject};
use super::session::Session;
use super::settings::{Settings, UNSPECIFIED};
use super::signed::is_signed;
use super::{issuer, keys, subject};
use crate::call::Call;
use crate::reply::{Answer, Reply};
use crate::state::Org;
use crate::syslog::{Draft, Party};

/// `GET` and `POST /app/{name}/{id}/sso/saml`
pub(super) fn sign_on(org: &mut Org, call: &Call<'_>) -> Answer {
    let wish = Wish::read(call);
    let found = super::find(org, call.param(1)).filter(|app| super::is_open(org, *app));
    let settings = found.and_then(|app| Settings::of(org.apps.get(app)?));
    let (Some(app), Some(settings)) = (found, settings) else {
        let told = "<p>This app is not there, not active, or has no single sign-on URL.</p>";
        return Ok(page::page(404, "Page not found", told));
    };
    if !is_signed_as_wanted(&settings, &wish, call) {
        let told = "<p>This app takes signed requests only, by redirect, and this one does not carry the signature of \
                    its service provider.</p>";
        return Ok(page::page(400, "Bad SAML request", told));
    }
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

/// Whether a request is signed where the app wants that. The sign-in form comes back to the address that it was opened
/// with, so the signature is there then, too; what the form itself says must be what was signed.
fn is_signed_as_wanted(settings: &Settings, wish: &Wish, call: &Call<'_>) -> bool {
    if !settings.wants_signed_requests || wish.request.is_none() {
        return true;
    }
    let is_same = call.query("SAMLRequest") == wish.request.as_deref()
        && call.query("RelayState").unwrap_or_default() == wish.relay_state;
    let certificate = settings.sp_certificate.as_deref().unwrap_or_default();
    is_same && is_signed(&call.request.query, certificate)
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
