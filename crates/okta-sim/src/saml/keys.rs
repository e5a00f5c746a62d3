//! The keys that apps sign with: an RSA key and a self-signed certificate each, which can be rolled over.
//!
//! They are kept as documents in `apps/{id}/credentials/keys` and made when they are first needed. The first key of an
//! app comes from the app's id alone, so a service provider that pinned its certificate still knows it after a restart.
//! The keys protect nothing but simulators.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use rcgen::{CertificateParams, DnType, KeyPair, SerialNumber};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::oauth::Source;
use crate::org::text;
use crate::reply::{Object, Refusal};
use crate::stamp::Stamp;
use crate::state::{App, Org};

/// Certificates of first keys begin here, so that they are the same bytes at every start: 2024-01-01T00:00:00Z.
const FIRST_DAY: Stamp = Stamp(1_704_067_200_000);

/// A private key with its certificate.
pub(super) struct SigningKey {
    pub(super) private: RsaPrivateKey,
    /// DER in base64.
    pub(super) certificate: String,
}

/// The collection of an app's keys.
pub(crate) fn collection(app: &str) -> String {
    format!("apps/{app}/credentials/keys")
}

/// `credentials.signing.kid`
pub(crate) fn active_kid(app: &App) -> Option<&str> {
    app.body.get("credentials")?.get("signing")?.get("kid")?.as_str()
}

/// Makes the app's first key when it has none that it can sign with; gives the id of the one in use.
pub(crate) fn ensure(org: &mut Org, app: u32) -> Result<String, Refusal> {
    let missing = || Refusal::not_found("signing", "AppInstance");
    let found = org.apps.get(app).ok_or_else(missing)?;
    let id = found.id.to_string();
    let kid = active_kid(found).map_or_else(|| format!("k{id}"), str::to_owned);
    let collection = collection(&id);
    let ready = org
        .docs
        .get(&collection, &kid)
        .is_some_and(|key| key.contains_key("~private"));
    if !ready {
        let key = make(
            &format!("{}/{id}/first", org.identity.id),
            &org.identity.subdomain,
            FIRST_DAY,
            20,
        );
        let mut key = key.ok_or_else(unmade)?;
        key.insert("kid".to_owned(), json!(kid));
        org.docs.put(&collection, &kid, key);
    }
    Ok(kid)
}

/// A further key, not in use yet; gives its document.
pub(crate) fn generate(org: &mut Org, app: &str, years: i64, now: Stamp) -> Result<Object, Refusal> {
    let kid = org.mint.secret(43);
    let key = make(
        &format!("{}/{app}/{kid}", org.identity.id),
        &org.identity.subdomain,
        now,
        years,
    );
    let mut key = key.ok_or_else(unmade)?;
    key.insert("kid".to_owned(), json!(kid));
    org.docs.put(&collection(app), &kid, key.clone());
    Ok(key)
}

/// The key that the app signs with.
pub(super) fn signing(org: &mut Org, app: u32) -> Result<SigningKey, Refusal> {
    let kid = ensure(org, app)?;
    let id = org
        .apps
        .get(app)
        .map(|app| app.id.to_string())
        .unwrap_or_default();
    let read = |key: &Object| {
        let private = STANDARD.decode(text(key, "~private")?).ok()?;
        Some(SigningKey {
            private: RsaPrivateKey::from_pkcs8_der(&private).ok()?,
            certificate: certificate(key)?.to_owned(),
        })
    };
    org.docs
        .get(&collection(&id), &kid)
        .and_then(read)
        .ok_or_else(unmade)
}

/// The certificate in a key's document, DER in base64.
pub(crate) fn certificate(key: &Object) -> Option<&str> {
    key.get("x5c")?.get(0)?.as_str()
}

fn unmade() -> Refusal {
    Refusal::new(500, "E0000009", "Internal Server Error").cause("The app's signing key could not be made.")
}

/// A key from a seed; its certificate names the organization as Okta's do.
fn make(seed: &str, subdomain: &str, from: Stamp, years: i64) -> Option<Object> {
    let digest: [u8; 32] = Sha256::digest(format!("saml {seed}")).into();
    let mut source = Source(ChaCha20Rng::from_seed(digest));
    let private = RsaPrivateKey::new(&mut source, 2048).ok()?;
    let der = private.to_pkcs8_der().ok()?;
    let pair = KeyPair::from_pkcs8_der_and_sign_algo(&der.as_bytes().into(), &rcgen::PKCS_RSA_SHA256).ok()?;
    let mut params = CertificateParams::default();
    for (kind, value) in [
        (DnType::CountryName, "US"),
        (DnType::StateOrProvinceName, "California"),
        (DnType::LocalityName, "San Francisco"),
        (DnType::OrganizationName, "Okta"),
        (DnType::OrganizationalUnitName, "SSOProvider"),
        (DnType::CommonName, subdomain),
    ] {
        params.distinguished_name.push(kind, value);
    }
    let until = Stamp(from.0.saturating_add(years.saturating_mul(365 * 86_400_000)));
    let (year, month, date) = day(from)?;
    params.not_before = rcgen::date_time_ymd(year, month, date);
    let (year, month, date) = day(until)?;
    params.not_after = rcgen::date_time_ymd(year, month, date);
    params.serial_number = Some(SerialNumber::from_slice(digest.get(..8)?));
    let certificate = params.self_signed(&pair).ok()?;
    let number = |value: &rsa::BigUint| URL_SAFE_NO_PAD.encode(value.to_bytes_be());
    let document = json!({
        "kty": "RSA", "use": "sig", "created": from, "lastUpdated": from, "expiresAt": until,
        "x5c": [STANDARD.encode(certificate.der())],
        "x5t#S256": URL_SAFE_NO_PAD.encode(Sha256::digest(certificate.der())),
        "n": number(private.n()), "e": number(private.e()), "~private": STANDARD.encode(der.as_bytes()),
    });
    match document {
        Value::Object(document) => Some(document),
        _ => None,
    }
}

/// Year, month and day.
fn day(at: Stamp) -> Option<(i32, u8, u8)> {
    let text = at.to_string();
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i32>().ok();
    let small = |from: usize, to: usize| u8::try_from(part(from, to)?).ok();
    Some((part(0, 4)?, small(5, 7)?, small(8, 10)?))
}
