use super::*;

#[test]
fn columns_stand_in_the_order_of_their_numbers() {
    for (index, column) in COLUMNS.iter().enumerate() {
        assert_eq!(column.field as usize, index, "{}", column.name);
        assert_eq!(Field::of_name(column.name), Some(column.field));
        for alias in column.aliases {
            assert_eq!(Field::of_name(alias), Some(column.field), "{alias}");
        }
    }
}

#[test]
fn a_draft_that_is_not_finished_leaves_no_trace() {
    let mut batch = Batch::default();
    let mut draft = batch.draft(Source::Okta, (0, 0), Moment(7));
    draft.put(Field::Uid, "one");
    drop(draft);
    let mut draft = batch.draft(Source::Okta, (0, 2), Moment(7));
    draft.put(Field::Uid, "two");
    draft.put(Field::Ip, "unknown");
    draft.finish();
    let event = batch.event(0, Some(b"{}")).unwrap();
    assert_eq!(
        (batch.len(), event.get(Field::Uid), event.get(Field::Ip)),
        (1, Some("two"), None)
    );
    assert_eq!(
        (event.get(Field::Raw), event.get(Field::Source)),
        (Some("{}"), Some("okta"))
    );
}
