//! Every question, asked of an archive in any state and of a plain list.

use super::made::{self, Dice};
use super::open;
use crate::event::{order, word};
use crate::query::{Filter, Operator, Query, compile, matches};
use crate::search::is_in;
use crate::{Archive, Column};
use activity::event::{COLUMNS, Field, Shape, View};
use domain::Timestamp;
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};

/// All events that an archive must have.
#[derive(Default)]
struct Model {
    rows: Vec<Vec<u8>>,
    keys: HashSet<(String, Option<String>, Option<String>)>,
}

impl Model {
    /// Adds what is new; returns how many.
    fn append(&mut self, batch: &activity::event::Batch, input: &[u8]) -> Vec<usize> {
        let mut new = Vec::new();
        for (row, bytes) in made::rows(batch, input).into_iter().enumerate() {
            let event = batch.event(row, None).unwrap();
            let text = |field| event.get(field).map(str::to_owned);
            let key = (
                event.source().word().to_owned(),
                text(Field::SourceOrg),
                text(Field::Uid),
            );
            if self.keys.insert(key) {
                self.rows.push(bytes);
                new.push(row);
            }
        }
        new
    }

    /// The matching rows with their keys, the newest first.
    fn matching(&self, query: &Query) -> Vec<((i64, u32), Vec<u8>)> {
        let (span, plan) = compile(query).unwrap();
        let chunk = made::chunk_of(&self.rows);
        let mut found: Vec<_> = chunk
            .events()
            .filter(|event| is_in(&span, event.time().0))
            .filter(|event| matches(&plan, event, chunk.raw_of(event), &mut Vec::new()))
            .map(|event| (order(&event), made::bytes(&event, chunk.raw_of(&event))))
            .collect();
        found.sort();
        found.reverse();
        found
    }
}

fn filter() -> impl Strategy<Value = Filter> {
    let text = || {
        let texts = [&made::NAMES[..], &made::WORDS[..], &made::STATUS[..]].concat();
        let more = [
            "Id-0003",
            "10.0.0.1",
            "USER.mfa.push",
            "true",
            "user:1",
            "id",
            "\":\"",
            "ush d",
            "q",
            "utf",
        ];
        prop::sample::select([texts, more.to_vec()].concat()).prop_map(str::to_owned)
    };
    let column = || {
        prop::sample::select(vec![
            Column::Actor,
            Column::Target,
            Column::Action,
            Column::One(Field::Status),
            Column::One(Field::ActorName),
            Column::One(Field::TargetIds),
            Column::One(Field::Uid),
            Column::One(Field::Changes),
            Column::One(Field::Raw),
            Column::One(Field::Source),
        ])
    };
    let op = || {
        prop::sample::select(vec![
            Operator::Less,
            Operator::AtMost,
            Operator::More,
            Operator::AtLeast,
        ])
    };
    let leaf = prop_oneof![
        (column(), prop::collection::vec(text(), 1..3))
            .prop_map(|(column, values)| Filter::Is { column, values }),
        (column(), text(), 0..3_usize).prop_map(|(column, text, form)| Filter::Like {
            column,
            pattern: [
                format!("{text}*"),
                format!("*{text}"),
                format!("{}*{text}", &text[..text.len().min(1)])
            ][if text.is_ascii() { form } else { 0 }]
            .clone(),
        }),
        (column(), op(), text()).prop_map(|(column, op, value)| Filter::Compare { column, op, value }),
        (op(), 0..7_u8).prop_map(|(op, value)| Filter::Compare {
            column: Field::SeverityId.into(),
            op,
            value: value.to_string()
        }),
        (op(), 0..6_800_i64, any::<bool>()).prop_map(|(op, second, day)| Filter::Compare {
            column: if day {
                Field::EventDate.into()
            } else {
                Field::EventTime.into()
            },
            op,
            value: activity::normalise::time::to_text(activity::event::Moment(
                made::START + second * 1_000_000
            )),
        }),
        prop::sample::select(COLUMNS.map(|column| column.field).to_vec())
            .prop_map(|field| Filter::Exists { column: field.into() }),
        Just(Filter::Within {
            column: Field::Ip.into(),
            network: "10.0.0.0/9".to_owned()
        }),
        Just(Filter::Is {
            column: Field::IsMfa.into(),
            values: vec!["true".to_owned()]
        }),
        Just(Filter::Is {
            column: Field::Asn.into(),
            values: vec!["1".to_owned()]
        }),
        text().prop_map(Filter::Word),
        text().prop_map(Filter::Substring),
        prop::sample::select(vec![64_usize, 65, 66]).prop_map(|length| Filter::Word("q".repeat(length))),
        prop::sample::select(vec![10_usize, 64, 65]).prop_map(|length| Filter::Substring("q".repeat(length))),
        Just(Filter::All),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|filter| Filter::Not(Box::new(filter))),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Filter::And),
            prop::collection::vec(inner, 0..3).prop_map(Filter::Or),
        ]
    })
}

