//! The store of objects that segments of the archive lie in, spoken with as S3 is.
//!
//! The archive asks from threads that may wait; what is asked runs on a thread of its own, so that it is no matter who
//! waits. What may go well later is asked again, a few times.

use crate::serve::now;
use archive::{Objects, Store};
use axum::body::Bytes;
use collect::Http;
use collect::aws::{Ambient, Bucket, BucketFault, BucketSettings, Credentials, Written};
use std::future::Future;
use std::io;
use std::ops::Range;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Tries after the first.
const AGAIN: u32 = 6;
/// Before the second try; twice as long before each further one.
const PAUSE: Duration = Duration::from_millis(200);

/// Where segments lie, and how much of their indexes is kept here.
#[derive(Clone, Debug)]
pub(crate) struct ShelfSettings {
    pub(crate) bucket: BucketSettings,
    pub(crate) cache_bytes: u64,
}

/// A bucket for threads that may wait.
struct Shelf {
    bucket: Arc<Bucket>,
    name: String,
    runtime: Option<Runtime>,
}

/// Prepares to ask the store. Nothing is asked yet.
pub(super) fn store(settings: &ShelfSettings, extra_ca_pem: Option<&str>) -> anyhow::Result<Store> {
    let bucket = &settings.bucket;
    let name = format!("s3://{}/{}", bucket.bucket, bucket.prefix.trim_end_matches('/'));
    let http = Http::new(extra_ca_pem).map_err(|fault| anyhow::anyhow!("{fault}; {}", fault.advice))?;
    let credentials = Credentials::Ambient(Arc::new(Ambient::new(|name| std::env::var(name).ok())));
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("store")
        .enable_all()
        .build()?;
    let shelf = Shelf {
        bucket: Arc::new(Bucket::new(bucket.clone(), credentials, http)),
        name: name.clone(),
        runtime: Some(runtime),
    };
    Ok(Store {
        objects: Arc::new(shelf),
        name,
        cache_bytes: settings.cache_bytes,
    })
}

impl Shelf {
    /// Asks until there is an answer, or it makes no sense to ask again.
    fn ask<T, F>(&self, ask: impl Fn(Arc<Bucket>) -> F + Send + 'static) -> io::Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, BucketFault>> + Send,
    {
        let runtime = self.runtime.as_ref().ok_or_else(ended)?;
        let (sender, receiver) = mpsc::sync_channel(1);
        let bucket = Arc::clone(&self.bucket);
        runtime.spawn(async move {
            let mut tries = 0;
            let answer = loop {
                match ask(Arc::clone(&bucket)).await {
                    Err(fault) if fault.is_passing && tries < AGAIN => {
                        tracing::debug!(%fault, "the store is asked again");
                        tokio::time::sleep(PAUSE * 2_u32.pow(tries)).await;
                        tries += 1;
                    }
                    answer => break answer,
                }
            };
            // Whoever asked may be gone.
            let _ = sender.send(answer);
        });
        let answer = receiver.recv().map_err(|_| ended())?;
        answer.map_err(|fault| io::Error::other(fault.to_string()))
    }
}

fn ended() -> io::Error {
    io::Error::other("the server is ending")
}

impl Objects for Shelf {
    fn part(&self, key: &str, part: Range<u64>) -> io::Result<Vec<u8>> {
        let key = key.to_owned();
        let found = self.ask(move |bucket| {
            let (key, part) = (key.clone(), part.clone());
            async move { bucket.part(&key, part, now()).await }
        })?;
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn get(&self, key: &str) -> io::Result<Option<(Vec<u8>, String)>> {
        let key = key.to_owned();
        let found = self.ask(move |bucket| {
            let key = key.clone();
            async move { bucket.get(&key, now()).await }
        })?;
        Ok(found.map(|found| (found.bytes, found.tag)))
    }

    fn put(&self, key: &str, bytes: Vec<u8>) -> io::Result<()> {
        let (key, bytes) = (key.to_owned(), Bytes::from(bytes));
        self.ask(move |bucket| {
            let (key, bytes) = (key.clone(), bytes.clone());
            async move { bucket.put(&key, bytes, now()).await }
        })
    }

    fn replace(&self, key: &str, bytes: Vec<u8>, known: Option<&str>) -> io::Result<Option<String>> {
        let (key, bytes) = (key.to_owned(), Bytes::from(bytes));
        let known = known.map(str::to_owned);
        let written = self.ask(move |bucket| {
            let (key, bytes, known) = (key.clone(), bytes.clone(), known.clone());
            async move { bucket.replace(&key, bytes, known.as_deref(), now()).await }
        })?;
        Ok(match written {
            Written::Done(tag) => Some(tag),
            Written::TooLate => None,
        })
    }

    fn remove(&self, key: &str) -> io::Result<()> {
        let key = key.to_owned();
        self.ask(move |bucket| {
            let key = key.clone();
            async move { bucket.remove(&key, now()).await }
        })
    }

    fn list(&self, beginning: &str) -> io::Result<Vec<(String, u64)>> {
        let beginning = beginning.to_owned();
        let listed = self.ask(move |bucket| {
            let beginning = beginning.clone();
            async move { bucket.list(&beginning, now()).await }
        })?;
        Ok(listed.into_iter().map(|one| (one.key, one.bytes)).collect())
    }
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Shelf").field(&self.name).finish()
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        // It may go on a thread that must not wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
