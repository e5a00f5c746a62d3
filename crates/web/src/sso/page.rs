//! The one page that a person sees when a sign-in fails. It says the same whatever the reason.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::header::RETRY_AFTER;
use saml::Refusal;

/// 403: somebody could not be signed in.
pub(super) fn refused() -> Response {
    (StatusCode::FORBIDDEN, Html(page(Refusal::PUBLIC))).into_response()
}

/// 429: so many from there could not be signed in, or began to, that it must wait.
pub(super) fn too_many(wait_s: u64) -> Response {
    let wait = [(RETRY_AFTER, wait_s.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, wait, Html(page(Refusal::PUBLIC))).into_response()
}

/// 404: there is no such connector.
pub(super) fn unknown() -> Response {
    (
        StatusCode::NOT_FOUND,
        Html(page(
            "there is no such way to sign in: start from the sign-in page",
        )),
    )
        .into_response()
}

/// 200: the session here is over, and the one at the identity provider may not be.
pub(super) fn still_signed_in(display: &str, why: &str) -> Response {
    let told = format!(
        "You are signed out of Portolan. At {} you may still be signed in: {why}. On a computer that others use, sign \
         out there, too",
        harmless(display)
    );
    Html(titled("Signed out here", &told)).into_response()
}

/// A name that an administrator chose, as text of a page.
fn harmless(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn page(sentence: &str) -> String {
    titled("Not signed in", sentence)
}

fn titled(title: &str, sentence: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Portolan</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>body{{font:16px/1.5 system-ui,sans-serif;\
         max-width:32rem;margin:18vh auto;padding:0 1.5rem;color:#10222e;background:#f4f7f8}}\
         @media(prefers-color-scheme:dark){{body{{color:#dfe9ee;background:#0d1a22}}a{{color:#6cc5d8}}}}\
         </style></head><body><h1>{title}</h1><p>{sentence}.</p>\
         <p><a href=\"/sign-in\">To the sign-in page</a></p></body></html>"
    )
}
