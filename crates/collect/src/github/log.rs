//! The audit log of one organization or enterprise, oldest first, from a cursor that is kept with the events it brought.
//!
//! The newest page has no successor, so its own cursor is kept and the page is read again until it has one: what comes
//! twice is known by its id. GitHub tells some events late and out of order, so now and then the last hours are read
//! again by time. A cursor that GitHub does not take any more is replaced by a time before the newest event.

use super::credential::{GitHubCredential, under};
use super::pages::{Next, next};
use super::place::{Begin, Place};
use super::refusal::refusal;
use crate::fault::Fault;
use crate::http::{Answer, Http, send};
use crate::sink::{Sink, Taken};
use domain::Timestamp;
use serde_json::value::RawValue;
use url::Url;

const PAGE: &str = "100";
const ANSWER_MOST: usize = 64 << 20;
/// Pages of one reading; the next goes on.
const PAGES_MOST: u32 = 500;
/// So often the last hours are read again, and so many of them.
const AGAIN_EVERY_MS: i64 = 3_600_000;
const AGAIN_MS: i64 = 6 * 3_600_000;
/// The first reading of what is new begins so long before now; what was before is read beside it.
const FIRST_MS: i64 = 10 * 60_000;

/// Whose log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An organization.
    Org(String),
    /// An enterprise, by its slug.
    Enterprise(String),
}

impl Owner {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Org(name) | Self::Enterprise(name) => name,
        }
    }

    fn path(&self) -> String {
        match self {
            Self::Org(name) => format!("orgs/{name}/audit-log"),
            Self::Enterprise(name) => format!("enterprises/{name}/audit-log"),
        }
    }
}

/// What is read.
#[derive(Clone, Debug)]
pub struct GitHubSettings {
    /// `https://api.github.com`, or `https://HOST/api/v3`.
    pub api: Url,
    /// Whose log.
    pub owner: Owner,
    /// `all`, `web` or `git`.
    pub include: String,
}

/// The log of one organization or enterprise.
pub struct GitHubLog {
    settings: GitHubSettings,
    credential: GitHubCredential,
    http: Http,
}

/// What a reading brought.
#[derive(Debug, Default)]
pub struct LogRead {
    /// The events.
    pub taken: Taken,
    /// From when on everything is here, up to now; `None` while there is more.
    pub complete_to: Option<Timestamp>,
    /// A time whose events are lost.
    pub gap: Option<(Timestamp, Timestamp)>,
}

/// What a step into the past brought.
#[derive(Debug, Default)]
pub struct PastRead {
    /// The events.
    pub taken: Taken,
    /// Up to when the past was read.
    pub reached: Option<Timestamp>,
    /// Whether all of it is here.
    pub is_done: bool,
}

/// A page.
struct Page {
    lines: Vec<u8>,
    newest: Option<Timestamp>,
    next: Next,
}

enum Asked {
    Page(Page),
    /// The cursor is not taken any more.
    Lost(Fault),
}

impl GitHubLog {
    /// Reads with these.
    pub fn new(settings: GitHubSettings, credential: GitHubCredential, http: Http) -> Self {
        Self {
            settings,
            credential,
            http,
        }
    }

    /// Up to when everything was read, before it is read again.
    pub fn complete_to(sink: &impl Sink, stream: &str) -> Option<Timestamp> {
        Place::of_text(&sink.cursor(stream)?)?.complete
    }

    /// Reads what is new, to the end or for many pages. `stream` names the cursor.
    ///
    /// # Errors
    /// What GitHub or the sink said; what was read before is kept with its cursor.
    pub async fn read_new(
        &self,
        sink: &impl Sink,
        stream: &str,
        now: &(dyn Fn() -> Timestamp + Send + Sync),
    ) -> Result<LogRead, Fault> {
        let place = sink.cursor(stream).as_deref().and_then(Place::of_text);
        let mut place = place.unwrap_or_else(|| Place {
            since: Some(now().plus_ms(-FIRST_MS)),
            ..Place::default()
        });
        let mut read = LogRead::default();
        for _ in 0..PAGES_MOST {
            let asked = now();
            let page = match self.page(&place.begin(), asked).await? {
                Asked::Page(page) => page,
                Asked::Lost(fault) => {
                    tracing::warn!(stream, %fault, "the place in the audit log is lost; it is read by time");
                    let gap = place.lose(asked);
                    if let Some((from, until)) = gap {
                        sink.lost(stream, from, until).await.map_err(unkept)?;
                    }
                    read.gap = gap.or(read.gap);
                    continue;
                }
            };
            place.newest = place.newest.max(page.newest);
            let goes_on = place.go_on(page.next)?;
            if !goes_on {
                place.complete = Some(asked);
            }
            read.taken.add(self.keep(sink, page.lines, stream, &place).await?);
            if !goes_on {
                read.complete_to = Some(asked);
                if place
                    .again
                    .is_none_or(|again| asked.since_ms(again) >= AGAIN_EVERY_MS)
                {
                    read.taken
                        .add(self.look_again(sink, stream, &mut place, asked).await?);
                }
                break;
            }
        }
        Ok(read)
    }

