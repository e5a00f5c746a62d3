//! Events that a source sends by itself: what Teleport's event handler posts.
//!
//! The handler speaks to a Fluentd over HTTP: one JSON event a request, and 200 means that it may go on. It can send no
//! header of its own, but puts what stands before `@` in its address into basic authorization. Events of sessions go to
//! the address with `.<session>.log` after it.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use store::state::TokenHash;

use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::session::{Template, address_of, too_many};
use crate::view::IntakeView;

/// Bytes of one request.
const BODY_MOST: usize = 64 << 20;

/// Takes events that a source sends, for its token alone.
pub(crate) async fn intake(
    State(app): State<Shared>,
    Path(door): Path<String>,
    request: Request,
) -> Response {
    let mut response = match take(&app, &door, request).await {
        Ok(done) => Json(done).into_response(),
        Err(error) => error.into_response(),
    };
    if response.status() == StatusCode::UNAUTHORIZED {
        let basic = HeaderValue::from_static("Basic realm=\"portolan\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, basic);
    }
    let template = Template("/api/v1/activity/intake/{door}".to_owned());
    response.extensions_mut().insert(template);
    response
}

async fn take(app: &App, door: &str, request: Request) -> Result<IntakeView, ApiError> {
    let (parts, body) = request.into_parts();
    let kind = door.split('.').next().unwrap_or_default();
    let address = address_of(&parts, app.parts.settings.behind_proxy);
    let now = app.now();
    let hash = TokenHash::of(&token_of(&parts.headers));
    let known = app.parts.state.event_source_by_token(&hash).await?;
    let Some(source) = known.filter(|source| source.kind == kind) else {
        let limited = app.guards.token.check(&address, now);
        app.guards.token.failed(&address, now);
        return Err(match limited {
            Err(wait_s) => too_many(wait_s),
            Ok(()) => ApiError::new(
                StatusCode::UNAUTHORIZED,
                "bad_token",
                "this token may send no events here",
            )
            .hint("make a new one: `portolan activity sources token NAME`"),
        });
    };
    if !source.enabled {
        return Err(ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "switched_off",
            "this source is switched off",
        )
        .hint("switch it on: `portolan activity sources set NAME --on`"));
    }
    let mut left = BODY_MOST;
    let body = body.into_data_stream().map(move |piece| {
        let piece = piece.map_err(std::io::Error::other)?;
        let rest = left.checked_sub(piece.len());
        left = rest.ok_or_else(|| std::io::Error::other("it is longer than 64 MB"))?;
        Ok(piece)
    });
    let body = body.boxed();
    Ok(app
        .parts
        .activity
        .intake(&source.name, &source.kind, body)
        .await?)
}

/// The token: bearer, or the password of basic authorization.
fn token_of(headers: &HeaderMap) -> String {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some((scheme, rest)) = value.and_then(|value| value.trim().split_once(' ')) else {
        return String::new();
    };
    if scheme.eq_ignore_ascii_case("bearer") {
        return rest.trim().to_owned();
    }
    let pair = scheme
        .eq_ignore_ascii_case("basic")
        .then(|| STANDARD.decode(rest.trim()).ok())
        .flatten();
    let pair = pair
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default();
    pair.split_once(':')
        .map(|(_, password)| password.to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::token_of;
    use http::HeaderMap;
    use http::header::AUTHORIZATION;

    #[test]
    fn the_token_is_a_bearer_or_a_password() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, value.parse().unwrap());
            token_of(&headers)
        };
        assert_eq!(of("Bearer ptn_in_1"), "ptn_in_1");
        // portolan:ptn_in_1
        assert_eq!(of("Basic cG9ydG9sYW46cHRuX2luXzE="), "ptn_in_1");
        for nothing in ["Basic !!", "Basic cG9ydG9sYW4=", "Digest x", "ptn_in_1"] {
            assert_eq!(of(nothing), "", "{nothing}");
        }
        assert_eq!(token_of(&HeaderMap::new()), "");
    }
}
