//! What a service provider's key is for: reading encrypted assertions, signing requests.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{Browser, GRACE, attribute, authn_request, connect, field, posted, redirected, verifies, xml};
use crate::asking::Desk;

/// A key and certificate of a service provider.
fn service_provider() -> (rsa::RsaPrivateKey, Vec<u8>) {
    key_from(5)
}

fn key_from(seed: u64) -> (rsa::RsaPrivateKey, Vec<u8>) {
    use rand::SeedableRng;
    use rsa::pkcs8::EncodePrivateKey;
    let mut source = crate::oauth::Source(rand_chacha::ChaCha20Rng::seed_from_u64(seed));
    let key = rsa::RsaPrivateKey::new(&mut source, 2048).unwrap();
    let der = key.to_pkcs8_der().unwrap();
    let pair = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&der.as_bytes().into(), &rcgen::PKCS_RSA_SHA256)
        .unwrap();
    let certificate = rcgen::CertificateParams::default().self_signed(&pair).unwrap();
    (key, certificate.der().to_vec())
}

#[test]
fn assertions_can_be_encrypted_for_the_service_provider() {
    let (key, certificate) = service_provider();
    for (cipher, transport) in [
        ("AES256_GCM", "RSA_OAEP"),
        ("AES128_CBC", "RSA_15"),
        ("AES256_CBC", "RSA_OAEP"),
    ] {
        let desk = Desk::small();
        let facts = connect(
            &desk,
            json!({"assertionEncryption": {
                "enabled": true, "encryptionAlgorithm": cipher, "keyTransportAlgorithm": transport,
                "x5c": [STANDARD.encode(&certificate)],
            }}),
        );
        let xml = xml(&Browser::new(&desk).sign_in(&facts.sso_url, GRACE, "", ""));
        assert!(
            !xml.contains("grace.kim") && xml.contains("EncryptedAssertion"),
            "{cipher}"
        );
        assert_ne!(verifies(&desk, &facts, &xml, "Response"), Some(false), "{cipher}");
        if std::process::Command::new("xmlsec1")
            .arg("--version")
            .output()
            .is_err()
        {
            continue;
        }
        use rsa::pkcs8::{EncodePrivateKey, LineEnding};
        let folder = tempfile::tempdir().unwrap();
        let (pem, file) = (folder.path().join("key.pem"), folder.path().join("response.xml"));
        std::fs::write(&pem, key.to_pkcs8_pem(LineEnding::LF).unwrap().as_bytes()).unwrap();
        std::fs::write(&file, &xml).unwrap();
        let done = std::process::Command::new("xmlsec1")
            .args(["--decrypt", "--privkey-pem"])
            .arg(&pem)
            .args(["--node-xpath", "//*[local-name()='EncryptedData']"])
            .arg(&file)
            .output()
            .unwrap();
        let opened = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(
            opened.contains(GRACE),
            "{cipher}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        let assertion = opened
            .split_once("<saml2:Assertion")
            .unwrap()
            .1
            .split_once("</saml2:EncryptedAssertion>")
            .unwrap()
            .0;
        let alone = format!("<saml2:Assertion{assertion}");
        assert_ne!(
            verifies(&desk, &facts, &alone, "Assertion"),
            Some(false),
            "{cipher}"
        );
    }
}

/// A query as a service provider signs it.
fn signed(key: &rsa::RsaPrivateKey, request: &str, relay_state: &str) -> String {
    use sha2::Digest as _;
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let query = format!(
        "SAMLRequest={}&RelayState={}&SigAlg={}",
        encoded(request),
        encoded(relay_state),
        encoded("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
    );
    let digest = sha2::Sha256::digest(&query);
    let signature = key
        .sign(rsa::Pkcs1v15Sign::new::<rsa::sha2::Sha256>(), &digest)
        .unwrap();
    format!("{query}&Signature={}", encoded(&STANDARD.encode(signature)))
}

fn unsigned(query: &str) -> &str {
    query.split_once("&Signature=").unwrap().0
}

#[test]
fn a_signed_request_logs_out_and_an_unsigned_one_does_not() {
    let (key, certificate) = service_provider();
    let desk = Desk::small();
    let facts = connect(
        &desk,
        json!({
            "slo": {"enabled": true, "issuer": "sp", "logoutUrl": "https://portolan.example/slo"},
            "spCertificate": {"x5c": [STANDARD.encode(&certificate)]},
        }),
    );
    let mut browser = Browser::new(&desk);
    browser.sign_in(&facts.sso_url, GRACE, "", "");
    let request = redirected(
        "<p:LogoutRequest xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\" \
         ID=\"_l1\"><a:Issuer>sp</a:Issuer><a:NameID>grace.kim@harborline.example</a:NameID></p:LogoutRequest>",
    );
    let query = signed(&key, &request, "r");
    let slo = facts.sso_url.replace("/sso/", "/slo/");
    assert_eq!(browser.get(&format!("{slo}?{}", unsigned(&query))).status, 400);
    assert!(
        field(&browser.get(&facts.sso_url), "SAMLResponse").is_some(),
        "still signed in"
    );
    let answer = browser.get(&format!("{slo}?{query}"));
    let told = xml(&answer);
    assert_eq!(attribute(&told, "LogoutResponse", "InResponseTo").unwrap(), "_l1");
    assert_ne!(verifies(&desk, &facts, &told, "LogoutResponse"), Some(false));
    assert_eq!(field(&browser.get(&facts.sso_url), "SAMLResponse"), None);
}

#[test]
fn an_app_that_wants_signed_requests_answers_no_others() {
    let (key, certificate) = service_provider();
    let desk = Desk::small();
    let wanted = |is_wanted: bool| {
        json!({
            "samlSignedRequestEnabled": is_wanted,
            "spCertificate": {"x5c": [STANDARD.encode(&certificate)]},
        })
    };
    let facts = connect(&desk, wanted(true));
    let metadata = String::from_utf8(Browser::new(&desk).get(&facts.metadata_url).body).unwrap();
    assert!(
        metadata.contains("WantAuthnRequestsSigned=\"true\""),
        "{metadata}"
    );

    let request = redirected(&authn_request(""));
    let query = signed(&key, &request, "deep");
    let address = |query: &str| format!("{}?{query}", facts.sso_url);
    let mut browser = Browser::new(&desk);
    assert_eq!(browser.get(&address(&query)).status, 200, "the sign-in page");
    // The form comes back to the address of the page.
    let entered = browser.sign_in(&address(&query), GRACE, &request, "deep");
    assert_eq!(
        attribute(&xml(&entered), "Response", "InResponseTo").unwrap(),
        "_r1"
    );
    assert_eq!(field(&entered, "RelayState").unwrap(), "deep");

    // Whoever is signed in does not get an assertion for a request that nobody signed.
    let other = redirected(&authn_request("ForceAuthn=\"false\""));
    let (stranger, _) = stranger();
    for (what, bad) in [
        ("no signature", unsigned(&query).to_owned()),
        (
            "another relay state",
            query.replace("RelayState=deep", "RelayState=evil"),
        ),
        ("another key", signed(&stranger, &request, "deep")),
        ("twice", format!("{query}&RelayState=evil")),
        ("SHA-1", query.replace("rsa-sha256", "rsa-sha1")),
    ] {
        let refused = browser.get(&address(&bad));
        assert_eq!(
            (refused.status, field(&refused, "SAMLResponse")),
            (400, None),
            "{what}"
        );
    }
    // Another request in the form than the one in the address.
    assert_eq!(
        browser.sign_in(&address(&query), GRACE, &other, "deep").status,
        400
    );
    assert_eq!(
        browser
            .sign_in(&facts.sso_url, GRACE, &posted(&authn_request("")), "")
            .status,
        400
    );
    // A sign-on by one's own wish carries no request.
    assert!(field(&browser.get(&facts.sso_url), "SAMLResponse").is_some());
    // An app that does not want it takes both.
    let facts = connect(&desk, wanted(false));
    let answered = browser.get(&format!("{}?{}", facts.sso_url, unsigned(&query)));
    assert!(field(&answered, "SAMLResponse").is_some());
}

/// The key of somebody else.
fn stranger() -> (rsa::RsaPrivateKey, Vec<u8>) {
    key_from(6)
}
