//! Words: no leftover marks, no dead paths in the code map.

use super::text;
use std::path::{Path, PathBuf};

pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>, String> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| is_prose_or_code(file)) {
        let name = file.to_string_lossy();
        for (number, line) in text(root, file)?.lines().enumerate() {
            if marks().iter().any(|mark| line.contains(mark.as_str())) {
                breaches.push(format!(
                    "{name}:{}: a leftover mark: do it, or say it in an issue",
                    number + 1
                ));
            }
        }
    }
    breaches.extend(dead_paths(root)?);
    Ok(breaches)
}

/// Built at run time so that this file does not trip over itself.
fn marks() -> [String; 3] {
    [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X:"].concat(),
    ]
}

fn is_prose_or_code(file: &Path) -> bool {
    let name = file.to_string_lossy();
    [".rs", ".ts", ".tsx", ".md", ".toml", ".py", ".mjs", ".sql"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Paths in backticks in `ARCHITECTURE.md` that do not exist.
fn dead_paths(root: &Path) -> Result<Vec<String>, String> {
    let map = Path::new("ARCHITECTURE.md");
    let content = text(root, map)?;
    let quoted = content.split('`').skip(1).step_by(2);
    let roots = ["crates/", "ui/", "docs/", "tests/", "benches/"];
    Ok(quoted
        .filter(|word| {
            roots.iter().any(|start| word.starts_with(start)) && !word.contains(['*', '{', '<', ' '])
        })
        .filter(|path| !root.join(path).exists())
        .map(|path| format!("ARCHITECTURE.md names {path}, which does not exist"))
        .collect())
}
