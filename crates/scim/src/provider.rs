//! Answers requests: routes, reads, asks the store, shows. What is decided is decided by pure functions elsewhere.

mod answer;
mod bulk;
mod discovery;
mod list;
mod read;
mod write;

use serde_json::Value;

use crate::ask::Ask;
use crate::fault::Fault;
use crate::json;
use crate::limits::Limits;
use crate::request::{Request, Route};
use crate::response::Response;
use crate::schema::{Kind, Schemas};
use crate::store::Store;
use answer::Answer;

/// A SCIM service provider over any store. Holds no state of its own; one serves any number of stores.
#[derive(Debug, Clone)]
pub struct Provider {
    schemas: Schemas,
    limits: Limits,
}

impl Provider {
    /// A provider of these kinds of resources within these limits.
    #[must_use]
    pub fn new(schemas: Schemas, limits: Limits) -> Self {
        Self { schemas, limits }
    }

    /// The limits, so that whoever reads the body can stop at [`Limits::body_bytes_max`].
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Answers one request. Every input has an answer; a refusal is one in SCIM's error form.
    pub async fn handle(&self, store: &dyn Store, request: Request<'_>) -> Response {
        match self.answer(store, &request).await {
            Ok(answer) => answer.into_response(),
            Err(fault) => Response::refuse(&fault),
        }
    }

    async fn answer(&self, store: &dyn Store, request: &Request<'_>) -> Result<Answer, Fault> {
        if request.body.len() > self.limits.body_bytes_max {
            return Err(Fault::too_large(self.limits.body_bytes_max));
        }
        let route = Route::read(request.path)?;
        if route == Route::Me {
            return Err(Fault::new(
                501,
                "`/Me` is not served: a token here belongs to a service and not to a person",
            ));
        }
        if !route.methods().split(", ").any(|method| method == request.method) {
            return Ok(Answer::method_not_allowed(route.methods()));
        }
        let base = request.base;
        match (request.method, route) {
            (_, Route::Search(kind)) => {
                let ask = Ask::from_body(self.body(request)?)?;
                self.list(store, &kinds(kind), &ask, base).await
            }
            (_, Route::Bulk) => self.bulk(store, self.body(request)?, base).await,
            ("GET", Route::Root) => {
                self.list(store, &kinds(None), &Ask::from_query(request.query)?, base)
                    .await
            }
            ("GET", Route::Collection(kind)) => {
                self.list(store, &[kind], &Ask::from_query(request.query)?, base)
                    .await
            }
            ("GET", Route::One(kind, id)) => self.read(store, kind, &id, request).await,
            ("DELETE", Route::One(kind, id)) => self.delete(store, kind, &id, request.if_match).await,
            (method, Route::One(kind, id)) => {
                let ask = Ask::from_query(request.query)?;
                let write = write::Write {
                    if_match: request.if_match,
                    ask: &ask,
                    base,
                };
                let body = self.body(request)?;
                if method == "PUT" {
                    self.put(store, kind, &id, body, &write).await
                } else {
                    self.patch(store, kind, &id, body, &write).await
                }
            }
            (_, Route::Collection(kind)) => {
                let ask = Ask::from_query(request.query)?;
                let write = write::Write {
                    if_match: None,
                    ask: &ask,
                    base,
                };
                self.create(store, kind, self.body(request)?, &write).await
            }
            (_, route) => self.discover(&route, request),
        }
    }

    fn body(&self, request: &Request<'_>) -> Result<Value, Fault> {
        let media = request
            .content_type
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        let is_json = ["application/scim+json", "application/json"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(media));
        if !media.is_empty() && !is_json {
            return Err(Fault::new(415, "the body must be `application/scim+json`"));
        }
        json::read(request.body, self.limits.json_depth_max)
    }
}

fn kinds(kind: Option<Kind>) -> Vec<Kind> {
    kind.map_or(Kind::ALL.to_vec(), |kind| vec![kind])
}
