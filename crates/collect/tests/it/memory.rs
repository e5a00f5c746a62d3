//! A sink in memory that knows events by their ids, as the archive does.

use collect::{Sink, Taken};
use domain::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) ids: Mutex<BTreeSet<String>>,
    pub(crate) orgs: Mutex<BTreeSet<String>>,
    cursors: Mutex<BTreeMap<String, String>>,
    pub(crate) is_full: AtomicBool,
    pub(crate) lost: Mutex<Vec<(Timestamp, Timestamp)>>,
}

impl Memory {
    pub(crate) fn ids(&self) -> Vec<String> {
        self.ids.lock().unwrap().iter().cloned().collect()
    }

    pub(crate) fn set_cursor(&self, stream: &str, text: &str) {
        let mut cursors = self.cursors.lock().unwrap();
        cursors.insert(stream.to_owned(), text.to_owned());
    }
}

impl Sink for Memory {
    fn cursor(&self, stream: &str) -> Option<String> {
        self.cursors.lock().unwrap().get(stream).cloned()
    }

    async fn take(&self, org: &str, text: Vec<u8>, cursor: Option<(&str, String)>) -> Result<Taken, String> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err("the disk is full".to_owned());
        }
        let mut taken = Taken::default();
        for event in serde_json::Deserializer::from_slice(&text).into_iter::<Value>() {
            let event = event.unwrap();
            let events = event["Records"].as_array().cloned().unwrap_or(vec![event]);
            for event in events {
                let id = event["eventID"].as_str().or(event["_document_id"].as_str());
                taken.read += 1;
                if self.ids.lock().unwrap().insert(id.unwrap().to_owned()) {
                    taken.stored += 1;
                } else {
                    taken.repeated += 1;
                }
            }
        }
        self.orgs.lock().unwrap().insert(org.to_owned());
        if let Some((stream, at)) = cursor {
            self.set_cursor(stream, &at);
        }
        Ok(taken)
    }

    async fn lost(&self, _: &str, from: Timestamp, until: Timestamp) -> Result<(), String> {
        self.lost.lock().unwrap().push((from, until));
        Ok(())
    }
}

/// A clock to turn.
pub(crate) struct Clock(pub(crate) AtomicI64);

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

pub(crate) fn install() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Listens on loopback; gives the address.
pub(crate) async fn listen(router: axum::Router) -> String {
    install();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}
