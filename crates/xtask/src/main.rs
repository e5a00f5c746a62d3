//! House rules, generators and the one test command, without a single dependency so that it builds in seconds.
//!
//! `cargo xtask test` runs everything; `cargo xtask tidy` only the house rules; `cargo xtask ui` builds the web
//! application.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to its terminal"
)]

mod postgres;
mod run;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <command>
  test [--only STEP]…   every check and test; steps: tidy, fmt, ui, clippy, rust, scim, sdk, openapi, browser
  tidy                  the house rules
  ui                    build the web application into ui/dist";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.split_first() {
        Some((&"test", rest)) => test::test(&root, rest),
        Some((&"tidy", [])) => tidy::tidy(&root),
        Some((&"ui", [])) => test::build_ui(&root),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace, two above this crate; where one stands, when Cargo did not start this.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let above = here.as_deref().and_then(|here| here.ancestors().nth(2));
    above.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
