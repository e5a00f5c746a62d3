//! Passkeys over HTTP, with an authenticator made here.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::world::{Client, Reply, World};

const ORIGIN: &str = "http://localhost:8080";
const PASSWORD: &str = "correct horse battery";

/// One passkey on one authenticator.
struct Authenticator {
    pair: EcdsaKeyPair,
    id: String,
    counter: u32,
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    fn new(id: &str) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Self {
            pair,
            id: id.to_owned(),
            counter: 1,
        }
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let hash = digest(&SHA256, b"localhost");
        [hash.as_ref(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn client_data(kind: &str, challenge: &Value) -> Vec<u8> {
        json!({"type": kind, "challenge": challenge, "origin": ORIGIN})
            .to_string()
            .into_bytes()
    }

    /// What a browser sends after making the passkey.
    fn make(&self, offer: &Value, name: &str) -> Value {
        let point = self.pair.public_key().as_ref();
        // A map of five: EC2, ES256, P-256, and the two coordinates.
        let key = [
            &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32],
            &point[1..33],
            &[0x22, 0x58, 32],
            &point[33..],
        ]
        .concat();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let data = [&self.data(0x45)[..], &[0; 16], &length, self.id.as_bytes(), &key].concat();
        let length = u8::try_from(data.len()).unwrap();
        let attestation = [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58",
            &[length][..],
            &data,
        ]
        .concat();
        json!({
            "name": name, "client_data": text(&Self::client_data("webauthn.create", &offer["challenge"])),
            "attestation": text(&attestation),
        })
    }

    /// What a browser sends when the passkey is used.
    fn prove(&mut self, challenge: &Value) -> Value {
        self.counter += 1;
        let (data, client) = (self.data(5), Self::client_data("webauthn.get", challenge));
        let message = [&data[..], digest(&SHA256, &client).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &message).unwrap();
        json!({
            "id": text(self.id.as_bytes()), "client_data": text(&client), "authenticator_data": text(&data),
            "signature": text(signature.as_ref()),
        })
    }
}

struct Keyed {
    world: World,
    browser: Client,
    key: Authenticator,
}

impl Keyed {
    /// Ada with a passkey.
    async fn new() -> Self {
        let world = World::new().await;
        let browser = world
            .browser()
            .await
            .header("origin", ORIGIN)
            .header("host", "localhost:8080");
        let key = Authenticator::new("one");
        let it = Self { world, browser, key };
        let offer = it.offer(&it.browser).await;
        let made = it
            .browser
            .post("/api/v1/account/passkeys", it.key.make(&offer, "laptop"))
            .await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        it
    }

    async fn offer(&self, browser: &Client) -> Value {
        let browser = browser.proven(PASSWORD).await;
        let offer = browser.post("/api/v1/account/passkeys/offer", json!({})).await;
        assert_eq!(offer.status, StatusCode::OK, "{}", offer.text);
        offer.json()
    }

    fn nobody(&self) -> Client {
        self.world
            .nobody()
            .header("origin", ORIGIN)
            .header("host", "localhost:8080")
    }

    async fn challenge(&self) -> Value {
        let given = self
            .nobody()
            .post("/api/v1/session/passkey/challenge", json!({}))
            .await;
        assert_eq!(given.status, StatusCode::OK, "{}", given.text);
        given.json()["challenge"].clone()
    }

    async fn sign_in(&self, proof: Value) -> Reply {
        self.nobody().post("/api/v1/session/passkey", proof).await
    }
}

#[tokio::test]
async fn a_passkey_signs_in_once_a_challenge() {
    let mut it = Keyed::new().await;
    let list = it.browser.see("/api/v1/account/passkeys").await;
    assert_eq!(list["passkeys"][0]["name"], "laptop");
    let account = it.browser.see("/api/v1/account").await;
    assert_eq!(
        (&account["has_codes"], &account["person"]["has_second_factor"]),
        (&json!(false), &json!(true))
    );
    let challenge = it.challenge().await;
    let proof = it.key.prove(&challenge);
    let entered = it.sign_in(proof.clone()).await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.text);
    assert_eq!(entered.json()["principal"]["name"], "ada");
    assert_eq!(it.sign_in(proof).await.code(), "challenge_spent");
    let late = it.challenge().await;
    it.world.pass_s(301);
    let proof = it.key.prove(&late);
    assert_eq!(it.sign_in(proof).await.code(), "challenge_spent");
}

#[tokio::test]
async fn it_stands_beside_the_password_then() {
    let mut it = Keyed::new().await;
    let with = |extra: Value| {
        let mut body = json!({"name": "ada", "password": PASSWORD});
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        body
    };
    let nobody = it.nobody();
    assert_eq!(
        nobody.post("/api/v1/session", with(json!({}))).await.code(),
        "passkey_required"
    );
    assert_eq!(
        nobody
            .post("/api/v1/session", with(json!({"code": "123456"})))
            .await
            .code(),
        "passkey_required"
    );
    let challenge = it.challenge().await;
    let proof = it.key.prove(&challenge);
    let entered = nobody
        .post("/api/v1/session", with(json!({"passkey": proof})))
        .await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.text);
    // The passkey of somebody else does not stand beside this password.
    let stranger = Authenticator::new("two").prove(&it.challenge().await);
    let refused = nobody
        .post("/api/v1/session", with(json!({"passkey": stranger})))
        .await;
    assert_eq!(refused.code(), "wrong_credentials");
}

