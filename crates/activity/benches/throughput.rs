//! Events per processor second: taking in, judging, both, and judging history. Seeded, so that every run is the same.
//!
//! `cargo bench -p portolan-activity [-- <events> [<days>]]`, one million System Log events of 2.9 KB over 90 days
//! unless told otherwise.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use activity::detect::{Engine, Hits, Limits, NoGraph, RuleSet, Scratch, Tuning, load, shipped};
use activity::event::{Batch, Moment, Source, View};
use activity::normalise::{Normaliser, Origin};
use std::sync::Arc;
use std::time::Duration;

/// The product's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Events of one intake, as one answer of Okta holds them.
const PAGE: usize = 1_000;
/// Pages that are kept in memory at once; more events are generated between the measured parts.
const ROUND: usize = 20;
const START_MS: i64 = 1_767_225_600_000;

fn main() {
    let mut numbers = std::env::args().filter_map(|word| word.parse().ok());
    let events: usize = numbers.next().unwrap_or(1_000_000);
    let days: usize = numbers.next().unwrap_or(90);
    let shipped = shipped::rules(&Tuning::default()).unwrap_or_default();
    println!(
        "{events} System Log events over {days} days, {} shipped rules",
        shipped.len()
    );
    let pace_ms = (days * 86_400_000 / events.max(1)) as u64;
    let set = Arc::new(RuleSet::new(shipped.clone()));
    run((events, pace_ms), "shipped rules", &set);
    let mut many = shipped;
    for number in 0..500 {
        many.extend(load("sigma.yml", &sigma(number), &Tuning::default()).unwrap_or_default());
    }
    run(
        (events.min(200_000), pace_ms),
        "and 500 Sigma rules",
        &Arc::new(RuleSet::new(many)),
    );
}

fn run((events, pace_ms): (usize, u64), name: &str, set: &Arc<RuleSet>) {
    let mut world = World::new(7, pace_ms);
    let mut normaliser = Normaliser::new();
    let mut engine = Engine::new(Arc::clone(set), Limits::default());
    let mut historian = Engine::new(Arc::clone(set), Limits::of_history());
    let (mut scratch, mut hits) = (Scratch::default(), Hits::new());
    let (mut intake, mut matching, mut judging) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut replaying = Duration::ZERO;
    let (mut bytes, mut alerts, mut done) = (0, 0, 0);
    while done < events {
        let pages: Vec<String> = (0..ROUND).map(|_| world.page(PAGE)).collect();
        let mut batches: Vec<Batch> = vec![Batch::default(); ROUND];
        let origin = Origin {
            source: Source::Okta,
            org: "https://acme.okta.com",
        };
        let begun = processor_time();
        for (page, batch) in pages.iter().zip(&mut batches) {
            normaliser.intake(origin, page.as_bytes(), Moment(0), batch);
        }
        intake += processor_time() - begun;
        let begun = processor_time();
        for (page, batch) in pages.iter().zip(&batches) {
            for event in batch.events(Some(page.as_bytes())) {
                set.judge(&event, &NoGraph, &mut scratch, &mut hits);
            }
        }
        matching += processor_time() - begun;
        for (engine, time) in [(&mut engine, &mut judging), (&mut historian, &mut replaying)] {
            let begun = processor_time();
            for (page, batch) in pages.iter().zip(&batches) {
                let mut now = Moment(i64::MIN);
                for event in batch.events(Some(page.as_bytes())) {
                    now = now.max(event.time());
                    engine.observe(&event, &NoGraph);
                }
                engine.advance(now, &NoGraph);
                alerts += engine.changes().len();
            }
            *time += processor_time() - begun;
        }
        bytes += pages.iter().map(String::len).sum::<usize>();
        done += ROUND * PAGE;
    }
    let rate = |time: Duration| done as f64 / time.as_secs_f64().max(1e-9);
    println!("{name}: {} bytes an event, {:?}", bytes / done, engine.stats());
    println!("  parse and normalise       {:>10.0} events/s", rate(intake));
    println!("  match against all rules   {:>10.0} events/s", rate(matching));
    println!(
        "  match, remember, alert    {:>10.0} events/s, {alerts} changes",
        rate(judging)
    );
    println!("  the same over history     {:>10.0} events/s", rate(replaying));
    println!(
        "  bytes to alerts           {:>10.0} events/s",
        rate(intake + judging)
    );
}

