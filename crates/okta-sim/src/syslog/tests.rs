use serde_json::json;

use super::event::{Client, Draft, Party};
use super::query::{LogPage, LogQuery, OldSince};
use super::{Cast, Change, Happening, Person, Population, Story, SystemLog, Thing, Traffic, story_events};
use crate::stamp::Stamp;

const DAY: i64 = 86_400_000;
const NOW: Stamp = Stamp(1_800_000_000_000);

fn log(ages: &[i64]) -> SystemLog {
    let mut log = SystemLog::new(100, 1);
    for (n, age) in ages.iter().enumerate() {
        let kind = if n % 2 == 0 {
            "user.session.start"
        } else {
            "group.user_membership.add"
        };
        let draft = Draft::new(
            kind,
            Party::new("User", &format!("00u{n}"), "ada@example.com", "Ada Lovelace"),
        );
        log.write(draft, NOW.plus_ms(-age), NOW.plus_ms(-age + 94));
    }
    log
}

fn ask(log: &SystemLog, query: &str) -> LogPage {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    log.page(&LogQuery::parse(&pairs, NOW, OldSince::Accepted).unwrap(), NOW)
}

fn refused(query: &str) -> &'static str {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    LogQuery::parse(&pairs, NOW, OldSince::Refused).unwrap_err().code
}

fn actors(page: &LogPage) -> Vec<&str> {
    page.events
        .iter()
        .map(|event| event["actor"]["id"].as_str().unwrap())
        .collect()
}

#[test]
fn polling_pages_on_for_ever_and_ends_on_itself() {
    let log = log(&[5000, 4000, 3000]);
    let first = ask(&log, "limit=2");
    assert_eq!(actors(&first), ["00u0", "00u1"]);
    let second = ask(&log, first.next_query.as_ref().unwrap());
    assert_eq!(actors(&second), ["00u2"]);
    let third = ask(&log, second.next_query.as_ref().unwrap());
    assert!(third.events.is_empty());
    assert_eq!(third.next_query.as_ref(), Some(&third.self_query));
    assert_eq!(ask(&log, &third.self_query).next_query.unwrap(), third.self_query);
}

#[test]
fn the_cursor_is_the_time_of_persistence_and_links_keep_since() {
    let log = log(&[5000]);
    let page = ask(
        &log,
        "filter=eventType+eq+%22user.session.start%22&since=2027-01-01T00%3A00%3A00.000Z",
    );
    assert_eq!(
        page.self_query,
        "since=2027-01-01T00%3A00%3A00.000Z&filter=eventType+eq+%22user.session.start%22"
    );
    assert_eq!(
        page.next_query.unwrap(),
        format!("{}&after={}_1", page.self_query, NOW.0 - 5000 + 94)
    );
}

#[test]
fn polling_follows_persistence_and_bounded_requests_follow_time() {
    let mut log = log(&[5000]);
    let late = Draft::new("user.session.start", Party::unnamed("User", "late", "Late"));
    log.write(late, NOW.plus_ms(-9000), NOW);
    assert_eq!(actors(&ask(&log, "")), ["00u0", "late"]);
    let until = NOW.plus_ms(1).to_string();
    assert_eq!(actors(&ask(&log, &format!("until={until}"))), ["late", "00u0"]);
    assert_eq!(actors(&ask(&log, "sortOrder=DESCENDING")), ["00u0", "late"]);
}

#[test]
fn bounded_requests_are_finite_and_page_without_loss() {
    let log = log(&[5000, 4000, 4000, 4000, 3000]);
    let mut query = format!("since={}&until={}&limit=2", NOW.plus_ms(-DAY), NOW);
    let mut seen = Vec::new();
    for _ in 0..5 {
        let page = ask(&log, &query);
        seen.extend(actors(&page).iter().map(ToString::to_string));
        match page.next_query {
            Some(next) => query = next,
            None => break,
        }
    }
    assert_eq!(seen, ["00u0", "00u1", "00u2", "00u3", "00u4"]);
}

#[test]
fn since_defaults_to_seven_days_and_never_reaches_beyond_ninety() {
    let log = log(&[100 * DAY, 80 * DAY, 6 * DAY, 1]);
    assert_eq!(actors(&ask(&log, "")), ["00u2", "00u3"]);
    assert_eq!(
        actors(&ask(&log, "since=2026-01-01T00:00:00Z")),
        ["00u1", "00u2", "00u3"]
    );
}

