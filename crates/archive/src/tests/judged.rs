//! What rules say about kept events does not depend on their being judged by columns or one by one.

use super::{Dice, open};
use crate::{Archive, Query};
use activity::detect::check::{self, events_of};
use activity::detect::yaml::File;
use activity::detect::{Alert, Engine, Limits, NoGraph, RuleSet, Sieve, Tuning, shipped};
use activity::event::{Batch, Field, Moment, Source, View};
use activity::normalise::{Normaliser, Origin};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// An event as it would be without numbers.
struct OneByOne<'v>(&'v dyn View);

impl View for OneByOne<'_> {
    fn time(&self) -> Moment {
        self.0.time()
    }

    fn text(&self, field: Field) -> Option<&str> {
        self.0.text(field)
    }

    fn number(&self, field: Field) -> Option<f64> {
        self.0.number(field)
    }

    fn truth(&self, field: Field) -> Option<bool> {
        self.0.truth(field)
    }

    fn any_item(&self, field: Field, test: &mut dyn FnMut(&str) -> bool) -> bool {
        self.0.any_item(field, test)
    }

    fn raw(&self) -> Option<&str> {
        self.0.raw()
    }
}

fn shipped() -> Arc<RuleSet> {
    Arc::new(RuleSet::new(shipped::rules(&Tuning::default()).unwrap()))
}

/// What rules say about everything that is kept, looking at the time after every `step` events.
fn said(
    archive: &Archive,
    rules: &Arc<RuleSet>,
    limits: Limits,
    (has_columns, step): (bool, u64),
) -> BTreeMap<String, Alert> {
    let mut engine = Engine::new(Arc::clone(rules), limits);
    let (mut known, mut now) = (BTreeMap::new(), Moment(i64::MIN));
    let watched = archive.watch(&Query::default(), &mut |event| {
        now = now.max(event.time());
        match has_columns {
            true => engine.observe(event, &NoGraph),
            false => engine.observe(&OneByOne(event), &NoGraph),
        }
        if engine.stats().events.is_multiple_of(step) {
            engine.advance(now, &NoGraph);
            check::keep(&mut known, engine.changes());
        }
        ControlFlow::Continue(())
    });
    watched.unwrap();
    assert!(engine.recollect());
    engine.advance(now.plus_us(60 * 86_400_000_000), &NoGraph);
    check::keep(&mut known, engine.changes());
    known
}

/// The same, playing only those that may be found.
fn sifted(archive: &Archive, rules: &Arc<RuleSet>, step: u64) -> BTreeMap<String, Alert> {
    let mut sieve = Sieve::new(Arc::clone(rules));
    let heard = archive.watch(&Query::default(), &mut |event| {
        sieve.hear(event, &NoGraph);
        ControlFlow::Continue(())
    });
    heard.unwrap();
    let mut engine = Engine::new(Arc::clone(rules), Limits::of_history());
    let (mut known, mut now) = (BTreeMap::new(), Moment(i64::MIN));
    let watched = archive.watch(&Query::default(), &mut |event| {
        now = now.max(event.time());
        engine.observe_sifted(event, &NoGraph, &mut sieve);
        if engine.stats().events.is_multiple_of(step) {
            engine.advance(now, &NoGraph);
            check::keep(&mut known, engine.changes());
        }
        ControlFlow::Continue(())
    });
    watched.unwrap();
    assert!(engine.recollect());
    assert_eq!(sieve.stats().events, engine.stats().events);
    engine.advance(now.plus_us(60 * 86_400_000_000), &NoGraph);
    check::keep(&mut known, engine.changes());
    known
}

/// Asserts that it makes no difference; returns how many alerts there are.
#[track_caller]
fn same(archive: &Archive, rules: &Arc<RuleSet>, case: &str) -> usize {
    let expected = said(archive, rules, Limits::of_history(), (false, 1));
    for (limits, step) in [
        (Limits::of_history(), 1),
        (Limits::of_history(), 7),
        (Limits::of_history(), 1_000_000),
        (Limits::default(), 7),
    ] {
        let found = said(archive, rules, limits, (true, step));
        for (id, alert) in &expected {
            assert_eq!(found.get(id), Some(alert), "{case}, {step}, {limits:?}");
        }
        assert_eq!(found.len(), expected.len(), "{case}, {step}, {limits:?}");
    }
    for step in [7, 1_000_000] {
        let found = sifted(archive, rules, step);
        for (id, alert) in &expected {
            assert_eq!(found.get(id), Some(alert), "{case}, sifted, {step}");
        }
        assert_eq!(found.len(), expected.len(), "{case}, sifted, {step}");
    }
    expected.len()
}

