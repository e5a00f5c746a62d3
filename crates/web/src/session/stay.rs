//! Answers that go on for long end with the right of whoever reads them: a lock, a deactivation, a change of roles or
//! the end of the session ends them within a second, wherever it was decided.
//!
//! Each reader costs one or two reads by key a second. Nothing is remembered between servers but the database.

use std::io;
use std::time::Duration;

use futures_util::stream;
use futures_util::{Stream, StreamExt as _};
use store::state::StateError;

use super::policy::{Asker, Verdict, decide};
use super::principal::{Visitor, is_idle};
use super::roles;
use crate::activity_port::Outgoing;
use crate::app::{App, Shared};

/// How often it is looked whether the right still holds.
const CHECK_EVERY: Duration = Duration::from_millis(750);

/// The items of a stream, for as long as the visitor may read them.
pub(crate) fn while_allowed<S: Stream>(
    app: &Shared,
    visitor: Visitor,
    items: S,
) -> impl Stream<Item = S::Item> + use<S> {
    items.take_until(Box::pin(revoked(app.clone(), visitor)))
}

/// The same for a file: one that is cut off must not look whole, so it breaks off with an error.
pub(crate) fn or_broken_off(app: &Shared, visitor: Visitor, pieces: Outgoing) -> Outgoing {
    let ended = Box::pin(revoked(app.clone(), visitor));
    let begin = Some((pieces, ended));
    stream::unfold(begin, |state| async move {
        let (mut pieces, mut ended) = state?;
        tokio::select! {
            biased;
            () = &mut ended => Some((Err(io::Error::other("the reader's right has ended")), None)),
            piece = pieces.next() => piece.map(|piece| (piece, Some((pieces, ended)))),
        }
    })
    // What compresses the answer asks once more after the end.
    .fuse()
    .boxed()
}

/// Returns when the visitor may not make this call any more, or when that cannot be found out.
async fn revoked(app: Shared, visitor: Visitor) {
    loop {
        tokio::time::sleep(CHECK_EVERY).await;
        match is_allowed(&app, &visitor).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                return tracing::warn!(%error, "a stream ends: its reader's right cannot be looked up");
            }
        }
    }
}

/// Whether the visitor may still make the call, without counting as one who does.
async fn is_allowed(app: &App, visitor: &Visitor) -> Result<bool, StateError> {
    let Some(principal) = &visitor.principal else {
        return Ok(decide(visitor.right, None) == Verdict::Allowed);
    };
    let (state, now, proof) = (&app.parts.state, app.now(), &principal.proof);
    let roles = if principal.is_token() {
        match state.held_api_token(proof, now).await? {
            Some(token) => Some(roles::of_token(state, &token, now).await?),
            None => None,
        }
    } else {
        let session = state.held_web_session(proof, now).await?;
        match session.filter(|session| !is_idle(session.last_seen, now)) {
            Some(session) => Some(roles::resolve(state, &session.roles, now).await?),
            None => None,
        }
    };
    let Some(roles) = roles else {
        return Ok(false);
    };
    let asker = Asker {
        roles: &roles,
        is_token: principal.is_token(),
    };
    Ok(decide(visitor.right, Some(asker)) == Verdict::Allowed)
}
