//! GitHub's audit log: nothing lost, nothing twice, whatever fails.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use collect::github::{AppKey, GitHubCredential, GitHubLog, GitHubSettings, LogRead, Owner};
use collect::{Fault, Http};
use domain::Secret;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use url::Url;

use crate::hub::{Hub, TOKEN};
use crate::memory::{Clock, Memory};

/// 2026-03-01T12:00:00Z.
const NOON_MS: i64 = 1_772_366_400_000;
const STREAM: &str = "github/acme";
/// A key for tests alone.
const KEY: &str = include_str!("../../../okta/tests/it/keys/rsa-pkcs8.pem");
const PKCS1: &str = include_str!("../../../okta/tests/it/keys/rsa-pkcs1.pem");
const PAST: &str = "github-history/acme";

struct Setting {
    hub: Hub,
    log: GitHubLog,
    memory: Memory,
    clock: Arc<Clock>,
}

impl Setting {
    async fn new() -> Self {
        Self::with(GitHubCredential::Token(Secret::new(TOKEN))).await
    }

    async fn with(credential: GitHubCredential) -> Self {
        let clock = Arc::new(Clock(NOON_MS.into()));
        let (hub, address) = Hub::start(clock.clone()).await;
        let settings = GitHubSettings {
            api: Url::parse(&format!("{address}/api/v3")).unwrap(),
            owner: Owner::Org("acme".to_owned()),
            include: "all".to_owned(),
        };
        Self {
            hub,
            log: GitHubLog::new(settings, credential, Http::new(None).unwrap()),
            memory: Memory::default(),
            clock,
        }
    }

    async fn try_read(&self) -> Result<LogRead, Fault> {
        let clock = self.clock.clone();
        self.log
            .read_new(&self.memory, STREAM, &move || clock.now())
            .await
    }

    async fn read(&self) -> LogRead {
        self.try_read().await.unwrap()
    }

    /// So many events from a time on, a second apart.
    fn add(&self, from_ms: i64, count: i64, name: &str) {
        for number in 0..count {
            self.hub
                .add(from_ms + number * 1_000, &format!("{name}{number:05}"));
        }
    }
}

#[tokio::test]
async fn pages_are_followed_and_the_newest_one_is_read_again() {
    let setting = Setting::new().await;
    setting.add(NOON_MS - 500_000, 250, "a");
    let read = setting.read().await;
    assert_eq!(read.taken.stored, 250);
    assert_eq!(read.complete_to.unwrap().as_ms(), NOON_MS);
    setting.add(NOON_MS - 100_000, 60, "b");
    let read = setting.read().await;
    assert_eq!(
        (read.taken.stored, read.taken.repeated),
        (60, 50),
        "the last page, and what is new"
    );
    assert_eq!(setting.memory.ids().len(), 310);
    let asked = setting.hub.world.lock().unwrap().asked.len();
    setting.read().await;
    assert_eq!(
        setting.hub.world.lock().unwrap().asked.len(),
        asked + 1,
        "one question a look"
    );
}

#[tokio::test]
async fn the_past_is_read_beside_the_present() {
    let setting = Setting::new().await;
    setting.add(NOON_MS - 86_400_000, 350, "old");
    setting.add(NOON_MS - 60_000, 5, "new");
    assert_eq!(setting.read().await.taken.stored, 5);
    let mut steps = 0;
    loop {
        let past = setting
            .log
            .read_past(&setting.memory, PAST, setting.clock.now())
            .await
            .unwrap();
        steps += 1;
        if past.is_done {
            break;
        }
    }
    assert_eq!((steps, setting.memory.ids().len()), (4, 355));
    let asked = setting.hub.world.lock().unwrap().asked.len();
    let past = setting
        .log
        .read_past(&setting.memory, PAST, setting.clock.now())
        .await
        .unwrap();
    assert!(past.is_done);
    assert_eq!(
        setting.hub.world.lock().unwrap().asked.len(),
        asked,
        "what is done is done"
    );
}

#[tokio::test]
async fn what_fails_half_way_goes_on_where_it_was() {
    let setting = Setting::new().await;
    setting.add(NOON_MS - 500_000, 150, "a");
    let clock = setting.clock.clone();
    setting.read().await;
    setting.add(NOON_MS - 200_000, 150, "b");
    setting.memory.is_full.store(true, Ordering::SeqCst);
    let fault = setting.try_read().await.unwrap_err();
    assert_eq!(fault.message, "the disk is full");
    setting.memory.is_full.store(false, Ordering::SeqCst);
    setting.hub.answers_once(200, &[], "[{\"_document_id\":");
    assert!(
        setting
            .try_read()
            .await
            .unwrap_err()
            .message
            .contains("no list of events")
    );
    setting.hub.answers_once(200, &[], "<html>sign in</html>");
    assert!(setting.try_read().await.is_err());
    setting.hub.answers_once(502, &[], "");
    assert!(setting.try_read().await.unwrap_err().wait.is_some());
    setting.read().await;
    assert_eq!(setting.memory.ids().len(), 300);
    assert_eq!(clock.now().as_ms(), NOON_MS);
}

