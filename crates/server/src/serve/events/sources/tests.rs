use super::check_name;
use super::credential::{Kept, fresh};
use super::place::Place;
use domain::Reach;
use web::view::{AwsSource, GitHubSource};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn aws(queue: &str) -> AwsSource {
    AwsSource {
        queue_url: some(queue),
        ..AwsSource::default()
    }
}

const QUEUE: &str = "https://sqs.eu-west-1.amazonaws.com/111122223333/trail";

#[test]
fn the_region_is_read_from_the_queue_and_changes_with_it() {
    let region = |place: &Place| place.views().0.unwrap().region.unwrap();
    let place = Place::of_request("aws", Some(&aws(QUEUE)), None).unwrap();
    place.check(Reach::Public).unwrap();
    assert_eq!(region(&place), "eu-west-1");
    let same = place.clone().changed(Some(&AwsSource::default()), None).unwrap();
    assert_eq!(same, place);
    let moved = aws("https://sqs.cn-north-1.amazonaws.com.cn/1/q");
    assert_eq!(region(&place.changed(Some(&moved), None).unwrap()), "cn-north-1");
    let bare = Place::of_request("aws", Some(&aws("https://queue.example/1/q")), None).unwrap();
    assert!(bare.check(Reach::Public).is_err(), "nobody knows the region");
}

#[test]
fn what_cannot_be_read_is_refused() {
    for queue in [
        "",
        "sqs",
        "http://sqs.eu-west-1.amazonaws.com/1/q",
        "https://sqs.eu-west-1.amazonaws.com/",
        "https://169.254.169.254/1/q",
    ] {
        let place = Place::of_request("aws", Some(&aws(queue)), None).unwrap();
        assert!(place.check(Reach::Public).is_err(), "{queue}");
    }
    let github = |org: Option<&str>, enterprise: Option<&str>, include: &str| {
        let wanted = GitHubSource {
            org: org.map(str::to_owned),
            enterprise: enterprise.map(str::to_owned),
            include: some(include),
            ..GitHubSource::default()
        };
        Place::of_request("github", None, Some(&wanted)).and_then(|place| place.check(Reach::Public))
    };
    assert!(github(Some("acme"), None, "all").is_ok() && github(None, Some("acme"), "git").is_ok());
    assert!(github(None, None, "all").is_err() && github(Some("acme"), Some("acme"), "all").is_err());
    assert!(github(Some("a/../b"), None, "all").is_err() && github(Some("acme"), None, "some").is_err());
    assert!(Place::of_request("azure", None, None).is_err());
    assert!(Place::of_request("teleport", Some(&aws(QUEUE)), None).is_err());
}

#[test]
fn half_a_credential_is_none() {
    let key = |id: Option<&str>, secret: Option<&str>| {
        let wanted = AwsSource {
            access_key_id: id.map(str::to_owned),
            secret_access_key: secret.map(str::to_owned),
            ..AwsSource::default()
        };
        fresh(Some(&wanted), None)
    };
    let kept = key(some("AKIA1").as_deref(), Some("s")).unwrap().unwrap();
    assert_eq!(kept.shown(), "access key AKIA1");
    assert!(Kept::of_text(&kept.to_text()).is_ok_and(|again| again == kept));
    assert!(key(None, None).unwrap().is_none());
    assert!(key(Some("AKIA1"), None).is_err() && key(None, Some("s")).is_err());
    let both = GitHubSource {
        token: some("t"),
        app_id: some("1"),
        ..GitHubSource::default()
    };
    assert!(fresh(None, Some(&both)).is_err());
    let place = Place::of_request("aws", Some(&aws(QUEUE)), None).unwrap();
    assert!(place.check_credential(None).is_ok() && place.check_credential(Some(&kept)).is_ok());
    let token = Kept::GitHubToken {
        token: "t".to_owned(),
    };
    assert!(place.check_credential(Some(&token)).is_err());
}

#[test]
fn names_stand_in_addresses() {
    for name in ["trail", "trail-2", "a"] {
        assert!(check_name(name).is_ok(), "{name}");
    }
    for name in ["", "Trail", "-a", "a b", "a/b", "aws", "okta", &"a".repeat(41)] {
        assert!(check_name(name).is_err(), "{name}");
    }
}

#[test]
fn secrets_are_not_shown() {
    let wanted = AwsSource {
        access_key_id: some("AKIA-MARK"),
        secret_access_key: some("SECRET-MARK"),
        ..aws(QUEUE)
    };
    let text = format!("{wanted:?} {}", serde_json::to_string(&wanted).unwrap());
    assert!(!text.contains("MARK"), "{text}");
    let wanted = GitHubSource {
        token: some("TOKEN-MARK"),
        app_key: some("KEY-MARK"),
        ..GitHubSource::default()
    };
    let text = format!("{wanted:?} {}", serde_json::to_string(&wanted).unwrap());
    assert!(!text.contains("MARK"), "{text}");
}
