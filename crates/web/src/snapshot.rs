//! Snapshots and their coverage in the words of pages.

use domain::Timestamp;
use domain::facts::{Coverage, ObjectClass, Reading};
use store::snapshot::SnapshotInfo;

use crate::view::{CoverageRow, NotRead, ReadingWord, SnapshotRef, time_text};

/// Which snapshot, and how old it is.
pub(crate) fn snapshot_ref(info: &SnapshotInfo, now: Timestamp) -> SnapshotRef {
    SnapshotRef {
        id: info.id.clone(),
        org_url: info.organization.url.clone(),
        taken_at: time_text(info.taken_at),
        age_s: u64::try_from(now.since_ms(info.taken_at) / 1000).unwrap_or(0),
        whole_at: info.whole_at.map(time_text),
    }
}

/// What was read of every class, in the order of importance; a class the scan did not come to is told, too.
pub(crate) fn coverage_rows(coverage: &Coverage) -> Vec<CoverageRow> {
    let row = |class: ObjectClass| {
        let entry = coverage.of(class);
        let (reading, reason) = match entry {
            Some(entry) => (
                reading_word(&entry.reading),
                entry.reading.reason().map(str::to_owned),
            ),
            None => (
                ReadingWord::NotRead,
                Some("the scan did not come to it".to_owned()),
            ),
        };
        CoverageRow {
            class: class.as_str().to_owned(),
            label: class_label(class).to_owned(),
            reading,
            reason,
            rows: entry.map_or(0, |entry| entry.rows),
            requests: entry.map_or(0, |entry| entry.requests),
        }
    };
    ObjectClass::ALL.into_iter().map(row).collect()
}

/// Why a class is not whole; `None` when it is.
pub(crate) fn why_not_whole(coverage: &Coverage, class: ObjectClass) -> Option<String> {
    match coverage.of(class) {
        Some(entry) => entry.reading.reason().map(str::to_owned),
        None => Some("the scan did not come to it".to_owned()),
    }
}

/// How a class was read, if not whole.
pub(crate) fn not_read(coverage: &Coverage, class: ObjectClass) -> Option<NotRead> {
    let reason = why_not_whole(coverage, class)?;
    let reading = coverage
        .of(class)
        .map_or(ReadingWord::NotRead, |entry| reading_word(&entry.reading));
    Some(NotRead {
        class: class.as_str().to_owned(),
        reading,
        reason,
    })
}

fn reading_word(reading: &Reading) -> ReadingWord {
    match reading {
        Reading::Whole => ReadingWord::Whole,
        Reading::Partial(_) => ReadingWord::Partial,
        Reading::NotRead(_) => ReadingWord::NotRead,
    }
}

/// A class for people.
pub(crate) const fn class_label(class: ObjectClass) -> &'static str {
    match class {
        ObjectClass::Users => "Users",
        ObjectClass::Groups => "Groups",
        ObjectClass::Apps => "Apps",
        ObjectClass::Roles => "Custom roles",
        ObjectClass::ResourceSets => "Resource sets",
        ObjectClass::UserRoles => "Roles of users",
        ObjectClass::GroupRoles => "Roles of groups",
        ObjectClass::ClientRoles => "Roles of service apps",
        ObjectClass::ApiTokens => "API tokens",
        ObjectClass::Memberships => "Group members",
        ObjectClass::GroupRules => "Group rules",
        ObjectClass::GroupOwners => "Group owners",
        ObjectClass::AppGroups => "Groups of apps",
        ObjectClass::AppUsers => "Users of apps",
        ObjectClass::Grants => "OAuth scopes of service apps",
        ObjectClass::ClientSecrets => "Client secrets",
        ObjectClass::ClientKeys => "Client keys",
        ObjectClass::IdentityProviders => "Identity providers",
        ObjectClass::Policies => "Policies",
        ObjectClass::NetworkZones => "Network zones",
    }
}
