//! Settings of the server: defaults, then the file, then `PORTOLAN_*`, then flags.

use super::events::ShelfSettings;
use crate::cli::Serve;
use activity::event::Source;
use anyhow::{Context as _, anyhow};
use archive::Retention;
use collect::aws::BucketSettings;
use domain::Reach;
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything that can be set. Every field has a default that is right for one machine.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where the web application and the API listen.
    pub(crate) listen: SocketAddr,
    /// Where the PostgreSQL protocol listens; off when absent.
    pub(crate) pg_listen: Option<SocketAddr>,
    /// Certificate for the PostgreSQL protocol, with those that vouch for it, as PEM. Without it only clients of the
    /// same machine can sign in there.
    pub(crate) pg_tls_cert_file: Option<PathBuf>,
    /// The certificate's private key, as PEM without a password.
    pub(crate) pg_tls_key_file: Option<PathBuf>,
    /// Where everything is kept.
    pub(crate) data_dir: PathBuf,
    /// PostgreSQL server (14 or newer) for what is remembered; a file in the data folder when absent.
    pub(crate) database_url: Option<DatabaseUrl>,
    /// How people reach this server from outside; decides about secure cookies and links.
    pub(crate) public_url: Option<String>,
    /// Allow organizations on loopback and private addresses, over http too.
    pub(crate) allow_private_org_urls: bool,
    /// File with certificate authorities to trust besides the system's when organizations are called, as PEM.
    pub(crate) extra_ca_file: Option<PathBuf>,
    /// File of the MaxMind DB format that tells where addresses are, for events whose source does not say it.
    pub(crate) geo_city_file: Option<PathBuf>,
    /// The same that tells whose networks they belong to.
    pub(crate) geo_asn_file: Option<PathBuf>,
    /// Whether a proxy stands before the server and names the caller in the last entry of `X-Forwarded-For`.
    pub(crate) behind_proxy: bool,
    /// Whether people with a password here may do nothing before they have a passkey or a second factor.
    pub(crate) require_second_factor: bool,
    /// File with the master key that seals secrets: 32 bytes as base64. Made at first start when absent.
    pub(crate) master_key_file: Option<PathBuf>,
    /// Days for which every snapshot is kept; later one a day is kept, after a year one a week.
    pub(crate) keep_all_snapshots_days: u32,
    /// Seconds between two readings of what is new in Okta's System Log.
    pub(crate) events_interval_s: u64,
    /// Days for which events are kept; 0 keeps them for ever.
    pub(crate) keep_events_days: u32,
    /// Days for which events of a source are kept in place of `keep_events_days`; 0 keeps them for ever. Sources are
    /// `okta`, `aws`, `github`, `teleport` and `self`.
    pub(crate) keep_events_days_of: BTreeMap<String, u32>,
    /// Bucket for the segments of the archive of events, `s3://bucket/prefix`; the data folder when absent.
    pub(crate) events_store: Option<String>,
    /// Region of that bucket.
    pub(crate) events_store_region: String,
    /// Address of what speaks like S3, in place of AWS's own.
    pub(crate) events_store_endpoint: Option<String>,
    /// Most megabytes of indexes that are kept beside a store, about.
    pub(crate) events_cache_mb: u64,
    /// Most seconds one SQL statement may take.
    pub(crate) query_timeout_s: u64,
    /// Most megabytes one SQL statement may take.
    pub(crate) query_memory_mb: u64,
}

/// `postgres://user:password@host/database`. Printing it prints dots: it may hold a password.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub(crate) struct DatabaseUrl(String);

impl DatabaseUrl {
    /// An address as it was given.
    pub(crate) fn new(address: String) -> Self {
        Self(address)
    }

    /// The address with its password, for the database alone.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            pg_listen: None,
            pg_tls_cert_file: None,
            pg_tls_key_file: None,
            data_dir: PathBuf::from("portolan-data"),
            database_url: None,
            public_url: None,
            allow_private_org_urls: false,
            extra_ca_file: None,
            geo_city_file: None,
            geo_asn_file: None,
            behind_proxy: false,
            require_second_factor: false,
            master_key_file: None,
            keep_all_snapshots_days: 30,
            events_interval_s: 60,
            keep_events_days: 0,
            keep_events_days_of: BTreeMap::new(),
            events_store: None,
            events_store_region: "us-east-1".to_owned(),
            events_store_endpoint: None,
            events_cache_mb: 8_192,
            query_timeout_s: 30,
            query_memory_mb: 512,
        }
    }
}

/// A source that is kept for ever when others are not: more days than events can be old.
const FOR_EVER_DAYS: u32 = 365 * 1_000;

