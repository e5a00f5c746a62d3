//! SAML connectors whose metadata is read again by itself.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{Client, Setup, World};

const ADDRESS: &str = "https://acme.okta.com/app/exk1/sso/saml/metadata";
pub(super) const ONE: &str = include_str!("../../../saml/tests/it/keys/idp.cert.pem");
const TWO: &str = include_str!("../../../saml/tests/it/keys/idp-next.cert.pem");

/// As Okta writes it.
pub(super) fn metadata(certificates: &[&str], attributes: &str) -> String {
    let key = |pem: &&str| {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        format!(
            "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>\
             <ds:X509Certificate>{body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        )
    };
    let keys: String = certificates.iter().map(key).collect();
    format!(
        "<md:EntityDescriptor entityID=\"http://www.okta.com/exk1\" \
         xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"{attributes}><md:IDPSSODescriptor \
         protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}<md:SingleSignOnService \
         Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"https://acme.okta.com/app/x/exk1/sso/saml\"/>\
         </md:IDPSSODescriptor></md:EntityDescriptor>"
    )
}

struct Renewing {
    world: World,
    admin: Client,
}

impl Renewing {
    async fn new(attributes: &str) -> Self {
        let world = World::with(Setup::default()).await;
        let admin = world.admin().await;
        let it = Self { world, admin };
        it.serves(&[ONE], attributes);
        let spec = json!({"metadata_url": ADDRESS});
        let made = it
            .admin
            .post("/api/v1/connectors", json!({"name": "okta", "spec": spec}))
            .await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        it
    }

    fn serves(&self, certificates: &[&str], attributes: &str) {
        *self.world.loops.metadata.lock().unwrap() = Some(metadata(certificates, attributes));
    }

    async fn round(&self) -> usize {
        crate::Refresher {
            state: self.world.state.clone(),
            loops: self.world.loops.clone(),
            clock: self.world.app.parts.clock.clone(),
            allow_private: false,
        }
        .round()
        .await
        .unwrap()
    }

    async fn shown(&self) -> Value {
        self.admin.see("/api/v1/connectors/okta").await
    }

    async fn keys(&self) -> usize {
        self.shown().await["identity_provider"]["keys"]
            .as_array()
            .unwrap()
            .len()
    }

    async fn last_action(&self) -> String {
        let audit = self.admin.see("/api/v1/audit?limit=1").await;
        audit.to_string()
    }
}

#[tokio::test]
async fn metadata_is_read_again_when_it_is_due_and_not_before() {
    let it = Renewing::new(" cacheDuration=\"PT2H\"").await;
    assert_eq!(it.round().await, 1, "for the first time at once");
    let refresh = it.shown().await["refresh"].clone();
    assert_eq!(refresh["next_at"], "2026-01-31T12:00:00.000Z");
    assert_eq!(refresh["message"], Value::Null);
    assert_eq!(it.round().await, 0);
    it.world.pass_s(2 * 3600);
    assert_eq!(it.round().await, 1);
}

#[tokio::test]
async fn a_new_key_waits_for_a_word_and_the_old_one_stays() {
    let it = Renewing::new("").await;
    it.round().await;
    it.serves(&[ONE, TWO], "");
    it.world.pass_s(24 * 3600);
    it.round().await;
    let shown = it.shown().await;
    let refresh = &shown["refresh"];
    assert!(
        refresh["message"].as_str().unwrap().contains("must agree"),
        "{refresh}"
    );
    assert!(
        refresh["changes"][0].as_str().unwrap().contains("is added"),
        "{refresh}"
    );
    assert_eq!(it.keys().await, 1);
    assert!(it.last_action().await.contains("saml.refresh.hold"));

    // The same again is no news.
    it.world.pass_s(24 * 3600);
    it.round().await;
    let holds = it.admin.see("/api/v1/audit?limit=50").await.to_string();
    assert_eq!(holds.matches("saml.refresh.hold").count(), 1);

    // Not without a word; with it at once, and then nothing waits any more.
    let body = json!({"spec": {"metadata_url": ADDRESS}});
    let asked = it
        .admin
        .send(Method::PUT, "/api/v1/connectors/okta", Some(body))
        .await;
    assert_eq!(
        (asked.status, asked.code().as_str()),
        (StatusCode::CONFLICT, "needs_confirmation")
    );
    let body = json!({"spec": {"metadata_url": ADDRESS}, "confirm": true});
    let agreed = it
        .admin
        .send(Method::PUT, "/api/v1/connectors/okta", Some(body))
        .await;
    assert_eq!(agreed.status, StatusCode::OK, "{}", agreed.text);
    it.round().await;
    assert_eq!(it.keys().await, 2);
    assert_eq!(it.shown().await["refresh"]["message"], Value::Null);

    // The old key goes from the list: it is dropped without asking.
    it.serves(&[TWO], "");
    it.world.pass_s(24 * 3600);
    it.round().await;
    assert_eq!(it.keys().await, 1);
    assert!(it.last_action().await.contains("saml.refresh"));
}

