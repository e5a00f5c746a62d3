//! JSON documents in named collections: the small objects of the organization.
//!
//! A collection is named by its path below `/api/v1/` (`idps`, `policies/{id}/rules`) or, for OAuth
//! clients, by its whole path. Documents carry `{{org}}` where an absolute URL of the organization
//! stands, and private members with a leading `~` (token hashes) that are never rendered.
//!
//! Collections that more than one endpoint lives on:
//! - `users/{id}/roles`, `groups/{id}/roles`, `clients/{client id}/roles`: role assignments as they are listed (`type`,
//!   `status`, `label`; custom ones with `role` and `resource-set`, in step with the members of the binding);
//! - below them `…/{assignment id}/targets/groups` (by group id) and `…/targets/catalog/apps` (by instance id or name);
//! - `iam/roles`, `iam/roles/{id}/permissions` (by label), `iam/resource-sets`, `iam/resource-sets/{id}/resources`
//!   (`orn` or `_links.self.href`), `iam/resource-sets/{id}/bindings/{role id}/members`;
//! - `api-tokens` (private `~token`), `apps/{id}/grants` (`scopeId`), `apps/{id}/credentials/secrets`,
//!   `apps/{id}/credentials/jwks`, `groups/rules`, `groups/{id}/owners`, `users/{id}/factors`.

use std::collections::{BTreeMap, HashMap};

use crate::reply::Object;

/// All collections.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    collections: BTreeMap<Box<str>, Collection>,
}

#[derive(Debug, Default)]
struct Collection {
    /// In order of insertion.
    rows: BTreeMap<u32, (Box<str>, Object)>,
    /// Ids ever used, for cursors that name a deleted document.
    places: HashMap<Box<str>, u32>,
    next: u32,
}

impl Docs {
    /// Documents of a collection in order of insertion; none when the collection is unknown.
    pub(crate) fn list<'d>(&'d self, collection: &str) -> impl Iterator<Item = &'d Object> + use<'d> {
        self.entries(collection).map(|(_, document)| document)
    }

    /// The same with their ids.
    pub(crate) fn entries<'d>(
        &'d self,
        collection: &str,
    ) -> impl Iterator<Item = (&'d str, &'d Object)> + use<'d> {
        self.collections
            .get(collection)
            .into_iter()
            .flat_map(|found| found.rows.values())
            .map(|(id, document)| (id.as_ref(), document))
    }

    /// At most `limit` documents after the cursor (an id), and the cursor of the next page.
    /// `Err` when the cursor names nothing that ever was there.
    pub(crate) fn page<'d>(
        &'d self,
        collection: &str,
        after: Option<&str>,
        limit: usize,
        mut wanted: impl FnMut(&Object) -> bool,
    ) -> Result<(Vec<&'d Object>, Option<String>), UnknownCursor> {
        let Some(found) = self.collections.get(collection) else {
            return if after.is_some() {
                Err(UnknownCursor)
            } else {
                Ok((Vec::new(), None))
            };
        };
        let start = match after {
            None => 0,
            Some(id) => found.places.get(id).map(|place| place + 1).ok_or(UnknownCursor)?,
        };
        let mut rows: Vec<(&str, &Object)> = Vec::new();
        for (id, document) in found.rows.range(start..).map(|(_, row)| row) {
            if wanted(document) {
                rows.push((id, document));
                if rows.len() > limit {
                    break;
                }
            }
        }
        let next = if rows.len() > limit {
            rows.truncate(limit);
            rows.last().map(|(id, _)| (*id).to_owned())
        } else {
            None
        };
        Ok((rows.into_iter().map(|(_, document)| document).collect(), next))
    }

    pub(crate) fn get(&self, collection: &str, id: &str) -> Option<&Object> {
        let found = self.collections.get(collection)?;
        found
            .rows
            .get(found.places.get(id)?)
            .map(|(_, document)| document)
    }

    pub(crate) fn get_mut(&mut self, collection: &str, id: &str) -> Option<&mut Object> {
        let found = self.collections.get_mut(collection)?;
        found
            .rows
            .get_mut(found.places.get(id)?)
            .map(|(_, document)| document)
    }

    /// Adds a document at the end, or replaces the one with this id in its place.
    pub(crate) fn put(&mut self, collection: &str, id: &str, document: Object) {
        let found = self.collections.entry(collection.into()).or_default();
        let place = found.places.get(id).copied().unwrap_or_else(|| {
            found.next += 1;
            found.next
        });
        found.places.insert(id.into(), place);
        found.rows.insert(place, (id.into(), document));
    }

    pub(crate) fn remove(&mut self, collection: &str, id: &str) -> Option<Object> {
        let found = self.collections.get_mut(collection)?;
        found
            .rows
            .remove(found.places.get(id)?)
            .map(|(_, document)| document)
    }

    /// Every document of every collection, to be changed in place.
    pub(crate) fn each_mut(&mut self, mut each: impl FnMut(&mut Object)) {
        for collection in self.collections.values_mut() {
            collection
                .rows
                .values_mut()
                .for_each(|(_, document)| each(document));
        }
    }

    pub(crate) fn len(&self, collection: &str) -> usize {
        self.collections
            .get(collection)
            .map_or(0, |found| found.rows.len())
    }

    /// Makes an empty collection, to tell "none" from "never heard of".
    pub(crate) fn declare(&mut self, collection: &str) {
        self.collections.entry(collection.into()).or_default();
    }

    /// Drops every collection whose name starts with `prefix`: what hangs on a deleted object.
    pub(crate) fn remove_tree(&mut self, prefix: &str) {
        self.collections.retain(|name, _| !name.starts_with(prefix));
    }

    /// Names of the collections that start with `prefix`, in order.
    pub(crate) fn names<'d>(&'d self, prefix: &'d str) -> impl Iterator<Item = &'d str> {
        self.collections
            .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded))
            .map(|(name, _)| name.as_ref())
            .take_while(move |name| name.starts_with(prefix))
    }
}

/// The cursor of a list names no place in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownCursor;

impl From<UnknownCursor> for crate::reply::Refusal {
    fn from(_: UnknownCursor) -> Self {
        Self::bad_cursor()
    }
}
