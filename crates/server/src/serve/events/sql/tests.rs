use super::{filter_of, query_of, row};
use activity::event::{Batch, Field, Moment, Source};
use archive::{Archive, Column, Filter, Options};
use domain::Timestamp;
use query::{Condition, Narrow};
use store::state::{AlertRecord, StoredAlert};

#[test]
fn bounds_reach_the_archive_to_the_microsecond() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open(folder.path(), Options::default()).unwrap();
    let mut batch = Batch::default();
    for at in [
        1_770_000_000_000_001_i64,
        1_770_000_000_000_002,
        1_770_000_000_000_003,
    ] {
        let mut draft = batch.draft(Source::Okta, (0, 0), Moment(0));
        draft.put(Field::Uid, &at.to_string());
        draft.time(Moment(at));
        draft.finish();
    }
    archive.append(&batch, b"", None).unwrap();
    let narrow = Narrow {
        from_us: Some(1_770_000_000_000_002),
        until_us: Some(1_770_000_000_000_003),
        all: Vec::new(),
    };
    assert_eq!(archive.still().count(&query_of(&narrow)).unwrap(), 1);
    assert_eq!(archive.still().count(&query_of(&Narrow::default())).unwrap(), 3);
}

#[test]
fn conditions_are_the_archives_own() {
    let is = Condition::Is(Field::Ip, vec!["10.0.0.1".to_owned()]);
    let either = Condition::Any(vec![is, Condition::Known(Field::Uid)]);
    assert_eq!(
        filter_of(&either),
        Filter::Or(vec![
            Filter::Is {
                column: Column::One(Field::Ip),
                values: vec!["10.0.0.1".to_owned()]
            },
            Filter::Exists {
                column: Column::One(Field::Uid)
            },
        ])
    );
}

#[test]
fn an_alert_whose_body_cannot_be_read_still_is_a_row() {
    let stored = StoredAlert {
        record: AlertRecord {
            from_history: false,
            id: "a".to_owned(),
            rule: "r".to_owned(),
            title: "t".to_owned(),
            severity: 3,
            identity: String::new(),
            entity: String::new(),
            first_seen: Timestamp::from_ms(1),
            last_seen: Timestamp::from_ms(2),
            findings: 1,
            provisional: false,
            body: "{}".to_owned(),
        },
        status: "open".to_owned(),
        owner: None,
        raised: Timestamp::from_ms(3),
    };
    let row = row(stored);
    assert_eq!((row.severity.as_str(), row.identity), ("high", None));
    assert_eq!(row.evidence, Vec::<String>::new());
}
