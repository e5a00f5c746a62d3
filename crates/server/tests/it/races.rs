//! Things that happen at once, in the real binary: a sign-in while the person is deactivated, a group that is pushed while
//! the server dies.

use crate::house::House;
use crate::scim::Okta;
use crate::sign_on::{Browser, encoded};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ROUNDS: usize = 20;
const MEMBERS: usize = 2_000;
const AT_ONCE: usize = 100;

async fn active(okta: &Okta, id: &str, active: bool) {
    let operations = json!([{ "op": "replace", "value": { "active": active } }]);
    let body = json!({ "schemas": [PATCH], "Operations": operations });
    let path = format!("/Users/{id}");
    let (status, told) = okta.ask(Method::PATCH, &path, Some(body)).await.unwrap();
    assert_eq!(status, StatusCode::OK, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_outlives_a_deactivation_that_comes_at_the_same_time() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (login_url, password) = (house.fact("saml_login_url"), house.fact("saml_password"));
    let person = house.ready["saml_people"][0].as_str().unwrap().to_owned();
    let okta = Okta::of(&house);
    let new = json!({ "userName": person, "active": true });
    let (status, made) = okta.ask(Method::POST, "/Users", Some(new)).await.unwrap();
    let id = if status == StatusCode::CREATED {
        made["id"].as_str().unwrap().to_owned()
    } else {
        let find = format!("/Users?filter=userName%20eq%20%22{person}%22");
        let (_, found) = okta.ask(Method::GET, &find, None).await.unwrap();
        found["Resources"][0]["id"].as_str().unwrap().to_owned()
    };
    active(&okta, &id, true).await;
    let (mut came_first, mut came_late) = (0, 0);
    for _ in 0..ROUNDS {
        let mut browser = Browser::new();
        let answer = browser.answer_of_okta(login_url, &person, password).await;
        let ((_, page), ()) = tokio::join!(
            browser.send(&answer.action, Some(&answer.fields)),
            active(&okta, &id, false)
        );
        match page.status() {
            StatusCode::OK => came_first += 1,
            _ => came_late += 1,
        }
        assert_eq!(browser.whoami(&house).await["signed_in"], false);
        active(&okta, &id, true).await;
        // Nor does it come back with the person.
        assert_eq!(browser.whoami(&house).await["signed_in"], false);
    }
    assert_eq!(came_first + came_late, ROUNDS);
}

/// Users in bulk; their ids.
async fn people(okta: &Okta) -> Vec<String> {
    let mut ids = Vec::new();
    for part in 0..MEMBERS / AT_ONCE {
        let made = (0..AT_ONCE).map(|number| {
            let number = part * AT_ONCE + number;
            let data = json!({ "userName": format!("pushed{number}@acme.example") });
            json!({ "method": "POST", "path": "/Users", "bulkId": format!("b{number}"), "data": data })
        });
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
            "Operations": made.collect::<Value>(),
        });
        let (status, told) = okta.ask(Method::POST, "/Bulk", Some(body)).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{told}");
        for made in told["Operations"].as_array().unwrap() {
            let location = made["location"].as_str().unwrap();
            ids.push(location.rsplit('/').next().unwrap().to_owned());
        }
    }
    ids
}

fn group(members: &[String]) -> Value {
    let members: Value = members.iter().map(|id| json!({ "value": id })).collect();
    json!({ "displayName": "pushed", "members": members })
}

#[test]
fn a_pushed_group_is_the_last_push_whatever_died_before() {
    let mut house = House::demo(&["--events-per-minute", "0"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut okta = Okta::of(&house);
    let ids = runtime.block_on(people(&okta));
    let (_, made) = runtime
        .block_on(okta.ask(Method::POST, "/Groups", Some(group(&[]))))
        .unwrap();
    let path = format!("/Groups/{}", made["id"].as_str().unwrap());
    for (from, to) in [(0, MEMBERS), (MEMBERS / 2, MEMBERS), (0, MEMBERS / 2)] {
        let push = group(&ids[from..to]);
        let (told, place) = (push.clone(), path.clone());
        let pushing = runtime.spawn(async move { okta.ask(Method::PUT, &place, Some(told)).await });
        let folder = house.kill();
        // It may have been answered, or not.
        let _ = runtime.block_on(pushing).unwrap();
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
        okta = Okta::of(&house);
        let (status, told) = runtime
            .block_on(okta.ask(Method::PUT, &path, Some(push)))
            .unwrap();
        assert_eq!(status, StatusCode::OK, "{told}");
        let (_, shown) = runtime.block_on(okta.ask(Method::GET, &path, None)).unwrap();
        let members = shown["members"].as_array().unwrap();
        let mut here: Vec<&str> = members
            .iter()
            .map(|member| member["value"].as_str().unwrap())
            .collect();
        let mut wanted: Vec<&str> = ids[from..to].iter().map(String::as_str).collect();
        here.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(here, wanted);
    }
}

/// Posts an answer of the identity provider without a look at where it leads.
pub(crate) async fn posted(url: &str, cookies: &str, fields: &[(String, String)]) -> StatusCode {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let request = client.post(url).header("cookie", cookies);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(encoded(fields)).send().await.unwrap().status()
}