/// Variables that are settings. Others that begin the same belong to client commands, to scripts, or to whoever made
/// the environment: Kubernetes puts `PORTOLAN_PORT` there for a service of that name.
const VARIABLES: [&str; 24] = [
    "listen",
    "pg_listen",
    "pg_tls_cert_file",
    "pg_tls_key_file",
    "data_dir",
    "database_url",
    "public_url",
    "behind_proxy",
    "require_second_factor",
    "extra_ca_file",
    "geo_city_file",
    "geo_asn_file",
    "allow_private_org_urls",
    "master_key_file",
    "keep_all_snapshots_days",
    "events_interval_s",
    "keep_events_days",
    "keep_events_days_of",
    "events_store",
    "events_store_region",
    "events_store_endpoint",
    "events_cache_mb",
    "query_timeout_s",
    "query_memory_mb",
];

impl Settings {
    /// Reads all sources. An unknown or wrong setting is an error that names it and where it stands.
    pub(crate) fn read(flags: &Serve) -> anyhow::Result<Self> {
        let mut sources = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = &flags.config {
            if !file.is_file() {
                return Err(anyhow!("the settings file {} does not exist", file.display()));
            }
            sources = sources.merge(Toml::file_exact(file));
        }
        let mut settings: Self = sources
            .merge(Env::prefixed("PORTOLAN_").only(&VARIABLES))
            .extract()
            .context("the settings cannot be used; docs/reference/settings.md lists them")?;
        settings.take_flags(flags);
        settings.check()?;
        Ok(settings)
    }

    fn take_flags(&mut self, flags: &Serve) {
        if let Some(listen) = flags.listen {
            self.listen = listen;
        }
        if let Some(data_dir) = &flags.data_dir {
            self.data_dir.clone_from(data_dir);
        }
        if flags.pg_listen.is_some() {
            self.pg_listen = flags.pg_listen;
        }
        if flags.public_url.is_some() {
            self.public_url.clone_from(&flags.public_url);
        }
        if flags.geo_city_file.is_some() {
            self.geo_city_file.clone_from(&flags.geo_city_file);
        }
        if flags.geo_asn_file.is_some() {
            self.geo_asn_file.clone_from(&flags.geo_asn_file);
        }
        self.allow_private_org_urls |= flags.allow_private_org_urls;
    }

    fn check(&self) -> anyhow::Result<()> {
        if let Some(url) = &self.public_url
            && !url.starts_with("https://")
            && !url.starts_with("http://")
        {
            return Err(anyhow!(
                "`public_url` is {url}; write it as https://portolan.example.com"
            ));
        }
        if self.pg_tls_cert_file.is_some() != self.pg_tls_key_file.is_some() {
            return Err(anyhow!(
                "`pg_tls_cert_file` and `pg_tls_key_file` go together; one of them is not set"
            ));
        }
        for source in self.keep_events_days_of.keys() {
            if Source::of_word(source).is_none() {
                return Err(anyhow!(
                    "`keep_events_days_of` names `{source}`; sources are okta, aws, github, teleport and self"
                ));
            }
        }
        Ok(())
    }

    /// How long events are kept.
    pub(crate) fn retention(&self) -> Retention {
        let known = |days: u32| if days == 0 { FOR_EVER_DAYS } else { days };
        Retention {
            days: Some(self.keep_events_days).filter(|days| *days > 0),
            by_source: self
                .keep_events_days_of
                .iter()
                .map(|(source, days)| (source.clone(), known(*days)))
                .collect(),
        }
    }

    /// Where the segments of the archive lie, if not in the data folder.
    pub(crate) fn shelf(&self, reach: Reach) -> anyhow::Result<Option<ShelfSettings>> {
        let Some(store) = &self.events_store else {
            return Ok(None);
        };
        let place = store.strip_prefix("s3://").map(|place| place.trim_matches('/'));
        let Some(place) = place.filter(|place| !place.is_empty()) else {
            return Err(anyhow!(
                "`events_store` is {store}; write it as s3://bucket/prefix"
            ));
        };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let endpoint = self.events_store_endpoint.as_deref();
        let endpoint = endpoint.map(|text| collect::address(text, reach)).transpose();
        Ok(Some(ShelfSettings {
            bucket: BucketSettings {
                bucket: bucket.to_owned(),
                prefix: if prefix.is_empty() {
                    String::new()
                } else {
                    format!("{prefix}/")
                },
                region: self.events_store_region.clone(),
                endpoint: endpoint.context("`events_store_endpoint` cannot be used")?,
            },
            cache_bytes: self.events_cache_mb.saturating_mul(1 << 20),
        }))
    }

    /// The address to print and to put into links.
    pub(crate) fn url(&self, listening: SocketAddr) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{listening}"))
            .trim_end_matches('/')
            .to_owned()
    }
}

#[cfg(test)]
mod tests;
