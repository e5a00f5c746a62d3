//! Credentials show up nowhere but in the request itself.

use okta::{Credential, SigningKey};

use crate::fake::{Fake, Reply, client, client_with};

#[tokio::test(start_paused = true)]
async fn nothing_printed_holds_a_credential() {
    let fake = Fake::script(vec![Reply::json(r#"{"errorCode":"E0000011"}"#).status(401)]);
    let client = client(fake.clone());
    let fault = client.users().next().await.unwrap().unwrap_err();
    let asked = fake.asked.lock().unwrap();
    assert_eq!(asked[0].headers["authorization"], "SSWS TOKENMARK");
    let printed = format!(
        "{client:?} {fault:?} {fault} {:?} {:?}",
        asked[0],
        Credential::api_token("TOKENMARK")
    );
    assert!(!printed.contains("TOKENMARK"), "{printed}");
    assert!(asked[0].headers["authorization"].is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn nothing_printed_holds_a_key() {
    let key = SigningKey::parse(include_str!("keys/ec.jwk")).unwrap();
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key,
        scopes: vec![],
        dpop: false,
    };
    let printed = format!("{credential:?}");
    assert!(!printed.contains("870MB6"), "{printed}");
    let fake = Fake::script(vec![Reply::json(
        r#"{"access_token":["ACCESSMARK"],"x":"ACCESSMARK"}"#,
    )]);
    let fault = client_with(fake, credential)
        .users()
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert!(!format!("{fault:?} {fault}").contains("ACCESSMARK"), "{fault:?}");
}

#[tokio::test(start_paused = true)]
async fn a_client_secret_is_never_read() {
    let body = r#"[{"id":"ocs1","status":"ACTIVE","client_secret":"SECRETMARK","secret_hash":"SECRETMARK"}]"#;
    let secrets = client(Fake::script(vec![Reply::json(body)]))
        .app_secrets("a")
        .all()
        .await
        .unwrap();
    assert!(!format!("{secrets:?}").contains("SECRETMARK"));
}
