//! Single promises.

use super::made::{self, Dice};
use super::{open, options};
use crate::{Archive, Column, Filter, OpenError, Query, Retention, SearchError};
use activity::event::{Field, Moment, Source};
use activity::normalise::{Normaliser, Origin};
use domain::Timestamp;

fn is(column: impl Into<Column>, value: &str) -> Query {
    Query {
        filter: Filter::Is {
            column: column.into(),
            values: vec![value.to_owned()],
        },
        ..Query::default()
    }
}

const EVENT: &str = r#"{"uuid":"7f-1","published":"2026-01-02T03:04:05.678Z","eventType":"user.session.start","actor":{"id":"00u1","alternateId":"margaret@acme.example","type":"User"},"outcome":{"result":"SUCCESS"},"client":{"ipAddress":"198.51.100.7"}}"#;

#[test]
fn an_event_of_okta_is_found_by_what_it_says_before_and_after_sealing() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    let mut batch = activity::event::Batch::default();
    let origin = Origin {
        source: Source::Okta,
        org: "https://acme.okta.com",
    };
    Normaliser::new().intake(origin, EVENT.as_bytes(), Moment(1), &mut batch);
    archive
        .append(&batch, EVENT.as_bytes(), Some(("okta", "next")))
        .unwrap();
    for _ in 0..2 {
        for query in [
            is(Column::Actor, "MARGARET@acme.example"),
            is(Field::Ip, "198.51.100.7"),
            is(Field::Uid, "7F-1"),
            is(Field::EventTime, "2026-01-02T03:04:05.678Z"),
            is(Field::EventDate, "2026-01-02"),
        ] {
            let page = archive.search(&query, 10, None).unwrap();
            assert_eq!(page.events.len(), 1, "{query:?}");
            assert_eq!(page.events[0].raw_bytes(), EVENT.as_bytes());
        }
        let found = archive.get("7f-1").unwrap().unwrap();
        assert_eq!(
            found.get(Field::EventTime).unwrap(),
            "2026-01-02T03:04:05.678000Z"
        );
        assert_eq!(found.get(Field::ActorName).unwrap(), "margaret@acme.example");
        assert_eq!(archive.cursor("okta").as_deref(), Some("next"));
        archive.seal().unwrap();
    }
    assert_eq!(archive.stats().recent, 0);
    assert!(archive.get("7f-2").unwrap().is_none());
}

#[test]
fn a_repeated_batch_moves_only_the_cursor() {
    let folder = tempfile::tempdir().unwrap();
    let (batch, input) = made::batch(&mut Dice(1), 50, 1_000_000);
    let archive = open(folder.path());
    assert_eq!(
        archive.append(&batch, &input, Some(("a", "1"))).unwrap().stored,
        50
    );
    assert_eq!(
        archive.append(&batch, &input, Some(("a", "2"))).unwrap().repeated,
        50
    );
    archive.seal().unwrap();
    assert_eq!(
        archive.append(&batch, &input, Some(("b", "3"))).unwrap().repeated,
        50
    );
    drop(archive);
    let archive = open(folder.path());
    assert_eq!(archive.append(&batch, &input, None).unwrap().stored, 0);
    assert_eq!(archive.cursor("a").as_deref(), Some("2"));
    assert_eq!(archive.cursor("b").as_deref(), Some("3"));
    assert_eq!(archive.count(&Query::default()).unwrap().events, 50);
}

#[test]
fn a_batch_that_was_refused_can_be_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let (batch, input) = made::batch(&mut Dice(1), 50, 1_000_000);
    let archive = open(folder.path());
    let refused = archive.append(&batch, &input[..input.len() / 2], Some(("a", "1")));
    assert!(matches!(refused, Err(crate::AppendError::RawMissing { .. })));
    assert_eq!(archive.cursor("a"), None);
    assert_eq!(archive.append(&batch, &input, None).unwrap().stored, 50);
}

/// Id and raw text of every row of the live Parquet files.
fn as_others_read(archive: &Archive) -> Vec<(String, Vec<u8>)> {
    use arrow::array::{Array, AsArray};
    let mut rows = Vec::new();
    for path in archive.files() {
        let file = std::fs::File::open(path).unwrap();
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            let uid = batch.column_by_name("uid").unwrap().as_string::<i32>();
            let raw = batch.column_by_name("raw").unwrap().as_string::<i32>();
            let bytes = batch.column_by_name("raw_bytes").unwrap().as_binary::<i32>();
            for row in 0..batch.num_rows() {
                let text = if bytes.is_null(row) {
                    raw.value(row).as_bytes()
                } else {
                    bytes.value(row)
                };
                rows.push((uid.value(row).to_owned(), text.to_vec()));
            }
        }
    }
    rows.sort();
    rows
}

