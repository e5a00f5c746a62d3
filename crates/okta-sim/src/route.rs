//! The table of endpoints.
//!
//! How to add an endpoint:
//! 1. Write `src/org/<resource>.rs` with handlers of type `fn(&Org, &Call) -> Answer` (reads) or
//!    `fn(&mut Org, &Call) -> Answer` (writes, under the write lock).
//! 2. In it, write `pub(crate) const ROUTES: &[Route] = &[read("GET", "/api/v1/zones", "okta.networkZones.read",
//!    list), write("POST", …)];`. `{}` stands for one path segment; handlers take it with `call.param(0)`.
//! 3. Add `mod <resource>;` in `src/org.rs` and ONE line in [`TABLES`] below.
//! 4. The third argument is the right the caller needs (the OAuth scope's name); `""` is open to all,
//!    `"*"` is for everyone with a valid credential. Finer rights: `call.caller.rights`.
//! 5. Keep state in `org.docs` under the path of the collection; ids from `org.mint.id("nzo")`; write
//!    `{{org}}/api/v1/…` in `_links`, private members with a leading `~`: [`Reply::json`] renders both.
//! 6. Lists by `Link`: `org.docs.page(…)`, then `Reply::json(list).paged(limit, next)`; lists by body cursor put
//!    `_links.next` themselves (`{{org}}` again).
//! 7. Every change writes its event: `org.log_event(call, "zone.create", &[Target::…])` (src/org/events.rs).
//! 8. Refusals: `Err(Refusal::not_found(id, "NetworkZone"))` and the other constructors in src/reply.rs.

use crate::call::Call;
use crate::reply::{Answer, Refusal};
use crate::state::Org;

/// All tables, one line each.
const TABLES: &[&[Route]] = &[
    crate::org::users::ROUTES,
    crate::org::users::linked::ROUTES,
    crate::org::groups::ROUTES,
    crate::org::apps::ROUTES,
    crate::oauth::ROUTES,
    crate::saml::ROUTES,
    crate::org::iam::ROUTES,
    crate::org::tokens::ROUTES,
    crate::org::shelf::MORE,
    crate::org::shelf::idp_keys::ROUTES,
    crate::org::shelf::ROUTES,
    crate::org::settings::ROUTES,
    crate::org::schemas::ROUTES,
    crate::org::rates::ROUTES,
    crate::org::policies::ROUTES,
    crate::org::logs::ROUTES,
    crate::org::factors::ROUTES,
    crate::org::credentials::ROUTES,
    crate::org::roles::ROUTES,
];

/// One endpoint.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// The right needed; `""` none, `"*"` any valid credential.
    pub(crate) right: &'static str,
    pub(crate) handler: Handler,
}

impl Route {
    /// The lists of users, groups and apps, which show each caller only what its rights reach.
    pub(crate) fn lists(&self) -> bool {
        self.method == "GET" && matches!(self.path, "/api/v1/users" | "/api/v1/groups" | "/api/v1/apps")
    }
}

/// The code of an endpoint.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Handler {
    Read(fn(&Org, &Call<'_>) -> Answer),
    Write(fn(&mut Org, &Call<'_>) -> Answer),
}

/// An endpoint that changes nothing.
pub(crate) const fn read(
    method: &'static str,
    path: &'static str,
    right: &'static str,
    handler: fn(&Org, &Call<'_>) -> Answer,
) -> Route {
    Route {
        method,
        path,
        right,
        handler: Handler::Read(handler),
    }
}

/// An endpoint that may change something.
pub(crate) const fn write(
    method: &'static str,
    path: &'static str,
    right: &'static str,
    handler: fn(&mut Org, &Call<'_>) -> Answer,
) -> Route {
    Route {
        method,
        path,
        right,
        handler: Handler::Write(handler),
    }
}

/// The endpoint for a request with the decoded values of its `{}` segments. Literal segments win over `{}`.
pub(crate) fn find(method: &str, path: &str) -> Result<(&'static Route, Vec<String>), Refusal> {
    // Some clients write `//api/v1` or end in a slash.
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut best: Option<(&'static Route, u32)> = None;
    let mut other_method = false;
    for route in TABLES.iter().copied().flatten() {
        let Some(literals) = literal_mask(route.path, &segments) else {
            continue;
        };
        if route.method != method {
            other_method = true;
        } else if best.is_none_or(|(_, mask)| literals > mask) {
            best = Some((route, literals));
        }
    }
    let Some((route, _)) = best else {
        return Err(if other_method {
            Refusal::method()
        } else {
            Refusal::not_found(path, "Endpoint")
        });
    };
    let params = route
        .path
        .split('/')
        .skip(1)
        .zip(&segments)
        .filter(|(part, _)| *part == "{}");
    Ok((route, params.map(|(_, segment)| decode(segment)).collect()))
}

/// A bit per segment, the first one highest, set where the pattern is literal; `None` when it does not match.
fn literal_mask(pattern: &str, segments: &[&str]) -> Option<u32> {
    let mut parts = pattern.split('/').filter(|part| !part.is_empty());
    let mut mask = 0;
    for segment in segments {
        let part = parts.next()?;
        mask <<= 1;
        if part == *segment {
            mask |= 1;
        } else if part != "{}" {
            return None;
        }
    }
    parts.next().is_none().then_some(mask)
}

/// Percent-decoding of a path segment; `+` stays a plus sign.
fn decode(segment: &str) -> String {
    let bytes = segment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let hex = (byte == b'%').then(|| segment.get(at + 1..at + 3)).flatten();
        match hex.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
