//! Listings and searches: by index where the filter and the order allow it, else by looking at what is left.

use serde_json::{Value, json};

use super::{Answer, Provider};
use crate::ask::Ask;
use crate::condition::Condition;
use crate::fault::Fault;
use crate::filter::Filter;
use crate::filter::bind::{Bound, Scope, Unknown, bind};
use crate::filter::lower::{Lowered, lower};
use crate::filter::matches::Source;
use crate::schema::{Kind, Target};
use crate::sort::Sort;
use crate::store::{Find, Order, Scan, Store, Stored, Wish};
use crate::{project, render, urn};

/// Resources asked for at once while looking at all of them.
const SCAN_PART: usize = 500;

/// What a page of one kind has to meet.
struct Wanted<'s> {
    kind: Kind,
    filter: Option<Bound<'s>>,
    lowered: Lowered,
    sort: Option<Sort<'s>>,
    offset: usize,
    count: usize,
    wish: Wish,
}

impl Provider {
    /// One page over one or more kinds; the kinds follow one another.
    pub(super) async fn list(
        &self,
        store: &dyn Store,
        kinds: &[Kind],
        ask: &Ask,
        base: &str,
    ) -> Result<Answer, Fault> {
        let filter = ask
            .filter
            .as_deref()
            .map(|text| Filter::parse(text, &self.limits))
            .transpose()?;
        let unknown = if kinds.len() > 1 {
            Unknown::Absent
        } else {
            Unknown::Refused
        };
        let start_index = ask.start_index();
        let mut offset = start_index - 1;
        let mut count = ask.count(&self.limits);
        let (mut total, mut resources) = (0, Vec::new());
        for &kind in kinds {
            let of = self.schemas.of(kind);
            let projection = project::of(&self.schemas, kind, &ask.attributes, &ask.excluded);
            let bound = filter
                .as_ref()
                .map(|filter| bind(filter, Scope::Resource(of), unknown))
                .transpose()?;
            let lowered = bound.as_ref().map_or(
                Lowered {
                    condition: Condition::All,
                    exact: true,
                },
                |bound| lower(bound, &|key| key.is_of(kind) && store.answers(key)),
            );
            let sort = ask
                .sort_by
                .as_deref()
                .map(|by| Sort::read(of, by, ask.sort_order.as_deref()))
                .transpose()?;
            let wish = projection.wish(of);
            let wanted = Wanted {
                kind,
                filter: bound,
                lowered,
                sort,
                offset,
                count,
                wish,
            };
            let (found, page) = self.page(store, &wanted, base).await?;
            offset = offset.saturating_sub(found);
            count = count.saturating_sub(page.len());
            total += found;
            resources.extend(
                page.into_iter()
                    .map(|stored| render::resource(stored, of, base, &projection)),
            );
        }
        Ok(Answer::body(200, list_response(total, start_index, resources)))
    }

    async fn page(
        &self,
        store: &dyn Store,
        wanted: &Wanted<'_>,
        base: &str,
    ) -> Result<(usize, Vec<Stored>), Fault> {
        let order = wanted.sort.as_ref().map(|sort| {
            let descending = sort.descending;
            sort.key().map(|by| Order { by, descending })
        });
        if wanted.lowered.exact && order != Some(None) {
            let find = Find {
                kind: wanted.kind,
                condition: wanted.lowered.condition.clone(),
                order: order.flatten(),
                offset: wanted.offset,
                count: wanted.count,
                wish: wanted.wish,
            };
            let found = store.find(&find).await?;
            return Ok((found.total, found.page));
        }
        let ids = self.scan(store, wanted, base).await?;
        let mut page = Vec::new();
        for id in ids.iter().skip(wanted.offset).take(wanted.count) {
            page.extend(store.read(wanted.kind, id, wanted.wish).await?);
        }
        Ok((ids.len(), page))
    }

    /// The ids of all that meet the filter, in order. Only ids are kept, so that memory does not grow with documents.
    async fn scan(&self, store: &dyn Store, wanted: &Wanted<'_>, base: &str) -> Result<Vec<String>, Fault> {
        let mut scan = Scan {
            kind: wanted.kind,
            condition: wanted.lowered.condition.clone(),
            after: None,
            count: SCAN_PART,
            wish: wanted.looks_at(),
        };
        let weight = wanted.filter.as_ref().map_or(1, Bound::weight);
        let mut seen = 0;
        let mut met = Vec::new();
        loop {
            let scanned = store.scan(&scan).await?;
            seen += scanned.part.len() * weight;
            if seen > self.limits.scan_max {
                let most = self.limits.scan_max;
                return Err(Fault::too_many(format!(
                    "more than {most} resources to look at: use a narrower filter"
                )));
            }
            for stored in scanned.part {
                if wanted
                    .filter
                    .as_ref()
                    .is_none_or(|filter| filter.matches(Source::Resource(&stored, base)))
                {
                    met.push((
                        wanted.sort.as_ref().and_then(|sort| sort.value(&stored, base)),
                        stored.id,
                    ));
                }
            }
            scan.after = scanned.next;
            if scan.after.is_none() {
                break;
            }
        }
        if let Some(sort) = &wanted.sort {
            met.sort_by(|(left, _), (right, _)| sort.compare(left.as_ref(), right.as_ref()));
        }
        Ok(met.into_iter().map(|(_, id)| id).collect())
    }
}

impl Wanted<'_> {
    /// The relations that filter and order look at.
    fn looks_at(&self) -> Wish {
        let sorts_by = |name: &str| match self.sort.map(|sort| sort.target) {
            Some(Target::Attribute {
                extension: None,
                attribute,
                ..
            }) => attribute.name == name,
            _ => false,
        };
        let mentions =
            |name: &str| sorts_by(name) || self.filter.as_ref().is_some_and(|filter| filter.mentions(name));
        let members = self.kind == Kind::Group && mentions("members");
        Wish {
            members,
            member_names: members,
            groups: self.kind == Kind::User && mentions("groups"),
        }
    }
}

/// RFC 7644 section 3.4.2.
pub(super) fn list_response(total: usize, start_index: usize, resources: Vec<Value>) -> Value {
    json!({
        "schemas": [urn::LIST_RESPONSE],
        "totalResults": total,
        "startIndex": start_index,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}
