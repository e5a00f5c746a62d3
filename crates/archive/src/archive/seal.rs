//! Sealing: recent rows become segments, and their logs are dropped.

use super::worker::FAN_IN;
use super::{Archive, Inner, open};
use crate::chunk::Chunk;
use crate::error::AppendError;
use crate::event::order;
use crate::hot::{Hot, Ids};
use crate::log::{self, Log};
use crate::manifest::Entry;
use crate::segment::{self, Segment};
use activity::event::{Event, Field, Moment, View};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

const DAY_US: i64 = 86_400_000_000;

/// A recent row: time, tie, event and the chunk of its raw text.
type Row<'c> = (i64, u32, Event<'c>, &'c Chunk);

impl Archive {
    /// Seals all recent events into segments. What fails leaves them recent, and nothing is lost.
    pub fn seal(&self) -> Result<(), AppendError> {
        let _one = self.inner.maintenance();
        self.inner.seal_all().map_err(AppendError::from)
    }

    /// Seals all recent events when the first of them was taken in before that moment: so what is little is in files too
    /// for other engines, in time. Small segments are merged as they become many. Returns whether there was any.
    pub fn seal_since(&self, moment: Moment) -> Result<bool, AppendError> {
        let first = self.inner.state().hot.first_ingested();
        if first.is_none_or(|first| first >= moment) {
            return Ok(false);
        }
        self.seal()?;
        self.compact_some(FAN_IN)?;
        Ok(true)
    }
}

impl Inner {
    /// Needs the maintenance lock.
    pub(crate) fn seal_all(&self) -> io::Result<()> {
        let Some((hot, upto, cursors)) = self.freeze()? else {
            return Ok(());
        };
        let entries = self.segments_of(&hot);
        let mut writer = self.writer();
        let committed = entries.and_then(|segments| {
            let mut manifest = writer.manifest.clone();
            manifest
                .segments
                .extend(segments.iter().map(|segment| segment.entry.clone()));
            manifest.log = upto;
            manifest.cursors = cursors;
            manifest.commit(self.files.as_ref(), &self.folder)?;
            Ok((segments, manifest))
        });
        match committed {
            Ok((segments, manifest)) => {
                writer.manifest = manifest;
                writer.sealing = Ids::like(&writer.ids);
                self.change(|state| {
                    state.segments.extend(segments);
                    state.sealing = Hot::default();
                });
                drop(writer);
                self.drop_logs(upto);
                Ok(())
            }
            Err(error) => {
                let none = Ids::like(&writer.ids);
                let sealing = std::mem::replace(&mut writer.sealing, none);
                writer.ids.absorb(sealing);
                self.change(|state| {
                    let sealing = std::mem::take(&mut state.sealing);
                    state.hot.prepend(&sealing);
                });
                Err(error)
            }
        }
    }

    /// Begins a new log, and sets the rows of those before it aside.
    #[expect(clippy::type_complexity, reason = "three values that belong to one moment")]
    fn freeze(&self) -> io::Result<Option<(Hot, u64, BTreeMap<String, String>)>> {
        let mut writer = self.writer();
        let state = self.state();
        if state.hot.rows() == 0 {
            return Ok(None);
        }
        let next = writer.log.number() + 1;
        writer.log = Log::create(self.files.as_ref(), &open::logs(&self.folder), next)?;
        let none = Ids::like(&writer.ids);
        writer.sealing = std::mem::replace(&mut writer.ids, none);
        self.change(|state| {
            state.sealing = std::mem::take(&mut state.hot);
        });
        Ok(Some((state.hot.clone(), next, state.cursors.clone())))
    }

    fn segments_of(&self, hot: &Hot) -> io::Result<Vec<Arc<Segment>>> {
        let mut days: BTreeMap<(&str, i64), Vec<Row<'_>>> = BTreeMap::new();
        for chunk in &hot.chunks {
            for event in chunk.events() {
                let (time, tie) = order(&event);
                let day = (event.source().word(), time.div_euclid(DAY_US));
                days.entry(day)
                    .or_default()
                    .push((time, tie, event, chunk.as_ref()));
            }
        }
        let mut parts: BTreeMap<(&str, String), Vec<Row<'_>>> = BTreeMap::new();
        for ((source, day), rows) in days {
            let part = (source, month(day.saturating_mul(DAY_US)));
            parts.entry(part).or_default().extend(rows);
        }
        let mut segments = Vec::new();
        for ((source, month), mut rows) in parts {
            rows.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| by_key(&a.2, &b.2)));
            let rows = rows
                .into_iter()
                .map(|(_, _, event, chunk)| (event, chunk.raw_of(&event)));
            let rows: Vec<segment::Row<'_>> = rows.collect();
            let made = write_segments(self, source, &month, &mut |writer| writer.add(&rows))?;
            segments.extend(made);
        }
        Ok(segments)
    }

    fn drop_logs(&self, below: u64) {
        let folder = open::logs(&self.folder);
        let names = self.files.list(&folder).unwrap_or_default();
        for number in names.iter().filter_map(|name| log::number_of(name)) {
            if number < below {
                // Opening removes what stays.
                let _ = self.files.remove(&log::path(&folder, number));
            }
        }
    }
}

/// Makes one segment of the rows that `fill` pushes in order, or none if there are none. Nobody sees it before a
/// manifest names it.
pub(crate) fn write_segments(
    inner: &Inner,
    source: &str,
    month: &str,
    fill: &mut dyn FnMut(&mut segment::Writer) -> io::Result<()>,
) -> io::Result<Option<Arc<Segment>>> {
    let (number, stem) = inner.next_number();
    let part = format!("{}/source={source}/month={month}", open::EVENTS);
    let events = PathBuf::from(part).join(format!("{stem}.parquet"));
    let index = PathBuf::from(open::INDEX).join(format!("{stem}.idx"));
    let files = inner.files.as_ref();
    let paths = (inner.folder.join(&events), inner.folder.join(&index));
    let mut writer = segment::Writer::new(files, &paths.0, &paths.1, &inner.options)?;
    fill(&mut writer)?;
    if writer.rows() == 0 {
        drop(writer);
        files.remove(&paths.0)?;
        files.remove(&paths.1)?;
        return Ok(None);
    }
    let written = writer.finish()?;
    let entry = Entry {
        number,
        source: source.to_owned(),
        month: month.to_owned(),
        events,
        index,
        rows: written.rows,
        events_bytes: written.events_bytes,
        index_bytes: written.index_bytes,
        raw_bytes: written.raw_bytes,
        oldest: written.oldest,
        newest: written.newest,
    };
    let opened = Segment::open(files, &inner.folder, entry).map_err(io::Error::other)?;
    Ok(Some(Arc::new(opened)))
}

/// The month of a time, `2026-01`; one for all times that no calendar of ours has.
fn month(time: i64) -> String {
    let text = activity::normalise::time::to_text(activity::event::Moment(time));
    let year = text.get(..4).and_then(|year| year.parse::<u32>().ok());
    match (year, text.get(..7)) {
        (Some(2000..2100), Some(month)) => month.to_owned(),
        _ => "other".to_owned(),
    }
}

fn by_key(a: &Event<'_>, b: &Event<'_>) -> std::cmp::Ordering {
    let key = |event: &Event<'_>| {
        (
            event.text(Field::SourceOrg).map(str::to_owned),
            event.text(Field::Uid).map(str::to_owned),
        )
    };
    key(a).cmp(&key(b))
}
