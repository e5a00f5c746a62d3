//! What an app's settings say about SAML (`settings.signOn` of the Apps API).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::sign::{Algorithms, Hash};
use crate::state::App;

/// `urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified`
pub(super) const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
const PASSWORD: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

/// How assertions for an app look and where they go.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) acs_url: String,
    /// Further addresses that a request may ask for, with their indices.
    pub(super) more_acs_urls: Vec<(String, String)>,
    pub(super) audience: String,
    pub(super) recipient: String,
    pub(super) destination: String,
    pub(super) name_template: String,
    pub(super) name_format: String,
    pub(super) sign_response: bool,
    pub(super) sign_assertion: bool,
    pub(super) algorithms: Algorithms,
    pub(super) honor_force: bool,
    pub(super) relay_state: String,
    pub(super) context: String,
    pub(super) lifetime_ms: i64,
    pub(super) statements: Vec<Statement>,
    pub(super) encryption: Option<Encryption>,
    pub(super) slo: Option<LogOut>,
    /// Whether requests must be signed by the holder of `sp_certificate`.
    pub(super) wants_signed_requests: bool,
    /// The service provider's certificate, DER.
    pub(super) sp_certificate: Option<Vec<u8>>,
}

/// One attribute of the assertion.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) name: String,
    pub(super) format: String,
    pub(super) source: Source,
}

/// Where the values of an attribute come from.
#[derive(Debug)]
pub(super) enum Source {
    Expressions(Vec<String>),
    /// Names of the person's groups that pass the filter.
    Groups {
        filter: String,
        value: String,
    },
}

/// Encryption of the assertion.
#[derive(Debug)]
pub(super) struct Encryption {
    /// `AES256_GCM` and the like.
    pub(super) cipher: String,
    pub(super) oaep: bool,
    /// The service provider's certificate, DER.
    pub(super) certificate: Vec<u8>,
}

/// Single log-out.
#[derive(Debug)]
pub(super) struct LogOut {
    pub(super) url: String,
    pub(super) issuer: String,
    /// The service provider's certificate, DER.
    pub(super) certificate: Vec<u8>,
}

impl Settings {
    /// `None` for an app that does not sign people in by SAML, or that nobody told an address.
    pub(super) fn of(app: &App) -> Option<Self> {
        if app.sign_on.as_deref() != Some("SAML_2_0") {
            return None;
        }
        let all = app.body.get("settings")?.get("signOn")?;
        let text = |name: &str| {
            all.get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
        };
        let either = |name: &str| {
            text(&format!("{name}Override"))
                .or_else(|| text(name))
                .map(str::to_owned)
        };
        let flag = |name: &str, default: bool| all.get(name).and_then(Value::as_bool).unwrap_or(default);
        let acs_url = either("ssoAcsUrl")?;
        let or_acs = |name: &str| either(name).unwrap_or_else(|| acs_url.clone());
        let hash = |name: &str| Hash::parse(text(name).unwrap_or("SHA256"));
        let lifetime = all
            .get("samlAssertionLifetimeSeconds")
            .and_then(Value::as_i64)
            .unwrap_or(300);
        Some(Self {
            audience: or_acs("audience"),
            recipient: or_acs("recipient"),
            destination: or_acs("destination"),
            more_acs_urls: if flag("allowMultipleAcsEndpoints", false) {
                endpoints(all)
            } else {
                Vec::new()
            },
            acs_url,
            name_template: text("subjectNameIdTemplate")
                .unwrap_or("${user.userName}")
                .to_owned(),
            name_format: text("subjectNameIdFormat").unwrap_or(UNSPECIFIED).to_owned(),
            sign_response: flag("responseSigned", true),
            sign_assertion: flag("assertionSigned", true),
            algorithms: Algorithms {
                signature: hash("signatureAlgorithm"),
                digest: hash("digestAlgorithm"),
            },
            honor_force: flag("honorForceAuthn", true),
            relay_state: text("defaultRelayState").unwrap_or_default().to_owned(),
            context: text("authnContextClassRef").unwrap_or(PASSWORD).to_owned(),
            lifetime_ms: lifetime.clamp(10, 86_400).saturating_mul(1000),
            statements: statements(all),
            encryption: encryption(all),
            slo: slo(all),
            wants_signed_requests: flag("samlSignedRequestEnabled", false),
            sp_certificate: sp_certificate(all),
        })
    }
}

fn endpoints(all: &Value) -> Vec<(String, String)> {
    let list = all.get("acsEndpoints").and_then(Value::as_array);
    let one = |endpoint: &Value| {
        let index = endpoint.get("index").map(Value::to_string).unwrap_or_default();
        Some((endpoint.get("url")?.as_str()?.to_owned(), index))
    };
    list.into_iter().flatten().filter_map(one).collect()
}

/// Statements of the app, then those that an administrator configured for a catalogue app.
fn statements(all: &Value) -> Vec<Statement> {
    let lists = ["attributeStatements", "configuredAttributeStatements"];
    let lists = lists.iter().filter_map(|name| all.get(*name)?.as_array());
    let one = |statement: &Value| {
        let text = |name: &str| statement.get(name).and_then(Value::as_str);
        let values = || {
            statement
                .get("values")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        let source = if text("type") == Some("GROUP") {
            Source::Groups {
                filter: text("filterType").unwrap_or("REGEX").to_owned(),
                value: text("filterValue").unwrap_or_default().to_owned(),
            }
        } else {
            Source::Expressions(
                values()
                    .filter_map(|value| value.as_str().map(str::to_owned))
                    .collect(),
            )
        };
        let format = text("namespace").unwrap_or("urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified");
        Some(Statement {
            name: text("name")?.to_owned(),
            format: format.to_owned(),
            source,
        })
    };
    lists.flatten().filter_map(one).collect()
}

fn encryption(all: &Value) -> Option<Encryption> {
    let wanted = all.get("assertionEncryption")?;
    if !wanted.get("enabled")?.as_bool()? {
        return None;
    }
    let text = |name: &str| wanted.get(name).and_then(Value::as_str);
    Some(Encryption {
        cipher: text("encryptionAlgorithm").unwrap_or("AES256_CBC").to_owned(),
        oaep: text("keyTransportAlgorithm") != Some("RSA_15"),
        certificate: decode(wanted.get("x5c")?.get(0)?.as_str()?)?,
    })
}

fn slo(all: &Value) -> Option<LogOut> {
    let slo = all.get("slo")?;
    if !slo.get("enabled")?.as_bool()? {
        return None;
    }
    Some(LogOut {
        url: slo.get("logoutUrl")?.as_str()?.to_owned(),
        issuer: slo.get("issuer")?.as_str()?.to_owned(),
        certificate: sp_certificate(all)?,
    })
}

fn sp_certificate(all: &Value) -> Option<Vec<u8>> {
    decode(all.get("spCertificate")?.get("x5c")?.get(0)?.as_str()?)
}

/// A certificate in base64 (line breaks as the API gives them) or PEM.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let lines = text.lines().filter(|line| !line.starts_with("-----"));
    let plain: String = lines
        .flat_map(str::chars)
        .filter(|letter| !letter.is_whitespace())
        .collect();
    STANDARD.decode(plain).ok()
}