#[test]
fn every_example_of_every_shipped_rule_is_judged_alike() {
    let rules = shipped();
    let folder = tempfile::tempdir().unwrap();
    let (mut alerts, mut number) = (0, 0);
    for rule in rules.rules() {
        let file = File {
            name: &rule.file,
            text: "",
        };
        let archive = open(&folder.path().join(number.to_string()));
        number += 1;
        for (place, example) in rule.examples.iter().enumerate() {
            for event in events_of(file, example).unwrap().events() {
                let raw = event.raw().unwrap().to_owned();
                let mut batch = Batch::default();
                let org = format!("acme-{place}");
                let origin = Origin {
                    source: event.source(),
                    org: &org,
                };
                Normaliser::new().intake(origin, raw.as_bytes(), event.time(), &mut batch);
                archive.append(&batch, raw.as_bytes(), None).unwrap();
            }
        }
        archive.seal().unwrap();
        alerts += same(&archive, &rules, &rule.id);
    }
    assert!(alerts > 150, "{alerts}");
}

/// A world of a few people with sessions and devices, much of it at the same moment.
fn made(dice: &mut Dice, events: usize) -> String {
    let mut text = String::new();
    let mut at_ms = 1_772_442_000_000_i64;
    for number in 0..events {
        at_ms += [0, 0, 1_000, 90_000, 4_000_000][dice.next(5) as usize];
        let (who, place) = (dice.next(3), dice.next(3));
        let kind = dice.pick(&[
            "user.session.start",
            "user.authentication.sso",
            "user.authentication.sso",
            "policy.evaluate_sign_on",
            "user.authentication.auth_via_mfa",
            "user.mfa.okta_verify.deny_push",
            "user.mfa.factor.reset_all",
            "user.account.reset_password",
            "user.mfa.factor.activate",
            "system.idp.lifecycle.create",
            "user.authentication.auth_via_IDP",
            "system.api_token.create",
            "app.oauth2.token.grant.access_token",
        ]);
        let result = dice.pick(&["SUCCESS", "SUCCESS", "FAILURE"]);
        let start = dice.pick(&["IDP_INITIATED", "IDP\\u005fINITIATED", "SP_INITIATED"]);
        let agent = dice.pick(&[
            "Chrome/126.0 Safari/537.36",
            "curl/8.1",
            "Mozilla/5.0 Firefox/128.0",
        ]);
        let is_proxy = dice.next(4) == 0;
        let new = dice.pick(&["POSITIVE", "NEGATIVE"]);
        let (country, lat, lon) = [
            ("Germany", 52.5, 13.4),
            ("Australia", -33.9, 151.2),
            ("Brazil", -23.5, -46.6),
        ][place as usize];
        let (session, device, app) = (dice.next(6), dice.next(4), dice.next(40));
        text.push_str(&format!(
            r#"{{"uuid":"e{number}","published":{at_ms},"eventType":"{kind}","actor":{{"id":"u{who}","type":"User","alternateId":"u{who}@acme.io"}},"outcome":{{"result":"{result}","reason":"INVALID_CREDENTIALS"}},"client":{{"ipAddress":"10.0.{place}.{who}","userAgent":{{"rawUserAgent":"{agent}"}},"geographicalContext":{{"country":"{country}","geolocation":{{"lat":{lat},"lon":{lon}}}}}}},"securityContext":{{"asNumber":{place},"asOrg":"isp {place}","isProxy":{is_proxy}}},"authenticationContext":{{"externalSessionId":"s{who}-{session}","rootSessionId":"s{who}-{session}"}},"debugContext":{{"debugData":{{"dtHash":"d{device}","initiationType":"{start}","behaviors":"{{New Device={new}, New IP={new}}}","factor":"OKTA_VERIFY_PUSH"}}}},"target":[{{"type":"User","id":"u{who}","alternateId":"u{who}@acme.io"}},{{"type":"AppInstance","id":"a{app}","displayName":"App {app}"}}]}}"#,
        ));
        text.push('\n');
    }
    text
}

#[test]
fn a_made_history_is_judged_alike_wherever_it_lies() {
    let rules = shipped();
    for seed in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let archive = open(folder.path());
        let mut dice = Dice(seed);
        let text = made(&mut dice, 900);
        let origin = Origin {
            source: Source::Okta,
            org: "acme.okta.com",
        };
        let mut normaliser = Normaliser::new();
        let mut lines: Vec<&str> = text.lines().collect();
        // What lies in one file need not have happened together.
        lines.sort_by_key(|line| (line.len() * 31 + line.bytes().map(usize::from).sum::<usize>()) % 5);
        for (part, lines) in lines.chunks(100).enumerate() {
            let input = lines.join("\n");
            let mut batch = Batch::default();
            normaliser.intake(origin, input.as_bytes(), Moment(0), &mut batch);
            archive.append(&batch, input.as_bytes(), None).unwrap();
            // The last ones stay recent.
            if part < 7 {
                archive.seal().unwrap();
            }
        }
        let alerts = same(&archive, &rules, &format!("seed {seed}"));
        assert!(alerts > 20, "{alerts}");
        archive.compact().unwrap();
        assert_eq!(same(&archive, &rules, &format!("seed {seed}, compacted")), alerts);
    }
}
