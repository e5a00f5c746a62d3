//! `POST /Bulk`: the parts one after the other, each by itself; what is done stays done when a later one fails.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Answer, Provider, write::Write};
use crate::ask::Ask;
use crate::bulk::{self, BulkOperation};
use crate::fault::Fault;
use crate::request::Route;
use crate::store::Store;
use crate::urn;

impl Provider {
    pub(super) async fn bulk(&self, store: &dyn Store, body: Value, base: &str) -> Result<Answer, Fault> {
        let bulk = bulk::read(body, &self.limits)?;
        let (ordered, circular) = bulk::order(&bulk.operations);
        let mut ids = BTreeMap::new();
        let mut entries: Vec<Option<Value>> = vec![None; bulk.operations.len()];
        let mut failures = 0;
        for index in ordered.into_iter().chain(circular.iter().copied()) {
            if bulk.fail_on_errors.is_some_and(|most| failures >= most.max(1)) {
                break;
            }
            let Some(operation) = bulk.operations.get(index) else {
                continue;
            };
            let done = if circular.contains(&index) {
                Err(Fault::new(
                    409,
                    "the operation is part of, or waits for, a circle of `bulkId` references",
                ))
            } else {
                self.part(store, operation.clone(), &ids, base).await
            };
            let answer = done.unwrap_or_else(|fault| Answer::body(fault.status, fault.body()));
            if answer.status >= 400 {
                failures += 1;
            } else if let (Some(bulk_id), Some(location)) = (&operation.bulk_id, &answer.location) {
                ids.extend(
                    location
                        .rsplit('/')
                        .next()
                        .map(|id| (bulk_id.clone(), id.to_owned())),
                );
            }
            if let Some(entry) = entries.get_mut(index) {
                *entry = Some(answer.into_bulk_entry(&operation.method, operation.bulk_id.as_deref()));
            }
        }
        let entries: Vec<Value> = entries.into_iter().flatten().collect();
        Ok(Answer::body(
            200,
            json!({ "schemas": [urn::BULK_RESPONSE], "Operations": entries }),
        ))
    }

    async fn part(
        &self,
        store: &dyn Store,
        mut operation: BulkOperation,
        ids: &BTreeMap<String, String>,
        base: &str,
    ) -> Result<Answer, Fault> {
        bulk::resolve(&mut operation, ids).map_err(|unknown| {
            Fault::new(
                409,
                format!("`bulkId:{unknown}` is not the result of an operation that succeeded"),
            )
        })?;
        let ask = Ask::default();
        let write = Write {
            if_match: operation.version.as_deref(),
            ask: &ask,
            base,
        };
        let data = operation.data;
        match (operation.method.as_str(), Route::read(&operation.path)?) {
            ("POST", Route::Collection(kind)) => self.create(store, kind, data, &write).await,
            ("PUT", Route::One(kind, id)) => self.put(store, kind, &id, data, &write).await,
            ("PATCH", Route::One(kind, id)) => self.patch(store, kind, &id, data, &write).await,
            ("DELETE", Route::One(kind, id)) => {
                let answer = self.delete(store, kind, &id, write.if_match).await?;
                let location = crate::render::location(kind, &id, base);
                Ok(answer.at(location))
            }
            (method, _) => Err(Fault::invalid_value(format!(
                "`{method}` does not go with this `path`"
            ))),
        }
    }
}
