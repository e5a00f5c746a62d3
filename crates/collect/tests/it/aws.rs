//! CloudTrail from S3, told by SQS: nothing lost, nothing twice, whatever fails.

use collect::aws::{Credentials, Keys, Round, Trail, TrailSettings};
use collect::{Fault, Http};
use domain::Secret;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use url::Url;

use crate::cloud::{Cloud, KEY_ID, QUEUE, REGION, SECRET, gz, key, notice, records};
use crate::memory::{Clock, Memory};

/// 2026-03-01T12:00:00Z.
const NOON_MS: i64 = 1_772_366_400_000;

struct Setting {
    cloud: Cloud,
    trail: Trail,
    memory: Memory,
    clock: Arc<Clock>,
}

impl Setting {
    async fn new() -> Self {
        Self::with(KEY_ID, SECRET).await
    }

    async fn with(key_id: &str, secret: &str) -> Self {
        let clock = Arc::new(Clock(NOON_MS.into()));
        let (cloud, address) = Cloud::start(clock.clone()).await;
        let endpoint = Url::parse(&address).unwrap();
        let settings = TrailSettings {
            queue_url: Url::parse(&format!("https://sqs.eu-west-1.amazonaws.com{QUEUE}")).unwrap(),
            region: REGION.to_owned(),
            sqs_endpoint: Some(endpoint.clone()),
            s3_endpoint: Some(endpoint),
        };
        let keys = Credentials::Keys(Keys {
            access_key_id: key_id.to_owned(),
            secret: Secret::new(secret),
            session_token: None,
            expires: None,
        });
        Self {
            cloud,
            trail: Trail::new(settings, keys, Http::new(None).unwrap()),
            memory: Memory::default(),
            clock,
        }
    }

    async fn try_round(&self) -> Result<Round, Fault> {
        let clock = self.clock.clone();
        self.trail.read_once(&self.memory, &move || clock.now()).await
    }

    async fn round(&self) -> Round {
        self.try_round().await.unwrap()
    }
}

#[tokio::test]
async fn objects_are_read_and_their_messages_deleted() {
    let setting = Setting::new().await;
    setting.cloud.deliver("a", &["1", "2"]);
    setting.cloud.deliver("b with space", &["3"]);
    let round = setting.round().await;
    assert_eq!((round.messages, round.objects, round.taken.stored), (2, 2, 3));
    assert!(round.fault.is_none() && round.poison.is_empty(), "{round:?}");
    assert_eq!(setting.memory.ids(), ["1", "2", "3"]);
    assert!(setting.memory.orgs.lock().unwrap().contains("111122223333"));
    assert_eq!(setting.cloud.left(), 0);
    assert_eq!(setting.round().await.messages, 0);
}

#[tokio::test]
async fn what_is_delivered_twice_is_kept_once() {
    let setting = Setting::new().await;
    setting.cloud.deliver("a", &["1", "2"]);
    setting.cloud.send(&notice(&key("a")));
    setting.cloud.deliver("b", &["2", "3"]);
    let round = setting.round().await;
    assert_eq!((round.taken.stored, round.taken.repeated), (3, 3));
    assert_eq!(setting.cloud.left(), 0);
}

#[tokio::test]
async fn a_death_between_commit_and_delete_loses_and_doubles_nothing() {
    let setting = Setting::new().await;
    setting.cloud.deliver("a", &["1"]);
    setting
        .cloud
        .goes_wrong("DeleteMessage", 503, "ServiceUnavailable");
    let round = setting.round().await;
    assert_eq!(round.taken.stored, 1);
    assert!(round.fault.unwrap().wait.is_some() && round.done.is_empty());
    assert_eq!(setting.round().await.messages, 0, "it is hidden for now");
    setting.clock.pass(301_000);
    let round = setting.round().await;
    assert_eq!((round.taken.stored, round.taken.repeated), (0, 1));
    assert_eq!(setting.cloud.left(), 0);
}

#[tokio::test]
async fn nothing_is_deleted_that_is_not_kept() {
    let setting = Setting::new().await;
    setting.cloud.deliver("a", &["1"]);
    setting.cloud.deliver("b", &["2"]);
    setting.memory.is_full.store(true, Ordering::SeqCst);
    let round = setting.round().await;
    let fault = round.fault.unwrap();
    assert_eq!(fault.message, "the disk is full");
    assert_eq!(setting.cloud.left(), 2);
    let calls = setting.cloud.world.lock().unwrap().calls.clone();
    assert_eq!(
        calls,
        ["ReceiveMessage", "GetObject"],
        "the rest waits for the disk"
    );
    setting.memory.is_full.store(false, Ordering::SeqCst);
    setting.clock.pass(301_000);
    assert_eq!(setting.round().await.taken.stored, 2);
    assert_eq!(setting.cloud.left(), 0);
}

