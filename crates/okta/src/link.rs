//! The `Link` header: RFC 8288, as far as paging needs it.

/// One link of a `Link` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// Where it points, between `<` and `>`.
    pub target: &'a str,
    /// The first `rel` parameter, without quotes: one relation, or several with spaces between.
    pub rel: &'a str,
}

impl Link<'_> {
    /// Whether one of its relations is `rel`, upper or lower case.
    pub fn is(&self, rel: &str) -> bool {
        self.rel
            .split_ascii_whitespace()
            .any(|word| word.eq_ignore_ascii_case(rel))
    }
}

/// Reads one header value that holds one link, or several with commas between. What cannot be read is left out.
pub fn parse_links(value: &str) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((target, after)) = after.split_once('>') else {
            break;
        };
        let (params, after) = split_outside_quotes(after, ',');
        rest = after;
        if let Some(rel) = rel_of(params) {
            links.push(Link {
                target: target.trim(),
                rel,
            });
        }
    }
    links
}

fn rel_of(params: &str) -> Option<&str> {
    let mut rest = params;
    while !rest.is_empty() {
        let (param, after) = split_outside_quotes(rest, ';');
        rest = after;
        if let Some((name, value)) = param.split_once('=')
            && name.trim().eq_ignore_ascii_case("rel")
        {
            return Some(value.trim().trim_matches('"').trim());
        }
    }
    None
}

/// Parts at the first `mark` that stands outside quotes.
fn split_outside_quotes(text: &str, mark: char) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == mark && !quoted => {
                return (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or(""));
            }
            _ => {}
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests;
