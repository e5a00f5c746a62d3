//! Tests that a page names: each is there, or the page promises what nobody checks.

use super::text;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The page; the last column of its tables names tests.
const PAGE: &str = "docs/reference/attacks.md";

pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>, String> {
    let page = text(root, Path::new(PAGE))?;
    let named = named(&page);
    let mut there = BTreeSet::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "rs"))
    {
        there.extend(functions(&text(root, file)?));
    }
    let missing = named.iter().filter(|name| !there.contains(*name));
    Ok(missing
        .map(|name| format!("{PAGE} names the test {name}, which does not exist"))
        .collect())
}

/// What stands in backticks in the last column of each table.
fn named(page: &str) -> BTreeSet<String> {
    let rows = page.lines().filter_map(|line| line.strip_suffix('|'));
    let last = rows.filter_map(|row| row.rsplit('|').next());
    last.flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

fn functions(code: &str) -> Vec<String> {
    let name = |rest: &str| -> String {
        let letters = rest.chars();
        letters
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    };
    code.split("fn ").skip(1).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_names_functions() {
        let page = "| `word` | refused | `one`, `two` |\n|---|---|---|\n`not a row`\n";
        assert_eq!(Vec::from_iter(named(page)), ["one", "two"]);
        assert_eq!(functions("async fn one() {}\nfn two<T>() {}"), ["one", "two"]);
    }
}
