//! The house rules that a machine can keep: arrows between rooms, sizes, heads, words.

mod edges;
mod named;
mod prose;
mod size;

use std::path::{Path, PathBuf};

/// Checks all rules and lists every breach at once.
pub(crate) fn tidy(root: &Path) -> Result<(), String> {
    let files = tracked(root)?;
    let mut breaches = edges::check(root)?;
    breaches.extend(size::check(root, &files)?);
    breaches.extend(prose::check(root, &files)?);
    breaches.extend(named::check(root, &files)?);
    if breaches.is_empty() {
        println!("tidy: {} files in order", files.len());
        return Ok(());
    }
    for breach in &breaches {
        println!("{breach}");
    }
    Err(format!("{} house rules broken", breaches.len()))
}

/// Every file of the project that git tracks, relative to the root.
fn tracked(root: &Path) -> Result<Vec<PathBuf>, String> {
    let listing = std::process::Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("git ls-files: {error}"))?;
    let names = String::from_utf8_lossy(&listing.stdout);
    Ok(names
        .split('\0')
        .filter(|name| root.join(name).is_file())
        .map(PathBuf::from)
        .collect())
}

/// The text of a tracked file; a file that is not text reads as empty.
fn text(root: &Path, file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(root.join(file)).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
}
