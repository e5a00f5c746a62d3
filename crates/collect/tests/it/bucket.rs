//! A bucket to keep objects in: whole and in parts, under conditions, and when the other side fails.

use collect::Http;
use collect::aws::{Bucket, BucketSettings, Credentials, Found, Keys, Listed, Written};
use domain::{Secret, Timestamp};
use std::sync::Arc;
use url::Url;

use crate::cloud::{Cloud, KEY_ID, REGION, SECRET};
use crate::memory::Clock;

/// 2026-03-01T12:00:00Z.
const NOON: Timestamp = Timestamp::from_ms(1_772_366_400_000);

async fn begin() -> (Cloud, Bucket) {
    let (cloud, address) = Cloud::start(Arc::new(Clock(NOON.as_ms().into()))).await;
    let settings = BucketSettings {
        bucket: "kept".to_owned(),
        prefix: "a b/".to_owned(),
        region: REGION.to_owned(),
        endpoint: Some(Url::parse(&address).unwrap()),
    };
    let keys = Credentials::Keys(Keys {
        access_key_id: KEY_ID.to_owned(),
        secret: Secret::new(SECRET),
        session_token: None,
        expires: None,
    });
    let bucket = Bucket::new(settings, keys, Http::new(None).unwrap());
    (cloud, bucket)
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| at as u8).collect()
}

#[tokio::test]
async fn objects_are_written_read_in_parts_listed_and_removed() {
    let (cloud, bucket) = begin().await;
    for key in ["events/1", "events/2&x", "events/3", "index/1"] {
        bucket.put(key, bytes(300).into(), NOON).await.unwrap();
    }
    let listed = bucket.list("events/", NOON).await.unwrap();
    let one = |key: &str| Listed {
        key: key.to_owned(),
        bytes: 300,
    };
    assert_eq!(listed, [one("events/1"), one("events/2&x"), one("events/3")]);
    let part = bucket.part("events/3", 10..20, NOON).await.unwrap();
    assert_eq!(part.unwrap(), bytes(300)[10..20]);
    assert_eq!(bucket.part("events/3", 7..7, NOON).await.unwrap().unwrap(), b"");
    assert!(
        bucket
            .part("events/3", 290..301, NOON)
            .await
            .unwrap_err()
            .is_passing
    );
    assert_eq!(bucket.part("events/4", 0..1, NOON).await.unwrap(), None);
    for _ in 0..2 {
        bucket.remove("events/1", NOON).await.unwrap();
    }
    assert_eq!(bucket.list("events/", NOON).await.unwrap().len(), 2);
    assert!(
        cloud
            .world
            .lock()
            .unwrap()
            .objects
            .contains_key("kept/a b/index/1")
    );
}

#[tokio::test]
async fn of_two_who_replace_one_object_the_second_is_told() {
    let (_cloud, bucket) = begin().await;
    assert_eq!(bucket.get("m", NOON).await.unwrap(), None);
    let replace = async |text: &str, known: Option<&str>| {
        let bytes = text.as_bytes().to_vec().into();
        bucket.replace("m", bytes, known, NOON).await.unwrap()
    };
    assert_eq!(replace("zero", Some("\"gone\"")).await, Written::TooLate);
    let Written::Done(first) = replace("one", None).await else {
        panic!("nothing was there");
    };
    assert_eq!(replace("other", None).await, Written::TooLate);
    let Written::Done(second) = replace("two", Some(&first)).await else {
        panic!("it was the first");
    };
    assert_eq!(replace("three", Some(&first)).await, Written::TooLate);
    let found = Found {
        bytes: b"two".to_vec(),
        tag: second,
    };
    assert_eq!(bucket.get("m", NOON).await.unwrap(), Some(found));
}

#[tokio::test]
async fn what_may_go_well_later_is_told_from_what_will_not() {
    let (cloud, bucket) = begin().await;
    bucket.put("x", bytes(100).into(), NOON).await.unwrap();
    cloud.goes_wrong("GetObject", 503, "SlowDown");
    assert!(bucket.part("x", 0..9, NOON).await.unwrap_err().is_passing);
    cloud.goes_wrong("GetObject", 200, "Torn");
    assert!(bucket.part("x", 0..9, NOON).await.unwrap_err().is_passing);
    cloud.goes_wrong("PutObject", 500, "InternalError");
    assert!(
        bucket
            .put("x", bytes(1).into(), NOON)
            .await
            .unwrap_err()
            .is_passing
    );
    cloud.goes_wrong("ListObjectsV2", 500, "InternalError");
    assert!(bucket.list("", NOON).await.unwrap_err().is_passing);
    cloud.goes_wrong("PutObject", 403, "AccessDenied");
    let denied = bucket.put("x", bytes(1).into(), NOON).await.unwrap_err();
    assert!(
        !denied.is_passing && denied.to_string().contains("s3:PutObject"),
        "{denied}"
    );
    assert_eq!(bucket.part("x", 0..9, NOON).await.unwrap().unwrap().len(), 9);
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_the_object_there() {
    let (cloud, bucket) = begin().await;
    cloud.goes_wrong("PutObject", 200, "Lost");
    let lost = bucket.replace("m", bytes(5).into(), None, NOON).await;
    assert!(lost.unwrap_err().is_passing);
    let again = bucket.replace("m", bytes(5).into(), None, NOON).await.unwrap();
    assert_eq!(again, Written::TooLate);
    assert_eq!(bucket.get("m", NOON).await.unwrap().unwrap().bytes, bytes(5));
}
