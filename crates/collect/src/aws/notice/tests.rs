use super::*;
use serde_json::json;

const KEY: &str = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/x_1.json.gz";

fn object(key: &str, region: Option<&str>) -> Object {
    Object {
        bucket: "trail-bucket".to_owned(),
        key: key.to_owned(),
        region: region.map(str::to_owned),
    }
}

fn of_s3(name: &str, key: &str) -> Value {
    json!({"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-west-1", "eventName": name,
        "s3": {"bucket": {"name": "trail-bucket", "arn": "arn:aws:s3:::trail-bucket"}, "object": {"key": key, "size": 1}}}]})
}

#[test]
fn all_four_ways_are_understood() {
    let one = Notice::Objects(vec![object(KEY, Some("eu-west-1"))]);
    let told = of_s3("ObjectCreated:Put", KEY).to_string();
    assert_eq!(read(&told), one);
    let wrapped = json!({"Type": "Notification", "TopicArn": "arn:x", "Message": told}).to_string();
    assert_eq!(read(&wrapped), one);
    let bridge = json!({"version": "0", "detail-type": "Object Created", "source": "aws.s3", "region": "eu-west-1",
        "detail": {"bucket": {"name": "trail-bucket"}, "object": {"key": KEY}}});
    assert_eq!(read(&bridge.to_string()), one);
    let trail = json!({"s3Bucket": "trail-bucket", "s3ObjectKey": [KEY, "b.json.gz"]});
    let trail = json!({"Type": "Notification", "Message": trail.to_string()});
    assert_eq!(
        read(&trail.to_string()),
        Notice::Objects(vec![object(KEY, None), object("b.json.gz", None)])
    );
}

#[test]
fn names_are_escaped_as_in_forms() {
    let told = of_s3("ObjectCreated:Put", "a+b/%C3%A4%2B%26.json").to_string();
    assert_eq!(
        read(&told),
        Notice::Objects(vec![object("a b/ä+&.json", Some("eu-west-1"))])
    );
    let broken = of_s3("ObjectCreated:Put", "%FF.json").to_string();
    assert!(matches!(read(&broken), Notice::Unknown(_)));
}

#[test]
fn what_is_no_new_object_is_thrown_away_and_what_is_strange_is_not() {
    assert_eq!(
        read(&json!({"Service": "Amazon S3", "Event": "s3:TestEvent"}).to_string()),
        Notice::Nothing
    );
    assert_eq!(
        read(&of_s3("ObjectRemoved:Delete", KEY).to_string()),
        Notice::Nothing
    );
    for strange in [
        "",
        "hello",
        "{}",
        "[]",
        r#"{"Records": [{"s3": 1}]}"#,
        r#"{"Records": 1}"#,
    ] {
        assert!(matches!(read(strange), Notice::Unknown(_)), "{strange}");
    }
    let mut deep = of_s3("ObjectCreated:Put", KEY).to_string();
    for _ in 0..10 {
        deep = json!({"Type": "Notification", "Message": deep}).to_string();
    }
    assert!(matches!(read(&deep), Notice::Unknown(_)));
}

#[test]
fn a_bucket_cannot_lead_elsewhere() {
    for bucket in ["evil.example/x?", "a@b", "", "a/../b", "a..b"] {
        let mut told = of_s3("ObjectCreated:Put", KEY);
        told["Records"][0]["s3"]["bucket"]["name"] = json!(bucket);
        assert!(matches!(read(&told.to_string()), Notice::Unknown(_)), "{bucket}");
    }
    let mut told = of_s3("ObjectCreated:Put", KEY);
    told["Records"][0]["awsRegion"] = json!("evil.example/");
    assert!(matches!(read(&told.to_string()), Notice::Unknown(_)));
}

#[test]
fn only_events_are_read_and_the_account_is_in_the_name() {
    assert!(holds_events(KEY) && holds_events("x/y.json"));
    assert!(!holds_events("AWSLogs/1/CloudTrail-Digest/x.json.gz"));
    assert!(!holds_events("AWSLogs/1/elasticloadbalancing/x.log.gz"));
    assert_eq!(account_of(KEY), "111122223333");
    assert_eq!(
        account_of("p/AWSLogs/o-abc/111122223333/CloudTrail/x.json.gz"),
        "111122223333"
    );
    assert_eq!(account_of("x.json.gz"), "");
}
