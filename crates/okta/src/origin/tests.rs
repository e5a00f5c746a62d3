use super::*;

fn origin() -> Origin {
    Origin::parse("https://acme.okta.com", Reach::Public).unwrap()
}

#[test]
fn a_link_stays_or_is_refused() {
    let local = |link: &str| origin().local(link);
    assert_eq!(
        local("https://acme.okta.com/api/v1/users?after=x").as_deref(),
        Some("/api/v1/users?after=x")
    );
    assert_eq!(local("https://acme.okta.com:443/a").as_deref(), Some("/a"));
    assert_eq!(
        local("https://acme-admin.okta.com/api/v1/iam/roles?after=x").as_deref(),
        Some("/api/v1/iam/roles?after=x")
    );
    assert_eq!(
        local("/api/v1/users?after=x").as_deref(),
        Some("/api/v1/users?after=x")
    );
    for foreign in [
        "https://evil.example/api/v1/users",
        "//evil.example/api/v1/users",
        "http://acme.okta.com/api/v1/users",
        "https://acme.okta.com:8443/api/v1/users",
        "https://acme.okta.com.evil.example/",
        "https://acme.okta.com@evil.example/",
        "https://user:pass@acme.okta.com/",
        "https://other-admin.okta.com/",
        "javascript:alert(1)",
        "data:text/html,x",
    ] {
        assert_eq!(local(foreign), None, "{foreign}");
    }
}

#[test]
fn an_address_that_is_more_than_an_origin_is_refused() {
    for text in [
        "acme",
        "https://acme.okta.com/path",
        "https://u@acme.okta.com",
        "https://acme.okta.com?x",
        "ftp://a.b",
    ] {
        assert!(Origin::parse(text, Reach::Loopback).is_err(), "{text}");
    }
    assert!(Origin::parse("http://127.0.0.1:4010", Reach::Public).is_err());
    let loopback = Origin::parse("http://127.0.0.1:4010", Reach::Loopback).unwrap();
    assert_eq!(
        loopback.address("/api/v1/org"),
        "http://127.0.0.1:4010/api/v1/org"
    );
}
