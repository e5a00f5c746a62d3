//! Tests on recorded and labelled events of others. They read the folder that `PORTOLAN_RECORDED_DATA` names and are
//! skipped, visibly, without it.

mod pairs;
mod verdicts;

use std::path::PathBuf;

/// The lines of a file of recorded events as JSON; `None`, and a word about it, without the folder.
fn lines(name: &str) -> Option<Vec<serde_json::Value>> {
    let Some(folder) = std::env::var_os("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return None;
    };
    let path = PathBuf::from(folder).join("events").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn source_of(word: &str) -> Option<crate::event::Source> {
    use crate::event::Source;
    match word {
        "okta_system_log" => Some(Source::Okta),
        "aws_cloudtrail" => Some(Source::Aws),
        "github_audit" => Some(Source::Github),
        "teleport_audit" => Some(Source::Teleport),
        _ => None,
    }
}
