//! What the server can do and what it serves (RFC 7644 section 4).

use serde_json::{Value, json};

use super::{Answer, Provider, list::list_response};
use crate::ask::Ask;
use crate::fault::Fault;
use crate::request::{Request, Route};
use crate::schema::{Kind, resource_type_json, schema_json};
use crate::urn;

impl Provider {
    pub(super) fn discover(&self, route: &Route, request: &Request<'_>) -> Result<Answer, Fault> {
        if Ask::from_query(request.query)?.filter.is_some() {
            return Err(Fault::new(403, "discovery cannot be filtered"));
        }
        let base = request.base;
        let types = || Kind::ALL.into_iter().map(|kind| self.schemas.of(kind));
        let body = match route {
            Route::ServiceProviderConfig => self.service_provider_config(base),
            Route::ResourceTypes(None) => listed(types().map(|of| resource_type_json(of, base)).collect()),
            Route::ResourceTypes(Some(name)) => types()
                .find(|of| of.kind.name() == name)
                .map(|of| resource_type_json(of, base))
                .ok_or_else(|| Fault::not_found("resource type", name))?,
            Route::Schemas(wanted) => {
                let all = types().flat_map(|of| std::iter::once(&of.core).chain(&of.extensions));
                match wanted {
                    None => listed(all.map(|schema| schema_json(schema, base)).collect()),
                    Some(urn) => all
                        .into_iter()
                        .find(|schema| schema.id.eq_ignore_ascii_case(urn))
                        .map(|schema| schema_json(schema, base))
                        .ok_or_else(|| Fault::not_found("schema", urn))?,
                }
            }
            _ => return Err(Fault::new(404, "there is nothing at this address")),
        };
        Ok(Answer::body(200, body))
    }

    /// RFC 7643 section 5.
    fn service_provider_config(&self, base: &str) -> Value {
        json!({
            "schemas": [urn::SERVICE_PROVIDER_CONFIG],
            "patch": { "supported": true },
            "bulk": {
                "supported": true,
                "maxOperations": self.limits.bulk_operations_max,
                "maxPayloadSize": self.limits.body_bytes_max,
            },
            "filter": { "supported": true, "maxResults": self.limits.page_max },
            // RFC 9865 section 4.
            "pagination": {
                "cursor": false,
                "index": true,
                "defaultPaginationMethod": "index",
                "defaultPageSize": self.limits.page_default,
                "maxPageSize": self.limits.page_max,
            },
            "changePassword": { "supported": false },
            "sort": { "supported": true },
            "etag": { "supported": true },
            "authenticationSchemes": [{
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token in the Authorization header",
                "specUri": "https://www.rfc-editor.org/info/rfc6750",
                "primary": true,
            }],
            "meta": {
                "resourceType": "ServiceProviderConfig",
                "location": format!("{base}/ServiceProviderConfig"),
            },
        })
    }
}

fn listed(resources: Vec<Value>) -> Value {
    list_response(resources.len(), 1, resources)
}
