//! A transport that answers from a closure, and remembers what it was asked.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use okta::{Answer, Client, Config, Credential, Request, Sending, SystemClock, Transport, TransportError};

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Breaks the connection after the body.
    pub(crate) breaks: bool,
}

impl Reply {
    pub(crate) fn json(body: impl Into<String>) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self {
            status: 200,
            headers,
            body: body.into().into_bytes(),
            breaks: false,
        }
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name || name == "link");
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn next(self, path: &str) -> Self {
        self.header("link", &format!("<https://acme.okta.com{path}>; rel=\"next\""))
    }
}

type Handler = Box<dyn FnMut(&Request) -> Reply + Send>;

pub(crate) struct Fake {
    handler: Mutex<Handler>,
    pub(crate) asked: Mutex<Vec<Request>>,
}

impl Fake {
    pub(crate) fn new(handler: impl FnMut(&Request) -> Reply + Send + 'static) -> Arc<Self> {
        Arc::new(Self {
            handler: Mutex::new(Box::new(handler)),
            asked: Mutex::default(),
        })
    }

    /// Gives the replies one after the other, the last one for ever.
    pub(crate) fn script(replies: Vec<Reply>) -> Arc<Self> {
        let mut at = 0;
        Self::new(move |_| {
            let reply = replies[at.min(replies.len() - 1)].clone();
            at += 1;
            reply
        })
    }

    /// Path and query of every request so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .map(|request| path(request).to_owned())
            .collect()
    }
}

pub(crate) fn path(request: &Request) -> &str {
    let rest = request.url.split_once("://").unwrap().1;
    rest.split_once('/').map_or("/", |(host, _)| &rest[host.len()..])
}

impl Transport for Fake {
    fn send(&self, request: Request) -> Sending<'_> {
        let reply = (self.handler.lock().unwrap())(&request);
        self.asked.lock().unwrap().push(request);
        Box::pin(async move {
            // As over a network, others get their turn in between.
            tokio::task::yield_now().await;
            if reply.status == 0 {
                return Err(TransportError::Connect("nobody is there".to_owned()));
            }
            let mut headers = HeaderMap::new();
            for (name, value) in &reply.headers {
                let name: HeaderName = name.parse().unwrap();
                headers.append(name, HeaderValue::from_str(value).unwrap());
            }
            let mut pieces: Vec<Result<Bytes, TransportError>> = reply
                .body
                .chunks(1000)
                .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
                .collect();
            if reply.breaks {
                pieces.push(Err(TransportError::Broken("reset by peer".to_owned())));
            }
            let body = Box::pin(futures_util::stream::iter(pieces));
            Ok(Answer {
                status: reply.status,
                headers,
                body,
            })
        })
    }
}

pub(crate) fn client(transport: Arc<Fake>) -> Client {
    client_with(transport, Credential::api_token("TOKENMARK"))
}

pub(crate) fn client_with(transport: Arc<Fake>, credential: Credential) -> Client {
    let config = Config::new("https://acme.okta.com", credential);
    Client::with(config, transport, Arc::new(SystemClock::default())).unwrap()
}