#[tokio::test]
async fn poison_is_told_and_rests_and_does_not_hold_others_up() {
    let setting = Setting::new().await;
    setting.cloud.send("no notice at all");
    setting.cloud.send(&notice(&key("gone")));
    let cut = gz(&records(&["9"]));
    setting.cloud.put(&key("cut"), cut[..cut.len() - 6].to_vec());
    setting.cloud.send(&notice(&key("cut")));
    setting
        .cloud
        .put(&key("torn"), gz("{\"Records\":[{\"eventID\":\"9\"}"));
    setting.cloud.send(&notice(&key("torn")));
    setting.cloud.deliver("a", &["1"]);
    let round = setting.round().await;
    let why: Vec<&str> = round.poison.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(why.len(), 4, "{why:?}");
    assert!(
        why[0].contains("not JSON") && why[1].contains("NoSuchKey"),
        "{why:?}"
    );
    assert!(
        why[2].contains("damaged") && why[3].contains("no log of CloudTrail"),
        "{why:?}"
    );
    assert_eq!(setting.memory.ids(), ["1"], "half an object counts as none");
    assert_eq!(setting.cloud.left(), 4, "it stays for somebody to look at");
    setting.clock.pass(29_000);
    assert_eq!(setting.round().await.messages, 0);
    // The object came after its notice.
    setting.cloud.put(&key("gone"), gz(&records(&["2"])));
    setting.clock.pass(2_000);
    let round = setting.round().await;
    assert_eq!((round.poison.len(), round.taken.stored), (3, 1));
    assert_eq!(round.done, ["m-2"]);
    assert!(round.poison.iter().all(|one| one.tries == 2));
    setting.clock.pass(31_000);
    assert_eq!(setting.round().await.messages, 0, "it rests for longer");
}

#[tokio::test]
async fn throttles_are_waited_for() {
    let setting = Setting::new().await;
    setting.cloud.deliver("a", &["1"]);
    setting
        .cloud
        .goes_wrong("ReceiveMessage", 400, "RequestThrottled");
    let fault = setting.try_round().await.unwrap_err();
    assert!(
        fault.wait.is_some() && fault.advice.contains("tried again"),
        "{fault:?}"
    );
    setting.cloud.goes_wrong("GetObject", 503, "SlowDown");
    let round = setting.round().await;
    assert!(round.fault.unwrap().wait.is_some() && round.poison.is_empty());
    setting.clock.pass(301_000);
    assert_eq!(setting.round().await.taken.stored, 1);
}

#[tokio::test]
async fn one_bucket_that_is_closed_does_not_close_the_others() {
    let setting = Setting::new().await;
    setting.cloud.deliver("a", &["1"]);
    setting.cloud.deliver("b", &["2"]);
    setting.cloud.goes_wrong("GetObject", 403, "AccessDenied");
    let round = setting.round().await;
    assert!(round.fault.unwrap().advice.contains("s3:GetObject"));
    assert_eq!(setting.memory.ids(), ["2"]);
    assert_eq!(setting.cloud.left(), 1);
}

#[tokio::test]
async fn a_wrong_secret_and_a_wrong_clock_are_told() {
    let setting = Setting::with(KEY_ID, "another").await;
    let fault = setting.try_round().await.unwrap_err();
    assert!(fault.advice.contains("secret of the access key"), "{fault:?}");
    assert!(!format!("{fault:?}").contains("another"), "{fault:?}");
    let setting = Setting::with("AKIDOTHER", SECRET).await;
    assert!(setting.try_round().await.is_err());
}

#[tokio::test]
async fn a_bucket_in_another_region_is_found() {
    let setting = Setting::new().await;
    let told = notice(&key("a")).replace("\"awsRegion\":\"eu-west-1\"", "\"awsRegion\":\"us-east-2\"");
    setting.cloud.put(&key("a"), gz(&records(&["1"])));
    setting.cloud.send(&told);
    let moved = ("trail-bucket".to_owned(), REGION.to_owned());
    setting.cloud.world.lock().unwrap().moved = Some(moved);
    assert_eq!(setting.round().await.taken.stored, 1);
}

#[tokio::test]
async fn tests_digests_and_removals_are_thrown_away() {
    let setting = Setting::new().await;
    setting
        .cloud
        .send(r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"trail-bucket"}"#);
    setting
        .cloud
        .send(&notice("AWSLogs/111122223333/CloudTrail-Digest/x.json.gz"));
    let round = setting.round().await;
    assert_eq!((round.messages, round.objects, round.skipped), (2, 0, 1));
    assert!(round.poison.is_empty());
    assert_eq!(setting.cloud.left(), 0);
}

#[tokio::test]
async fn an_unreachable_queue_is_told_without_its_address() {
    crate::memory::install();
    let settings = TrailSettings {
        queue_url: Url::parse("http://127.0.0.1:1/1/q-secret").unwrap(),
        region: REGION.to_owned(),
        sqs_endpoint: None,
        s3_endpoint: None,
    };
    let keys = Credentials::Keys(Keys {
        access_key_id: KEY_ID.to_owned(),
        secret: Secret::new(SECRET),
        session_token: None,
        expires: None,
    });
    let trail = Trail::new(settings, keys, Http::new(None).unwrap());
    let now = || domain::Timestamp::from_ms(NOON_MS);
    let fault = trail.read_once(&Memory::default(), &now).await.unwrap_err();
    assert!(fault.message.contains("SQS did not answer"), "{fault:?}");
    assert!(!fault.message.contains("q-secret"), "{fault:?}");
}
