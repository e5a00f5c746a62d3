//! A service app of ours against the simulated organization, over real HTTP and HTTPS: its key behind an address that
//! Okta fetches, its scopes granted in part.

use crate::house::House;
use domain::facts::{ObjectClass, Organization, Reading};
use domain::{OrgUrl, Reach, Secret, Timestamp};
use okta::{Outcome, SecretString, SigningKey};
use okta_sim::{ServeOptions, Stamp, World};
use portolan_reconcile::connect::{Way, connect, connect_by};
use portolan_reconcile::scan::{OrdinalBook, ScanOptions, ScanProgress, scan};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use store::OktaCredential;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A place for a key set, as our server offers it.
struct KeySet {
    address: String,
    keys: Arc<Mutex<Vec<Value>>>,
}

impl KeySet {
    async fn serve() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/jwks.json", listener.local_addr().unwrap());
        let keys: Arc<Mutex<Vec<Value>>> = Arc::default();
        let shown = keys.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0_u8; 2048];
                let _ = stream.read(&mut request).await;
                let body = json!({ "keys": *shown.lock().unwrap() }).to_string();
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
                let _ = stream.write_all((head + &body).as_bytes()).await;
            }
        });
        Self { address, keys }
    }

    fn offer(&self, keys: &[&SigningKey]) {
        let keys = keys
            .iter()
            .map(|key| serde_json::from_str(&key.public_jwk()).unwrap());
        *self.keys.lock().unwrap() = keys.collect();
    }
}

impl House {
    fn ask(&self, method: &str, target: &str, body: &Value) -> Value {
        let token = self.sim.credentials().super_admin_token.clone();
        let request = okta_sim::Request::new(method.parse().unwrap(), target)
            .ssws(&token)
            .json(body);
        let response = self.sim.handle(&request, Stamp::now());
        assert!(response.status < 300, "{target}: {:?}", response.json());
        response.json()
    }

    /// A service app that reads, with its key set at an address.
    fn service_app(&self, jwks_uri: &str, scopes: &[&str]) -> String {
        let app = json!({
            "name": "oidc_client", "label": "Portolan of ours", "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
            "settings": { "oauthClient": {
                "application_type": "service", "grant_types": ["client_credentials"],
                "response_types": ["token"], "jwks_uri": jwks_uri,
            } },
        });
        let id = self.ask("POST", "/api/v1/apps", &app)["id"]
            .as_str()
            .unwrap()
            .to_owned();
        for scope in scopes {
            let grant = json!({ "scopeId": scope, "issuer": self.served.url });
            self.ask("POST", &format!("/api/v1/apps/{id}/grants"), &grant);
        }
        let role = json!({ "type": "READ_ONLY_ADMIN" });
        self.ask("POST", &format!("/oauth2/v1/clients/{id}/roles"), &role);
        id
    }

    fn service_client(&self, client_id: &str, key: &SigningKey) -> okta::Client {
        let credential = OktaCredential::ServiceApp {
            client_id: client_id.to_owned(),
            private_key: Secret::new(text(key.private_text())),
            key_id: None,
            scopes: Vec::new(),
        };
        let url = OrgUrl::parse(&self.served.url, Reach::Loopback).unwrap();
        connect(&url, Reach::Loopback, &credential, 100).unwrap()
    }
}

fn text(secret: &SecretString) -> String {
    use okta::ExposeSecret as _;
    secret.expose_secret().to_owned()
}

const READING: [&str; 3] = ["okta.users.read", "okta.groups.read", "okta.apps.read"];

#[tokio::test]
async fn a_key_behind_an_address_is_rolled_over_without_a_gap() {
    let house = House::small().await;
    let set = KeySet::serve().await;
    let (old, new) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
    set.offer(&[&old]);
    let app = house.service_app(&set.address, &READING);
    let works = async |key: &SigningKey| house.service_client(&app, key).groups().all().await;
    works(&old).await.unwrap();
    let fault = works(&new).await.unwrap_err();
    assert!(
        fault.advice().contains("key shown here is saved there"),
        "{}",
        fault.advice()
    );
    // Both for a while: whoever still signs with the old one goes on.
    set.offer(&[&old, &new]);
    works(&new).await.unwrap();
    works(&old).await.unwrap();
    set.offer(&[&new]);
    works(&new).await.unwrap();
    assert!(works(&old).await.is_err());
}

