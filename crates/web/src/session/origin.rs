//! Whether a write comes from our own pages: the browser says so, and cannot be made to lie by another site.

use http::HeaderMap;
use http::header::{HOST, ORIGIN};

/// Whether a request that a browser would send cookies with comes from our own pages, or from no browser at all.
///
/// `Sec-Fetch-Site` (Fetch Metadata) must say `same-origin` or `none`; `Origin` (RFC 6454) must name the host that
/// was asked, or the server's public address. Both are absent outside browsers.
pub(crate) fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if !matches!(text("sec-fetch-site"), None | Some("same-origin" | "none")) {
        return false;
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return true;
    };
    let Some((_, authority)) = origin.split_once("://") else {
        return false;
    };
    let host = text(HOST.as_str()).unwrap_or_default();
    authority.eq_ignore_ascii_case(host) || authority_of(public_url).eq_ignore_ascii_case(authority)
}

fn authority_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::is_ours;

    fn asked(headers: &[(&'static str, &'static str)]) -> bool {
        let map: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_ours(&map, "https://portolan.example.com")
    }

    #[test]
    fn own_pages_and_programs_pass() {
        assert!(asked(&[]));
        assert!(asked(&[
            ("host", "portolan.example.com"),
            ("origin", "https://portolan.example.com")
        ]));
        assert!(
            asked(&[
                ("host", "10.0.0.1:8080"),
                ("origin", "https://portolan.example.com")
            ]),
            "behind a proxy"
        );
        assert!(asked(&[
            ("host", "localhost:8080"),
            ("origin", "http://localhost:8080")
        ]));
        assert!(asked(&[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn other_sites_do_not() {
        assert!(!asked(&[
            ("host", "portolan.example.com"),
            ("origin", "https://evil.example.com")
        ]));
        assert!(!asked(&[("host", "portolan.example.com"), ("origin", "null")]));
        assert!(!asked(&[
            ("host", "localhost:8080"),
            ("origin", "http://localhost:9090")
        ]));
        assert!(!asked(&[("sec-fetch-site", "cross-site")]));
        assert!(
            !asked(&[("sec-fetch-site", "same-site")]),
            "a neighbour under the same domain"
        );
        assert!(!asked(&[
            ("origin", "https://portolan.example.com.evil.com"),
            ("host", "portolan.example.com")
        ]));
    }
}
