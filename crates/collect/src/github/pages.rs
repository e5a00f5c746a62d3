//! Where a page goes on: the `Link` header (RFC 8288).

use url::Url;

/// What a page says about the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The cursor to go on with.
    After(String),
    /// There is none: this is the newest page.
    End,
    /// It names one that cannot be followed.
    Broken,
}

/// The cursor of the next page. Only the cursor is taken over, so that no answer leads our token to another host.
pub(super) fn next(link: Option<&str>) -> Next {
    let Some(link) = link else { return Next::End };
    for part in link.split(',') {
        let Some((address, parameters)) = part.split_once('>') else {
            continue;
        };
        let is_next = parameters.split(';').any(|parameter| {
            let parameter = parameter.trim();
            parameter == "rel=\"next\"" || parameter == "rel=next"
        });
        if !is_next {
            continue;
        }
        let address = address.trim().trim_start_matches('<');
        let after = Url::parse(address).ok().and_then(|url| {
            let mut pairs = url.query_pairs();
            pairs
                .find(|(name, _)| name == "after")
                .map(|(_, value)| value.into_owned())
        });
        return match after {
            Some(after) if !after.is_empty() => Next::After(after),
            _ => Next::Broken,
        };
    }
    Next::End
}

#[cfg(test)]
mod tests {
    use super::{Next, next};

    #[test]
    fn the_cursor_of_the_next_page_is_found() {
        let link = "<https://api.github.com/organizations/1/audit-log?after=MTIz%3D%7Cabc&before=>; rel=\"next\", \
                    <https://api.github.com/organizations/1/audit-log?after=&before=>; rel=\"first\"";
        assert_eq!(next(Some(link)), Next::After("MTIz=|abc".to_owned()));
        assert_eq!(next(None), Next::End);
        assert_eq!(next(Some("<https://x/?before=1>; rel=\"prev\"")), Next::End);
        assert_eq!(next(Some("<https://x/?page=2>; rel=\"next\"")), Next::Broken);
        assert_eq!(next(Some("garbage")), Next::End);
    }
}
