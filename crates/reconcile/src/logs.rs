//! Collects the System Log: what is new from a position that is kept together with the events it brought, and beside
//! it what was before. Nothing is lost, and what comes twice is known by its id.
//!
//! Where events go is not known here: [`LogSink`].

use domain::Timestamp;
use okta::{Client, Fault, FaultKind, LogEvent, LogPages, LogStart, Moment, Object};
use serde_json::{Value, json};

const DAY_MS: i64 = 24 * 3_600_000;
/// Okta keeps events for so many days.
pub const KEPT_DAYS: u32 = 90;
/// The first reading of what is new begins so long before now; history ends there.
const FIRST_MS: i64 = 10 * 60_000;
/// After a lost position the log is read again from this much earlier.
const LOST_MS: i64 = 10 * 60_000;

/// Takes events over.
pub trait LogSink: Send + Sync {
    /// The cursor that was kept last under that name.
    fn cursor(&self, stream: &str) -> Option<String>;

    /// Keeps events, one a line, and the cursor with that name, at once or not at all.
    ///
    /// # Errors
    /// Why not, in one sentence; nothing is kept then.
    fn take(
        &self,
        org: &str,
        events: Vec<u8>,
        cursor: (String, String),
    ) -> impl Future<Output = Result<(), String>> + Send;

    /// Notes that the events between two times are lost, durably: it is called before the place in the log moves on.
    ///
    /// # Errors
    /// Why not, in one sentence; then the reading stops where it was.
    fn lost(
        &self,
        org: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<(), String>> + Send;
}

/// What a reading brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Events read.
    pub events: u64,
    /// When the newest of them happened.
    pub newest: Option<Timestamp>,
    /// From when on everything is here, up to now.
    pub complete_to: Option<Timestamp>,
    /// A time whose events are lost.
    pub gap: Option<(Timestamp, Timestamp)>,
}

/// What a step into the past brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Events read.
    pub events: u64,
    /// Up to when the past was read.
    pub reached: Option<Timestamp>,
    /// Where it ends.
    pub until: Timestamp,
    /// Whether all of it is here.
    pub is_done: bool,
}

/// Why a reading stopped.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// Okta said no, or nothing.
    #[error("the System Log could not be read: {0}")]
    Okta(#[from] Fault),
    /// The events could not be kept.
    #[error("{0}")]
    Sink(String),
}

impl CollectError {
    /// What to do about it.
    pub fn advice(&self) -> String {
        match self {
            Self::Okta(fault) => fault.advice().to_owned(),
            Self::Sink(_) => "look at the disk of the archive; the events are read again".to_owned(),
        }
    }
}

/// The name under which the place in the present is kept.
pub fn live_stream(org: &str) -> String {
    format!("okta/{org}")
}

/// The name under which the place in the past is kept.
pub fn past_stream(org: &str) -> String {
    format!("okta-history/{org}")
}

/// Whether the cursor of [`past_stream`] says that all of the past is here.
pub fn is_past_read(cursor: &str) -> bool {
    past_of(cursor).is_some_and(|(.., is_done)| is_done)
}

/// Up to when a stream was read, before it is read again.
pub fn complete_to(sink: &impl LogSink, org: &str) -> Option<Timestamp> {
    Place::of_text(&sink.cursor(&live_stream(org))?).map(|place| place.at)
}

/// A place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    position: Option<String>,
    /// Up to when everything is here.
    at: Timestamp,
}

impl Place {
    fn of_text(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        Some(Self {
            position: value.get("position")?.as_str().map(str::to_owned),
            at: Timestamp::from_ms(value.get("at_ms")?.as_i64()?),
        })
    }

    fn to_text(&self) -> String {
        json!({ "position": self.position, "at_ms": self.at.as_ms() }).to_string()
    }
}

/// Reads what is new, to the end.
pub async fn read_new(
    client: &Client,
    sink: &impl LogSink,
    org: &str,
    now: &(dyn Fn() -> Timestamp + Send + Sync),
) -> Result<Read, CollectError> {
    let stream = live_stream(org);
    let began = now();
    let place = sink.cursor(&stream).as_deref().and_then(Place::of_text);
    let mut place = place.unwrap_or(Place {
        position: None,
        at: began.plus_ms(-FIRST_MS),
    });
    // A clock that was ahead for a moment must not hide what came since.
    place.at = place.at.min(began);
    match read_on(client, sink, org, &place, now).await {
        Err(CollectError::Okta(fault)) if place.position.is_some() && is_lost(&fault) => {
            let earliest = began.plus_ms(-DAY_MS * i64::from(KEPT_DAYS));
            let gap = (place.at < earliest).then_some((place.at, earliest));
            let earlier = Place {
                position: None,
                at: place.at.plus_ms(-LOST_MS).max(earliest),
            };
            if let Some((from, until)) = gap {
                // Before anything is kept: what is read from here on moves the place beyond the gap.
                sink.lost(org, from, until).await.map_err(CollectError::Sink)?;
            }
            let read = read_on(client, sink, org, &earlier, now).await?;
            Ok(Read { gap, ..read })
        }
        outcome => outcome,
    }
}

