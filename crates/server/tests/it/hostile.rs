//! Clients that mean harm, before the real binary: bodies that never end, and bodies that are meant to eat its memory.

use crate::house::House;
use crate::scim::Okta;
use crate::sign_on::api;
use base64::Engine as _;
use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use std::io::Write as _;
use std::net::TcpStream;

/// Where nobody is known by the path alone: SCIM, the assertions of single sign-on, SQL.
fn doors(house: &House) -> [(String, &'static str); 3] {
    let path = |url: &str| url.strip_prefix(house.fact("url")).unwrap_or_default().to_owned();
    [
        (
            format!("{}/Users", path(house.fact("scim_url"))),
            "application/scim+json",
        ),
        (
            "/v1/webapi/saml/acs/okta".to_owned(),
            "application/x-www-form-urlencoded",
        ),
        ("/api/v1/query".to_owned(), "application/json"),
    ]
}

#[tokio::test]
async fn bodies_that_never_end_keep_nobody_else_waiting() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let address = house.fact("url").strip_prefix("http://").unwrap();
    let mut slow = Vec::new();
    for (path, kind) in doors(&house) {
        let token = if path.contains("scim") {
            "scim_token"
        } else {
            "token"
        };
        let token = house.fact(token);
        for _ in 0..100 {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(
                stream,
                "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\ncontent-type: {kind}\r\n\
                 content-length: 1000\r\n\r\n{{"
            )
            .unwrap();
            slow.push(stream);
        }
    }
    let okta = Okta::of(&house);
    for number in 0..20 {
        let body = json!({ "userName": format!("quick{number}@acme.example") });
        let (status, told) = okta.ask(Method::POST, "/Users", Some(body)).await.unwrap();
        assert_eq!(status, StatusCode::CREATED, "{told}");
        let body = json!({ "sql": "SELECT COUNT(*) FROM nodes" });
        let (status, told) = api(&house, Method::POST, "/api/v1/query", Some(body)).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        for stream in &mut slow {
            // A byte now and then, as such clients do.
            let _ = stream.write_all(b" ");
        }
    }
    let saml = format!("{}/v1/webapi/saml/acs/okta", house.fact("url"));
    let form = "application/x-www-form-urlencoded";
    let request = Client::new().post(saml).header("content-type", form);
    let answer = request.body("SAMLResponse=x").send().await.unwrap();
    assert!(answer.status().is_client_error(), "{}", answer.status());
}

/// The most memory that the process ever had, in MiB.
#[cfg(target_os = "linux")]
fn peak_mib(house: &House) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", house.pid())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
}

fn hostile_xml() -> Vec<String> {
    let deep = "<a>".repeat(60_000);
    let wide = format!(
        "<r {}/>",
        (0..20_000).map(|n| format!("a{n}='x' ")).collect::<String>()
    );
    let bomb =
        "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><r>&b;</r>".to_owned();
    let many = format!("<r>{}</r>", "<b xmlns:c='d'/>".repeat(15_000));
    vec![deep, wide, bomb, many]
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn hostile_documents_are_refused_within_little_memory() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let saml = format!("{}/v1/webapi/saml/acs/okta", house.fact("url"));
    let scim = house.fact("scim_url").to_owned();
    let token = house.fact("scim_token").to_owned();
    let okta = Okta::of(&house);
    let client = Client::new();
    let mut asked = Vec::new();
    for xml in hostile_xml() {
        let fields = [(
            "SAMLResponse",
            base64::engine::general_purpose::STANDARD.encode(xml),
        )];
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = client
            .post(&saml)
            .header("content-type", "application/x-www-form-urlencoded");
        asked.push(request.body(form.finish()));
    }
    let nested = format!("{}{}", "[".repeat(1 << 20), "]".repeat(1 << 20));
    let wide = format!(
        "{{\"userName\":\"x\",\"emails\":[{}1]}}",
        "{\"value\":1},".repeat(200_000)
    );
    for body in [
        nested,
        wide,
        format!("{{\"userName\":\"{}\"}}", "x".repeat(5 << 20)),
    ] {
        let request = client.post(format!("{scim}/Users")).bearer_auth(&token);
        asked.push(request.header("content-type", "application/scim+json").body(body));
    }
    let filter = format!("{}title%20eq%20%22a%22{}", "(".repeat(3_000), ")".repeat(3_000));
    asked.push(
        client
            .get(format!("{scim}/Users?filter={filter}"))
            .bearer_auth(&token),
    );
    let before = peak_mib(&house);
    for _ in 0..3 {
        let sent = asked.iter().map(|request| request.try_clone().unwrap().send());
        for answer in futures_util::future::join_all(sent).await {
            // A door that shuts in the middle of a body is a refusal, too.
            let Ok(answer) = answer else { continue };
            assert!(
                answer.status().is_client_error(),
                "{}: {}",
                answer.url(),
                answer.status()
            );
        }
    }
    let (status, _) = okta.ask(Method::GET, "/Users?count=1", None).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    let peak = peak_mib(&house);
    // Ninety documents of up to 5 MB at once, sender and receiver of the simulated organization in the same process.
    assert!(peak < before + 512, "{before} MiB before, {peak} MiB after");
}