#[test]
fn keywords_filters_and_limits() {
    let log = log(&[4, 3, 2, 1]);
    assert_eq!(ask(&log, "q=LOVELACE+membership").events.len(), 2);
    assert_eq!(ask(&log, "q=nobody").events.len(), 0);
    assert_eq!(
        ask(&log, "filter=actor.id+eq+%2200u3%22+and+eventType+sw+%22group%22")
            .events
            .len(),
        1
    );
    assert_eq!(ask(&log, "limit=0").events.len(), 0);
    assert_eq!(
        ask(&log, &ask(&log, "limit=0").next_query.unwrap()).events.len(),
        0
    );
    assert_eq!(refused("limit=1001"), "E0000001");
    assert_eq!(refused("since=yesterday"), "E0000053");
    assert_eq!(refused("since=2020-01-01T00:00:00Z"), "E0000053");
    assert_eq!(refused("filter=published+gt+%222026-01-01%22"), "E0000031");
    assert_eq!(refused("filter=eventType+eq"), "E0000053");
    assert_eq!(refused("after=abc"), "E0000031");
    assert_eq!(refused("sortOrder=UP"), "E0000001");
    assert_eq!(refused(&format!("q={}", "a+".repeat(11))), "E0000001");
}

#[test]
fn the_ring_forgets_the_oldest() {
    let mut log = SystemLog::new(2, 1);
    for n in 0..3 {
        log.write(
            Draft::new("user.session.start", Party::unnamed("User", &n.to_string(), "")),
            NOW,
            NOW,
        );
    }
    assert_eq!((log.len(), log.appended()), (2, 3));
    assert_eq!(actors(&ask(&log, "")), ["1", "2"]);
}

#[test]
fn an_event_has_oktas_members() {
    let mut log = SystemLog::new(10, 0x078c_c65e_cd5e);
    let client = Client {
        ip: "198.51.100.7".into(),
        ..Client::api("198.51.100.7", "test/1")
    };
    let draft = Draft::new(
        "application.lifecycle.update",
        Party::new("User", "00u1", "ada@example.com", "Ada"),
    );
    log.write(
        draft
            .client(client)
            .target(Party::new("AppInstance", "0oa1", "Payroll", "Payroll")),
        NOW,
        NOW,
    );
    let event = ask(&log, "").events.remove(0);
    assert_eq!(event["uuid"], "a9764001-10b9-11f2-8000-078cc65ecd5e");
    assert_eq!(event["legacyEventType"], "app.generic.config.app_updated");
    assert_eq!(event["client"]["zone"], "null");
    assert_eq!(event["published"], "2027-01-15T08:00:00.000Z");
    assert_eq!(event["outcome"], json!({"result": "SUCCESS", "reason": null}));
    assert_eq!(event["target"][0]["type"], "AppInstance");
    assert_eq!(event["request"]["ipChain"][0]["version"], "V4");
}

#[test]
fn events_have_the_members_of_recorded_ones() {
    let Ok(folder) = std::env::var("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return;
    };
    let path = format!("{folder}/okta/recorded/logs/GET_api__v1__logs.ndjson");
    let text = std::fs::read_to_string(path).unwrap();
    let recorded: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let mut log = log(&[1]);
    let draft = Draft::new("user.session.start", Party::unnamed("User", "1", "1"))
        .client(super::people::home(1))
        .target(Party::unnamed("User", "1", "1"));
    log.write(draft, NOW, NOW);
    let ours = ask(&log, "").events.pop().unwrap();
    for (name, theirs) in recorded["response"]["body"][0].as_object().unwrap() {
        let own = ours.get(name).unwrap_or_else(|| panic!("{name} is missing"));
        let Some(members) = theirs.as_object() else {
            continue;
        };
        for member in members.keys().filter(|_| name != "debugContext") {
            assert!(own.get(member).is_some(), "{name}.{member} is missing");
        }
    }
}

struct Town;

impl Population for Town {
    fn people(&self) -> usize {
        40
    }

    fn person(&self, index: usize) -> Option<Person> {
        let id = format!("00u{index}");
        (!index.is_multiple_of(4)).then(|| Person {
            index,
            login: format!("{id}@example.com"),
            name: id.clone(),
            id,
        })
    }