#[tokio::test]
async fn limits_are_kept() {
    let setting = Setting::new().await;
    setting.hub.answers_once(
        403,
        &[("retry-after", "42")],
        "{\"message\":\"You have exceeded a secondary rate limit\"}",
    );
    let fault = setting.try_read().await.unwrap_err();
    assert_eq!(fault.wait.unwrap().as_secs(), 42);
    let reset = (NOON_MS / 1_000 + 600).to_string();
    setting.hub.answers_once(
        403,
        &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &reset)],
        "{}",
    );
    assert_eq!(setting.try_read().await.unwrap_err().wait.unwrap().as_secs(), 601);
}

#[tokio::test]
async fn a_lost_cursor_is_replaced_by_a_time_and_nothing_is_lost() {
    let setting = Setting::new().await;
    setting.add(NOON_MS - 500_000, 150, "a");
    setting.read().await;
    setting.hub.world.lock().unwrap().forgets = true;
    setting.add(NOON_MS - 100_000, 20, "b");
    let read = setting.read().await;
    assert_eq!((read.taken.stored, read.gap), (20, None));
    assert_eq!(setting.memory.ids().len(), 170);
    // A year later, half of it is gone for good.
    setting.hub.world.lock().unwrap().forgets = true;
    setting.clock.pass(365 * 86_400_000);
    let (from, until) = setting.read().await.gap.unwrap();
    assert!(from.as_ms() < NOON_MS && until.as_ms() > NOON_MS + 180 * 86_400_000);
    assert_eq!(
        *setting.memory.lost.lock().unwrap(),
        [(from, until)],
        "it is noted"
    );
}

#[tokio::test]
async fn what_github_tells_late_is_found() {
    let setting = Setting::new().await;
    setting.add(NOON_MS - 500_000, 150, "a");
    setting.read().await;
    // It lies before the cursor.
    setting.hub.add(NOON_MS - 480_500, "late");
    assert_eq!(setting.read().await.taken.stored, 0);
    setting.clock.pass(3_600_001);
    assert_eq!(setting.read().await.taken.stored, 1);
    assert!(setting.memory.ids().contains(&"late".to_owned()));
}

#[tokio::test]
async fn a_page_that_leads_to_itself_or_nowhere_ends_the_reading() {
    let setting = Setting::new().await;
    setting.memory.set_cursor(STREAM, "{\"after\":\"1|x\"}");
    let link = "<https://api.github.com/x?after=1%7Cx>; rel=\"next\"";
    setting.hub.answers_once(200, &[("link", link)], "[]");
    assert!(
        setting
            .try_read()
            .await
            .unwrap_err()
            .message
            .contains("same page")
    );
    setting
        .hub
        .answers_once(200, &[("link", "<https://api.github.com/x>; rel=\"next\"")], "[]");
    assert!(
        setting
            .try_read()
            .await
            .unwrap_err()
            .message
            .contains("no cursor")
    );
}

#[tokio::test]
async fn a_wrong_token_is_told_and_not_shown() {
    let setting = Setting::with(GitHubCredential::Token(Secret::new("ghp_wrong"))).await;
    let fault = setting.try_read().await.unwrap_err();
    assert!(fault.advice.contains("token is not valid"), "{fault:?}");
    assert!(!format!("{fault:?}").contains("ghp_wrong"));
}

#[tokio::test]
async fn an_app_gets_itself_a_token_and_a_new_one_when_it_ends() {
    use ring::signature::{KeyPair as _, RsaKeyPair};
    let key = AppKey::new("12345", &Secret::new(KEY)).unwrap();
    let setting = Setting::with(GitHubCredential::App(Box::new(key))).await;
    let text: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(text).unwrap()).unwrap();
    setting.hub.world.lock().unwrap().app_key = Some(pair.public_key().as_ref().to_vec());
    setting.add(NOON_MS - 60_000, 3, "a");
    assert_eq!(setting.read().await.taken.stored, 3);
    setting.read().await;
    assert_eq!(setting.hub.world.lock().unwrap().tokens_made, 1);
    setting.clock.pass(3_400_000);
    setting.read().await;
    assert_eq!(setting.hub.world.lock().unwrap().tokens_made, 2);
    // Somebody revokes it.
    setting.hub.world.lock().unwrap().tokens_made = 9;
    setting.read().await;
    assert_eq!(setting.hub.world.lock().unwrap().tokens_made, 10);
    assert!(AppKey::new("1", &Secret::new(PKCS1)).is_ok());
    assert!(AppKey::new("1", &Secret::new("no key")).is_err());
}