#[tokio::test]
async fn a_right_password_without_the_code_is_told() {
    let it = Keyed::new().await;
    let told = async |action: &str| {
        let path = format!("/api/v1/audit?action={action}");
        it.browser.see(&path).await["entries"].clone()
    };
    let body = json!({"name": "ada", "password": "wrong horse battery"});
    it.nobody().post("/api/v1/session", body).await;
    assert_eq!(told("session.challenge").await, json!([]));
    let body = json!({"name": "ada", "password": PASSWORD});
    it.nobody().post("/api/v1/session", body).await;
    let entries = told("session.challenge").await;
    assert_eq!(entries[0]["actor"], "ada", "{entries}");
    let detail = entries[0]["detail"].as_str().unwrap();
    assert!(detail.contains("\"asked\":\"passkey\""), "{detail}");
}

#[tokio::test]
async fn copies_changes_and_locked_people_are_refused() {
    let mut it = Keyed::new().await;
    let refused = async |it: &Keyed, proof: Value| it.sign_in(proof).await.code();
    let mut changed = {
        let challenge = it.challenge().await;
        it.key.prove(&challenge)
    };
    changed["signature"] = json!("AAAA");
    assert_eq!(refused(&it, changed).await, "wrong_credentials");
    // The counter of a copy stands still.
    let challenge = it.challenge().await;
    let proof = it.key.prove(&challenge);
    assert_eq!(it.sign_in(proof).await.status, StatusCode::OK);
    it.key.counter -= 1;
    let challenge = it.challenge().await;
    let copy = it.key.prove(&challenge);
    assert_eq!(refused(&it, copy).await, "wrong_credentials");
    it.key.counter += 5;
    let challenge = it.challenge().await;
    let mut other = it.key.prove(&challenge);
    other["user_handle"] = json!("c29tZWJvZHk");
    assert_eq!(refused(&it, other).await, "wrong_credentials");
    let ada = it.world.state.user_named("ada").await.unwrap().unwrap();
    it.world.another_editor().await;
    let entry = store::state::AuditEntry::new("test", "user.disable", "user/ada");
    it.world
        .state
        .set_user_disabled(&ada.id, true, &entry, it.world.now())
        .await
        .unwrap();
    let challenge = it.challenge().await;
    let proof = it.key.prove(&challenge);
    assert_eq!(refused(&it, proof).await, "wrong_credentials");
}

#[tokio::test]
async fn they_are_their_owners_alone() {
    let it = Keyed::new().await;
    let id = text(b"one");
    let path = format!("/api/v1/account/passkeys/{id}");
    crate::make_admin(&it.world.state, "bob", PASSWORD, it.world.now())
        .await
        .unwrap();
    let body = json!({"name": "bob", "password": PASSWORD});
    let reply = it.world.nobody().post("/api/v1/session", body).await;
    let bob = it
        .nobody()
        .header("cookie", &reply.cookie())
        .header("x-portolan-csrf", reply.json()["csrf_token"].as_str().unwrap());
    assert_eq!(
        bob.proven(PASSWORD)
            .await
            .send(Method::DELETE, &path, None)
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    // A challenge that was given to Ada is not Bob's to answer.
    let offer = it.offer(&it.browser).await;
    let key = Authenticator::new("three");
    let stolen = bob
        .post("/api/v1/account/passkeys", key.make(&offer, "mine"))
        .await;
    assert_eq!(stolen.code(), "challenge_spent");
    // A credential id that is known already.
    let offer = it.offer(&bob).await;
    let taken = bob
        .post("/api/v1/account/passkeys", it.key.make(&offer, "mine"))
        .await;
    assert_eq!(taken.code(), "exists");
    let renamed = it
        .browser
        .send(Method::PATCH, &path, Some(json!({"name": "desk"})))
        .await;
    assert_eq!(renamed.json()["passkeys"][0]["name"], "desk");
    // Who lost it is helped by an administrator.
    let ada = it.world.state.user_named("ada").await.unwrap().unwrap();
    let admin = it.world.admin().await;
    let help = admin
        .send(
            Method::PATCH,
            &format!("/api/v1/users/{}", ada.id),
            Some(json!({"second_factor": false})),
        )
        .await;
    assert_eq!(help.status, StatusCode::OK, "{}", help.text);
    assert_eq!(
        it.browser.see("/api/v1/account/passkeys").await["passkeys"],
        json!([])
    );
}

#[tokio::test]
async fn it_proves_anew_who_one_is() {
    let mut it = Keyed::new().await;
    let challenge = it.challenge().await;
    let body = json!({"passkey": it.key.prove(&challenge)});
    let given = it.browser.post("/api/v1/account/proof", body).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text);
    let browser = it
        .browser
        .clone()
        .header("x-portolan-proof", given.json()["ticket"].as_str().unwrap());
    let path = format!("/api/v1/account/passkeys/{}", text(b"one"));
    let gone = browser.send(Method::DELETE, &path, None).await;
    assert_eq!(
        (gone.status, &gone.json()["passkeys"]),
        (StatusCode::OK, &json!([]))
    );
    // A passkey that is nobody's, or was removed, proves nothing.
    let challenge = it.challenge().await;
    let body = json!({"passkey": it.key.prove(&challenge)});
    let refused = it.browser.post("/api/v1/account/proof", body).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
}

#[tokio::test]
async fn a_bare_address_has_none() {
    let it = Keyed::new().await;
    let bare = it
        .world
        .nobody()
        .header("origin", "http://127.0.0.1:8080")
        .header("host", "127.0.0.1:8080");
    let told = bare.post("/api/v1/session/passkey/challenge", json!({})).await;
    assert_eq!(told.code(), "no_name");
}