async fn read_on(
    client: &Client,
    sink: &impl LogSink,
    org: &str,
    place: &Place,
    now: &(dyn Fn() -> Timestamp + Send + Sync),
) -> Result<Read, CollectError> {
    let mut pages = client.logs(&start(place))?;
    let mut read = Read::default();
    let mut at = place.at;
    loop {
        let asked = now();
        let Some(page) = pages.next().await else {
            // What happened before the last question is here.
            let to = Place {
                position: Some(pages.position().to_owned()),
                at: asked,
            };
            keep(sink, org, Vec::new(), &to).await?;
            read.complete_to = Some(asked);
            return Ok(read);
        };
        let page = page?;
        read.events += page.len() as u64;
        let newest = page
            .iter()
            .filter_map(published)
            .filter(|time| *time <= asked)
            .max();
        read.newest = read.newest.max(newest);
        at = at.max(newest.unwrap_or(at));
        let to = Place {
            position: Some(pages.position().to_owned()),
            at,
        };
        keep(sink, org, lines(&page), &to).await?;
    }
}

async fn keep(sink: &impl LogSink, org: &str, events: Vec<u8>, to: &Place) -> Result<(), CollectError> {
    let cursor = (live_stream(org), to.to_text());
    sink.take(org, events, cursor).await.map_err(CollectError::Sink)
}

/// Reads one more page of what was before the first reading of the present, `days` back at most. More days than before
/// are read up to where the reading began then; fewer leave what is here as it is.
pub async fn read_past(
    client: &Client,
    sink: &impl LogSink,
    org: &str,
    days: u32,
    now: Timestamp,
) -> Result<Past, CollectError> {
    let stream = past_stream(org);
    let kept = sink.cursor(&stream);
    let Task {
        place,
        from,
        until,
        is_done,
    } = task(kept.as_deref(), days, now);
    let mut past = Past {
        until,
        reached: Some(place.at),
        is_done,
        ..Past::default()
    };
    if is_done {
        return Ok(past);
    }
    let mut pages = client.logs(&start(&place))?;
    let page = next_or_again(client, &mut pages, &place).await?;
    // An event dated ahead is no sign that the past is read.
    let reached = page
        .iter()
        .filter_map(published)
        .filter(|time| *time <= now)
        .max();
    past.events = page.len() as u64;
    past.reached = reached.or(past.reached);
    past.is_done = page.is_empty() || reached.is_some_and(|reached| reached >= until);
    let text = json!({
        "position": pages.position(),
        "at_ms": past.reached.unwrap_or(until).as_ms(),
        "from_ms": from.as_ms(),
        "until_ms": until.as_ms(),
        "done": past.is_done,
    });
    let cursor = (stream, text.to_string());
    sink.take(org, lines(&page), cursor)
        .await
        .map_err(CollectError::Sink)?;
    Ok(past)
}

/// The next page; a position that Okta does not take any more is replaced by a time before it.
async fn next_or_again(
    client: &Client,
    pages: &mut LogPages,
    place: &Place,
) -> Result<Vec<Object<LogEvent>>, Fault> {
    match pages.next().await {
        Some(Err(fault)) if place.position.is_some() && is_lost(&fault) => {
            *pages = client.logs(&LogStart::Since(Moment(place.at.as_ms())))?;
            pages.next().await.unwrap_or_else(|| Ok(Vec::new()))
        }
        page => page.unwrap_or_else(|| Ok(Vec::new())),
    }
}

/// What of the past is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Task {
    /// Where to go on.
    place: Place,
    /// Where the reading began.
    from: Timestamp,
    /// Where it ends.
    until: Timestamp,
    is_done: bool,
}

/// Decides from where the past is read, by what was read before and how far back it is wanted.
fn task(kept: Option<&str>, days: u32, now: Timestamp) -> Task {
    let wanted = now.plus_ms(-DAY_MS * i64::from(days.min(KEPT_DAYS)));
    let anew = |until: Timestamp| Task {
        place: Place {
            position: None,
            at: wanted,
        },
        from: wanted,
        until,
        is_done: days == 0 || wanted.since_ms(until) >= 0,
    };
    let Some((place, from, until, is_done)) = kept.and_then(past_of) else {
        return anew(now);
    };
    // What an earlier version began went back as far as Okta does.
    let Some(from) = from else {
        return Task {
            from: place.at,
            place,
            until,
            is_done,
        };
    };
    // The wish moves on with the clock: only one that goes back a day further is another wish.
    let is_further = from.since_ms(wanted) >= DAY_MS;
    match (is_done, is_further) {
        (true, true) => anew(from),
        (false, true) => anew(until),
        (false, false) if wanted.since_ms(place.at) >= DAY_MS => anew(until),
        _ => Task {
            place,
            from,
            until,
            is_done,
        },
    }
}

/// Place, begin, end, and whether all of it is here.
fn past_of(text: &str) -> Option<(Place, Option<Timestamp>, Timestamp, bool)> {
    let value: Value = serde_json::from_str(text).ok()?;
    let time = |name: &str| Some(Timestamp::from_ms(value.get(name)?.as_i64()?));
    Some((
        Place::of_text(text)?,
        time("from_ms"),
        time("until_ms")?,
        value.get("done")?.as_bool()?,
    ))
}

fn start(place: &Place) -> LogStart {
    match &place.position {
        Some(position) => LogStart::Position(position.clone()),
        None => LogStart::Since(Moment(place.at.as_ms())),
    }
}

/// Whether Okta refused the position itself.
fn is_lost(fault: &Fault) -> bool {
    fault.status == Some(400) || fault.kind == FaultKind::Gone
}

fn published(event: &Object<LogEvent>) -> Option<Timestamp> {
    event.published.map(|moment| Timestamp::from_ms(moment.0))
}

fn lines(page: &[Object<LogEvent>]) -> Vec<u8> {
    let mut text = Vec::new();
    for event in page {
        text.extend_from_slice(event.raw.get().as_bytes());
        text.push(b'\n');
    }
    text
}

#[cfg(test)]
mod tests;
