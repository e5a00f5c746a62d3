//! What the server remembers of each client: its settings, and how its running query is ended.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use async_trait::async_trait;
use pgwire::api::ClientInfo;
use pgwire::api::cancel::CancelHandler;
use pgwire::messages::cancel::CancelRequest;
use pgwire::messages::startup::SecretKey;

use super::activity::Activity;
use super::cursor::Cursors;
use super::setting::Settings;
use crate::{Cancel, Rights};

/// One client.
#[derive(Debug)]
pub(super) struct Connection {
    activity: Arc<Activity>,
    /// What its token may read.
    rights: Rights,
    settings: Mutex<Settings>,
    running: Mutex<Cancel>,
    cursors: Cursors,
    /// Where it is listed, so that it leaves the list when it goes.
    listed: Mutex<Option<(Key, Weak<Connections>)>>,
}

type Key = (i32, Vec<u8>);

impl Connection {
    /// The connection of `client`.
    #[expect(
        clippy::redundant_allocation,
        reason = "the store of extensions hands out an Arc of what is kept, an Arc"
    )]
    pub(super) fn of<C: ClientInfo + ?Sized>(client: &C) -> Arc<Arc<Self>> {
        client.session_extensions().get_or_insert_with(|| {
            Arc::new(Self::new(
                Arc::new(Activity::begin(Instant::now())),
                Rights::default(),
            ))
        })
    }

    fn new(activity: Arc<Activity>, rights: Rights) -> Self {
        Self {
            activity,
            rights,
            settings: Mutex::default(),
            running: Mutex::default(),
            cursors: Cursors::default(),
            listed: Mutex::default(),
        }
    }

    /// When the client was last heard of.
    pub(super) fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }

    /// What the client may read besides the graph.
    pub(super) const fn rights(&self) -> Rights {
        self.rights
    }

    pub(super) const fn cursors(&self) -> &Cursors {
        &self.cursors
    }

    pub(super) fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Settings) -> T) -> T {
        change(&mut lock(&self.settings))
    }

    /// A handle for the query that begins now.
    pub(super) fn begin(&self) -> Cancel {
        self.activity.touch();
        let cancel = Cancel::new();
        lock(&self.running).clone_from(&cancel);
        cancel
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some((key, connections)) = lock(&self.listed).take()
            && let Some(connections) = connections.upgrade()
        {
            lock(&connections.by_key).remove(&key);
        }
    }
}

/// All clients, by what a cancel request names them with.
#[derive(Debug, Default)]
pub(super) struct Connections {
    by_key: Mutex<HashMap<Key, Weak<Connection>>>,
}

impl Connections {
    pub(super) fn add(
        self: &Arc<Self>,
        pid: i32,
        key: &SecretKey,
        activity: Arc<Activity>,
        rights: Rights,
    ) -> Arc<Connection> {
        let key = (pid, bytes_of(key));
        let connection = Arc::new(Connection::new(activity, rights));
        *lock(&connection.listed) = Some((key.clone(), Arc::downgrade(self)));
        lock(&self.by_key).insert(key, Arc::downgrade(&connection));
        connection
    }
}

/// Ends queries when their client asks on another connection.
pub(super) struct Canceller {
    connections: Arc<Connections>,
}

impl Canceller {
    pub(super) fn new(connections: Arc<Connections>) -> Self {
        Self { connections }
    }
}

#[async_trait]
impl CancelHandler for Canceller {
    async fn on_cancel_request(&self, request: CancelRequest) {
        let key = (request.pid, bytes_of(&request.secret_key));
        let connection = lock(&self.connections.by_key).get(&key).and_then(Weak::upgrade);
        if let Some(connection) = connection {
            lock(&connection.running).cancel();
        }
    }
}

fn bytes_of(key: &SecretKey) -> Vec<u8> {
    match key {
        SecretKey::I32(number) => number.to_be_bytes().to_vec(),
        SecretKey::Bytes(bytes) => bytes.to_vec(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