/// Time that this thread has had the processor: what others do on the machine does not count.
fn processor_time() -> Duration {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = schedule.split(' ').next().and_then(|word| word.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn sigma(number: usize) -> String {
    format!(
        "title: rule {number}\nid: sigma-{number}\nlogsource: {{product: okta}}\nlevel: low\ndetection:\n  sel:\n    \
         eventType: made.up.type.{number}\n    actor.alternateId|contains: person{number}\n  condition: sel\n"
    )
}

/// People at work, with attacks now and then.
struct World {
    state: u64,
    number: u64,
    now_ms: i64,
    /// Between two events, on average.
    pace_ms: u64,
}

impl World {
    fn new(seed: u64, pace_ms: u64) -> Self {
        Self {
            state: seed,
            number: 0,
            now_ms: START_MS,
            pace_ms,
        }
    }

    /// SplitMix64.
    fn next(&mut self, below: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }

    fn page(&mut self, events: usize) -> String {
        let mut page = String::with_capacity(events * 2_700);
        page.push('[');
        for index in 0..events {
            if index > 0 {
                page.push(',');
            }
            self.event(&mut page);
        }
        page.push(']');
        page
    }

    fn event(&mut self, page: &mut String) {
        const TYPES: [(&str, u64); 9] = [
            ("user.authentication.sso", 40),
            ("policy.evaluate_sign_on", 60),
            ("user.session.start", 72),
            ("user.authentication.auth_via_mfa", 84),
            ("user.authentication.verify", 90),
            ("user.session.end", 93),
            ("group.user_membership.add", 96),
            ("app.oauth2.token.grant.access_token", 99),
            ("system.email.delivery", 100),
        ];
        self.number += 1;
        self.now_ms += self.next(2 * self.pace_ms + 1) as i64;
        let person = self.next(5_000);
        let draw = self.next(100);
        let kind = TYPES
            .iter()
            .find(|(_, upto)| draw < *upto)
            .map_or("user.session.start", |(name, _)| *name);
        let failed = self.next(50) == 0;
        let result = if failed { "FAILURE" } else { "SUCCESS" };
        let reason = if failed { "\"INVALID_CREDENTIALS\"" } else { "null" };
        let (request, session) = (self.next(u64::MAX), person * 100 + self.number / 200_000);
        let app = self.next(200);
        let published = activity::normalise::time::to_text(Moment(self.now_ms * 1_000));
        let published = published.get(..23).unwrap_or("");
        page.push_str(&format!(
            r#"{{"actor":{{"id":"00u{person:017}","type":"User","alternateId":"person{person}@acme.example","displayName":"Person Number {person}","detailEntry":null}},"client":{{"userAgent":{{"rawUserAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36","os":"Mac OS 14.5.0 (Sonoma)","browser":"CHROME"}},"zone":"null","device":"Computer","id":null,"ipAddress":"198.51.{}.{}","geographicalContext":{{"city":"Berlin","state":"Land Berlin","country":"Germany","postalCode":"10115","geolocation":{{"lat":52.5196,"lon":13.4069}}}}}},"device":null,"authenticationContext":{{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,"interface":null,"authenticationStep":0,"rootSessionId":"idx{session:020}","externalSessionId":"idx{session:020}"}},"displayMessage":"User single sign on to app","eventType":"{kind}","outcome":{{"result":"{result}","reason":{reason}}},"published":"{published}Z","securityContext":{{"asNumber":64500,"asOrg":"example internet service provider gmbh","isp":"example internet","domain":"example.net","isProxy":false}},"severity":"INFO","debugContext":{{"debugData":{{"authnRequestId":"{request:032x}","deviceFingerprint":"{person:032x}","dtHash":"{:064x}","behaviors":"{{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}}","risk":"{{level=LOW}}","logOnlySecurityData":"{{\"risk\":{{\"level\":\"LOW\"}},\"behaviors\":{{\"New Geo-Location\":\"NEGATIVE\",\"New Device\":\"NEGATIVE\",\"New IP\":\"NEGATIVE\",\"New State\":\"NEGATIVE\",\"New Country\":\"NEGATIVE\",\"Velocity\":\"NEGATIVE\",\"New City\":\"NEGATIVE\"}}}}","requestId":"{request:032x}","requestUri":"/app/acme_wiki_{app}/exk{app:017}/sso/saml","threatSuspected":"false","url":"/app/acme_wiki_{app}/exk{app:017}/sso/saml?SAMLRequest=redacted&RelayState=redacted","oktaUserAgentExtended":"okta-auth-js/7.7.0 okta-signin-widget-7.21.0","signOnMode":"SAML 2.0","initiationType":"SP_INITIATED"}}}},"legacyEventType":"app.auth.sso","transaction":{{"type":"WEB","id":"{request:032x}","detail":{{}}}},"uuid":"{:08x}-0000-4000-8000-{request:016x}","version":"0","request":{{"ipChain":[{{"ip":"198.51.100.{}","geographicalContext":{{"city":"Berlin","state":"Land Berlin","country":"Germany","postalCode":"10115","geolocation":{{"lat":52.5196,"lon":13.4069}}}},"version":"V4","source":null}}]}},"target":[{{"id":"0oa{app:017}","type":"AppInstance","alternateId":"Wiki {app}","displayName":"Wiki {app}","detailEntry":{{"signOnModeType":"SAML_2_0"}}}},{{"id":"0ua{person:017}","type":"AppUser","alternateId":"person{person}@acme.example","displayName":"Person Number {person}","detailEntry":null}}]}}"#,
            person % 250, person % 199, person, self.number, person % 250,
        ));
    }
}
