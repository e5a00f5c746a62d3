//! The session cookie: out of a request, into an answer.

use http::HeaderMap;
use http::header::COOKIE;

/// Name over plain http, for loopback.
const PLAIN: &str = "portolan_session";
/// Name over https: the prefix makes browsers insist on `Secure`, no `Domain` and `Path=/` (RFC 6265bis 4.1.3.2).
const HOST: &str = "__Host-portolan_session";

fn name(is_https: bool) -> &'static str {
    if is_https { HOST } else { PLAIN }
}

/// The session's secret, if the request carries one.
pub(crate) fn read(headers: &HeaderMap, is_https: bool) -> Option<&str> {
    let wanted = name(is_https);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == wanted && !value.is_empty())
        .map(|(_, value)| value)
}

/// `Set-Cookie` that starts a session. `secret` is URL-safe text, `max_age_s` the longest the session can last.
pub(crate) fn start(secret: &str, max_age_s: u64, is_https: bool) -> String {
    let secure = if is_https { "; Secure" } else { "" };
    format!(
        "{}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}",
        name(is_https)
    )
}

/// `Set-Cookie` that ends it.
pub(crate) fn end(is_https: bool) -> String {
    start("", 0, is_https)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::COOKIE};

    use super::{end, read, start};

    fn cookies(lines: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_static(line));
        }
        headers
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        assert_eq!(
            start("abc", 60, true),
            "__Host-portolan_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
        );
        assert_eq!(
            start("abc", 60, false),
            "portolan_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"
        );
        assert_eq!(
            end(false),
            "portolan_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
    }

    #[test]
    fn reading() {
        let headers = cookies(&["a=b; portolan_session=xyz", "other=1"]);
        assert_eq!(read(&headers, false), Some("xyz"));
        assert_eq!(
            read(&headers, true),
            None,
            "over https the plain cookie, which http can set, is not believed"
        );
        assert_eq!(read(&cookies(&["portolan_session="]), false), None);
        assert_eq!(read(&cookies(&["xportolan_session=1"]), false), None);
    }
}
