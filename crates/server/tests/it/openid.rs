//! People sign in by OpenID Connect, keys roll over, and a lock ends what is open: the real binary, over HTTP and the
//! PostgreSQL protocol.

use crate::house::House;
use crate::sign_on::{Browser, api, form_of};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

fn client() -> reqwest::Client {
    // Another test of the same process may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// Long beside the second that is promised: only what is never ended gets here.
const FOR_EVER: Duration = Duration::from_secs(30);

impl Browser {
    /// Signs in by the sign-in page of the simulated organization; where the browser ends up.
    async fn enter(&mut self, login_url: &str, person: &str, password: &str) -> (String, StatusCode) {
        let (url, page) = self.send(login_url, None).await;
        if !url.contains("/oauth2/v1/authorize") {
            return (url, page.status());
        }
        let mut form = form_of(&url, &page.text().await.unwrap());
        for (name, value) in &mut form.fields {
            match name.as_str() {
                "username" => *value = person.to_owned(),
                "password" => *value = password.to_owned(),
                _ => {}
            }
        }
        let (url, page) = self.send(&form.action, Some(&form.fields)).await;
        (url, page.status())
    }
}

async fn sim(house: &House, path: &str, body: Value) -> Value {
    let answer = client()
        .post(format!("{}/_sim/{path}", house.fact("okta_url")))
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_person_signs_in_by_openid_connect_over_a_change_of_keys() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (login_url, password) = (house.fact("oidc_login_url"), house.fact("saml_password"));
    let person = house.ready["saml_people"][0].as_str().unwrap().to_owned();
    let mut browser = Browser::new();
    let (url, status) = browser.enter(login_url, &person, password).await;
    assert_eq!(
        (url.as_str(), status),
        (format!("{}/", house.fact("url")).as_str(), StatusCode::OK)
    );
    let whoami = browser.whoami(&house).await;
    assert_eq!(whoami["principal"]["name"], person.as_str());
    assert_eq!(whoami["principal"]["connector"], "okta-oidc");
    assert!(
        whoami["principal"]["roles"]
            .to_string()
            .contains("okta-requester"),
        "{whoami}"
    );

    // The provider signs with a new key and names no other any more: nobody notices.
    sim(&house, "oidc/keys", json!({"forget": true})).await;
    let mut other = Browser::new();
    other.enter(login_url, &person, password).await;
    // The keys were read a moment ago, and are read again once a minute at most.
    let (_, audit) = api(&house, Method::GET, "/api/v1/audit?limit=20", None).await;
    let is_in = other.whoami(&house).await["signed_in"] == true;
    assert!(is_in || audit.to_string().contains("unknown_key"), "{audit}");

    // A client that proves itself with a key of its own.
    let spec = json!({
        "issuer": house.fact("okta_url"), "client_id": "0oaunknown", "client_auth": "private_key_jwt",
        "attributes_to_roles": [{"name": "groups", "value": "*", "roles": ["access"]}],
    });
    let body = json!({"name": "keyed", "oidc": spec});
    let (status, made) = api(&house, Method::POST, "/api/v1/connectors", Some(body)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let key: Value = serde_json::from_str(made["oidc_client"]["public_jwk"].as_str().unwrap()).unwrap();
    let (_, unknown) = Browser::new()
        .enter(made["login_url"].as_str().unwrap(), &person, password)
        .await;
    assert_eq!(unknown, StatusCode::BAD_REQUEST);
    let wanted = json!({
        "label": "Keyed", "redirect_uri": made["oidc_client"]["redirect_url"], "public_jwk": key,
    });
    let facts = sim(&house, "oidc", wanted).await;
    // A key is for one client: for another one there is another.
    let mut spec = made["oidc"].clone();
    spec["client_id"] = facts["client_id"].clone();
    let (_, changed) = api(
        &house,
        Method::PUT,
        "/api/v1/connectors/keyed",
        Some(json!({"oidc": spec})),
    )
    .await;
    let newer = &changed["oidc_client"]["public_jwk"];
    assert_ne!(newer, &made["oidc_client"]["public_jwk"]);
    let key: Value = serde_json::from_str(newer.as_str().unwrap()).unwrap();
    let wanted = json!({
        "label": "Keyed", "redirect_uri": made["oidc_client"]["redirect_url"], "public_jwk": key,
    });
    sim(&house, "oidc", wanted).await;
    let mut third = Browser::new();
    third
        .enter(made["login_url"].as_str().unwrap(), &person, password)
        .await;
    let (_, audit) = api(&house, Method::GET, "/api/v1/audit?limit=20", None).await;
    let is_in = third.whoami(&house).await["signed_in"] == true;
    assert!(is_in || audit.to_string().contains("unknown_key"), "{audit}");
}

#[tokio::test]
async fn a_change_of_saml_keys_waits_for_a_word_and_then_holds() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (login_url, password) = (house.fact("saml_login_url"), house.fact("saml_password"));
    let person = house.ready["saml_people"][0].as_str().unwrap().to_owned();
    let sso = client()
        .get(format!("{}/_sim/sso", house.fact("okta_url")))
        .send()
        .await
        .unwrap();
    let sso: Value = serde_json::from_str(&sso.text().await.unwrap()).unwrap();
    let id = sso["apps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|app| app["label"] == "Portolan SSO")
        .unwrap()["app_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let okta = async |method: Method, path: String, body: Value| -> Value {
        let answer = client()
            .request(
                method,
                format!("{}/api/v1/apps/{id}{path}", house.fact("okta_url")),
            )
            .header("authorization", format!("SSWS {}", house.fact("okta_token")))
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    };
    let refresh = "/api/v1/connectors/okta/refresh";
    let (status, first) = api(&house, Method::POST, refresh, None).await;
    assert_eq!(
        (status, &first["refresh"]["message"]),
        (StatusCode::OK, &Value::Null),
        "{first}"
    );

    let key = okta(
        Method::POST,
        "/credentials/keys/generate?validityYears=2".to_owned(),
        json!({}),
    )
    .await;
    let mut app = okta(Method::GET, String::new(), json!({})).await;
    app["credentials"]["signing"] = json!({"kid": key["kid"]});
    okta(Method::PUT, String::new(), app).await;

    let (_, held) = api(&house, Method::POST, refresh, None).await;
    assert!(
        held["refresh"]["changes"].to_string().contains("is added"),
        "{held}"
    );
    assert!(
        held["refresh"]["advice"].as_str().unwrap().contains("agree"),
        "{held}"
    );
    let mut browser = Browser::new();
    let answer = browser.answer_of_okta(login_url, &person, password).await;
    let (_, refused) = browser.send(&answer.action, Some(&answer.fields)).await;
    assert_eq!(
        refused.status(),
        StatusCode::FORBIDDEN,
        "the new key is not trusted by itself"
    );

    let mut spec = held["spec"].clone();
    spec["metadata_xml"] = json!("");
    let (status, agreed) = api(
        &house,
        Method::PUT,
        "/api/v1/connectors/okta",
        Some(json!({"spec": spec, "confirm": true})),
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{agreed}");
    let answer = browser.answer_of_okta(login_url, &person, password).await;
    let (_, entered) = browser.send(&answer.action, Some(&answer.fields)).await;
    assert_eq!(entered.status(), StatusCode::OK);
}

/// A signed-in connection of the PostgreSQL protocol.
async fn connect(house: &House, token: &str) -> TcpStream {
    let url = reqwest::Url::parse(house.fact("pg_url")).unwrap();
    let address = (url.host_str().unwrap().to_owned(), url.port().unwrap());
    let mut socket = TcpStream::connect(address).await.unwrap();
    let mut startup = 196_608_i32.to_be_bytes().to_vec();
    startup.extend(b"user\0tester\0database\0portolan\0\0");
    let length = (startup.len() as i32 + 4).to_be_bytes();
    socket.write_all(&[&length[..], &startup].concat()).await.unwrap();
    let mut asked = [0; 9];
    socket.read_exact(&mut asked).await.unwrap();
    let length = (token.len() as i32 + 5).to_be_bytes();
    socket
        .write_all(&[b"p", &length[..], token.as_bytes(), b"\0"].concat())
        .await
        .unwrap();
    let mut kind = [0; 1];
    socket.read_exact(&mut kind).await.unwrap();
    assert_eq!(&kind, b"R");
    socket
}

#[tokio::test]
async fn a_lock_ends_open_streams_and_database_connections() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let body = json!({"name": "watcher", "roles": ["access"], "days": 1});
    let (status, made) = api(&house, Method::POST, "/api/v1/tokens", Some(body)).await;
    assert!(status.is_success(), "{made}");
    let token = made["token"].as_str().unwrap().to_owned();
    let mut socket = connect(&house, &token).await;
    let mut stream = client()
        .get(format!("{}/api/v1/integrations/okta/events", house.fact("url")))
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    let (_, tokens) = api(&house, Method::GET, "/api/v1/tokens", None).await;
    let all = tokens["tokens"].as_array().unwrap();
    let id = all.iter().find(|token| token["name"] == "watcher").unwrap()["id"].clone();
    let lock = json!({"kind": "token", "target": id, "message": "leaked"});
    let (status, told) = api(&house, Method::POST, "/api/v1/locks", Some(lock)).await;
    assert_eq!(status, StatusCode::CREATED, "{told}");
    let streamed = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(FOR_EVER, streamed)
        .await
        .expect("the stream ends");
    let mut rest = Vec::new();
    let closed = tokio::time::timeout(FOR_EVER, socket.read_to_end(&mut rest)).await;
    // A connection that was cut is closed too.
    let _ = closed.expect("the connection ends");
}