    /// Reads one more page of what was before the first reading of the present.
    ///
    /// # Errors
    /// What GitHub or the sink said.
    pub async fn read_past(&self, sink: &impl Sink, stream: &str, now: Timestamp) -> Result<PastRead, Fault> {
        let place = sink.cursor(stream).as_deref().and_then(Place::of_text);
        let mut place = place.unwrap_or_else(|| Place {
            until: Some(now),
            ..Place::default()
        });
        let mut past = PastRead {
            reached: place.newest,
            is_done: place.is_done,
            ..PastRead::default()
        };
        if place.is_done {
            return Ok(past);
        }
        let page = match self.page(&place.begin(), now).await? {
            Asked::Page(page) => page,
            Asked::Lost(_) => {
                place.lose(now);
                match self.page(&place.begin(), now).await? {
                    Asked::Page(page) => page,
                    Asked::Lost(fault) => return Err(fault),
                }
            }
        };
        place.newest = place.newest.max(page.newest);
        let is_over = place
            .newest
            .zip(place.until)
            .is_some_and(|(newest, until)| newest >= until);
        place.is_done = !place.go_on(page.next)? || is_over;
        past.taken = self.keep(sink, page.lines, stream, &place).await?;
        past.reached = place.newest;
        past.is_done = place.is_done;
        Ok(past)
    }

    /// Reads the last hours by time: what GitHub told late. The place stays where it is.
    async fn look_again(
        &self,
        sink: &impl Sink,
        stream: &str,
        place: &mut Place,
        now: Timestamp,
    ) -> Result<Taken, Fault> {
        let mut taken = Taken::default();
        if place.again.is_some() {
            let mut begin = Begin::Since(now.plus_ms(-AGAIN_MS));
            for _ in 0..PAGES_MOST {
                let Asked::Page(page) = self.page(&begin, now).await? else {
                    break;
                };
                taken.add(self.keep(sink, page.lines, stream, place).await?);
                match page.next {
                    Next::After(after) => begin = Begin::After(after),
                    Next::End | Next::Broken => break,
                }
            }
        }
        place.again = Some(now);
        taken.add(self.keep(sink, Vec::new(), stream, place).await?);
        Ok(taken)
    }

    async fn keep(
        &self,
        sink: &impl Sink,
        lines: Vec<u8>,
        stream: &str,
        place: &Place,
    ) -> Result<Taken, Fault> {
        let cursor = (stream, place.to_text());
        let taken = sink.take(self.settings.owner.name(), lines, Some(cursor)).await;
        taken.map_err(unkept)
    }

    async fn page(&self, begin: &Begin, now: Timestamp) -> Result<Asked, Fault> {
        let mut answer = self.ask(begin, now).await?;
        if answer.status.as_u16() == 401 && matches!(self.credential, GitHubCredential::App(_)) {
            // The app's token may have been revoked before its time; a fresh one is tried once.
            self.credential.forget();
            answer = self.ask(begin, now).await?;
        }
        let status = answer.status.as_u16();
        let is_cursor = matches!(begin, Begin::After(_));
        if is_cursor && matches!(status, 400 | 410 | 422) {
            return Ok(Asked::Lost(refusal(&answer, now)));
        }
        if !answer.status.is_success() {
            return Err(refusal(&answer, now));
        }
        let events: Vec<&RawValue> =
            serde_json::from_slice(&answer.body).map_err(|_| strange("the answer is no list of events"))?;
        let mut page = Page {
            lines: Vec::new(),
            newest: None,
            next: next(answer.header("link")),
        };
        for event in events {
            // As GitHub wrote it, on one line: line breaks inside texts are escaped in JSON.
            page.lines
                .extend(event.get().bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')));
            page.lines.push(b'\n');
            // What is dated ahead is no place in the log.
            page.newest = page.newest.max(time_of(event.get()).filter(|time| *time <= now));
        }
        Ok(Asked::Page(page))
    }

    async fn ask(&self, begin: &Begin, now: Timestamp) -> Result<Answer, Fault> {
        let settings = &self.settings;
        let token = self
            .credential
            .bearer(&self.http, &settings.api, &settings.owner, now)
            .await?;
        let mut url = under(&settings.api, &settings.owner.path());
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("include", &settings.include);
            query.append_pair("order", "asc");
            query.append_pair("per_page", PAGE);
            match begin {
                Begin::After(after) => {
                    query.append_pair("after", after);
                }
                Begin::Since(time) => {
                    query.append_pair("phrase", &format!("created:>={}", text_of(*time)));
                }
                Begin::Oldest => {}
            }
        }
        let ask = self.http.client(&url).get(url).bearer_auth(token.reveal());
        let ask = ask
            .header("accept", "application/vnd.github+json")
            .header("x-github-api-version", "2022-11-28");
        send(ask, "GitHub", ANSWER_MOST).await
    }
}

fn unkept(why: String) -> Fault {
    Fault::new(why, "look at the disk of the archive; the events are read again")
}

fn time_of(event: &str) -> Option<Timestamp> {
    #[derive(serde::Deserialize)]
    struct Timed {
        #[serde(rename = "@timestamp")]
        timestamp: Option<i64>,
        created_at: Option<i64>,
    }
    let timed: Timed = serde_json::from_str(event).ok()?;
    timed.timestamp.or(timed.created_at).map(Timestamp::from_ms)
}

fn text_of(time: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(time.as_ms())
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

pub(super) fn strange(what: &str) -> Fault {
    Fault::new(
        format!("what answers is not GitHub's audit log: {what}"),
        "look at the address of the API, and at the proxy",
    )
}