#[test]
fn other_engines_read_every_event_once_before_and_after_compaction() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    let mut dice = Dice(5);
    let mut expected = Vec::new();
    for events in [300, 7, 200] {
        let (batch, input) = made::batch(&mut dice, events, 1_000_000);
        for row in archive.append(&batch, &input, None).unwrap().stored_rows {
            let event = batch.event(row, None).unwrap();
            let (start, end) = event.raw_range();
            expected.push((
                event.get(Field::Uid).unwrap().to_owned(),
                input[start..end].to_vec(),
            ));
        }
        archive.seal().unwrap();
    }
    expected.sort();
    assert_eq!(as_others_read(&archive), expected);
    let before = archive.files().len();
    archive.compact().unwrap();
    assert!(archive.files().len() < before);
    assert_eq!(as_others_read(&archive), expected);
}

#[test]
fn two_processes_cannot_open_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Archive::open(folder.path(), options()).unwrap();
    let second = Archive::open(folder.path(), options());
    assert!(matches!(second, Err(OpenError::InUse { .. })));
}

#[test]
fn retention_is_by_source() {
    let folder = tempfile::tempdir().unwrap();
    let (batch, input) = made::batch(&mut Dice(1), 100, 1_000_000);
    let archive = open(folder.path());
    archive.append(&batch, &input, None).unwrap();
    archive.seal().unwrap();
    let aws = archive.count(&is(Field::Source, "aws")).unwrap().events;
    let retention = Retention {
        days: None,
        by_source: [("okta".to_owned(), 1)].into(),
    };
    let later = Timestamp::from_ms(made::START / 1_000 + 30 * 86_400_000);
    let done = archive.retain(&retention, later).unwrap();
    assert_eq!((done.dropped, done.rewritten), (100 - aws, 0));
    assert_eq!(archive.count(&Query::default()).unwrap().events, aws);
    assert_eq!(archive.stats().sources.keys().collect::<Vec<_>>(), ["aws"]);
}

#[test]
fn a_clock_far_ahead_makes_nothing_old() {
    let folder = tempfile::tempdir().unwrap();
    let (batch, input) = made::batch(&mut Dice(1), 100, 1_000_000);
    let archive = open(folder.path());
    let ahead = Timestamp::from_ms(made::START / 1_000 + 20 * 365 * 86_400_000);
    assert_eq!(archive.time_of_retention(ahead), ahead, "nothing is kept yet");
    archive.append(&batch, &input, None).unwrap();
    let newest = archive.stats().sources.values().map(|source| source.newest).max();
    let bound = Timestamp::from_ms(newest.unwrap().div_euclid(1_000) + 86_400_000);
    assert_eq!(archive.time_of_retention(ahead), bound, "recent events count");
    archive.seal().unwrap();
    assert_eq!(archive.time_of_retention(ahead), bound);
    let retention = Retention {
        days: Some(30),
        ..Retention::default()
    };
    assert_eq!(archive.outdated(&retention, bound).events, 0);
    let outdated = archive.outdated(&retention, ahead);
    assert_eq!((outdated.events, outdated.of), (100, 100));
}

#[test]
fn a_damaged_record_before_a_whole_one_is_told_and_not_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(1);
    let archive = open(folder.path());
    for _ in 0..2 {
        let (batch, input) = made::batch(&mut dice, 3, 1_000_000);
        archive.append(&batch, &input, None).unwrap();
    }
    drop(archive);
    let log = folder.path().join("log/000000000001.log");
    let mut bytes = std::fs::read(&log).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&log, bytes).unwrap();
    let opened = Archive::open(folder.path(), options());
    assert!(matches!(opened, Err(OpenError::Damaged { .. })));
}

#[test]
fn questions_that_cannot_be_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    let refused = archive.count(&is(Field::SeverityId, "high"));
    assert!(matches!(
        refused,
        Err(SearchError::BadValue {
            column: "severity_id",
            ..
        })
    ));
    let refused = archive.facets(&Query::default(), &[Field::Uid], 10);
    assert!(matches!(refused, Err(SearchError::NoFacet { column: "uid" })));
    let deep = (0..99).fold(Filter::All, |filter, _| Filter::Not(Box::new(filter)));
    let refused = archive.count(&Query {
        filter: deep,
        ..Query::default()
    });
    assert!(matches!(refused, Err(SearchError::TooDeep(_))));
}

