//! Where addresses are and whose networks they belong to, from files that the user gives (MaxMind DB format).
//!
//! A file is read whole into memory and looked at again when it changed, as updaters replace it every few days. One
//! that is missing or damaged at the start stops the start; one that becomes so later leaves the one before in use.

use activity::event::Located;
use anyhow::{Context as _, anyhow};
use center::Places;
use maxminddb::Reader;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// How often it is looked whether a file changed.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The language of names.
const LANGUAGE: &str = "en";

/// The files in use.
pub(crate) struct GeoFiles {
    files: Mutex<Vec<GeoFile>>,
    look_every: Duration,
}

struct GeoFile {
    path: PathBuf,
    reader: Reader<Vec<u8>>,
    /// When it was changed last and its length, as it was read; and when that was looked at.
    stamp: Stamp,
    looked_at: Instant,
    /// Whether it was said that something of it cannot be read.
    has_complained: bool,
}

type Stamp = (Option<SystemTime>, u64);

/// What a row may hold; the rest is left.
#[derive(Deserialize)]
struct Row<'d> {
    #[serde(borrow)]
    city: Option<Named<'d>>,
    #[serde(borrow)]
    country: Option<Country<'d>>,
    #[serde(borrow)]
    subdivisions: Option<Vec<Named<'d>>>,
    location: Option<Location>,
    autonomous_system_number: Option<u32>,
    autonomous_system_organization: Option<&'d str>,
}

#[derive(Deserialize)]
struct Named<'d> {
    #[serde(borrow, default)]
    names: BTreeMap<&'d str, &'d str>,
}

#[derive(Deserialize)]
struct Country<'d> {
    iso_code: Option<&'d str>,
}

#[derive(Deserialize)]
struct Location {
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl GeoFiles {
    /// Reads the files; `None` when there are none. An error names the file and what is wrong with it.
    pub(crate) fn open<'p>(paths: impl IntoIterator<Item = &'p Path>) -> anyhow::Result<Option<Self>> {
        let files: Vec<GeoFile> = paths.into_iter().map(GeoFile::open).collect::<Result<_, _>>()?;
        Ok((!files.is_empty()).then(|| Self {
            files: Mutex::new(files),
            look_every: LOOK_EVERY,
        }))
    }
}

impl Places for GeoFiles {
    fn find(&self, address: IpAddr) -> Located {
        let mut found = Located::default();
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        for file in files.iter_mut() {
            file.renew(self.look_every);
            if let Err(error) = file.add(address, &mut found)
                && !std::mem::replace(&mut file.has_complained, true)
            {
                tracing::warn!(file = %file.path.display(), %error, "an address cannot be looked up; the file is damaged");
            }
        }
        found
    }
}

impl GeoFile {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let (reader, stamp) = read(path)?;
        Ok(Self {
            path: path.to_owned(),
            reader,
            stamp,
            looked_at: Instant::now(),
            has_complained: false,
        })
    }

    /// Reads the file again if it changed. What cannot be read leaves the one before.
    fn renew(&mut self, look_every: Duration) {
        if self.looked_at.elapsed() < look_every {
            return;
        }
        self.looked_at = Instant::now();
        if stamp(&self.path).is_ok_and(|stamp| stamp == self.stamp) {
            return;
        }
        match read(&self.path) {
            Ok((reader, stamp)) => {
                (self.reader, self.stamp, self.has_complained) = (reader, stamp, false);
                tracing::info!(file = %self.path.display(), "the database of places was read again");
            }
            Err(error) if !std::mem::replace(&mut self.has_complained, true) => {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "the database of places before stays in use"
                );
            }
            Err(_) => {}
        }
    }

    /// Adds what the file knows of an address.
    fn add(&self, address: IpAddr, found: &mut Located) -> Result<(), maxminddb::MaxMindDbError> {
        if self.reader.metadata().ip_version == 4 && address.is_ipv6() {
            return Ok(());
        }
        let Some(row) = self.reader.lookup(address)?.decode::<Row<'_>>()? else {
            return Ok(());
        };
        let name = |named: &Named<'_>| named.names.get(LANGUAGE).map(|name| (*name).to_owned());
        if let Some(country) = row.country.and_then(|country| country.iso_code) {
            found.country = Some(country.to_owned());
        }
        found.city = row.city.as_ref().and_then(name).or(found.city.take());
        let region = row.subdivisions.as_deref().and_then(<[_]>::first);
        found.region = region.and_then(name).or(found.region.take());
        if let Some(Location {
            latitude: Some(latitude),
            longitude: Some(longitude),
        }) = row.location
        {
            found.place = Some((latitude, longitude));
        }
        found.asn = row.autonomous_system_number.or(found.asn);
        if let Some(name) = row.autonomous_system_organization {
            found.as_org = Some(name.to_owned());
        }
        Ok(())
    }
}

fn stamp(path: &Path) -> std::io::Result<Stamp> {
    let known = std::fs::metadata(path)?;
    Ok((known.modified().ok(), known.len()))
}

fn read(path: &Path) -> anyhow::Result<(Reader<Vec<u8>>, Stamp)> {
    let shown = path.display();
    let unreadable = || format!("the database of places {shown} cannot be read");
    let stamp = stamp(path).with_context(unreadable)?;
    let bytes = std::fs::read(path).with_context(unreadable)?;
    let reader = Reader::from_source(bytes).map_err(|error| {
        anyhow!(
            "the database of places {shown} is damaged, or no MaxMind DB file: {error}; download it again and unpack it \
             (`.mmdb`)"
        )
    })?;
    // Whether the tree leads anywhere at all: a file that was cut short says so here.
    let looked = reader.lookup(IpAddr::from([8, 8, 8, 8]));
    let tried = looked.and_then(|found| found.decode::<serde::de::IgnoredAny>());
    tried
        .map_err(|error| anyhow!("the database of places {shown} is damaged: {error}; download it again"))?;
    Ok((reader, stamp))
}

#[cfg(test)]
mod tests;
