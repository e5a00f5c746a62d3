//! Setup, sign-in, sign-out, expiry, CSRF, limits on guessing.

use http::{Method, StatusCode};
use serde_json::json;

use super::world::RoleWord;
use super::world::{Setup, World};
use crate::{make_admin, setup_link};

const PASSWORD: &str = "correct horse battery";

async fn code(world: &World) -> String {
    let link = setup_link(&world.state, world.now()).await.unwrap();
    link.strip_prefix("/setup?code=").unwrap().to_owned()
}

fn credentials(name: &str, password: &str) -> serde_json::Value {
    json!({"name": name, "password": password})
}

#[tokio::test]
async fn the_first_administrator_comes_by_a_link_that_works_once() {
    let world = World::empty().await;
    let nobody = world.nobody();
    assert_eq!(nobody.see("/api/v1/session").await["setup_required"], true);
    let code = code(&world).await;
    let body = json!({"code": code, "name": "ada", "password": PASSWORD});
    let made = nobody.post("/api/v1/setup", body.clone()).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let mut principal = made.json()["principal"].clone();
    let permissions = principal.as_object_mut().unwrap().remove("permissions").unwrap();
    assert_eq!(
        principal,
        json!({"name": "ada", "via": "session", "roles": ["editor"], "connector": null})
    );
    assert!(permissions.as_array().unwrap().contains(&json!("plugin.update")));
    let browser = nobody.clone().header("cookie", &made.cookie());
    let session = browser.see("/api/v1/session").await;
    assert_eq!(session["signed_in"], true);
    assert_eq!(session["csrf_token"], made.json()["csrf_token"]);
    let again = nobody.post("/api/v1/setup", body).await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (StatusCode::GONE, "link_spent")
    );
    assert_eq!(nobody.see("/api/v1/session").await["setup_required"], false);
}

#[tokio::test]
async fn a_weak_password_does_not_spend_the_link() {
    let world = World::empty().await;
    let code = code(&world).await;
    let weak = world
        .nobody()
        .post(
            "/api/v1/setup",
            json!({"code": code, "name": "ada", "password": "Password123!"}),
        )
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(weak.json()["error"]["field"], "password");
    let nameless = world
        .nobody()
        .post(
            "/api/v1/setup",
            json!({"code": code, "name": " ", "password": PASSWORD}),
        )
        .await;
    assert_eq!(nameless.json()["error"]["field"], "name");
    let good = world
        .nobody()
        .post(
            "/api/v1/setup",
            json!({"code": code, "name": "ada", "password": PASSWORD}),
        )
        .await;
    assert_eq!(good.status, StatusCode::OK);
}

#[tokio::test]
async fn a_link_ends_after_a_day() {
    let world = World::empty().await;
    let code = code(&world).await;
    world.pass_s(24 * 3600);
    let late = world
        .nobody()
        .post(
            "/api/v1/setup",
            json!({"code": code, "name": "ada", "password": PASSWORD}),
        )
        .await;
    assert_eq!(late.status, StatusCode::GONE);
}

