//! Certificates with which identity providers sign: uploaded once, named by providers through their `kid`.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

use crate::call::Call;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::stamp::Stamp;
use crate::state::Org;

const READ: &str = "okta.idps.read";
const MANAGE: &str = "okta.idps.manage";
const KEYS: &str = "idps/credentials/keys";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/idps/credentials/keys", READ, list),
    write("POST", "/api/v1/idps/credentials/keys", MANAGE, upload),
    read("GET", "/api/v1/idps/credentials/keys/{}", READ, get),
    write("DELETE", "/api/v1/idps/credentials/keys/{}", MANAGE, delete),
];

fn list(org: &Org, _call: &Call<'_>) -> Answer {
    let keys = org.docs.list(KEYS).cloned().map(Value::Object);
    Ok(Reply::json(Value::Array(keys.collect())))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let key = org.docs.get(KEYS, call.param(0));
    let key = key.ok_or_else(|| Refusal::not_found(call.param(0), "IdpTrust"))?;
    Ok(Reply::json(Value::Object(key.clone())))
}

/// `{"x5c": ["…"]}`: one certificate, DER in base64 or PEM. The same certificate twice is one key.
fn upload(org: &mut Org, call: &Call<'_>) -> Answer {
    let body = call.object()?;
    let given = body
        .get("x5c")
        .and_then(|list| list.get(0)?.as_str())
        .ok_or_else(|| Refusal::validation("x5c", "x5c: The field cannot be left blank"))?;
    let known = |key: &&Object| key.get("x5c").and_then(|list| list.get(0)?.as_str()) == Some(given);
    if let Some(key) = org.docs.list(KEYS).find(known) {
        return Ok(Reply::json(Value::Object(key.clone())));
    }
    let key = key(given, call.now).ok_or_else(|| Refusal::validation("x5c", "x5c: Invalid certificate"))?;
    let kid = text(&key, "kid").unwrap_or_default().to_owned();
    org.docs.put(KEYS, &kid, key.clone());
    Ok(Reply::json(Value::Object(key)))
}

fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let kid = call.param(0);
    let user = org.docs.list("idps").find(|idp| {
        let named = idp
            .get("protocol")
            .and_then(|protocol| protocol.get("credentials")?.get("trust")?.get("kid")?.as_str());
        named == Some(kid)
    });
    if user.is_some() {
        let summary = "The key cannot be deleted because it is used by an identity provider.";
        return Err(Refusal::validation("key", summary));
    }
    let removed = org.docs.remove(KEYS, kid);
    removed.ok_or_else(|| Refusal::not_found(kid, "IdpTrust"))?;
    Ok(Reply::none())
}

/// The key of a certificate, as a JWK.
fn key(given: &str, now: Stamp) -> Option<Object> {
    let plain: String = given
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .flat_map(str::chars)
        .filter(|one| !one.is_whitespace())
        .collect();
    let der = STANDARD.decode(plain).ok()?;
    let certificate = Certificate::from_der(&der).ok()?;
    let public = certificate
        .tbs_certificate
        .subject_public_key_info
        .to_der()
        .ok()?;
    let public = RsaPublicKey::from_public_key_der(&public).ok()?;
    let until = certificate.tbs_certificate.validity.not_after.to_unix_duration();
    let until = Stamp(i64::try_from(until.as_millis()).ok()?);
    let digest = Sha256::digest(&der);
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let kid = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
    let number = |value: &rsa::BigUint| URL_SAFE_NO_PAD.encode(value.to_bytes_be());
    let document = json!({
        "kty": "RSA", "alg": "RSA", "kid": kid, "use": "sig", "created": now, "lastUpdated": now, "expiresAt": until,
        "x5c": [given], "x5t#S256": URL_SAFE_NO_PAD.encode(digest), "e": number(public.e()), "n": number(public.n()),
    });
    match document {
        Value::Object(document) => Some(document),
        _ => None,
    }
}
