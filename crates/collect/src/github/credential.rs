//! Who asks: a token, or an app that gets itself one for an hour.

use super::log::Owner;
use super::refusal::refusal;
use crate::fault::Fault;
use crate::http::{Http, send};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::{Secret, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};
use url::Url;

/// A token is fetched anew so long before it ends.
const EARLY_MS: i64 = 5 * 60_000;
const ANSWER_MOST: usize = 1 << 20;

/// Who asks.
pub enum GitHubCredential {
    /// A personal access token, classic or fine-grained.
    Token(Secret),
    /// A GitHub App that is installed in the organization.
    App(Box<AppKey>),
}

/// An app and its private key.
pub struct AppKey {
    app_id: String,
    key: RsaKeyPair,
    known: Mutex<Option<(Secret, Timestamp)>>,
}

impl AppKey {
    /// Reads the private key as GitHub gives it: PEM, PKCS #1 or #8.
    ///
    /// # Errors
    /// When it is none; nothing of the key is in the text.
    pub fn new(app_id: &str, pem: &Secret) -> Result<Self, Fault> {
        let wrong = || {
            Fault::new(
                "the private key of the GitHub App cannot be read",
                "make one under the app's settings, Private keys, and enter the whole .pem file",
            )
        };
        let text = pem.reveal();
        let body: String = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("-----") && !line.is_empty())
            .collect();
        let der = STANDARD.decode(body).map_err(|_| wrong())?;
        let key = if text.contains("BEGIN RSA PRIVATE KEY") {
            RsaKeyPair::from_der(&der)
        } else {
            RsaKeyPair::from_pkcs8(&der)
        };
        Ok(Self {
            app_id: app_id.to_owned(),
            key: key.map_err(|_| wrong())?,
            known: Mutex::default(),
        })
    }

    /// What proves for ten minutes that it is the app (RFC 7519, RS256).
    fn proof(&self, now: Timestamp) -> Result<String, Fault> {
        let seconds = now.as_ms().div_euclid(1_000);
        let head = json!({ "alg": "RS256", "typ": "JWT" }).to_string();
        // A minute back: GitHub refuses what is from the future.
        let claims = json!({ "iat": seconds - 60, "exp": seconds + 540, "iss": self.app_id }).to_string();
        let text = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(head),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let mut signature = vec![0; self.key.public().modulus_len()];
        let signed = self.key.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            text.as_bytes(),
            &mut signature,
        );
        signed.map_err(|_| Fault::new("the key of the GitHub App does not sign", "enter the key again"))?;
        Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

#[derive(Deserialize)]
struct Made {
    token: String,
    expires_at: String,
}

impl GitHubCredential {
    /// What goes into the `Authorization` header.
    pub(super) async fn bearer(
        &self,
        http: &Http,
        api: &Url,
        owner: &Owner,
        now: Timestamp,
    ) -> Result<Secret, Fault> {
        let app = match self {
            Self::Token(token) => return Ok(token.clone()),
            Self::App(app) => app,
        };
        let known = app.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((token, _)) = known.filter(|(_, end)| end.plus_ms(-EARLY_MS) > now) {
            return Ok(token);
        }
        let proof = app.proof(now)?;
        let ask = async |method: reqwest::Method, path: String| {
            let url = under(api, &path);
            let ask = http.client(&url).request(method, url).bearer_auth(&proof);
            let ask = ask.header("accept", "application/vnd.github+json");
            let answer = send(ask, "GitHub", ANSWER_MOST).await?;
            if answer.status.is_success() {
                Ok(answer.body)
            } else {
                Err(refusal(&answer, now))
            }
        };
        let path = match owner {
            Owner::Org(name) => format!("orgs/{name}/installation"),
            Owner::Enterprise(name) => format!("enterprises/{name}/installation"),
        };
        let found: Value = read(&ask(reqwest::Method::GET, path).await?)?;
        let id = found["id"].as_u64().ok_or_else(strange)?;
        let path = format!("app/installations/{id}/access_tokens");
        let made: Made = read(&ask(reqwest::Method::POST, path).await?)?;
        let end: jiff::Timestamp = made.expires_at.parse().map_err(|_| strange())?;
        let token = Secret::new(made.token);
        let end = Timestamp::from_ms(end.as_millisecond());
        *app.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((token.clone(), end));
        Ok(token)
    }

    /// Forgets what was fetched: GitHub does not take it any more.
    pub(super) fn forget(&self) {
        if let Self::App(app) = self {
            *app.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}

/// An address below the API's.
pub(super) fn under(api: &Url, path: &str) -> Url {
    let mut url = api.clone();
    let base = api.path().trim_end_matches('/').to_owned();
    url.set_path(&format!("{base}/{path}"));
    url
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|_| strange())
}

fn strange() -> Fault {
    Fault::new(
        "what answers is not GitHub",
        "look at the address of the API: https://api.github.com, or https://HOST/api/v3 for a server of one's own",
    )
}
