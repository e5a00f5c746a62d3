//! Two servers and one database between them, with a way to it that can be cut. Without `PORTOLAN_TEST_POSTGRES` there is
//! nothing to share.

use crate::house::House;
use crate::races::posted;
use crate::scim::Okta;
use crate::sign_on::{Browser, api};
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// A way to the database that can be cut.
struct Way {
    is_cut: Arc<AtomicBool>,
    cut: Arc<Notify>,
    address: String,
}

impl Way {
    async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (is_cut, cut) = (Arc::new(AtomicBool::new(false)), Arc::new(Notify::new()));
        let way = Self {
            is_cut: is_cut.clone(),
            cut: cut.clone(),
            address,
        };
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                if is_cut.load(Ordering::SeqCst) {
                    continue;
                }
                let (server, cut) = (server.clone(), cut.clone());
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(server).await else {
                        return;
                    };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        () = cut.notified() => {}
                    }
                });
            }
        });
        way
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        self.cut.notify_waiters();
    }

    fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

/// A schema of its own on the server that is named, and the server's host and port.
async fn schema() -> Option<(String, String)> {
    let Ok(server) = std::env::var("PORTOLAN_TEST_POSTGRES") else {
        println!("skipped: PORTOLAN_TEST_POSTGRES is not set");
        return None;
    };
    sqlx::any::install_default_drivers();
    let schema = format!("test_{:032x}", rand::random::<u128>());
    let admin = sqlx::AnyPool::connect(&server).await.unwrap();
    let made = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
    sqlx::query(made).execute(&admin).await.unwrap();
    admin.close().await;
    let url = reqwest::Url::parse(&server).unwrap();
    let place = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    Some((format!("{server}?options[search_path]={schema}"), place))
}

/// Another server on the same database and under the same address for browsers.
fn beside(house: &House, database: &str) -> House {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let key = house.folder.path().join("data").join("master.key");
    let environment = [
        ("PORTOLAN_DATABASE_URL", database),
        ("PORTOLAN_MASTER_KEY_FILE", &key.to_string_lossy()),
        ("PORTOLAN_ALLOW_PRIVATE_ORG_URLS", "true"),
        ("PORTOLAN_PUBLIC_URL", house.fact("url")),
    ];
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--data-dir", &data];
    let mut other = House::start_with(&environment, folder, &arguments);
    // Browsers know one address of both; the test asks this one.
    other.ready["url"] = other.fact("listen_url").to_owned().into();
    for name in ["token", "scim_token"] {
        other.ready[name] = house.fact(name).into();
    }
    let path = house
        .fact("scim_url")
        .strip_prefix(house.fact("url"))
        .unwrap()
        .to_owned();
    other.ready["scim_url"] = format!("{}{path}", other.fact("url")).into();
    other
}

async fn until(okta: &Okta, path: &str, wanted: StatusCode) {
    let begun = Instant::now();
    loop {
        let (status, told) = okta.ask(Method::GET, path, None).await.unwrap();
        if status == wanted {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{status}: {told}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_cut_off_from_the_database_says_so_and_the_other_serves() {
    let Some((database, place)) = schema().await else {
        return;
    };
    let one = House::demo(&["--events-per-minute", "0", "--database-url", &database]);
    let way = Way::to(place.clone()).await;
    let other = beside(&one, &database.replace(&place, &way.address));
    let (here, there) = (Okta::of(&one), Okta::of(&other));
    let new = |name: &str| Some(json!({ "userName": format!("{name}@acme.example"), "active": true }));
    let (status, made) = there.ask(Method::POST, "/Users", new("before")).await.unwrap();
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("/Users/{}", made["id"].as_str().unwrap());

    way.cut();
    until(&there, &path, StatusCode::SERVICE_UNAVAILABLE).await;
    for number in 0..5 {
        let name = format!("during{number}");
        let (status, told) = there.ask(Method::POST, "/Users", new(&name)).await.unwrap();
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{told}");
    }
    let (status, told) = api(&other, Method::GET, "/api/v1/home", None).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{told}");
    let (status, _) = here.ask(Method::GET, &path, None).await.unwrap();
    assert_eq!(status, StatusCode::OK);
    let (status, told) = here.ask(Method::POST, "/Users", new("here")).await.unwrap();
    assert_eq!(status, StatusCode::CREATED, "{told}");

    way.mend();
    until(&there, &path, StatusCode::OK).await;
    let (_, found) = there
        .ask(Method::GET, "/Users?filter=userName%20sw%20%22during%22", None)
        .await
        .unwrap();
    assert_eq!(found["totalResults"], 0, "what was refused was not done: {found}");
    let (status, told) = there.ask(Method::POST, "/Users", new("after")).await.unwrap();
    assert_eq!(status, StatusCode::CREATED, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_saml_answer_at_two_servers_comes_one_session() {
    let Some((database, _)) = schema().await else {
        return;
    };
    let one = House::demo(&["--events-per-minute", "0", "--database-url", &database]);
    let other = beside(&one, &database);
    let (login_url, password) = (one.fact("saml_login_url"), one.fact("saml_password"));
    let person = one.ready["saml_people"][0].as_str().unwrap().to_owned();
    let (mut browser, mut refused) = (Browser::new(), Vec::new());
    for _ in 0..100 {
        let answer = browser.answer_of_okta(login_url, &person, password).await;
        let cookies = browser.cookies_of(one.fact("url"));
        let there = answer.action.replace(one.fact("url"), other.fact("url"));
        assert_ne!(there, answer.action);
        let (first, second) = tokio::join!(
            posted(&answer.action, &cookies, &answer.fields),
            posted(&there, &cookies, &answer.fields)
        );
        let mut statuses = [first, second];
        statuses.sort();
        refused.push(statuses[1]);
        assert_eq!(statuses[0], StatusCode::SEE_OTHER);
    }
    // After some refusals the address waits.
    let is_no = |status: &StatusCode| [StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS].contains(status);
    assert!(refused.iter().all(is_no), "{refused:?}");
    assert_eq!(refused[0], StatusCode::FORBIDDEN);
}
