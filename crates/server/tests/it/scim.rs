//! SCIM of the running server, which dies in the middle of writing.

use crate::house::House;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::sync::mpsc;

/// A client of a server's SCIM.
pub(crate) struct Okta {
    http: Client,
    base: String,
    token: String,
}

impl Okta {
    pub(crate) fn of(house: &House) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            http: Client::new(),
            base: house.fact("scim_url").to_owned(),
            token: house.fact("scim_token").to_owned(),
        }
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Option<(StatusCode, Value)> {
        let request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        let request = match body {
            Some(body) => request
                .header("content-type", "application/scim+json")
                .body(body.to_string()),
            None => request,
        };
        let answer = request.send().await.ok()?;
        let status = answer.status();
        let text = answer.text().await.ok()?;
        Some((status, serde_json::from_str(&text).unwrap_or_default()))
    }

    /// Makes people and deactivates every other one until the server is gone; tells what was answered.
    async fn provision(&self, answered: &mpsc::Sender<(String, bool)>) -> Option<()> {
        for number in 0.. {
            let body = json!({ "userName": format!("crash{number}@acme.example"), "active": true });
            let (status, made) = self.ask(Method::POST, "/Users", Some(body)).await?;
            assert_eq!(status, StatusCode::CREATED, "{made}");
            let id = made["id"].as_str()?.to_owned();
            let is_active = number % 2 == 0;
            if !is_active {
                let operations = json!([{ "op": "replace", "value": { "active": false } }]);
                let body = json!({
                    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations,
                });
                let (status, _) = self
                    .ask(Method::PATCH, &format!("/Users/{id}"), Some(body))
                    .await?;
                assert_eq!(status, StatusCode::OK);
            }
            answered.send((id, is_active)).ok()?;
        }
        Some(())
    }
}

#[test]
fn what_scim_was_answered_outlives_the_server() {
    let mut house = House::demo(&["--events-per-minute", "0"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut known: Vec<(String, bool)> = Vec::new();
    for killed_after in [3, 8] {
        let (okta, (answered, told)) = (Okta::of(&house), mpsc::channel());
        let provisioning = runtime.spawn(async move { okta.provision(&answered).await });
        known.extend(told.iter().take(killed_after));
        let folder = house.kill();
        runtime.block_on(provisioning).unwrap();
        known.extend(told.try_iter());
        let data = folder.path().join("data").to_string_lossy().into_owned();
        house = House::start(
            folder,
            &[
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--data-dir",
                &data,
                "--events-per-minute",
                "0",
            ],
        );
        let okta = Okta::of(&house);
        for (id, is_active) in &known {
            let read = runtime.block_on(okta.ask(Method::GET, &format!("/Users/{id}"), None));
            let (status, user) = read.unwrap();
            assert_eq!(
                (status, user["active"].as_bool()),
                (StatusCode::OK, Some(*is_active)),
                "{user}"
            );
        }
        // The next names are free only where nothing was left by half.
        let delete = known.drain(..).map(|(id, _)| id).collect::<Vec<_>>();
        let all = runtime
            .block_on(okta.ask(Method::GET, "/Users?count=1000", None))
            .unwrap()
            .1;
        let listed = all["Resources"].as_array().unwrap();
        assert!(
            delete.len() <= listed.len() && listed.len() <= delete.len() + 1,
            "{all}"
        );
        for user in listed {
            let path = format!("/Users/{}", user["id"].as_str().unwrap());
            assert_eq!(
                runtime.block_on(okta.ask(Method::DELETE, &path, None)).unwrap().0,
                StatusCode::NO_CONTENT
            );
        }
    }
}

#[test]
fn scim_is_looked_after_from_the_shell() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let status = |house: &House| -> Value {
        let output = house.portolan(&["plugins", "scim", "okta", "--status", "--format", "json"]);
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(status(&house)["last_call"], Value::Null);
    let (code, _) = runtime
        .block_on(Okta::of(&house).ask(Method::GET, "/Users?count=1", None))
        .unwrap();
    assert_eq!(code, StatusCode::OK);
    assert_eq!(status(&house)["last_call"]["path"], "/Users");
    let rotated = house.portolan(&["plugins", "scim", "okta", "--rotate", "--overlap-hours", "1"]);
    let printed = crate::house::text(&rotated.stdout);
    assert!(
        printed.contains(house.fact("scim_url")) && printed.contains("portolan_scim_"),
        "{printed}"
    );
    assert_eq!(status(&house)["tokens"].as_array().unwrap().len(), 2);
    assert!(
        house
            .portolan(&["plugins", "scim", "okta", "--off"])
            .status
            .success()
    );
    let (code, _) = runtime
        .block_on(Okta::of(&house).ask(Method::GET, "/Users", None))
        .unwrap();
    assert_eq!(code, StatusCode::NOT_FOUND);
}
