//! People of the simulated organization sign in through it, are locked, and come back: the real binary, over HTTP.

use crate::house::House;
use reqwest::{Client, Response, StatusCode, redirect::Policy};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A browser without a picture: keeps cookies by host and port, follows redirects itself, posts forms.
pub(crate) struct Browser {
    http: Client,
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a form on a page would send.
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            http: Client::builder().redirect(Policy::none()).build().unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    pub(crate) async fn send(&mut self, url: &str, form: Option<&[(String, String)]>) -> (String, Response) {
        let mut url = url.to_owned();
        let mut form = form;
        loop {
            let origin = reqwest::Url::parse(&url).unwrap().origin().ascii_serialization();
            let mut request = match form {
                Some(fields) => self
                    .http
                    .post(&url)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(encoded(fields)),
                None => self.http.get(&url),
            };
            let cookies = self.cookies_of(&origin);
            if !cookies.is_empty() {
                request = request.header("cookie", cookies);
            }
            let answer = request.send().await.unwrap();
            for line in answer.headers().get_all("set-cookie") {
                let pair = line.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.cookies
                    .entry(origin.clone())
                    .or_default()
                    .insert(name.to_owned(), value.to_owned());
            }
            match answer.headers().get("location") {
                Some(place) if answer.status().is_redirection() => {
                    let place = place.to_str().unwrap();
                    url = reqwest::Url::parse(&url)
                        .unwrap()
                        .join(place)
                        .unwrap()
                        .to_string();
                    form = None;
                }
                _ => return (url, answer),
            }
        }
    }

    /// The cookies that it sends to an origin, as one header.
    pub(crate) fn cookies_of(&self, origin: &str) -> String {
        let cookies = self.cookies.get(origin).into_iter().flatten();
        let pairs: Vec<String> = cookies.map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// Opens the way in and answers the sign-in page; the form that goes back to the service provider.
    pub(crate) async fn answer_of_okta(&mut self, login_url: &str, person: &str, password: &str) -> Form {
        let (url, page) = self.send(login_url, None).await;
        let mut sign_in = form_of(&url, &page.text().await.unwrap());
        if sign_in.fields.iter().any(|(name, _)| name == "SAMLResponse") {
            // Signed in there already.
            return sign_in;
        }
        for (name, value) in &mut sign_in.fields {
            match name.as_str() {
                "username" => *value = person.to_owned(),
                "password" => *value = password.to_owned(),
                _ => {}
            }
        }
        let (url, page) = self.send(&sign_in.action, Some(&sign_in.fields)).await;
        form_of(&url, &page.text().await.unwrap())
    }

    /// Signs out of Portolan as the page does; what the call says.
    pub(crate) async fn sign_out(&mut self, house: &House) -> Value {
        let csrf = self.whoami(house).await["csrf_token"]
            .as_str()
            .unwrap()
            .to_owned();
        let url = format!("{}/api/v1/session", house.fact("url"));
        let origin = reqwest::Url::parse(&url).unwrap().origin().ascii_serialization();
        let cookies = self.cookies.entry(origin).or_default();
        let line: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self.http.delete(&url).header("cookie", line.join("; "));
        let answer = request.header("x-portolan-csrf", csrf).send().await.unwrap();
        for line in answer.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
        }
        json_of(answer).await
    }

    pub(crate) async fn whoami(&mut self, house: &House) -> Value {
        let (_, answer) = self.send(house.fact("whoami_url"), None).await;
        json_of(answer).await
    }
}

pub(crate) fn encoded(fields: &[(String, String)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(fields).finish()
}

async fn json_of(answer: Response) -> Value {
    serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null)
}

/// The first form of a page.
pub(crate) fn form_of(url: &str, html: &str) -> Form {
    let inputs = html.split("<input").skip(1).filter_map(|input| {
        let input = input.split('>').next()?;
        let name = attribute(input, "name")?;
        Some((name, attribute(input, "value").unwrap_or_default()))
    });
    let action = html
        .split("<form")
        .nth(1)
        .and_then(|form| attribute(form.split('>').next()?, "action"))
        .unwrap_or_else(|| url.to_owned());
    Form {
        action: reqwest::Url::parse(url)
            .unwrap()
            .join(&action)
            .unwrap()
            .to_string(),
        fields: inputs.collect(),
    }
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let value = element.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    let value = value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    Some(
        value
            .replace("&#x27;", "'")
            .replace("&#39;", "'")
            .replace("&amp;", "&"),
    )
}

pub(crate) async fn api(
    house: &House,
    method: reqwest::Method,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut request = Client::new()
        .request(method, format!("{}{path}", house.fact("url")))
        .bearer_auth(house.fact("token"));
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    let answer = request.send().await.unwrap();
    let status = answer.status();
    (status, json_of(answer).await)
}

