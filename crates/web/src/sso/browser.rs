//! The cookie that binds a request for sign-in to the browser that began it.

use http::HeaderMap;
use http::header::COOKIE;

/// How long a person may take at the identity provider, in seconds.
pub(super) const WAIT_S: u32 = 900;

const PLAIN: &str = "portolan_sso";
const HOST: &str = "__Host-portolan_sso";

fn name(is_https: bool) -> &'static str {
    if is_https { HOST } else { PLAIN }
}

/// The browser's secret, if the request carries one.
pub(super) fn read(headers: &HeaderMap, is_https: bool) -> Option<&str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name(is_https) && !value.is_empty())
        .map(|(_, value)| value)
}

/// `Set-Cookie` for it. The answer comes as a form that another site posts, so over https the cookie must go along
/// with requests from there; over http, on this machine, both sides are the same site.
pub(super) fn set(secret: &str, is_https: bool) -> String {
    let reach = if is_https {
        "SameSite=None; Secure"
    } else {
        "SameSite=Lax"
    };
    format!(
        "{}={secret}; Path=/; HttpOnly; {reach}; Max-Age={WAIT_S}",
        name(is_https)
    )
}
