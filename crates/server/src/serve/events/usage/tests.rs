use super::{DAY_US, Opened};
use activity::event::{Batch, Field, LIST_SEPARATOR, Moment, Source};
use archive::{Archive, Options};
use query::Used;

const NOW: i64 = 1_770_000_000_000_000;

fn sign_in(batch: &mut Batch, id: &str, user: &str, app: &str, status: &str, days_ago: i64) {
    let mut draft = batch.draft(Source::Okta, (0, 0), Moment(NOW));
    draft.put(Field::Uid, id);
    draft.put(Field::SourceOrg, "acme.okta.com");
    draft.put(Field::EventType, "user.authentication.sso");
    draft.put(Field::Status, status);
    draft.put(Field::ActorId, user);
    draft.put_list(
        Field::TargetIds,
        &format!("app:{app}{LIST_SEPARATOR}app_user:0ua"),
    );
    draft.time(Moment(NOW - days_ago * DAY_US));
    draft.finish();
}

fn used(days_ago: Option<i64>, within_90_days: Option<bool>) -> Used {
    Used {
        last_us: days_ago.map(|days| NOW - days * DAY_US),
        within_90_days,
    }
}

#[test]
fn the_last_successful_sign_in_counts_and_what_was_not_collected_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open(folder.path(), Options::default()).unwrap();
    let mut batch = Batch::default();
    sign_in(&mut batch, "1", "00u1", "0oa1", "success", 50);
    sign_in(&mut batch, "2", "00u1", "0oa1", "success", 40);
    sign_in(&mut batch, "3", "00u1", "0oa1", "failure", 1);
    archive.append(&batch, b"", None).unwrap();
    let opened = Opened::default();
    opened.pass(&archive, None).unwrap();
    let known = |user, app| opened.known("acme.okta.com", user, app, NOW);
    assert_eq!(known("00u1", "0oa1"), used(Some(40), Some(true)));
    // Fifty days are collected: nobody knows about ninety.
    assert_eq!(known("00u1", "0oa2"), used(None, None));
    assert_eq!(
        opened.known("other.okta.com", "00u1", "0oa1", NOW),
        used(None, None)
    );

    // An older event comes late; an intake is passed over alone.
    batch.clear();
    sign_in(&mut batch, "4", "00u2", "0oa1", "success", 120);
    archive.append(&batch, b"", None).unwrap();
    let at = NOW - 120 * DAY_US;
    opened.pass(&archive, Some((at, at))).unwrap();
    assert_eq!(known("00u2", "0oa1"), used(Some(120), Some(false)));
    assert_eq!(known("00u1", "0oa2"), used(None, Some(false)));
    assert_eq!(known("00u1", "0oa1"), used(Some(40), Some(true)));

    // While the past is being read, its first day says nothing about those after it.
    opened.note_gaps(|org| org == "acme.okta.com");
    assert_eq!(known("00u1", "0oa2"), used(None, None));
    assert_eq!(known("00u1", "0oa1"), used(Some(40), Some(true)));
    opened.note_gaps(|_| false);
    assert_eq!(known("00u1", "0oa2"), used(None, Some(false)));
}