    fn app_of(&self, _: usize, pick: u64) -> Option<Thing> {
        let id = format!("0oa{}", pick % 5);
        Some(Thing {
            label: id.clone(),
            name: "slack".into(),
            sign_on: "SAML_2_0".into(),
            id,
        })
    }

    fn group(&self, pick: u64) -> Option<Thing> {
        let id = format!("00g{}", pick % 5);
        Some(Thing {
            label: id.clone(),
            name: String::new(),
            sign_on: String::new(),
            id,
        })
    }
}

#[test]
fn traffic_keeps_its_rate_and_repeats_from_its_seed() {
    let run = |seed| {
        let mut traffic = Traffic::new(seed, 600);
        assert!(traffic.due(NOW, &Town).is_empty());
        traffic.due(NOW.plus_ms(60_000), &Town)
    };
    let happenings = run(3);
    assert!((600..620).contains(&happenings.len()), "{}", happenings.len());
    assert_eq!(format!("{happenings:?}"), format!("{:?}", run(3)));
    let changes = happenings
        .iter()
        .filter(|each| matches!(each, Happening::Change(Change::ToggleMember { .. })));
    assert!(changes.count() > 0);
    assert!(happenings.iter().all(|each| match each {
        Happening::Event(draft, at) => at.0 >= NOW.0 && !draft.actor.id.is_empty(),
        Happening::Change(_) => true,
    }));
}

#[test]
fn an_empty_town_makes_no_traffic_and_no_endless_loop() {
    struct Nobody;
    impl Population for Nobody {
        fn people(&self) -> usize {
            0
        }
        fn person(&self, _: usize) -> Option<Person> {
            None
        }
        fn app_of(&self, _: usize, _: u64) -> Option<Thing> {
            None
        }
        fn group(&self, _: u64) -> Option<Thing> {
            None
        }
    }
    let mut traffic = Traffic::new(1, 600);
    traffic.due(NOW, &Nobody);
    assert!(traffic.due(NOW.plus_ms(60_000), &Nobody).is_empty());
}

#[test]
fn stories_are_told_in_order_and_leave_their_marks() {
    let people: Vec<Person> = (1..9).filter_map(|index| Town.person(index)).collect();
    let count = people.len();
    let cast = Cast {
        people,
        app: Town.app_of(1, 1),
        token: Some(("00T1".to_owned(), "sync".to_owned())),
    };
    for story in Story::ALL {
        let told = story_events(story, &cast, 1, NOW);
        assert!(
            told.len() >= 6 && told.windows(2).all(|pair| pair[0].1 <= pair[1].1),
            "{story:?}"
        );
        assert_eq!(Story::parse(&story.name().replace('_', "-")), Some(story));
        assert_eq!(told, story_events(story, &cast, 1, NOW), "{story:?}");
        let other = story_events(story, &cast, 2, NOW);
        assert!(
            told.iter()
                .zip(&other)
                .any(|(one, two)| one.0.client.ip != two.0.client.ip),
            "{story:?}"
        );
    }
    let failed = |draft: &Draft| draft.result == "FAILURE";
    let spray = story_events(Story::PasswordSpray, &cast, 1, NOW);
    assert_eq!(spray.iter().filter(|(draft, _)| failed(draft)).count(), 2 * count);
    let theft = story_events(Story::SessionTheft, &cast, 1, NOW);
    let sessions: std::collections::BTreeSet<_> =
        theft.iter().map(|(draft, _)| draft.session.clone()).collect();
    let networks: std::collections::BTreeSet<_> = theft
        .iter()
        .map(|(draft, _)| draft.client.place.unwrap().as_number)
        .collect();
    assert_eq!((sessions.len(), networks.len()), (1, 2));
    for seed in 0..6 {
        let theft = story_events(Story::SessionTheft, &cast, seed, NOW);
        let browsers: std::collections::BTreeSet<_> =
            theft.iter().map(|(draft, _)| draft.client.browser).collect();
        assert_eq!(browsers.len(), 2, "{seed}");
    }
    let token = story_events(Story::TokenTheft, &cast, 1, NOW);
    assert!(
        token
            .iter()
            .all(|(draft, _)| draft.transaction.token_id.as_deref() == Some("00T1"))
    );
    assert!(story_events(Story::PushBombing, &Cast::default(), 1, NOW).is_empty());
}