#[tokio::test]
async fn guessing_codes_is_limited() {
    let world = World::empty().await;
    let body = json!({"code": "guess", "name": "ada", "password": PASSWORD});
    for _ in 0..10 {
        assert_eq!(
            world.nobody().post("/api/v1/setup", body.clone()).await.status,
            StatusCode::GONE
        );
    }
    assert_eq!(
        world.nobody().post("/api/v1/setup", body).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn unknown_names_and_wrong_passwords_are_answered_alike() {
    let world = World::empty().await;
    make_admin(&world.state, "ada", PASSWORD, world.now())
        .await
        .unwrap();
    let wrong = world
        .nobody()
        .post("/api/v1/session", credentials("ada", "wrong horse battery"))
        .await;
    let unknown = world
        .nobody()
        .post("/api/v1/session", credentials("eve", PASSWORD))
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!((wrong.status, wrong.text), (unknown.status, unknown.text));
    let right = world
        .nobody()
        .post("/api/v1/session", credentials(" ADA ", PASSWORD))
        .await;
    assert_eq!(right.status, StatusCode::OK, "names have no case");
}

#[tokio::test]
async fn an_address_that_guesses_waits_and_others_do_not() {
    let world = World::empty().await;
    make_admin(&world.state, "ada", PASSWORD, world.now())
        .await
        .unwrap();
    for n in 0..10 {
        let reply = world
            .nobody()
            .post("/api/v1/session", credentials(&format!("user{n}"), "x"))
            .await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    }
    let barred = world
        .nobody()
        .post("/api/v1/session", credentials("ada", PASSWORD))
        .await;
    assert_eq!(
        (barred.status, barred.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "300")
    );
    let elsewhere = world
        .nobody()
        .with_peer("192.0.2.8")
        .post("/api/v1/session", credentials("ada", PASSWORD))
        .await;
    assert_eq!(elsewhere.status, StatusCode::OK);
    world.pass_s(300);
    let later = world
        .nobody()
        .post("/api/v1/session", credentials("ada", PASSWORD))
        .await;
    assert_eq!(later.status, StatusCode::OK);
}

#[tokio::test]
async fn a_name_that_many_addresses_guess_waits() {
    let world = World::empty().await;
    make_admin(&world.state, "ada", PASSWORD, world.now())
        .await
        .unwrap();
    for n in 0..20 {
        let peer = format!("198.51.100.{n}");
        world
            .nobody()
            .with_peer(&peer)
            .post("/api/v1/session", credentials("ada", "x"))
            .await;
    }
    let reply = world
        .nobody()
        .with_peer("203.0.113.1")
        .post("/api/v1/session", credentials("Ada", PASSWORD))
        .await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    // A proxy is not configured: what the header claims changes nothing.
    let forged = world
        .nobody()
        .with_peer("203.0.113.1")
        .header("x-forwarded-for", "10.9.8.7");
    assert_eq!(
        forged
            .post("/api/v1/session", credentials("ada", PASSWORD))
            .await
            .status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_at_sign_out() {
    let world = World::new().await;
    let idle = world.browser().await;
    world.pass_s(11 * 3600);
    idle.see("/api/v1/home").await;
    world.pass_s(12 * 3600);
    assert_eq!(idle.get("/api/v1/home").await.status, StatusCode::UNAUTHORIZED);

    let old = world.browser().await;
    for _ in 0..16 {
        world.pass_s(10 * 3600);
        old.see("/api/v1/home").await;
    }
    world.pass_s(9 * 3600);
    assert_eq!(
        old.get("/api/v1/home").await.status,
        StatusCode::UNAUTHORIZED,
        "seven days are over"
    );

    let left = world.browser().await;
    let out = left.send(Method::DELETE, "/api/v1/session", None).await;
    assert_eq!(out.status, StatusCode::OK);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        left.get("/api/v1/home").await.status,
        StatusCode::UNAUTHORIZED,
        "the old cookie is worth nothing"
    );
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let world = World::new().await;
    let first = world.browser().await;
    let again = first.clone().without("x-portolan-csrf");
    // A sign-in over a session needs that session's CSRF token like every write.
    assert_eq!(
        again
            .post("/api/v1/session", credentials("ada", PASSWORD))
            .await
            .code(),
        "csrf"
    );
    let reply = first.post("/api/v1/session", credentials("ada", PASSWORD)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(first.get("/api/v1/home").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn writes_of_a_cookie_session_need_the_csrf_token_and_our_own_origin() {
    let world = World::new().await;
    let browser = world.browser().await;
    let body = json!({"nodes": ["github"]});
    let send =
        async |client: &super::world::Client| client.post("/api/v1/graph/subgraph", body.clone()).await;
    assert_eq!(send(&browser).await.status, StatusCode::OK);
    assert_eq!(
        send(&browser.clone().without("x-portolan-csrf")).await.code(),
        "csrf"
    );
    assert_eq!(
        send(&browser.clone().header("x-portolan-csrf", "guess"))
            .await
            .code(),
        "csrf"
    );
    let foreign = browser
        .clone()
        .header("origin", "https://evil.example")
        .header("host", "localhost:8080");
    assert_eq!(send(&foreign).await.code(), "foreign_origin");
    let own = browser
        .clone()
        .header("origin", "http://localhost:8080")
        .header("host", "localhost:8080");
    assert_eq!(send(&own).await.status, StatusCode::OK);
    assert_eq!(
        send(&browser.clone().header("sec-fetch-site", "cross-site"))
            .await
            .code(),
        "foreign_origin"
    );
}

#[tokio::test]
async fn other_sites_cannot_sign_somebody_in() {
    let world = World::empty().await;
    make_admin(&world.state, "ada", PASSWORD, world.now())
        .await
        .unwrap();
    let foreign = world
        .nobody()
        .header("origin", "https://evil.example")
        .header("host", "localhost:8080");
    let reply = foreign
        .post("/api/v1/session", credentials("ada", PASSWORD))
        .await;
    assert_eq!(reply.code(), "foreign_origin");
}

#[tokio::test]
async fn api_tokens_need_no_csrf_token_and_wrong_ones_are_limited() {
    let world = World::new().await;
    let reader = world
        .with_token(RoleWord::Reader)
        .await
        .header("origin", "https://evil.example");
    assert_eq!(
        reader
            .post("/api/v1/graph/subgraph", json!({"nodes": []}))
            .await
            .status,
        StatusCode::OK
    );
    let guesser = world.nobody().header("authorization", "Bearer portolan_guess");
    for _ in 0..30 {
        assert_eq!(guesser.get("/api/v1/home").await.code(), "bad_token");
    }
    assert_eq!(
        guesser.get("/api/v1/home").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        reader.get("/api/v1/home").await.status,
        StatusCode::OK,
        "a right token is never refused"
    );
    let basic = world
        .nobody()
        .with_peer("192.0.2.9")
        .header("authorization", "Basic YTpi");
    assert_eq!(basic.get("/api/v1/home").await.code(), "bad_token");
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let world = World::with(Setup {
        public_url: Some("https://portolan.example.com"),
        ..Setup::default()
    })
    .await;
    make_admin(&world.state, "ada", PASSWORD, world.now())
        .await
        .unwrap();
    let reply = world
        .nobody()
        .post("/api/v1/session", credentials("ada", PASSWORD))
        .await;
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-portolan_session="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure"),
        "{cookie}"
    );
    let plain = cookie.split(';').next().unwrap().replace("__Host-", "");
    assert_eq!(
        world
            .nobody()
            .header("cookie", &plain)
            .get("/api/v1/home")
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn what_is_sent_is_not_repeated_when_it_cannot_be_read() {
    let world = World::empty().await;
    let reply = world
        .nobody()
        .post(
            "/api/v1/session",
            json!({"name": "ada", "passwort": "hunter2hunter2"}),
        )
        .await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::BAD_REQUEST, "bad_request")
    );
    assert!(!reply.text.contains("hunter2"), "{}", reply.text);
    let typed = world
        .nobody()
        .post(
            "/api/v1/session",
            json!({"name": "ada", "password": ["hunter2hunter2"]}),
        )
        .await;
    assert!(!typed.text.contains("hunter2"), "{}", typed.text);
}

#[tokio::test]
async fn where_a_second_factor_is_asked_for_nothing_opens_without_one() {
    let world = World::with(Setup {
        require_second_factor: true,
        ..Setup::default()
    })
    .await;
    let browser = world.browser().await;
    let session = browser.see("/api/v1/session").await;
    assert_eq!(
        (&session["signed_in"], &session["second_factor_required"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(session["principal"]["permissions"], json!([]));
    assert_eq!(browser.get("/api/v1/home").await.status, StatusCode::FORBIDDEN);
    let token = json!({"name": "x", "roles": ["editor"]});
    assert_eq!(
        browser.post("/api/v1/tokens", token).await.status,
        StatusCode::FORBIDDEN
    );
    let account = browser.see("/api/v1/account").await;
    assert!(account["advice"][0].as_str().unwrap().contains("add one here"));
    let ada = world.state.user_named("ada").await.unwrap().unwrap();
    let entry = store::state::AuditEntry::new("ada", "user.second_factor.set", "user/ada");
    world
        .state
        .set_second_factor(&ada.id, Some("sealed"), &entry, world.now())
        .await
        .unwrap();
    assert_eq!(browser.get("/api/v1/home").await.status, StatusCode::OK);
    assert_eq!(
        browser.see("/api/v1/session").await["second_factor_required"],
        false
    );
}
