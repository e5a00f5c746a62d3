//! The reference pages say what the code says. `UPDATE_REFERENCE=1 cargo test -p portolan-activity` writes them anew.

use crate::detect::rule::Kind;
use crate::detect::{Tuning, shipped};
use crate::event::COLUMNS;
use std::fmt::Write as _;
use std::path::PathBuf;

const BEGIN: &str = "<!-- generated from the code: begin -->\n";
const END: &str = "<!-- generated from the code: end -->\n";

fn same(page: &str, wanted: &str) {
    let path = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
        .join("../../docs/reference")
        .join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the page has a generated part");
    let (found, after) = rest.split_once(END).expect("the generated part ends");
    if found != wanted && std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{wanted}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(found, wanted, "{page} is not what the code says");
}

#[test]
fn the_page_of_events_lists_every_column() {
    let mut table = String::from("| # | Column | Kind | Meaning | Also known as |\n|---|---|---|---|---|\n");
    for (number, column) in COLUMNS.iter().enumerate() {
        let shape = format!("{:?}", column.shape).to_lowercase();
        let aliases = column.aliases.join(", ");
        writeln!(
            table,
            "| {} | `{}` | {shape} | {} | {aliases} |",
            number + 1,
            column.name,
            column.meaning
        )
        .unwrap();
    }
    same("events.md", &table);
}

#[test]
fn the_page_of_detections_lists_every_rule() {
    let mut table = String::from("| Rule | Title | Severity | Kind | ATT&CK |\n|---|---|---|---|---|\n");
    for rule in shipped::rules(&Tuning::default()).unwrap() {
        let kind = match rule.kind {
            Kind::Event => "event",
            Kind::Count(_) => "count",
            Kind::Sequence(_) => "sequence",
            Kind::FirstSeen { .. } => "first seen",
            Kind::Travel { .. } => "travel",
            Kind::Dormant { .. } => "dormant",
        };
        let signal = if rule.alerting { "" } else { " (signal)" };
        let (severity, techniques) = (rule.severity.word(), rule.techniques.join(", "));
        writeln!(
            table,
            "| `{}` | {} | {severity}{signal} | {kind} | {techniques} |",
            rule.id, rule.title
        )
        .unwrap();
    }
    same("detections.md", &table);
}
