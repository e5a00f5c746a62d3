//! Objects by ordinal and by id; deletions leave a hole.

use std::collections::HashMap;

/// An object that knows its id.
pub(crate) trait Keyed {
    fn id(&self) -> &str;
}

/// Objects in order of creation.
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: Vec<Option<T>>,
    by_id: HashMap<Box<str>, u32>,
    living: usize,
}

impl<T: Keyed> Table<T> {
    pub(crate) fn new() -> Self {
        Self {
            rows: Vec::new(),
            by_id: HashMap::new(),
            living: 0,
        }
    }

    /// Adds an object and gives its ordinal. An id that is already there is replaced in place.
    pub(crate) fn push(&mut self, row: T) -> u32 {
        if let Some(ordinal) = self.by_id.get(row.id()).copied() {
            if let Some(slot) = self.rows.get_mut(ordinal as usize) {
                self.living += usize::from(slot.is_none());
                *slot = Some(row);
            }
            return ordinal;
        }
        let ordinal = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.by_id.insert(row.id().into(), ordinal);
        self.rows.push(Some(row));
        self.living += 1;
        ordinal
    }

    /// Takes an object out; its ordinal and its place for cursors stay taken.
    pub(crate) fn remove(&mut self, ordinal: u32) -> Option<T> {
        let row = self.rows.get_mut(ordinal as usize)?.take();
        self.living -= usize::from(row.is_some());
        row
    }

    pub(crate) fn get(&self, ordinal: u32) -> Option<&T> {
        self.rows.get(ordinal as usize)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, ordinal: u32) -> Option<&mut T> {
        self.rows.get_mut(ordinal as usize)?.as_mut()
    }

    /// Ordinal of a living object.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        self.by_id
            .get(id)
            .copied()
            .filter(|ordinal| self.get(*ordinal).is_some())
    }

    /// Ordinal of an object, living or deleted: what cursors need.
    pub(crate) fn place(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// Living objects with their ordinals, from `start` on.
    pub(crate) fn from(&self, start: u32) -> impl Iterator<Item = (u32, &T)> {
        let skip = (start as usize).min(self.rows.len());
        self.rows
            .get(skip..)
            .unwrap_or_default()
            .iter()
            .zip(start..)
            .filter_map(|(row, ordinal)| Some((ordinal, row.as_ref()?)))
    }

    /// All living objects.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.from(0)
    }

    /// All living objects, to be changed in place; their ids must stay.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut().flatten()
    }

    pub(crate) fn len(&self) -> usize {
        self.living
    }

    /// One more than the highest ordinal ever given.
    pub(crate) fn end(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }
}
