use super::{
    Locations, MetadataChange, MetadataFault, Renewal, compare_metadata, read_again_after, read_metadata,
    renewal, signed_metadata, write_metadata,
};
use crate::names;
use crate::provider::{IdentityProvider, ServiceProvider};
use crate::sp_key::SpKey;
use crate::xml::XmlFault;
use insta::assert_snapshot;

const NOW: &str = "2026-01-31T12:00:00Z";
const ONE: &str = include_str!("../../tests/it/keys/idp.cert.pem");
const TWO: &str = include_str!("../../tests/it/keys/idp-next.cert.pem");

fn body(pem: &str) -> String {
    pem.lines()
        .filter(|line| !line.starts_with("-----"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn key(purpose: &str, pem: &str) -> String {
    format!(
        "<md:KeyDescriptor{purpose}><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>\
         <ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
        body(pem)
    )
}

/// As Okta writes it, with `keys` and `attributes` to change.
fn okta(keys: &str, attributes: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- a comment --><md:EntityDescriptor \
         entityID=\"http://www.okta.com/exk1\" xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"{attributes}>\
         <md:IDPSSODescriptor WantAuthnRequestsSigned=\"false\" \
         protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}\
         <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>\
         <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" \
         Location=\"https://org.okta.com/app/x/exk1/sso/saml\"/>\
         <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
         Location=\"https://org.okta.com/app/x/exk1/sso/saml\"/></md:IDPSSODescriptor></md:EntityDescriptor>"
    )
}

fn read(xml: &str) -> Result<IdentityProvider, MetadataFault> {
    read_metadata(xml, None, Locations::Https, NOW.parse().unwrap())
}

#[test]
fn okta_metadata() {
    let idp = read(&okta(&key(" use=\"signing\"", ONE), "")).unwrap();
    assert_eq!(idp.entity_id, "http://www.okta.com/exk1");
    assert_eq!(
        idp.sso_redirect.as_deref(),
        Some("https://org.okta.com/app/x/exk1/sso/saml")
    );
    assert_eq!(idp.sso_redirect, idp.sso_post);
    assert_eq!(idp.keys.len(), 1);
    assert_eq!(
        (idp.slo_redirect, idp.slo_post, idp.slo_response),
        (None, None, None)
    );
    assert_eq!(idp.name_id_formats, [names::NAME_ID_UNSPECIFIED]);
    assert!(!idp.wants_signed_requests);
}

#[test]
fn keys_for_signing_or_for_everything_once_each() {
    let keys = [
        key(" use=\"signing\"", ONE),
        key("", TWO),
        key(
            " use=\"encryption\"",
            include_str!("../../tests/it/keys/sp.cert.pem"),
        ),
        key(" use=\"signing\"", ONE),
    ];
    assert_eq!(read(&okta(&keys.concat(), "")).unwrap().keys.len(), 2);
    assert_eq!(read(&okta(&keys[2], "")).unwrap_err(), MetadataFault::NoKeys);
    let chain = keys[0].replace(
        "</ds:X509Certificate>",
        &format!(
            "</ds:X509Certificate><ds:X509Certificate>{}</ds:X509Certificate>",
            body(TWO)
        ),
    );
    assert_eq!(
        read(&okta(&chain, "")).unwrap_err(),
        MetadataFault::SeveralCertificates
    );
    let weak = key("", include_str!("../../tests/it/keys/weak.cert.pem"));
    assert!(matches!(
        read(&okta(&weak, "")).unwrap_err(),
        MetadataFault::Key(_)
    ));
}

#[test]
fn the_end_of_validity() {
    let good = key("", ONE);
    let idp = read(&okta(&good, " validUntil=\"2027-01-01T00:00:00Z\"")).unwrap();
    assert_eq!(idp.valid_until.unwrap().to_string(), "2027-01-01T00:00:00Z");
    assert!(matches!(
        read(&okta(&good, " validUntil=\"2026-01-31T12:00:00Z\"")).unwrap_err(),
        MetadataFault::Expired(_)
    ));
    assert_eq!(
        read(&okta(&good, " validUntil=\"soon\"")).unwrap_err(),
        MetadataFault::ValidUntil
    );
}

#[test]
fn several_providers_need_a_name() {
    let one = okta(&key("", ONE), "");
    let one = one.split_once("-->").unwrap().1;
    let two = one.replace("exk1", "exk2");
    let both = format!(
        "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">{one}{two}</md:EntitiesDescriptor>"
    );
    assert_eq!(read(&both).unwrap_err(), MetadataFault::SeveralIdentityProviders);
    let named = read_metadata(
        &both,
        Some("http://www.okta.com/exk2"),
        Locations::Https,
        NOW.parse().unwrap(),
    );
    assert_eq!(named.unwrap().entity_id, "http://www.okta.com/exk2");
    assert_eq!(read("<a/>").unwrap_err(), MetadataFault::NoIdentityProvider);
}

#[test]
fn addresses_that_nobody_is_sent_to() {
    let good = okta(&key("", ONE), "");
    for bad in [
        "http://org.okta.com/sso",
        "javascript:alert(1)",
        "https://user@org.okta.com/",
        "https://org.okta.com/&#10;x",
        "//org.okta.com",
        "",
    ] {
        let xml = good.replace("https://org.okta.com/app/x/exk1/sso/saml", bad);
        assert!(
            matches!(read(&xml).unwrap_err(), MetadataFault::Location(_)),
            "{bad}"
        );
    }
    let local = good.replace("https://org.okta.com", "http://127.0.0.1:8080");
    assert!(read_metadata(&local, None, Locations::HttpToo, NOW.parse().unwrap()).is_ok());
    let none = good.replace("SingleSignOnService", "SingleLogoutService");
    assert_eq!(read(&none).unwrap_err(), MetadataFault::NoSignIn);
    let entity = ["<!DOCTYPE x>", &good].concat();
    assert_eq!(
        read(&entity).unwrap_err(),
        MetadataFault::Xml(XmlFault::DocumentType)
    );
}

#[test]
fn what_a_reload_would_change() {
    let old = read(&okta(&key("", ONE), "")).unwrap();
    assert_eq!(compare_metadata(&old, &old), []);
    let new = read(&okta(&key("", TWO), "").replace("okta.com/app", "evil.example/app")).unwrap();
    let changes = compare_metadata(&old, &new);
    assert!(changes.iter().any(MetadataChange::needs_confirmation));
    let text: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let text = text
        .join("\n")
        .replace(&old.keys[0].fingerprint(), "[old]")
        .replace(&new.keys[0].fingerprint(), "[new]");
    assert_snapshot!(text, @r"
    the signing certificate [new] is added
    the signing certificate [old] is removed
    the HTTP-Redirect sign-in address changes from `https://org.okta.com/app/x/exk1/sso/saml` to `https://org.evil.example/app/x/exk1/sso/saml`
    the HTTP-POST sign-in address changes from `https://org.okta.com/app/x/exk1/sso/saml` to `https://org.evil.example/app/x/exk1/sso/saml`
    ");
    assert!(!MetadataChange::KeyRemoved(String::new()).needs_confirmation());
}

#[test]
fn our_own() {
    let mut sp = ServiceProvider {
        entity_id: "https://p.example/saml?a&b".to_owned(),
        acs_url: "https://p.example/saml/acs".to_owned(),
        slo_url: Some("https://p.example/saml/slo".to_owned()),
        key: None,
        retired_keys: Vec::new(),
    };
    assert_snapshot!(write_metadata(&sp, Some(names::NAME_ID_EMAIL)), @r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://p.example/saml?a&amp;b"><md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://p.example/saml/slo"></md:SingleLogoutService><md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://p.example/saml/slo"></md:SingleLogoutService><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://p.example/saml/acs" index="0" isDefault="true"></md:AssertionConsumerService></md:SPSSODescriptor></md:EntityDescriptor>"#);
    let (private, certificate) = SpKey::generate("x", NOW.parse().unwrap()).unwrap();
    sp.key = Some(SpKey::from_der(&private, &certificate).unwrap());
    let written = write_metadata(&sp, None);
    assert_eq!(written.matches("<ds:X509Certificate>").count(), 2);
    assert!(written.contains("AuthnRequestsSigned=\"true\""));
    assert_eq!(read(&written).unwrap_err(), MetadataFault::NoIdentityProvider);
}

fn renewed(pinned: &str, new: &str, listed: &[&str], is_signed: bool) -> Renewal {
    let read = |keys: &str| read(&okta(keys, "")).unwrap();
    let by_hand = read(pinned);
    let listed: Vec<String> = listed
        .iter()
        .flat_map(|keys| read(keys).keys)
        .map(|key| key.fingerprint())
        .collect();
    renewal(&by_hand, &read(new), &listed, is_signed)
}

#[test]
fn a_new_key_is_taken_without_asking_only_when_a_pinned_one_vouches_for_it() {
    let (one, two) = (key("", ONE), key("", TWO));
    let both = format!("{one}{two}");
    assert_eq!(renewed(&one, &one, &[&one], false), Renewal::Same);
    for new in [&two, &both] {
        assert!(matches!(renewed(&one, new, &[&one], false), Renewal::Ask(_)));
        assert!(matches!(renewed(&one, new, &[&one], true), Renewal::Take(_)));
    }
}

#[test]
fn a_key_that_goes_is_dropped_unless_it_was_pinned_by_hand() {
    let (one, two) = (key("", ONE), key("", TWO));
    let both = format!("{one}{two}");
    let Renewal::Take(changes) = renewed(&both, &two, &[&both], false) else {
        panic!("a key that the address named goes");
    };
    assert!(matches!(changes[..], [MetadataChange::KeyRemoved(_)]));
    assert_eq!(renewed(&both, &one, &[&one], false), Renewal::Keep);
    assert_eq!(renewed(&both, &one, &[], true), Renewal::Keep);
}

#[test]
fn another_provider_or_another_address_is_never_taken_by_itself() {
    let pinned = read(&okta(&key("", ONE), "")).unwrap();
    let mut other = pinned.clone();
    other.entity_id = "http://www.okta.com/exk2".to_owned();
    for is_signed in [false, true] {
        assert!(matches!(
            renewal(&pinned, &other, &[], is_signed),
            Renewal::Ask(_)
        ));
    }
    let mut elsewhere = pinned.clone();
    elsewhere.sso_redirect = Some("https://evil.example/".to_owned());
    assert!(matches!(
        renewal(&pinned, &elsewhere, &[], false),
        Renewal::Ask(_)
    ));
    let mut longer = pinned.clone();
    longer.valid_until = Some("2026-03-01T00:00:00Z".parse().unwrap());
    assert_eq!(renewal(&pinned, &longer, &[], false), Renewal::Take(Vec::new()));
}

/// Metadata with a signature of this key, where the schema wants it.
fn signed_by(private: &[u8], certificate: &[u8]) -> String {
    let key_of_sp = SpKey::from_der(private, certificate).unwrap();
    // The signer puts the signature behind an `Issuer`, which metadata has not: it is moved to the place of one.
    let xml = okta(&key("", ONE), " ID=\"_m\"")
        .split_once("-->")
        .unwrap()
        .1
        .to_owned();
    let (head, rest) = xml.split_once('>').unwrap();
    let issuer = "<s:Issuer xmlns:s=\"urn:oasis:names:tc:SAML:2.0:assertion\">x</s:Issuer>";
    crate::signature::sign_enveloped(&format!("{head}>{issuer}{rest}"), &key_of_sp).unwrap()
}

#[test]
fn the_signature_of_a_pinned_key_counts_and_no_other() {
    let now = NOW.parse().unwrap();
    let (private, certificate) = SpKey::generate("idp", now).unwrap();
    let (_, other) = SpKey::generate("other", now).unwrap();
    let trusted = |der: &[u8]| [crate::key::TrustedKey::from_der(der).unwrap()];
    let xml = signed_by(&private, &certificate);
    let canonical = signed_metadata(&xml, &trusted(&certificate)).unwrap().unwrap();
    assert!(!canonical.contains("Signature"));
    assert_eq!(read(&canonical).unwrap().entity_id, "http://www.okta.com/exk1");
    assert!(signed_metadata(&xml, &trusted(&other)).is_err());
    let changed = xml.replace("exk1/sso", "exk2/sso");
    assert!(signed_metadata(&changed, &trusted(&certificate)).is_err());
    assert_eq!(
        signed_metadata(&okta(&key("", ONE), ""), &trusted(&certificate)),
        Ok(None)
    );
    assert_eq!(signed_metadata("<x/>", &trusted(&certificate)), Ok(None));
}

#[test]
fn it_is_read_again_as_it_asks_within_bounds() {
    let after = |attributes: &str| {
        let xml = okta(&key("", ONE), attributes);
        read_again_after(&xml, NOW.parse().unwrap()).as_secs() / 60
    };
    assert_eq!(after(""), 360);
    assert_eq!(after(" cacheDuration=\"PT1H\""), 60);
    assert_eq!(after(" cacheDuration=\"P1D\""), 1440);
    assert_eq!(after(" cacheDuration=\"P3D\""), 1440);
    assert_eq!(after(" cacheDuration=\"PT1S\""), 15);
    assert_eq!(after(" cacheDuration=\"P1M\""), 360);
    assert_eq!(after(" cacheDuration=\"soon\""), 360);
    assert_eq!(after(" validUntil=\"2026-01-31T16:00:00Z\""), 120);
    assert_eq!(
        after(" validUntil=\"2026-01-31T12:01:00Z\" cacheDuration=\"PT9H\""),
        15
    );
    assert_eq!(after(" validUntil=\"2026-01-01T00:00:00Z\""), 15);
}
