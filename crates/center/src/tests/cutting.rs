//! Streams of every form, cut at every place.

use crate::Cutter;
use activity::event::{Batch, Field, Moment, Source};
use activity::normalise::{Normaliser, Origin};

/// Ids of the events of a stream that comes in pieces of `step` bytes.
fn ids(text: &str, step: usize) -> Vec<String> {
    let (mut cutter, mut pieces) = (Cutter::default(), Vec::new());
    for bytes in text.as_bytes().chunks(step) {
        pieces.extend(cutter.push(bytes).unwrap());
    }
    pieces.push(cutter.finish());
    let mut normaliser = Normaliser::new();
    let mut ids = Vec::new();
    for piece in pieces {
        let mut batch = Batch::default();
        let origin = Origin {
            source: Source::Okta,
            org: "acme",
        };
        normaliser.intake(origin, &piece, Moment(0), &mut batch);
        ids.extend(
            batch
                .events(None)
                .map(|event| event.get(Field::Uid).unwrap().to_owned()),
        );
    }
    ids
}

fn event(id: usize) -> String {
    format!(r#"{{"uuid":"{id}","eventType":"a, {{b}} \"[\\","published":"2026-01-01T00:00:00Z"}}"#)
}

fn many(count: usize, between: &str) -> String {
    let events: Vec<String> = (0..count).map(event).collect();
    events.join(between)
}

#[test]
fn every_form_gives_the_same_events_wherever_it_is_cut() {
    let wanted: Vec<String> = (0..5).map(|id| id.to_string()).collect();
    let all = many(5, ",");
    let forms = [
        many(5, "\n"),
        many(5, "\n") + "\n",
        format!("[{all}]"),
        format!("\u{feff} [\n{}\n]\n", many(5, ",\n ")),
        format!(r#"{{"Records":[{all}]}}"#),
        format!("{{\n\"Records\":[\n{all}]}}\n"),
        many(5, " "),
    ];
    for form in forms {
        for step in [1, 7, 64, 100_000] {
            assert_eq!(ids(&form, step), wanted, "{form} by {step}");
        }
    }
}

#[test]
fn a_long_stream_is_given_out_in_pieces() {
    for text in [many(60_000, "\n"), format!("[{}]", many(60_000, ","))] {
        let (mut cutter, mut pieces) = (Cutter::default(), 0);
        for bytes in text.as_bytes().chunks(65_536) {
            pieces += usize::from(cutter.push(bytes).unwrap().is_some());
        }
        assert!(pieces >= 1, "{pieces}");
        assert_eq!(ids(&text, 65_536).len(), 60_000);
    }
}

#[test]
fn a_broken_line_costs_only_itself() {
    let text = format!("{}\n{{\"uuid\": \"broken\n{}\n", event(1), event(2));
    let found = ids(&text, 10);
    assert_eq!(found.len(), 3);
    assert_eq!((found[0].as_str(), found[2].as_str()), ("1", "2"));
}

#[test]
fn a_torn_array_gives_what_is_whole() {
    let text = format!("[{},{}", event(1), &event(2)[..20]);
    let found = ids(&text, 16);
    assert_eq!((found.len(), found[0].as_str()), (2, "1"));
}
