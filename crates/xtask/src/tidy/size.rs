//! A file is one answer: production files stay short and say what they are.

use super::text;
use std::path::{Path, PathBuf};

const LINES_MAX: usize = 400;

/// Files that are longer for a reason; the list may only shrink.
const LONGER: [&str; 0] = [];

pub(super) fn check(root: &Path, files: &[PathBuf]) -> Result<Vec<String>, String> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| is_production(file)) {
        let name = file.to_string_lossy();
        let content = text(root, file)?;
        let lines = content.lines().count();
        if lines > LINES_MAX && !LONGER.contains(&name.as_ref()) {
            breaches.push(format!(
                "{name}: {lines} lines, at most {LINES_MAX}: what is its one answer?"
            ));
        }
        let is_root = name.ends_with("/lib.rs") || name.ends_with("/main.rs");
        if is_root && !content.starts_with("//!") {
            breaches.push(format!("{name}: begin with `//!` and say what the room is"));
        }
        if name.ends_with("plan.rs") && content.contains("async ") {
            breaches.push(format!("{name}: a plan is a pure function, without async"));
        }
    }
    Ok(breaches)
}

fn is_production(file: &Path) -> bool {
    let name = file.to_string_lossy();
    let is_code = name.ends_with(".rs") && name.starts_with("crates/") && name.contains("/src/");
    let is_page = (name.ends_with(".ts") || name.ends_with(".tsx")) && name.starts_with("ui/src/");
    let is_test = name.contains("tests") || name.contains(".test.");
    let is_generated = name.contains("generated");
    (is_code || is_page) && !is_test && !is_generated
}
