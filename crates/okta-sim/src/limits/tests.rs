use super::{Bucket, LimitMode, Limits, Plan};
use crate::stamp::Stamp;

const T: Stamp = Stamp(1_800_000_012_345);

#[test]
fn endpoints_share_buckets_as_recorded() {
    let of = |path: &str| Bucket::of("GET", path);
    for path in [
        "/api/v1/users",
        "/api/v1/users/00u1/roles",
        "/api/v1/users/00u1/factors",
        "/api/v1/users/00u1/groups",
    ] {
        assert_eq!(of(path), Some(Bucket::Users), "{path}");
    }
    for path in [
        "/api/v1/groups",
        "/api/v1/groups/rules",
        "/api/v1/groups/00g1/users",
        "/api/v1/groups/rules/0pr1",
    ] {
        assert_eq!(of(path), Some(Bucket::Groups), "{path}");
    }
    assert_eq!(of("/api/v1/groups/00g1"), Some(Bucket::Group));
    assert_eq!(of("/api/v1/apps/0oa1/users"), Some(Bucket::Apps));
    assert_eq!(of("/api/v1/apps/0oa1"), Some(Bucket::App));
    assert_eq!(of("/api/v1/users/me"), Some(Bucket::UserRead));
    assert_eq!(Bucket::of("POST", "/api/v1/users/00u1"), Some(Bucket::UserWrite));
    assert_eq!(of("/oauth2/v1/clients/0oa1/roles"), Some(Bucket::Clients));
    assert_eq!(Bucket::of("POST", "/oauth2/v1/token"), Some(Bucket::OAuth));
    assert_eq!(of("/oauth2/v1/keys"), None);
    assert_eq!(of("/.well-known/okta-organization"), None);
}

#[test]
fn one_principal_gets_half_and_is_refused_after_it() {
    let mut limits = Limits::new(LimitMode::Real, Plan::Workforce);
    let mut ask = |at: Stamp| limits.count("GET", "/api/v1/apps", "00T1", at).unwrap();
    let first = ask(T);
    assert_eq!(
        (first.limit, first.remaining, first.reset),
        (50, 49, 1_800_000_073)
    );
    for _ in 0..48 {
        assert!(ask(T.plus_ms(5)).allowed);
    }
    assert_eq!(ask(T.plus_ms(6)).remaining, 0);
    let refused = ask(T.plus_ms(7));
    assert!(!refused.allowed && refused.first_violation);
    assert_eq!((refused.remaining, refused.reset), (0, first.reset));
    assert!(!ask(T.plus_ms(8)).first_violation);
    assert!(ask(T.plus_ms(60_000)).allowed);
}

#[test]
fn two_principals_share_the_whole_and_no_more() {
    let mut limits = Limits::new(LimitMode::Real, Plan::Workforce);
    let spent = |limits: &mut Limits, who: &str| {
        (0..200)
            .filter(|_| limits.count("GET", "/api/v1/apps", who, T).unwrap().allowed)
            .count()
    };
    assert_eq!(spent(&mut limits, "00T1"), 50);
    limits.set_share(Some("00T2"), 100);
    assert_eq!(spent(&mut limits, "00T2"), 50);
    assert_eq!(spent(&mut limits, "00T3"), 0);
}

#[test]
fn windows_begin_with_the_first_request_of_each_bucket() {
    let mut limits = Limits::new(LimitMode::Real, Plan::Workforce);
    let users = limits.count("GET", "/api/v1/users", "00T1", T).unwrap();
    let groups = limits
        .count("GET", "/api/v1/groups", "00T1", T.plus_ms(20_000))
        .unwrap();
    assert_eq!(groups.reset - users.reset, 20);
}

#[test]
fn off_never_refuses() {
    let mut limits = Limits::new(LimitMode::Off, Plan::Workforce);
    assert!((0..5000).all(|_| limits.count("GET", "/api/v1/logs", "00T1", T).unwrap().allowed));
}