fn query() -> impl Strategy<Value = Query> {
    let time =
        || prop::option::of((0..7_000_i64).prop_map(|s| Timestamp::from_ms(made::START / 1_000 + s * 1_000)));
    (time(), time(), filter()).prop_map(|(from, until, filter)| Query { from, until, filter })
}

fn same(archive: &Archive, model: &Model, query: &Query) {
    let expected = model.matching(query);
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = archive.search(query, 7, after).unwrap();
        for event in &page.events {
            found.push(made::bytes(&event.row().unwrap(), event.raw_bytes()));
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let times = |rows: &[Vec<u8>]| rows.iter().map(|row| row[..8].to_vec()).collect::<Vec<_>>();
    let wanted: Vec<Vec<u8>> = expected.iter().map(|(_, row)| row.clone()).collect();
    assert_eq!(times(&found), times(&wanted), "order of {query:?}");
    let sorted = |mut rows: Vec<Vec<u8>>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(found), sorted(wanted.clone()), "search {query:?}");
    assert_eq!(
        archive.count(query).unwrap().events,
        wanted.len() as u64,
        "count {query:?}"
    );
    let mut scanned = Vec::new();
    archive
        .scan(query, &mut |batch, raw| scanned.extend(made::rows(batch, raw)))
        .unwrap();
    let forward: Vec<_> = wanted.iter().rev().cloned().collect();
    assert_eq!(times(&scanned), times(&forward), "scan {query:?}");
    assert_eq!(sorted(scanned), sorted(forward), "scan {query:?}");
    let wanted = made::chunk_of(&wanted);
    counts(archive, &wanted, query);
    super::still::same(archive, &wanted, query);
}

fn counts(archive: &Archive, wanted: &crate::chunk::Chunk, query: &Query) {
    let columns = [
        Field::Status,
        Field::ActorName,
        Field::TargetIds,
        Field::SeverityId,
        Field::IsMfa,
    ];
    for facet in archive.facets(query, &columns, 100).unwrap() {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for event in wanted.events() {
            let mut buffer = String::new();
            if facet.column.column().shape == Shape::List {
                event
                    .items(facet.column)
                    .for_each(|item| *counts.entry(item.to_owned()).or_default() += 1);
            } else if let Some(text) = word(&event, facet.column, &mut buffer) {
                *counts.entry(text.to_owned()).or_default() += 1;
            }
        }
        assert_eq!(
            facet.values.iter().cloned().collect::<BTreeMap<_, _>>(),
            counts,
            "{query:?}"
        );
    }
    let mut line: BTreeMap<i64, u64> = BTreeMap::new();
    let mut types: BTreeMap<(i64, String), u64> = BTreeMap::new();
    for event in wanted.events() {
        let bucket = event.time().0.div_euclid(600_000_000) * 600;
        *line.entry(bucket).or_default() += 1;
        if let Some(kind) = event.get(Field::EventType) {
            *types.entry((bucket, kind.to_owned())).or_default() += 1;
        }
    }
    assert_eq!(
        archive.timeline(query, 600).unwrap(),
        line.into_iter().collect::<Vec<_>>()
    );
    let histogram = archive.histogram(query, Field::EventType, 600).unwrap();
    let histogram: BTreeMap<_, _> = histogram
        .into_iter()
        .map(|(start, kind, n)| ((start, kind), n))
        .collect();
    assert_eq!(histogram, types);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_question_is_answered_as_by_a_plain_list(
        seed in any::<u64>(),
        steps in prop::collection::vec(0..8_u8, 1..12),
        queries in prop::collection::vec(query(), 12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut dice = Dice(seed);
        let mut model = Model::default();
        let mut archive = open(folder.path());
        for step in steps {
            match step {
                0 => archive.seal().unwrap(),
                1 => { archive.compact().unwrap(); }
                2 => {
                    drop(archive);
                    archive = open(folder.path());
                }
                _ => {
                    let events = [1, 30, 700][dice.next(3) as usize];
                    let (batch, input) = made::batch(&mut dice, events, 5_000);
                    let new = model.append(&batch, &input);
                    let appended = archive.append(&batch, &input, None).unwrap();
                    prop_assert_eq!(appended.stored, new.len() as u64);
                    prop_assert_eq!(appended.repeated, (batch.len() - new.len()) as u64);
                    prop_assert_eq!(appended.stored_rows, new);
                }
            }
        }
        same(&archive, &model, &Query::default());
        for query in queries {
            same(&archive, &model, &query);
        }
    }
}
