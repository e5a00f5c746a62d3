//! The rules that we ship, inside the binary.

use super::rule::{Rule, load};
use super::tuning::Tuning;
use super::yaml::Fault;

include!("shipped/files.rs");

/// Name and text of every shipped rule file.
pub fn files() -> &'static [(&'static str, &'static str)] {
    &FILES
}

/// All shipped rules, tuned.
pub fn rules(tuning: &Tuning) -> Result<Vec<Rule>, Fault> {
    let mut rules = Vec::new();
    for (name, text) in FILES {
        rules.extend(load(name, text, tuning)?);
    }
    Ok(rules)
}
