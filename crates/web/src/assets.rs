//! The web application: files built from `ui/`, inside the binary.

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::ApiError;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../ui/dist"]
struct Files;

/// Every path that no call has: a file, else the application's one page, which shows what the path names.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") || path.starts_with("/v1/") {
        return ApiError::not_found(
            "there is no such call",
            "`/api/openapi.json` describes every call",
        )
        .into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = ApiError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "bad_request",
            "pages can only be read",
        )
        .into_response();
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let name = path.trim_start_matches('/');
    match Files::get(name).filter(|_| !name.is_empty()) {
        Some(file) => answer(name, &file, request.headers()),
        None if looks_like_file(name) => ApiError::not_found(
            "there is no such file",
            "reload the page: the application may be newer",
        )
        .into_response(),
        None => page(request.headers()),
    }
}

fn page(headers: &HeaderMap) -> Response {
    match Files::get("index.html") {
        Some(file) => answer("index.html", &file, headers),
        None => ApiError::internal("the web application is not in this binary").into_response(),
    }
}

/// A missing script must not be answered with a page: the browser would call it broken instead of missing.
fn looks_like_file(name: &str) -> bool {
    name.starts_with("assets/")
        || [
            "js",
            "css",
            "map",
            "svg",
            "png",
            "ico",
            "woff2",
            "webmanifest",
            "txt",
        ]
        .iter()
        .any(|end| {
            name.rsplit_once('.')
                .is_some_and(|(_, extension)| extension == *end)
        })
}

fn answer(name: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = etag(file);
    let fresh = headers.get(IF_NONE_MATCH).is_some_and(|value| {
        value.to_str().is_ok_and(|tags| {
            tags.split(',')
                .any(|given| given.trim().trim_start_matches("W/") == tag)
        })
    });
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, content_type(name))], file.data.to_vec()).into_response()
    };
    let caching = if is_hashed(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    if fresh {
        response.headers_mut().remove(CONTENT_TYPE);
    }
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Files under `assets/` carry a hash of their content in their names.
fn is_hashed(name: &str) -> bool {
    name.starts_with("assets/")
}

fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    hash.iter()
        .take(16)
        .fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}"))
        + "\""
}
