use super::*;

#[test]
fn only_public_addresses_pass() {
    for (address, public) in [
        ("8.8.8.8", true),
        ("127.0.0.1", false),
        ("10.1.2.3", false),
        ("172.16.0.1", false),
        ("192.168.1.1", false),
        ("169.254.169.254", false),
        ("100.64.0.1", false),
        ("0.0.0.0", false),
        ("224.0.0.1", false),
        ("198.18.0.1", false),
        ("::1", false),
        ("::", false),
        ("::ffff:127.0.0.1", false),
        ("::ffff:8.8.8.8", true),
        ("fe80::1", false),
        ("fd00::1", false),
        ("64:ff9b::7f00:1", false),
        ("2002:7f00:1::", false),
        ("2606:4700::1111", true),
    ] {
        assert_eq!(
            allows(Reach::Public, address.parse().unwrap()),
            public,
            "{address}"
        );
        assert!(allows(Reach::Loopback, address.parse().unwrap()), "{address}");
    }
}

#[test]
fn a_host_written_as_an_address_is_checked() {
    assert!(check_literal(Reach::Public, "127.0.0.1").is_err());
    assert!(check_literal(Reach::Public, "[::1]").is_err());
    assert!(check_literal(Reach::Public, "acme.okta.com").is_ok());
    assert!(check_literal(Reach::Loopback, "127.0.0.1").is_ok());
}

#[tokio::test]
async fn a_name_of_this_machine_is_refused() {
    let name = || "localhost".parse::<Name>().unwrap();
    let refused = GuardedResolver(Reach::Public)
        .resolve(name())
        .await
        .err()
        .unwrap();
    assert!(refused.downcast_ref::<ForbiddenAddress>().is_some(), "{refused}");
    assert!(GuardedResolver(Reach::Loopback).resolve(name()).await.is_ok());
}