#[tokio::test]
async fn a_person_signs_in_through_okta_is_locked_and_comes_back() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (login_url, password) = (house.fact("saml_login_url"), house.fact("saml_password"));
    let person = house.ready["saml_people"][0].as_str().unwrap().to_owned();

    // Signs in by the service provider's request.
    let mut browser = Browser::new();
    let answer = browser.answer_of_okta(login_url, &person, password).await;
    assert!(
        answer.action.contains("/v1/webapi/saml/acs/okta"),
        "{}",
        answer.action
    );
    let (_, page) = browser.send(&answer.action, Some(&answer.fields)).await;
    assert_eq!(page.status(), StatusCode::OK);
    let whoami = browser.whoami(&house).await;
    assert_eq!(whoami["principal"]["name"], person.as_str());
    assert_eq!(whoami["principal"]["connector"], "okta");
    let roles = whoami["principal"]["roles"].to_string();
    assert!(roles.contains("okta-requester"), "{roles}");

    // The same answer is not taken twice, from this browser or another.
    let (_, again) = browser.send(&answer.action, Some(&answer.fields)).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    let mut stranger = Browser::new();
    let (_, stolen) = stranger.send(&answer.action, Some(&answer.fields)).await;
    assert_eq!(stolen.status(), StatusCode::FORBIDDEN);
    assert_eq!(stranger.whoami(&house).await["signed_in"], false);

    // An answer to a request of another browser is refused.
    let foreign = Browser::new().answer_of_okta(login_url, &person, password).await;
    let (_, crossed) = stranger.send(&foreign.action, Some(&foreign.fields)).await;
    assert_eq!(crossed.status(), StatusCode::FORBIDDEN);

    // A lock ends the session with the next request.
    let lock = json!({"kind": "user", "target": person, "message": "test", "hours": 1});
    let (status, locks) = api(&house, reqwest::Method::POST, "/api/v1/locks", Some(lock)).await;
    assert_eq!(status, StatusCode::CREATED, "{locks}");
    assert_eq!(browser.whoami(&house).await["signed_in"], false);
    let barred = browser.answer_of_okta(login_url, &person, password).await;
    let (_, refused) = browser.send(&barred.action, Some(&barred.fields)).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let told = refused.text().await.unwrap();
    assert!(!told.contains("lock"), "the person learns nothing: {told}");

    // The administrator learns everything.
    let (_, audit) = api(&house, reqwest::Method::GET, "/api/v1/audit?limit=50", None).await;
    let audit = audit.to_string();
    for code in ["barred", "other_request"] {
        assert!(audit.contains(code), "no `{code}` in the audit log: {audit}");
    }

    // Lifted, the person comes in again.
    let id = locks["locks"][0]["id"].as_str().unwrap();
    let (status, _) = api(
        &house,
        reqwest::Method::DELETE,
        &format!("/api/v1/locks/{id}"),
        None,
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    let answer = browser.answer_of_okta(login_url, &person, password).await;
    let (_, page) = browser.send(&answer.action, Some(&answer.fields)).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert_eq!(browser.whoami(&house).await["signed_in"], true);
}

#[tokio::test]
async fn user_sync_makes_people_and_locks_who_is_suspended() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (status, outcome) = api(
        &house,
        reqwest::Method::POST,
        "/api/v1/integrations/okta/sync/run",
        Some(json!({})),
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{outcome}");
    let (_, people) = api(
        &house,
        reqwest::Method::GET,
        "/api/v1/users?origin=okta&limit=1000",
        None,
    )
    .await;
    assert!(people["total"].as_u64().unwrap() > 100, "{}", people["total"]);
    // Who is suspended there was never let in here: nobody is made for them, or they are locked.
    let suspended = house.query(
        "SELECT name FROM nodes WHERE sub_kind = 'okta_user' AND properties @> '{\"status\": \"SUSPENDED\"}'",
    );
    for row in &suspended {
        let name = row["name"].as_str().unwrap();
        let found = people["people"]
            .as_array()
            .unwrap()
            .iter()
            .find(|person| person["name"] == name);
        assert!(
            found.is_none_or(|person| person["state"] != "active"),
            "{name} may sign in"
        );
    }
    // Run again, there is nothing to do.
    let (_, again) = api(
        &house,
        reqwest::Method::POST,
        "/api/v1/integrations/okta/sync/run",
        Some(json!({})),
    )
    .await;
    assert_eq!(again["outcome"], "nothing", "{again}");
}

#[tokio::test]
async fn two_tabs_wait_each_for_their_own_answer() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (login_url, password) = (house.fact("saml_login_url"), house.fact("saml_password"));
    let person = house.ready["saml_people"][0].as_str().unwrap().to_owned();
    let mut browser = Browser::new();
    let first = browser.answer_of_okta(login_url, &person, password).await;
    let second = browser.answer_of_okta(login_url, &person, password).await;
    for answer in [first, second] {
        let (_, page) = browser.send(&answer.action, Some(&answer.fields)).await;
        assert_eq!(page.status(), StatusCode::OK);
    }
    assert_eq!(browser.whoami(&house).await["signed_in"], true);
}
