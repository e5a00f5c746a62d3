//! Events made from a seed.

use crate::chunk::{self, Chunk};
use activity::event::{Batch, Event, Field, LIST_SEPARATOR, Moment, Source};

/// SplitMix64.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }

    pub(crate) fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.next(of.len() as u64) as usize]
    }
}

pub(crate) const NAMES: [&str; 7] = [
    "margaret@acme.example",
    "Margaret@acme.example",
    "bob",
    "zoë",
    "svc_backup",
    "a",
    "",
];
pub(crate) const WORDS: [&str; 8] = ["mfa", "push", "MFA", "pushed", "denied", "straße", "x_y", "10"];
pub(crate) const STATUS: [&str; 3] = ["success", "failure", "challenge"];
/// 2026-01-31T23:00:00Z: months meet in the middle.
pub(crate) const START: i64 = 1_769_900_400_000_000;

/// A batch and the text it was read from. Ids are drawn below `ids`, so that some repeat.
pub(crate) fn batch(dice: &mut Dice, events: usize, ids: u64) -> (Batch, Vec<u8>) {
    let (mut batch, mut input) = (Batch::default(), Vec::new());
    for _ in 0..events {
        event(dice, ids, &mut batch, &mut input);
    }
    (batch, input)
}

fn event(dice: &mut Dice, ids: u64, batch: &mut Batch, input: &mut Vec<u8>) {
    let uid = format!("Id-{:04}", dice.next(ids));
    let start = input.len();
    let words: Vec<&str> = (0..dice.next(5)).map(|_| dice.pick(&WORDS)).collect();
    let quoted = if dice.next(9) == 0 { "elsewhere" } else { &uid };
    input.extend_from_slice(format!(r#"{{"id":"{quoted}","text":"{}"}}"#, words.join(" ")).as_bytes());
    match dice.next(40) {
        0 => input.extend_from_slice(b"\xff\xfe not utf-8"),
        1 => input.extend_from_slice(&vec![b'q'; 60 + dice.next(12) as usize]),
        2 => input.truncate(start),
        _ => {}
    }
    let range = (start, input.len());
    let source = Source::ALL[dice.next(2) as usize];
    let mut draft = batch.draft(source, range, Moment(START + dice.next(5) as i64));
    let texts = [
        (Field::Uid, uid.as_str()),
        (Field::SourceOrg, dice.pick(&["acme", "other"])),
        (Field::ActorName, dice.pick(&NAMES)),
        (Field::Status, dice.pick(&STATUS)),
        (
            Field::EventType,
            dice.pick(&["user.session.start", "user.mfa.push"]),
        ),
        (
            Field::Ip,
            dice.pick(&["10.0.0.1", "10.200.3.4", "192.168.1.1", "2001:db8::1"]),
        ),
        (Field::Changes, dice.pick(&["mfa", "{}", "not in the text"])),
    ];
    for (field, text) in texts {
        if dice.next(5) > 0 || field == Field::Uid {
            draft.put_parts(field, &[text]);
        }
    }
    let items: Vec<&str> = (0..dice.next(4))
        .map(|_| dice.pick(&["user:1", "app:2", "Group:3"]))
        .collect();
    draft.put_list(Field::TargetIds, &items.join(&LIST_SEPARATOR.to_string()));
    draft.time(Moment(START + dice.next(400) as i64 * 17_000_000));
    draft.class(dice.next(3) as u16 + 3001, dice.next(4) as u8);
    draft.severity(dice.next(7) as u8);
    draft.mfa([None, Some(false), Some(true)][dice.next(3) as usize]);
    if dice.next(2) == 0 {
        draft.asn(Some(dice.next(3) as u32));
        draft.place(52.5196 - dice.next(9) as f64, 13.4069);
    }
    draft.finish();
}

/// A row as bytes, to compare with.
pub(crate) fn bytes(event: &Event<'_>, raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    chunk::encode(event, raw, &mut out);
    out
}

/// The rows of a batch, as bytes.
pub(crate) fn rows(batch: &Batch, input: &[u8]) -> Vec<Vec<u8>> {
    let events = batch.events(Some(input));
    events
        .map(|event| {
            let (start, end) = event.raw_range();
            bytes(&event, &input[start..end])
        })
        .collect()
}

/// Bytes as rows again.
pub(crate) fn chunk_of(rows: &[Vec<u8>]) -> Chunk {
    let mut chunk = Chunk::default();
    for row in rows {
        chunk::decode(&mut crate::bytes::Reader::new(row), &mut chunk).unwrap();
    }
    chunk
}
