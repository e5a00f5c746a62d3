//! Messages that a service provider signed: by redirect, where the signature is over the query as it was sent (SAML 2.0
//! Bindings, section 3.4.4.1).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use x509_cert::Certificate;
use x509_cert::der::Decode;

const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// Whether a query carries the signature of the holder of this certificate (DER) over `SAMLRequest`, `RelayState` and
/// `SigAlg`, letter by letter as they were sent. What stands twice is signed by nobody.
pub(super) fn is_signed(query: &str, certificate: &[u8]) -> bool {
    let parts = |name: &str| -> Vec<&str> {
        let parts = query.split('&');
        parts
            .filter(|part| part.split_once('=').is_some_and(|(key, _)| key == name))
            .collect()
    };
    let names = ["SAMLRequest", "RelayState", "SigAlg"].map(parts);
    let signature = parts("Signature");
    if names.iter().any(|found| found.len() > 1) || signature.len() != 1 {
        return false;
    }
    let decoded = |part: &str| {
        let mut pairs = url::form_urlencoded::parse(part.as_bytes());
        pairs
            .next()
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let [_, _, method] = &names;
    if method.first().map(|part| decoded(part)).as_deref() != Some(RSA_SHA256) {
        return false;
    }
    let signature = signature.first().map(|part| decoded(part)).unwrap_or_default();
    let Ok(signature) = STANDARD.decode(signature) else {
        return false;
    };
    let Ok(certificate) = Certificate::from_der(certificate) else {
        return false;
    };
    let public = certificate
        .tbs_certificate
        .subject_public_key_info
        .subject_public_key;
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public.raw_bytes());
    let signed = names.concat().join("&");
    key.verify(signed.as_bytes(), &signature).is_ok()
}
