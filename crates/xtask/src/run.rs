//! Starts other programs, with what a person needs when one is missing or fails.

use std::path::Path;
use std::process::Command;

/// Runs a program in `dir` with its output shown; the error names the command line.
pub(crate) fn run(dir: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    run_with(dir, program, arguments, &[])
}

/// As [`run`], with more environment variables.
pub(crate) fn run_with(
    dir: &Path,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<(), String> {
    let line = format!("{program} {}", arguments.join(" "));
    println!("\n$ {line}");
    let mut command = Command::new(program);
    // What cargo told this program about itself: build scripts of others watch these, and would run again.
    for (name, _) in std::env::vars_os() {
        let is_ours = name.to_str().is_some_and(|name| {
            [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_CRATE_",
                "CARGO_BIN_",
                "CARGO_PRIMARY_",
            ]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        });
        if is_ours {
            command.env_remove(name);
        }
    }
    let status = command
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(dir)
        .status()
        .map_err(|error| format!("`{program}` could not be started ({error}): {}", remedy(program)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{line}` failed ({status})"))
    }
}

/// Whether a program answers to `--version`.
pub(crate) fn is_there(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}

fn remedy(program: &str) -> &'static str {
    match program {
        "npm" | "node" => "install Node.js 20 or newer with npm 11, see README.md",
        "python3" => "install Python 3.11 or newer with venv, see README.md",
        _ => "see the prerequisites in README.md",
    }
}