#[tokio::test]
async fn scopes_that_are_not_granted_cost_their_part_and_the_report_says_which() {
    let house = House::small().await;
    let set = KeySet::serve().await;
    let key = SigningKey::generate().unwrap();
    set.offer(&[&key]);
    let app = house.service_app(&set.address, &READING);
    // Both ways of Okta's: refusing the whole request, and leaving scopes out silently.
    for mode in ["strict", "lenient"] {
        house.ask("POST", "/_sim/scopes", &json!({ "mode": mode }));
        let client = house.service_client(&app, &key);
        let report = client.check().await;
        assert!(report.is_usable(), "{mode}: {report:#?}");
        assert!(
            report.scopes_missing.contains(&"okta.apiTokens.read".to_owned()),
            "{mode}"
        );
        let tokens = report
            .rows
            .iter()
            .find(|row| row.part.name == "api_tokens")
            .unwrap();
        let Outcome::Fault(fault) = &tokens.outcome else {
            panic!("{mode}: {tokens:?}")
        };
        assert!(
            fault.to_string().contains("okta.apiTokens.read"),
            "{mode}: {fault}"
        );
        assert!(tokens.part.costs.contains("API tokens"), "{mode}");

        let organization = Organization {
            id: "00o1",
            name: "Acme",
            url: mode,
        };
        let mut draft = house
            .snapshots
            .begin(organization, Timestamp::from_ms(1))
            .unwrap();
        let (progress, _) = watch::channel(ScanProgress::new());
        let options = ScanOptions::default();
        let scanned = scan(
            &client,
            &mut draft,
            &mut OrdinalBook::default(),
            options,
            &progress,
        )
        .await
        .unwrap();
        assert!(scanned.coverage.is_whole(ObjectClass::Users), "{mode}");
        assert!(scanned.coverage.is_whole(ObjectClass::AppUsers), "{mode}");
        for (class, scope) in [
            (ObjectClass::ApiTokens, "okta.apiTokens.read"),
            (ObjectClass::Grants, "okta.appGrants.read"),
            (ObjectClass::UserRoles, "okta.roles.read"),
            (ObjectClass::NetworkZones, "okta.networkZones.read"),
        ] {
            let entry = scanned.coverage.of(class).unwrap();
            let Reading::NotRead(why) = &entry.reading else {
                panic!("{mode}: {entry:?}")
            };
            assert!(
                why.contains(scope) && why.contains("Okta API Scopes"),
                "{mode}: {why}"
            );
            assert_eq!(
                entry.requests, 0,
                "{mode}: what is known not to be granted is not asked for"
            );
        }
    }
}

#[tokio::test]
async fn an_organization_behind_an_authority_of_its_own() {
    let sim = Arc::new(World::small());
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    let options = ServeOptions {
        tls_listen: Some(local),
        ..ServeOptions::new(local)
    };
    let token = OktaCredential::ApiToken(Secret::new(&sim.credentials().super_admin_token));
    let served = sim.serve(options).await.unwrap();
    let url = OrgUrl::parse(served.tls_url.as_ref().unwrap(), Reach::Loopback).unwrap();
    let stranger = connect(&url, Reach::Loopback, &token, 100).unwrap();
    let stranger = stranger.with_patience(okta::Patience::PROBE);
    let fault = stranger.users().all().await.unwrap_err();
    assert_eq!(fault.cause, okta::Cause::Certificate, "{fault}");
    let way = Way {
        extra_ca_pem: served.ca_pem.clone(),
        ..Way::straight(Reach::Loopback)
    };
    let friend = connect_by(&way, &url, &token, 100).unwrap();
    assert!(friend.users().all().await.unwrap().len() > 100);
}
