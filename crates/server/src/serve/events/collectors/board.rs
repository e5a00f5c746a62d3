//! How collectors stand, for pages.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use web::view::CollectorView;

/// How collectors stand, and how to wake them.
#[derive(Default)]
pub(in crate::serve::events) struct Board {
    rows: Mutex<BTreeMap<(String, String), CollectorView>>,
    /// Somebody wants everything to be read now.
    pub(in crate::serve::events) wake: Notify,
    /// What is to be read has changed.
    pub(super) changed: Notify,
    /// Why old events are not dropped, when that is so.
    held: Mutex<Option<String>>,
}

impl Board {
    pub(super) fn rows(&self) -> MutexGuard<'_, BTreeMap<(String, String), CollectorView>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the row of a source, by kind and organization, or by kind and name.
    pub(in crate::serve::events) fn change(
        &self,
        (source, org): (&str, &str),
        change: impl FnOnce(&mut CollectorView),
    ) {
        let mut rows = self.rows();
        let row = rows
            .entry((source.to_owned(), org.to_owned()))
            .or_insert_with(|| CollectorView {
                source: source.to_owned(),
                org: org.to_owned(),
                state: "waiting".to_owned(),
                ..CollectorView::default()
            });
        change(row);
    }

    /// What is to be read has changed: it is looked at now.
    pub(in crate::serve::events) fn look(&self) {
        self.changed.notify_one();
    }

    /// Notes why old events are not dropped, or that they are.
    pub(in crate::serve::events) fn hold(&self, why: Option<String>) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }

    /// Why old events are not dropped.
    pub(in crate::serve::events) fn held(&self) -> Option<String> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(in crate::serve::events) fn forget(&self, source: &str, org: &str) {
        self.rows().remove(&(source.to_owned(), org.to_owned()));
    }
}
