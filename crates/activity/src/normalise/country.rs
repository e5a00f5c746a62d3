//! Country names as Okta writes them, to ISO 3166 codes.

use std::collections::HashMap;
use std::sync::LazyLock;

static CODES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("tables/countries.tsv").lines();
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// The code of two letters for a name or a code; a name that we do not know stays as it is.
pub(super) fn code(name: &str) -> &str {
    match CODES.get(name) {
        Some(code) => code,
        None => name,
    }
}