#[test]
fn events_at_the_ends_of_time_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    let mut batch = activity::event::Batch::default();
    for (uid, time) in [("first", i64::MIN), ("last", i64::MAX)] {
        let mut draft = batch.draft(Source::Okta, (0, 2), Moment(0));
        draft.put(Field::Uid, uid);
        draft.time(Moment(time));
        draft.finish();
    }
    archive.append(&batch, b"{}", None).unwrap();
    for _ in 0..2 {
        assert_eq!(
            archive.search(&Query::default(), 10, None).unwrap().events.len(),
            2
        );
        archive.seal().unwrap();
        archive
            .append(&made::batch(&mut Dice(1), 0, 1).0, b"", None)
            .unwrap();
        archive.compact().unwrap();
    }
}

#[test]
fn a_table_of_events_holds_them_all() {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    let (batch, input) = made::batch(&mut Dice(7), 300, 10_000);
    let stored = archive.append(&batch, &input, None).unwrap().stored;
    let events = archive.search(&Query::default(), 1_000, None).unwrap().events;
    assert_eq!(events.len() as u64, stored);
    let mut table = crate::Table::new().unwrap();
    let mut bytes = Vec::new();
    for event in &events {
        table.push(event).unwrap();
        bytes.extend(table.take());
    }
    bytes.extend(table.finish().unwrap());
    let file = folder.path().join("out.parquet");
    std::fs::write(&file, bytes).unwrap();
    let file = std::fs::File::open(file).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let rows: usize = reader
        .build()
        .unwrap()
        .map(|batch| batch.unwrap().num_rows())
        .sum();
    assert_eq!(rows as u64, stored);
}

#[test]
fn what_is_in_the_open_log_counts() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    assert_eq!(archive.stats().log_bytes, 0);
    let (batch, input) = made::batch(&mut Dice(7), 50, 10_000);
    archive.append(&batch, &input, None).unwrap();
    assert!(archive.stats().log_bytes > input.len() as u64 / 2);
    archive.seal().unwrap();
    let stats = archive.stats();
    let sealed: u64 = stats.sources.values().map(|source| source.events_bytes).sum();
    assert_eq!(stats.log_bytes, 0);
    assert!(sealed > 0);
}

#[test]
fn what_is_little_is_in_a_file_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    for number in 0..20 {
        let input = EVENT.replace("7f-1", &format!("7f-{number}"));
        let mut batch = activity::event::Batch::default();
        let origin = Origin {
            source: Source::Okta,
            org: "acme",
        };
        Normaliser::new().intake(origin, input.as_bytes(), Moment(number * 100), &mut batch);
        archive.append(&batch, input.as_bytes(), None).unwrap();
        assert!(!archive.seal_since(Moment(number * 100)).unwrap(), "too early");
        assert_eq!(archive.stats().sources["okta"].events, number as u64 + 1);
        assert!(archive.seal_since(Moment(number * 100 + 1)).unwrap());
        assert!(!archive.seal_since(Moment(i64::MAX)).unwrap(), "nothing is left");
    }
    let segments = archive.inner.state().segments.len();
    assert!(segments < 8, "{segments} small segments");
    assert_eq!(archive.count(&Query::default()).unwrap().events, 20);
}

#[test]
fn one_id_with_another_text_is_told_wherever_the_first_is() {
    let folder = tempfile::tempdir().unwrap();
    let archive = open(folder.path());
    let append = |text: &str| {
        let mut batch = activity::event::Batch::default();
        let origin = Origin {
            source: Source::Okta,
            org: "acme",
        };
        Normaliser::new().intake(origin, text.as_bytes(), Moment(1), &mut batch);
        let done = archive.append(&batch, text.as_bytes(), None).unwrap();
        (done.stored, done.repeated, done.differing)
    };
    assert_eq!(append(EVENT), (1, 0, 0));
    let other = EVENT.replace("SUCCESS", "FAILURE");
    for _ in 0..2 {
        assert_eq!(append(EVENT), (0, 1, 0));
        assert_eq!(append(&other), (0, 1, 1));
        archive.seal().unwrap();
    }
    assert_eq!(
        archive.get("7f-1").unwrap().unwrap().raw_bytes(),
        EVENT.as_bytes()
    );
}
