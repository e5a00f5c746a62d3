//! Builds the web application into `ui/dist`, from where it is embedded.
//!
//! A release build makes it with npm whenever its sources changed. Any other build, and one with
//! `PORTOLAN_SKIP_UI=1`, takes what is there, or a page that says so: the server can be worked on without it.
#![expect(
    clippy::print_stderr,
    reason = "what a build script says goes to the terminal"
)]

use std::path::Path;
use std::process::{Command, ExitCode};

const SOURCES: [&str; 8] = [
    "index.html",
    "openapi.json",
    "package-lock.json",
    "package.json",
    "public",
    "src",
    "tsconfig.json",
    "vite.config.ts",
];

const PLACEHOLDER: &str = r#"<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Portolan</title></head>
  <body>
    <h1>Portolan is running, without its web application</h1>
    <p>This binary was built before the web application. Build it with <code>cargo xtask ui</code>, then build the
    server again.</p>
    <p>Everything is also at <a href="/api/openapi.json">the API</a> and in the <code>portolan</code> command.</p>
  </body>
</html>
"#;

fn main() -> ExitCode {
    // Read when the script runs: two clones may share a target folder, and with it the compiled script.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let ui = Path::new(&here).join("../../ui");
    println!("cargo::rerun-if-env-changed=PORTOLAN_SKIP_UI");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let is_skipped = std::env::var("PORTOLAN_SKIP_UI").is_ok_and(|value| value == "1");
    let outcome = if is_release && !is_skipped {
        build(&ui)
    } else {
        stand_in(&ui)
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("the web application could not be built: {why}");
            eprintln!(
                "it needs Node.js 20 or newer with npm 11; PORTOLAN_SKIP_UI=1 builds the server without it"
            );
            ExitCode::FAILURE
        }
    }
}

/// Installs packages when their list changed, and builds.
fn build(ui: &Path) -> Result<(), String> {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", ui.join(source).display());
    }
    let modified = |file: &str| ui.join(file).metadata().and_then(|data| data.modified()).ok();
    if modified("node_modules/.package-lock.json") < modified("package-lock.json") {
        npm(ui, &["ci", "--no-audit", "--no-fund", "--silent"])?;
    }
    npm(ui, &["run", "--silent", "build"])
}

fn npm(ui: &Path, arguments: &[&str]) -> Result<(), String> {
    let line = format!("npm {}", arguments.join(" "));
    let output = Command::new("npm")
        .args(arguments)
        .current_dir(ui)
        .output()
        .map_err(|error| format!("npm could not be started ({error})"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("`{line}` failed:\n{}", String::from_utf8_lossy(&said)))
}

/// Makes sure that there is a page to embed.
fn stand_in(ui: &Path) -> Result<(), String> {
    let dist = ui.join("dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let page = dist.join("index.html");
    if page.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(&dist)
        .and_then(|()| std::fs::write(&page, PLACEHOLDER))
        .map_err(|error| format!("{}: {error}", page.display()))
}
