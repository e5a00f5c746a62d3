//! Searching: pages, one event, counts, time lines.

use super::Adapter;
use super::asked::AHEAD_MS;
use super::view::{moment_text, view};
use activity::event::{COLUMNS, Field, Shape};
use archive::{Archive, Column, Filter, Position, Query, SearchError};
use std::time::Instant;
use web::view::{
    ColumnView, EventPage, EventView, ExampleSearch, FacetList, FacetValue, FacetView, LanguageView,
    TimelineBucket, TimelineView,
};
use web::{ActivityFault, Part, Question};

/// What pages count unless they name columns.
const USUAL: [Field; 12] = [
    Field::Source,
    Field::Action,
    Field::EventType,
    Field::Status,
    Field::ActorName,
    Field::ActorKind,
    Field::TargetKind,
    Field::AuthMethod,
    Field::Country,
    Field::AsOrg,
    Field::UaFamily,
    Field::RiskLevel,
];
/// Lengths of buckets, in seconds.
const BUCKETS_S: [u32; 14] = [
    1, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 259_200, 604_800, 2_592_000,
];
/// The usual questions, ready.
const EXAMPLES: [(&str, &str); 6] = [
    ("Failed sign-ins", "action:login status:failure"),
    ("Changes of roles and privileges", "action:role.*"),
    ("Changes of second factors", "action:mfa.*"),
    ("API tokens made and removed", "action:token.*"),
    ("From anonymising networks", "is_anonymiser:true"),
    ("What no table knows", "verb:other"),
];

impl Adapter {
    pub(super) async fn search(
        &self,
        asked: Question,
        part: Part,
        with_raw: bool,
    ) -> Result<EventPage, ActivityFault> {
        let query = self.question(&asked).await?;
        let after = part.cursor.as_deref().map(position_of).transpose()?;
        let began = Instant::now();
        let (page, count) = self
            .asking(move |archive| {
                let page = archive.search(&query, part.limit, after)?;
                let count = match after {
                    None => Some(archive.count(&query)?.events),
                    Some(_) => None,
                };
                Ok((page, count))
            })
            .await?;
        let elapsed = began.elapsed();
        let people = |people: &activity::correlate::Correlator| {
            let events = page.events.iter();
            events.map(|event| view(event, with_raw, people)).collect()
        };
        Ok(EventPage {
            events: self.center.people(people).await,
            next_cursor: page.next.map(cursor_of),
            count,
            elapsed_us: u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        })
    }

    pub(super) async fn one_event(&self, id: &str) -> Result<EventView, ActivityFault> {
        let missing = || ActivityFault::NotFound {
            message: format!("there is no event `{id}`"),
            hint: "its source's retention may have passed; search for what it did".to_owned(),
        };
        let mut parts = id.splitn(3, '/');
        let (Some(source), Some(org), Some(uid)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(missing());
        };
        let is = |field: Field, value: &str| Filter::Is {
            column: Column::One(field),
            values: vec![value.to_owned()],
        };
        let mut all = vec![is(Field::Uid, uid), is(Field::Source, source)];
        // Imported events may tell no organization.
        if !org.is_empty() {
            all.push(is(Field::SourceOrg, org));
        }
        let query = Query {
            filter: Filter::And(all),
            ..Query::default()
        };
        let page = self
            .asking(move |archive| archive.search(&query, 1, None))
            .await?;
        let event = page.events.into_iter().next().ok_or_else(missing)?;
        Ok(self.center.people(|people| view(&event, true, people)).await)
    }

    pub(super) async fn count_values(
        &self,
        asked: Question,
        columns: Vec<String>,
        top: usize,
    ) -> Result<FacetList, ActivityFault> {
        let query = self.question(&asked).await?;
        let fields = fields_of(&columns)?;
        let began = Instant::now();
        let (wanted, of) = (query.clone(), fields.clone());
        let mut list = self
            .asking(move |archive| facets(archive, &wanted, &of, top))
            .await?;
        if fields.contains(&Field::IdentityId) {
            let persons = self.count_persons(query, top).await?;
            let mut of_persons = list.facets.iter_mut();
            if let Some(facet) = of_persons.find(|facet| facet.column == Field::IdentityId.name()) {
                *facet = persons;
            }
        }
        list.elapsed_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(list)
    }

    pub(super) async fn over_time(
        &self,
        asked: Question,
        buckets: usize,
    ) -> Result<TimelineView, ActivityFault> {
        let (now, query) = (self.now().as_ms(), self.question(&asked).await?);
        self.asking(move |archive| timeline(archive, &query, buckets, now))
            .await
    }

    /// Asks the archive on a thread that may block.
    pub(super) async fn asking<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Archive) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, ActivityFault> {
        let archive = self.archive.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&archive)).await;
        asked
            .map_err(|error| ActivityFault::Internal(error.to_string()))?
            .map_err(fault_of)
    }
}

/// What may be written.
pub(super) fn language() -> LanguageView {
    let column = |column: &activity::event::Column| ColumnView {
        name: column.name.to_owned(),
        kind: format!("{:?}", column.shape).to_lowercase(),
        meaning: column.meaning.to_owned(),
        aliases: column.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        // Values of these are as many as events.
        is_facet: column.shape != Shape::Time
            && !matches!(
                column.field,
                Field::EventDate
                    | Field::Uid
                    | Field::Changes
                    | Field::Raw
                    | Field::Latitude
                    | Field::Longitude
            ),
    };
    let combined = [
        (
            "actor",
            "who did it: name, id, or the person behind, by whose accounts are whose now",
        ),
        ("person", "the person behind, by whose accounts are whose now"),
        ("target", "to what: name, id, or any of all targets"),
        ("session", "the session or the first of its chain"),
    ];
    let combined = combined.into_iter().map(|(name, meaning)| ColumnView {
        name: name.to_owned(),
        kind: "text".to_owned(),
        meaning: meaning.to_owned(),
        aliases: Vec::new(),
        is_facet: false,
    });
    LanguageView {
        columns: combined.chain(COLUMNS.iter().map(column)).collect(),
        examples: EXAMPLES
            .iter()
            .map(|(title, q)| ExampleSearch {
                title: (*title).to_owned(),
                q: (*q).to_owned(),
            })
            .collect(),
    }
}

