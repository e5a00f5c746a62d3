//! Serves SCIM from memory: `cargo run -p portolan-scim --example scim_serve -- 127.0.0.1:7200 [TOKEN]`.
//!
//! For conformance testers and for trying clients; it forgets everything when it stops.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::IntoResponse;
use portolan_scim as scim;
use scim::{Fault, Limits, Memory, Provider, Request, Response, Schemas};

struct Service {
    provider: Provider,
    store: Memory,
    base: String,
    token: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let listen = arguments.next().unwrap_or_else(|| "127.0.0.1:7200".to_owned());
    let listener = tokio::net::TcpListener::bind(&listen).await?;
    let base = format!("http://{}/scim/v2", listener.local_addr()?);
    let mut out = std::io::stdout();
    std::io::Write::write_fmt(&mut out, format_args!("ready {base}\n"))?;
    std::io::Write::flush(&mut out)?;
    let service = Service {
        provider: Provider::new(Schemas::standard(), Limits::default()),
        store: Memory::new(jiff::Timestamp::now),
        base,
        token: arguments.next(),
    };
    let app = Router::new().fallback(answer).with_state(Arc::new(service));
    axum::serve(listener, app).await?;
    Ok(())
}

async fn answer(
    State(service): State<Arc<Service>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    let response = if service.token.is_some() && bearer != service.token.as_deref() {
        Response::refuse(&Fault::unauthorized())
    } else {
        let request = Request {
            method: method.as_str(),
            path: uri.path().strip_prefix("/scim/v2").unwrap_or("/nowhere"),
            query: uri.query().unwrap_or_default(),
            content_type: text(header::CONTENT_TYPE),
            if_match: text(header::IF_MATCH),
            if_none_match: text(header::IF_NONE_MATCH),
            base: &service.base,
            body: &body,
        };
        service.provider.handle(&service.store, request).await
    };
    let mut answer = axum::http::Response::builder().status(response.status);
    for (name, value) in response.headers {
        answer = answer.header(name, value);
    }
    answer
        .body(axum::body::Body::from(response.body))
        .unwrap_or_default()
}
