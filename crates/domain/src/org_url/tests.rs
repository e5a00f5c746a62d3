use super::*;

fn refused(text: &str) -> OrgUrlError {
    OrgUrl::parse(text, Reach::Public).expect_err(text)
}

#[test]
fn what_an_administrator_types_becomes_one_form() {
    for text in [
        "https://acme.okta.com",
        "acme.okta.com",
        " HTTPS://Acme.Okta.com/ ",
    ] {
        assert_eq!(
            OrgUrl::parse(text, Reach::Public).unwrap().as_str(),
            "https://acme.okta.com"
        );
    }
    let custom = OrgUrl::parse("https://login.example.org:8443", Reach::Public).unwrap();
    assert_eq!(custom.authority(), "login.example.org:8443");
}

#[test]
fn it_is_no_way_into_our_own_network() {
    for text in [
        "https://127.0.0.1",
        "https://10.1.2.3",
        "https://169.254.169.254",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[fd00::1]",
        "https://localhost",
        "https://okta.internal",
        "https://100.64.0.1",
    ] {
        assert_eq!(refused(text), OrgUrlError::OwnNetwork, "{text}");
    }
    assert_eq!(refused("https://2130706433"), OrgUrlError::Host);
    assert_eq!(refused("https://0x7f.1"), OrgUrlError::Host);
}

#[test]
fn anything_but_a_host_is_refused() {
    assert_eq!(refused("http://acme.okta.com"), OrgUrlError::Scheme);
    assert_eq!(refused("ftp://acme.okta.com"), OrgUrlError::Scheme);
    assert_eq!(refused("https://user:pw@acme.okta.com"), OrgUrlError::UserInfo);
    assert_eq!(refused("https://acme.okta.com/api/v1"), OrgUrlError::Path);
    assert_eq!(refused("https://acme.okta.com?x=1"), OrgUrlError::Path);
    assert_eq!(refused("https://acme.okta.com:99999"), OrgUrlError::Host);
    assert_eq!(refused("https://ac me.okta.com"), OrgUrlError::Host);
    assert_eq!(refused("https://acme-admin.okta.com"), OrgUrlError::AdminConsole);
    assert_eq!(refused(""), OrgUrlError::Host);
}

#[test]
fn a_simulated_organization_may_stand_on_loopback() {
    let url = OrgUrl::parse("http://127.0.0.1:4010/", Reach::Loopback).unwrap();
    assert_eq!(url.as_str(), "http://127.0.0.1:4010");
    assert!(Reach::Loopback.allows("127.0.0.1".parse().unwrap()));
    assert!(!Reach::Public.allows("192.168.1.1".parse().unwrap()));
    assert!(Reach::Public.allows("1.1.1.1".parse().unwrap()));
}