/// Counts of values; columns without any are left in, empty.
pub(super) fn facets(
    archive: &Archive,
    query: &Query,
    fields: &[Field],
    top: usize,
) -> Result<FacetList, SearchError> {
    let total = archive.count(query)?.events;
    let facets = archive.facets(query, fields, top)?;
    let view = |facet: archive::Facet| {
        let listed = facet.values.len() as u64;
        let is_list = facet.column.column().shape == Shape::List;
        let counted: u64 = facet.values.iter().map(|(_, count)| count).sum();
        FacetView {
            column: facet.column.name().to_owned(),
            more: facet.distinct.saturating_sub(listed),
            // Known only when every value is listed.
            nulls: if facet.distinct == listed && !is_list {
                total.saturating_sub(counted)
            } else {
                0
            },
            values: facet
                .values
                .into_iter()
                .map(|(value, count)| FacetValue { value, count })
                .collect(),
        }
    };
    Ok(FacetList {
        facets: facets.into_iter().map(view).collect(),
        total,
        elapsed_us: 0,
    })
}

/// Counts over the time of the question, or that of the archive.
pub(super) fn timeline(
    archive: &Archive,
    query: &Query,
    buckets: usize,
    now_ms: i64,
) -> Result<TimelineView, SearchError> {
    let held = archive.stats();
    let oldest = held
        .sources
        .values()
        .map(|source| source.oldest / 1_000_000)
        .min();
    let from = query
        .from
        .map(|from| from.as_ms().div_euclid(1_000))
        .or(oldest)
        .filter(|from| *from < i64::MAX / 2_000_000)
        .unwrap_or(now_ms / 1_000 - 86_400);
    // What is asked for beyond now because clocks differ is no part of the line.
    let is_now = |until: &domain::Timestamp| (now_ms..=now_ms + AHEAD_MS).contains(&until.as_ms());
    let until = query.until.filter(|until| !is_now(until));
    let until = until.map_or(now_ms / 1_000 + 1, |until| until.as_ms().div_euclid(1_000));
    let until = until.max(from + 1);
    let width = (until - from) / i64::try_from(buckets.max(1)).unwrap_or(i64::MAX);
    let bucket = BUCKETS_S.into_iter().find(|bucket| i64::from(*bucket) >= width);
    let bucket = bucket.unwrap_or(BUCKETS_S[BUCKETS_S.len() - 1]);
    let step = i64::from(bucket);
    let counts = archive.timeline(query, bucket)?;
    let first = from.div_euclid(step) * step;
    let known = |at: i64| {
        let found = counts.binary_search_by_key(&at, |(start, _)| *start).ok();
        found
            .and_then(|index| counts.get(index))
            .map_or(0, |(_, count)| *count)
    };
    let most = 10_000;
    let starts = (0..most)
        .map(|number| first + number * step)
        .take_while(|at| *at < until);
    let text = |second: i64| moment_text(second.saturating_mul(1_000_000));
    let list: Vec<TimelineBucket> = starts
        .map(|at| TimelineBucket {
            at: text(at),
            count: known(at),
        })
        .collect();
    Ok(TimelineView {
        from: text(first),
        until: text(first + i64::try_from(list.len()).unwrap_or(0) * step),
        bucket_s: u64::from(bucket),
        total: list.iter().map(|bucket| bucket.count).sum(),
        buckets: list,
    })
}

/// The columns of their names; none are the usual ones.
fn fields_of(columns: &[String]) -> Result<Vec<Field>, ActivityFault> {
    if columns.is_empty() {
        return Ok(USUAL.to_vec());
    }
    let field = |name: &String| {
        Field::of_name(name).ok_or_else(|| ActivityFault::Invalid {
            field: "columns",
            message: format!("`{name}` is no column; `GET /api/v1/activity/language` names them"),
        })
    };
    columns.iter().map(field).collect()
}

/// `time.tie.nth` in base 16.
pub(super) fn cursor_of(position: Position) -> String {
    format!("{:x}.{:x}.{:x}", position.time, position.tie, position.nth)
}

fn position_of(text: &str) -> Result<Position, ActivityFault> {
    let read = || {
        let mut parts = text.split('.');
        let time = u64::from_str_radix(parts.next()?, 16).ok()?;
        Some(Position {
            // Two's complement, as it was written.
            time: i64::from_ne_bytes(time.to_ne_bytes()),
            tie: u32::from_str_radix(parts.next()?, 16).ok()?,
            nth: u32::from_str_radix(parts.next()?, 16).ok()?,
        })
    };
    read().ok_or_else(|| ActivityFault::Invalid {
        field: "cursor",
        message: "this is no cursor of a page before".to_owned(),
    })
}

/// What the archive says, as the pages tell it.
pub(super) fn fault_of(error: SearchError) -> ActivityFault {
    match error {
        SearchError::BadValue { .. } | SearchError::BadPattern { .. } | SearchError::TooDeep(_) => {
            ActivityFault::Query {
                message: error.to_string(),
                position: None,
            }
        }
        SearchError::NoFacet { .. } => ActivityFault::Invalid {
            field: "columns",
            message: error.to_string(),
        },
        _ => ActivityFault::Internal(error.to_string()),
    }
}