#[tokio::test]
async fn a_failure_is_shown_with_advice_and_changes_nothing() {
    let it = Renewing::new("").await;
    it.round().await;
    *it.world.loops.metadata.lock().unwrap() = None;
    it.world.pass_s(24 * 3600);
    it.round().await;
    let refresh = it.shown().await["refresh"].clone();
    assert_eq!(refresh["message"], "nobody is there");
    assert_eq!(refresh["read_at"], "2026-01-31T10:00:00.000Z");
    assert_eq!(it.keys().await, 1);
    *it.world.loops.metadata.lock().unwrap() = Some("<html/>".to_owned());
    let read = it.admin.post("/api/v1/connectors/okta/refresh", json!({})).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text);
    assert!(
        read.json()["refresh"]["advice"]
            .as_str()
            .unwrap()
            .contains("address"),
        "{}",
        read.text
    );
}

#[tokio::test]
async fn one_server_reads() {
    let it = Renewing::new("").await;
    let lease = it
        .world
        .state
        .take_lease("metadata", "another", it.world.now())
        .await
        .unwrap();
    assert!(lease.is_some());
    assert_eq!(it.round().await, 0);
    let busy = it.admin.post("/api/v1/connectors/okta/refresh", json!({})).await;
    assert_eq!(busy.code(), "busy");
    it.world.pass_s(300);
    assert_eq!(it.round().await, 1, "the other one is dead");
}

#[tokio::test]
async fn metadata_that_is_over_is_shown_and_can_be_replaced() {
    let it = Renewing::new(" validUntil=\"2026-02-01T00:00:00Z\"").await;
    it.world.pass_s(48 * 3600);
    let shown = it.shown().await;
    assert_eq!(shown["identity_provider"]["valid_until"], "2026-02-01T00:00:00Z");
    it.serves(&[ONE], " validUntil=\"2026-03-01T00:00:00Z\"");
    it.round().await;
    let shown = it.shown().await;
    assert_eq!(shown["identity_provider"]["valid_until"], "2026-03-01T00:00:00Z");
}

const ACS: &str = "/v1/webapi/saml/acs/okta";

#[tokio::test]
async fn refusals_of_one_address_do_not_fill_the_audit_log() {
    let it = Renewing::new("").await;
    let from = |peer: &str| {
        let stranger = it.world.nobody().with_peer(peer);
        stranger.header("content-type", "application/x-www-form-urlencoded")
    };
    let nonsense = async |client: &Client| {
        let reply = client
            .send_text(Method::POST, ACS, "SAMLResponse=bm9uc2Vuc2U%3D")
            .await;
        reply.status
    };
    let stranger = from("198.51.100.7");
    for _ in 0..60 {
        assert_eq!(nonsense(&stranger).await, StatusCode::FORBIDDEN);
    }
    for _ in 0..10 {
        assert_eq!(nonsense(&stranger).await, StatusCode::TOO_MANY_REQUESTS);
    }
    let audit = it.admin.see("/api/v1/audit?limit=200").await.to_string();
    assert_eq!(
        audit.matches("\"session.refuse\"").count(),
        61,
        "sixty, and that there are more"
    );
    assert!(audit.contains("too_many"), "{audit}");
    // Others are heard as before, and so is this one after a while.
    assert_eq!(nonsense(&from("198.51.100.8")).await, StatusCode::FORBIDDEN);
    it.world.pass_s(300);
    assert_eq!(nonsense(&stranger).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn one_address_begins_so_many_sign_ins_and_no_more() {
    let it = Renewing::new("").await;
    let begin = async |peer: &str| {
        let client = it.world.nobody().with_peer(peer);
        client.get("/v1/webapi/saml/login/okta").await.status
    };
    for _ in 0..600 {
        assert_ne!(begin("198.51.100.7").await, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(begin("198.51.100.7").await, StatusCode::TOO_MANY_REQUESTS);
    assert_ne!(begin("198.51.100.8").await, StatusCode::TOO_MANY_REQUESTS);
    it.world.pass_s(60);
    assert_ne!(begin("198.51.100.7").await, StatusCode::TOO_MANY_REQUESTS);
}
