//! The way there and back: description, request, answer, exchange, end.

use super::*;

fn description() -> Value {
    json!({
        "issuer": ISSUER, "authorization_endpoint": format!("{ISSUER}/oauth2/v1/authorize"),
        "token_endpoint": format!("{ISSUER}/oauth2/v1/token"), "jwks_uri": format!("{ISSUER}/oauth2/v1/keys"),
        "userinfo_endpoint": format!("{ISSUER}/oauth2/v1/userinfo"),
        "end_session_endpoint": format!("{ISSUER}/oauth2/v1/logout"), "code_challenge_methods_supported": ["S256"],
    })
}

fn discovered() -> Discovery {
    Discovery::read(description().to_string().as_bytes(), ISSUER, Places::Https).unwrap()
}

#[test]
fn a_description_is_of_the_issuer_and_leads_nowhere_else() {
    assert_eq!(
        discovered().token_endpoint,
        "https://acme.okta.com/oauth2/v1/token"
    );
    let told = |name: &str, value: Value| {
        let mut all = description();
        all[name] = value;
        let read = Discovery::read(all.to_string().as_bytes(), ISSUER, Places::Https);
        read.map_err(|refusal| refusal.to_string())
    };
    for (name, value) in [
        ("issuer", json!("https://evil.okta.com")),
        ("token_endpoint", json!("https://evil.example/token")),
        ("token_endpoint", json!("http://acme.okta.com/token")),
        ("token_endpoint", Value::Null),
        ("jwks_uri", json!("https://acme.okta.com:8443/keys")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("userinfo_endpoint", json!("https://169.254.169.254/")),
        ("end_session_endpoint", json!("https://evil.example/")),
        ("code_challenge_methods_supported", json!(["plain"])),
    ] {
        assert!(told(name, value.clone()).is_err(), "{name} {value}");
    }
    assert!(told("userinfo_endpoint", Value::Null).is_ok());
    assert!(Discovery::read(b"[]", ISSUER, Places::Https).is_err());
}

#[test]
fn issuers_are_plain_addresses() {
    let at = |issuer| Discovery::address(issuer, Places::Https);
    assert_eq!(
        at("https://acme.okta.com/oauth2/default").as_deref(),
        Some("https://acme.okta.com/oauth2/default/.well-known/openid-configuration")
    );
    for issuer in [
        "",
        "acme.okta.com",
        "http://acme.okta.com",
        "https://acme.okta.com/",
        "https://a.b/?x=y",
        "https://u@a.b",
    ] {
        assert_eq!(at(issuer), None, "{issuer}");
    }
    assert!(Discovery::address("http://127.0.0.1:8081", Places::HttpToo).is_some());
}

#[test]
fn a_request_carries_all_that_binds_its_answer() {
    let pkce = Pkce::known("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
    // RFC 7636 appendix B.
    assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let provider = discovered();
    let scopes = ["openid", "groups"].map(str::to_owned);
    let request = AuthorizationRequest {
        provider: &provider,
        client_id: CLIENT,
        redirect_uri: "https://portolan.example/cb",
        scopes: &scopes,
        state: "s",
        nonce: "n",
        pkce: &pkce,
        force_authn: true,
    };
    assert_eq!(
        request.url().unwrap(),
        "https://acme.okta.com/oauth2/v1/authorize?response_type=code&response_mode=query&client_id=0oaclient\
         &redirect_uri=https%3A%2F%2Fportolan.example%2Fcb&scope=openid+groups&state=s&nonce=n\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&prompt=login"
    );
}

#[test]
fn answers_of_the_browser() {
    let provider = discovered();
    let code = |query: &str| {
        let callback = Callback::read(query).map_err(|refusal| refusal.code())?;
        callback
            .code(&provider)
            .map(str::to_owned)
            .map_err(|refusal| refusal.code())
    };
    assert_eq!(code("code=c&state=s"), Ok("c".to_owned()));
    assert_eq!(
        code("code=c&state=s&iss=https%3A%2F%2Facme.okta.com"),
        Ok("c".to_owned())
    );
    for (query, refusal) in [
        ("code=c&state=s&iss=https%3A%2F%2Fevil.okta.com", "other_issuer"),
        ("error=access_denied&state=s", "provider"),
        ("code=c", "answer"),
        ("state=s", "answer"),
        ("code=c&code=d&state=s", "answer"),
        ("code=c&state=s&state=t", "answer"),
        ("code=c&error=e&state=s", "answer"),
    ] {
        assert_eq!(code(query), Err(refusal), "{query}");
    }
    let named = Discovery {
        names_itself: true,
        ..provider.clone()
    };
    let silent = Callback::read("code=c&state=s").unwrap();
    assert_eq!(silent.code(&named).unwrap_err().code(), "other_issuer");
}

#[test]
fn a_code_is_exchanged_with_the_proof_of_the_client() {
    let (provider, pkce) = (discovered(), Pkce::known("v".to_owned()));
    let made =
        |auth| TokenRequest::new(&provider, CLIENT, auth, ("c", &pkce, "https://p/cb"), ("id", NOW)).unwrap();
    let basic = made(ClientAuth::Basic("s:e&t"));
    let header = basic.authorization.unwrap();
    let decoded = STANDARD.decode(header.strip_prefix("Basic ").unwrap()).unwrap();
    assert_eq!(decoded, b"0oaclient:s%3Ae%26t");
    assert_eq!(
        basic.form,
        "grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fp%2Fcb&code_verifier=v"
    );
    let post = made(ClientAuth::Post("secret"));
    assert!(post.authorization.is_none() && post.form.ends_with("&client_id=0oaclient&client_secret=secret"));

    let key = ClientKey::read(&ClientKey::generate().unwrap()).unwrap();
    let form = made(ClientAuth::Key(&key)).form;
    let (_, assertion) = form.rsplit_once('=').unwrap();
    let keys = KeySet::read(json!({"keys": [key.public_jwk()]}).to_string().as_bytes()).unwrap();
    let token = crate::jwt::Jwt::parse(assertion).unwrap();
    assert_eq!(
        keys.verifies(
            &token.kid,
            token.algorithm,
            token.signed.as_bytes(),
            &token.signature
        ),
        Some(true)
    );
    assert_eq!(token.claims["aud"], "https://acme.okta.com/oauth2/v1/token");
    assert_eq!(
        (&token.claims["iss"], &token.claims["sub"]),
        (&json!(CLIENT), &json!(CLIENT))
    );
}

#[test]
fn answers_of_the_token_endpoint() {
    let read = |status, body: Value| {
        TokenAnswer::read(status, body.to_string().as_bytes()).map_err(|refusal| refusal.code())
    };
    let whole = json!({"token_type": "Bearer", "access_token": "a", "id_token": "i"});
    assert_eq!(read(200, whole.clone()).unwrap().id_token, "i");
    assert_eq!(read(400, json!({"error": "invalid_grant"})), Err("token"));
    assert_eq!(read(400, whole), Err("token"));
    for lacking in ["token_type", "access_token", "id_token"] {
        let mut part = json!({"token_type": "Bearer", "access_token": "a", "id_token": "i"});
        part.as_object_mut().unwrap().remove(lacking);
        assert_eq!(read(200, part), Err("token_answer"), "{lacking}");
    }
    assert_eq!(
        TokenAnswer::read(200, b"<html>").unwrap_err().code(),
        "token_answer"
    );
}

#[test]
fn user_info_is_about_the_same_person_and_never_wins() {
    let provider = Provider::new("k1");
    let claims = verify_id_token(&provider.token(&good()), &provider.keys(), &expected()).unwrap();
    let mut more = claims.clone();
    let told = json!({"sub": "00u1", "name": "Ada", "preferred_username": "root", "groups": ["Admins"]});
    add_user_info(&mut more, 200, told.to_string().as_bytes()).unwrap();
    assert_eq!(more.attributes["name"], ["Ada"]);
    assert_eq!(more.attributes["preferred_username"], ["ada@acme.example"]);
    assert_eq!(more.attributes["groups"], ["Everyone", "IT"]);
    let mut same = claims.clone();
    for (status, body) in [
        (200, json!({"sub": "00u2"})),
        (200, json!({})),
        (401, json!({"sub": "00u1"})),
    ] {
        assert!(add_user_info(&mut same, status, body.to_string().as_bytes()).is_err());
    }
    assert_eq!(same, claims);
}

#[test]
fn the_provider_is_told_of_the_end() {
    let provider = discovered();
    assert_eq!(
        logout_url(&provider, CLIENT, Some("t"), "https://p/sign-in").unwrap(),
        "https://acme.okta.com/oauth2/v1/logout?client_id=0oaclient&post_logout_redirect_uri=https%3A%2F%2Fp%2Fsign-in\
         &id_token_hint=t"
    );
    let silent = Discovery {
        end_session_endpoint: None,
        ..provider
    };
    assert_eq!(logout_url(&silent, CLIENT, None, "https://p/"), None);
}

#[test]
fn secrets_are_not_printed() {
    let pkce = Pkce::known("marker".to_owned());
    let request = TokenRequest::new(
        &discovered(),
        CLIENT,
        ClientAuth::Post("marker"),
        ("marker", &pkce, "u"),
        ("i", NOW),
    )
    .unwrap();
    let body = json!({"token_type": "Bearer", "access_token": "marker", "id_token": "marker"}).to_string();
    let answer = TokenAnswer::read(200, body.as_bytes()).unwrap();
    let callback = Callback::read("code=marker&state=marker").unwrap();
    let printed = format!(
        "{pkce:?} {request:?} {answer:?} {callback:?} {:?}",
        ClientAuth::Basic("marker")
    );
    assert!(!printed.contains("marker"), "{printed}");
}
