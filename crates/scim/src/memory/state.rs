//! Rows, and the indexes that point to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use crate::condition::Key;
use crate::document::{Document, fold};
use crate::schema::Kind;
use crate::store::{Change, StoreError, Stored, Wish};

/// One resource.
#[derive(Debug)]
pub(super) struct Row {
    /// Its place in the store's own order.
    pub(super) sequence: u64,
    pub(super) id: String,
    pub(super) document: Document,
    pub(super) version: u64,
    pub(super) created: Timestamp,
    pub(super) last_modified: Timestamp,
    /// Of a group; by identifier.
    pub(super) members: BTreeMap<String, Kind>,
    pub(super) is_adoptable: bool,
}

#[derive(Debug, Default)]
pub(super) struct State {
    rows: BTreeMap<(Kind, u64), Row>,
    ids: HashMap<String, (Kind, u64)>,
    pub(super) index: HashMap<(Kind, Key, String), BTreeSet<u64>>,
    /// Identifiers of the groups that hold a member.
    pub(super) holders: HashMap<String, BTreeSet<String>>,
    last_sequence: u64,
}

impl State {
    pub(super) fn row(&self, kind: Kind, id: &str) -> Option<&Row> {
        self.rows
            .get(self.ids.get(id).filter(|(found, _)| *found == kind)?)
    }

    pub(super) fn row_mut(&mut self, kind: Kind, id: &str) -> Option<&mut Row> {
        self.rows
            .get_mut(self.ids.get(id).filter(|(found, _)| *found == kind)?)
    }

    pub(super) fn row_at(&self, kind: Kind, sequence: u64) -> Option<&Row> {
        self.rows.get(&(kind, sequence))
    }

    /// Rows of a kind behind a place, in the store's own order.
    pub(super) fn after(&self, kind: Kind, sequence: u64) -> impl Iterator<Item = &Row> {
        self.rows
            .range((kind, sequence.saturating_add(1))..=(kind, u64::MAX))
            .map(|(_, row)| row)
    }

    pub(super) fn kind_of(&self, id: &str) -> Option<Kind> {
        self.ids.get(id).map(|(kind, _)| *kind)
    }

    pub(super) fn user_named(&self, name: &str) -> Option<String> {
        let sequence = self
            .index
            .get(&(Kind::User, Key::UserName, fold(name)))?
            .first()?;
        self.row_at(Kind::User, *sequence).map(|row| row.id.clone())
    }

    pub(super) fn stored(&self, kind: Kind, id: &str, wish: Wish) -> Option<Stored> {
        self.row(kind, id).map(|row| self.show(kind, row, wish))
    }

    pub(super) fn show(&self, kind: Kind, row: &Row, wish: Wish) -> Stored {
        Stored {
            kind,
            id: row.id.clone(),
            document: row.document.clone(),
            version: row.version,
            created: row.created,
            last_modified: row.last_modified,
            members: wish.members.then(|| self.members_of(row, wish.member_names)),
            groups: wish.groups.then(|| self.groups_of(&row.id)),
        }
    }

    pub(super) fn insert(
        &mut self,
        kind: Kind,
        document: Document,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        self.check_unique(kind, &document, None)?;
        self.last_sequence += 1;
        let sequence = self.last_sequence;
        let id = format!("{}{sequence:07}", if kind == Kind::User { "u" } else { "g" });
        self.index_document(kind, sequence, &document, true);
        self.ids.insert(id.clone(), (kind, sequence));
        let row = Row {
            sequence,
            id: id.clone(),
            document,
            version: 1,
            created: now,
            last_modified: now,
            members: BTreeMap::new(),
            is_adoptable: false,
        };
        self.rows.insert((kind, sequence), row);
        Ok(id)
    }

    /// Applies a change, all or nothing.
    pub(super) fn apply(
        &mut self,
        kind: Kind,
        id: &str,
        change: Change,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(sequence) = self.row(kind, id).map(|row| row.sequence) else {
            return Ok(());
        };
        if let Some(document) = &change.document {
            self.check_unique(kind, document, Some(sequence))?;
        }
        self.check_changes(&change.members)?;
        let mut is_changed = false;
        if let Some(document) = change.document {
            self.index_document(kind, sequence, &document, true);
            let before = self
                .row_mut(kind, id)
                .map(|row| std::mem::replace(&mut row.document, document));
            if let Some(before) = before {
                self.index_document(kind, sequence, &before, false);
            }
            let after = self.row(kind, id).map(|row| row.document.clone());
            self.index_document(kind, sequence, &after.unwrap_or_default(), true);
            is_changed = true;
        }
        for members in &change.members {
            is_changed |= self.change_members(id, members);
        }
        if let Some(row) = self.row_mut(kind, id).filter(|_| is_changed) {
            row.version += 1;
            row.last_modified = now;
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, kind: Kind, id: &str) {
        let Some((_, sequence)) = self.ids.remove(id) else {
            return;
        };
        let Some(row) = self.rows.remove(&(kind, sequence)) else {
            return;
        };
        self.index_document(kind, sequence, &row.document, false);
        for member in row.members.keys() {
            self.no_longer_in(member, id);
        }
        for group in self.holders.remove(id).unwrap_or_default() {
            if let Some(group) = self.row_mut(Kind::Group, &group) {
                group.members.remove(id);
            }
        }
    }

    fn check_unique(&self, kind: Kind, document: &Document, own: Option<u64>) -> Result<(), StoreError> {
        let Some(name) = document.user_name().filter(|_| kind == Kind::User) else {
            return Ok(());
        };
        let holders = self.index.get(&(kind, Key::UserName, fold(name)));
        match holders.is_some_and(|holders| holders.iter().any(|holder| Some(*holder) != own)) {
            true => Err(StoreError::Taken("userName")),
            false => Ok(()),
        }
    }

    fn index_document(&mut self, kind: Kind, sequence: u64, document: &Document, is_there: bool) {
        for (key, value) in document.keys() {
            let entry = self.index.entry((kind, key, value));
            if is_there {
                entry.or_default().insert(sequence);
            } else if let std::collections::hash_map::Entry::Occupied(mut entry) = entry {
                entry.get_mut().remove(&sequence);
                if entry.get().is_empty() {
                    entry.remove();
                }
            }
        }
    }
}
