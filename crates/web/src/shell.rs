//! What every answer passes through, whoever made it: request id, time limit, security headers, counting.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::app::Shared;
use crate::error::ApiError;
use crate::session::Template;

/// Largest body that a call takes, in bytes. SQL text and private keys are the largest things people send.
const BODY_BYTES_MAX: usize = 512 * 1024;
/// From the request to the head of its answer. Queries have their own, shorter limit.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The same for calls whose work grows with what is sent or asked: imports, and rules over stored history.
const LONG_ANSWER_WITHIN: Duration = Duration::from_secs(3600);

/// Removing a hundred thousand people takes longer than an answer may.
const CLEANUP: &str = "/api/v1/integrations/okta/cleanup";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// No script, style sheet, picture or connection from elsewhere; no inline script; in nobody's frame. Inline styles
/// are allowed: the component library sets positions and colours with them.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Puts the shell around the routes.
pub(crate) fn wrap(routes: Router, app: &Shared) -> Router {
    routes
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), around))
}

async fn around(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(request.headers());
    let method = request.method().clone();
    let is_api = request.uri().path().starts_with("/api/");
    let path = request.uri().path();
    let is_long = matches!(path, "/api/v1/activity/import" | "/api/v1/resources" | CLEANUP)
        || path.ends_with("/replay");
    let within = if is_long {
        LONG_ANSWER_WITHIN
    } else {
        ANSWER_WITHIN
    };
    let mut response = match tokio::time::timeout(within, next.run(request)).await {
        Ok(response) => response,
        Err(_) => too_slow().into_response(),
    };
    let template = response
        .extensions_mut()
        .remove::<Template>()
        .map_or_else(|| "other".to_owned(), |template| template.0);
    let elapsed = began.elapsed();
    app.metrics
        .answered(&method, &template, response.status(), elapsed);
    tracing::info!(
        request.id = id.to_str().unwrap_or_default(), %method, route = template,
        status = response.status().as_u16(), elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    protect(response.headers_mut(), app.parts.settings.is_https(), is_api);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Sets the security headers.
fn protect(headers: &mut HeaderMap, is_https: bool, is_api: bool) {
    let fixed = [
        (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_https {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    if is_api && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// The caller's id where it is a plain one, so that logs of several systems join; else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let given = headers.get(&REQUEST_ID).filter(|value| {
        let bytes = value.as_bytes();
        (8..=64).contains(&bytes.len())
            && bytes
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    });
    given.cloned().unwrap_or_else(|| {
        let id = format!("{:032x}", rand::random::<u128>());
        HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static("none"))
    })
}

fn too_slow() -> ApiError {
    ApiError::new(
        StatusCode::GATEWAY_TIMEOUT,
        "too_slow",
        "the answer took too long and was given up",
    )
    .hint("ask for less at once")
}

/// A panic is our fault; its message goes to the log by the panic hook, never to the caller.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    ApiError::internal("a handler panicked").into_response()
}
