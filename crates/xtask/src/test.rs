//! The one test command: steps in the order in which they fail fastest, then a sum.
//!
//! Everything is built in the release profile, so that the product and its tests share one build of their
//! dependencies.

use crate::postgres::Postgres;
use crate::run::{is_there, run, run_with};
use crate::tidy;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Step = fn(&Path) -> Result<(), String>;

const STEPS: [(&str, Step); 9] = [
    ("tidy", tidy::tidy),
    ("fmt", check_format),
    ("ui", check_ui),
    ("clippy", lint),
    ("rust", test_rust),
    ("scim", test_scim),
    ("sdk", test_sdks),
    ("openapi", test_openapi),
    ("browser", test_browser),
];

/// Runs all steps, or those named by `--only`, and says for each how long it took.
pub(crate) fn test(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let only = only(arguments)?;
    let mut report = Vec::new();
    for (name, step) in STEPS {
        if !only.is_empty() && !only.contains(&name) {
            continue;
        }
        println!("\n=== {name}");
        let started = Instant::now();
        let outcome = step(root);
        report.push((name, started.elapsed(), outcome));
    }
    let failed = report.iter().filter(|(_, _, outcome)| outcome.is_err()).count();
    println!("\n=== steps");
    for (name, took, outcome) in &report {
        let word = outcome.as_ref().err().map_or("ok", String::as_str);
        println!("{name:>8} {:>6.1} s  {word}", took.as_secs_f64());
    }
    println!("steps: {} passed, {failed} failed", report.len() - failed);
    if failed == 0 {
        Ok(())
    } else {
        Err(format!("{failed} of {} steps failed", report.len()))
    }
}

/// Builds the web application into `ui/dist`.
pub(crate) fn build_ui(root: &Path) -> Result<(), String> {
    install_ui(root)?;
    run(&root.join("ui"), "npm", &["run", "build"])
}

fn only<'a>(arguments: &[&'a str]) -> Result<Vec<&'a str>, String> {
    let mut named = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (*argument, rest.next()) {
            ("--only", Some(step)) if STEPS.iter().any(|(name, _)| name == step) => named.push(*step),
            _ => return Err(format!("unknown argument `{argument}`; try `cargo xtask`")),
        }
    }
    Ok(named)
}

fn check_format(root: &Path) -> Result<(), String> {
    run(root, "cargo", &["fmt", "--all", "--check"])
}

fn lint(root: &Path) -> Result<(), String> {
    run(
        root,
        "cargo",
        &[
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
    )
}

fn check_ui(root: &Path) -> Result<(), String> {
    install_ui(root)?;
    let ui = root.join("ui");
    for script in ["types:check", "lint", "test", "build"] {
        run(&ui, "npm", &["run", script])?;
    }
    Ok(())
}

fn install_ui(root: &Path) -> Result<(), String> {
    let ui = root.join("ui");
    let lock = modified(&ui.join("package-lock.json"));
    let installed = modified(&ui.join("node_modules/.package-lock.json"));
    if lock.is_some() && installed >= lock {
        return Ok(());
    }
    run(&ui, "npm", &["ci", "--no-audit", "--no-fund"])
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

/// The Okta client's tests stop tokio's clock, which is another build of tokio: run apart, so that the SQL engine is
/// not compiled a second time for it.
const APART: &str = "portolan-okta";

fn test_rust(root: &Path) -> Result<(), String> {
    let runner: &[&str] = if is_there("cargo", &["nextest", "--version"]) {
        &["nextest", "run"]
    } else {
        &["test"]
    };
    // The judges of the SAML tests; found there by its folder's name.
    virtual_environment(
        root,
        "python-saml",
        &root.join("crates/saml/tests/oracle/requirements.txt"),
    )?;
    let rest = [runner, &["--release", "--workspace", "--exclude", APART]].concat();
    run(root, "cargo", &rest)?;
    run(
        root,
        "cargo",
        &[runner, &["--release", "--package", APART]].concat(),
    )?;
    test_state_on_postgres(root, &rest)
}

/// Tests that are run on both databases, by a part of their names: all of the state store, and of the routes those that
/// change people and let them in.
const ON_POSTGRES: [&str; 6] = [
    "state::",
    "tests::giving::",
    "tests::openid::",
    "tests::passkeys::",
    "tests::scim::",
    "tests::session::",
];

/// The tests of what is kept once more, on the other database.
fn test_state_on_postgres(root: &Path, rest: &[&str]) -> Result<(), String> {
    let Some(server) = Postgres::start()? else {
        println!(
            "skipped: the state on PostgreSQL; `initdb` and `postgres` are not installed (Debian: postgresql)"
        );
        return Ok(());
    };
    // Both runners take several names behind this.
    let arguments = [rest, &["--"], &ON_POSTGRES].concat();
    run_with(
        root,
        "cargo",
        &arguments,
        &[("PORTOLAN_TEST_POSTGRES", &server.url)],
    )
}

fn test_sdks(root: &Path) -> Result<(), String> {
    let scripts = root.join("tests/sdk");
    let python = virtual_environment(root, "python", &scripts.join("python/requirements.txt"))?;
    run(&scripts.join("node"), "npm", &["ci", "--no-audit", "--no-fund"])?;
    let sim = Product::start(root, "okta-sim", &["--listen", "127.0.0.1:0", "--limits", "off"])?;
    let environment = [
        ("PORTOLAN_READY_FILE", sim.ready_file.as_str()),
        ("PORTOLAN_ROOT", &root.to_string_lossy()),
    ];
    run_with(&scripts, &python, &["run.py"], &environment)
}

/// The SCIM room alone, served from memory by its example, and the product with its database, under the public
/// conformance tester.
fn test_scim(root: &Path) -> Result<(), String> {
    let scripts = root.join("tests/scim");
    let python = virtual_environment(root, "python-scim", &scripts.join("requirements.txt"))?;
    let build = [
        "build",
        "--release",
        "--quiet",
        "-p",
        "portolan-scim",
        "--example",
        "scim_serve",
    ];
    run(root, "cargo", &build)?;
    let mut serve = Command::new(target(root).join("release/examples/scim_serve"));
    serve.args(["127.0.0.1:0", "conformance"]);
    let served = Served::start("the SCIM example", serve)?;
    let base = served.ready.trim_start_matches("ready ").trim();
    run(&scripts, &python, &["check.py", base, "conformance"])?;
    // A still organization provisions nobody: the tester looks for its own things on the first page of everything.
    let still = ["--listen", "127.0.0.1:0", "--events-per-minute", "0"];
    let demo = Product::start(root, "demo", &still)?;
    run_with(
        &scripts,
        &python,
        &["check.py"],
        &[("PORTOLAN_READY_FILE", demo.ready_file.as_str())],
    )
}

/// Every answer of the simulated organization against the vendor's API description, which is not ours to keep: it
/// lies in the folder that `PORTOLAN_RECORDED_DATA` names.
fn test_openapi(root: &Path) -> Result<(), String> {
    if std::env::var_os("PORTOLAN_RECORDED_DATA").is_none() {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return Ok(());
    }
    let scripts = root.join("tests/openapi");
    let python = virtual_environment(root, "python-openapi", &scripts.join("requirements.txt"))?;
    let sim = Product::start(root, "okta-sim", &["--listen", "127.0.0.1:0", "--limits", "off"])?;
    let environment = [("PORTOLAN_READY_FILE", sim.ready_file.as_str())];
    run_with(&scripts, &python, &["crawl.py"], &environment)
}

fn test_browser(root: &Path) -> Result<(), String> {
    let suite = root.join("tests/browser");
    run(&suite, "npm", &["ci", "--no-audit", "--no-fund"])?;
    let demo = Product::start(root, "demo", &["--listen", "127.0.0.1:0"])?;
    let binary = target(root).join("release/portolan");
    let binary = binary.to_string_lossy().into_owned();
    run_with(
        &suite,
        "npm",
        &["test"],
        &[
            ("PORTOLAN_READY_FILE", demo.ready_file.as_str()),
            ("PORTOLAN_BIN", binary.as_str()),
        ],
    )
}

/// A Python with the packages that `requirements` names, kept by its name beside the other build output.
fn virtual_environment(root: &Path, name: &str, requirements: &Path) -> Result<String, String> {
    let folder = target(root).join(name);
    let python = folder.join("bin/python").to_string_lossy().into_owned();
    if !Path::new(&python).exists() {
        run(root, "python3", &["-m", "venv", &folder.to_string_lossy()])?;
    }
    let list = requirements.to_string_lossy();
    run(
        root,
        &python,
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            &list,
        ],
    )?;
    Ok(python)
}

fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// The real binary, running.
struct Product {
    _served: Served,
    ready_file: String,
}

impl Product {
    /// Starts `portolan COMMAND` in a fresh folder and waits until it says `ready`.
    fn start(root: &Path, command: &str, arguments: &[&str]) -> Result<Self, String> {
        run(root, "cargo", &["build", "--release", "--quiet"])?;
        let folder = target(root)
            .join("test-run")
            .join(format!("{command}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let ready_file = folder.join("ready.json").to_string_lossy().into_owned();
        let mut portolan = Command::new(target(root).join("release/portolan"));
        portolan
            .arg(command)
            .args(arguments)
            .args(["--ready-file", &ready_file])
            .current_dir(&folder);
        let served = Served::start(&format!("portolan {command}"), portolan)?;
        Ok(Self {
            _served: served,
            ready_file,
        })
    }
}

/// A program that serves; stopped when it is dropped.
struct Served {
    child: Child,
    /// The line with which it said that it is ready.
    ready: String,
}

impl Served {
    fn start(name: &str, mut command: Command) -> Result<Self, String> {
        let child = command.stdout(Stdio::piped()).spawn();
        let child = child.map_err(|error| format!("{name}: {error}"))?;
        let mut served = Self {
            child,
            ready: String::new(),
        };
        let output = served.child.stdout.take().map(BufReader::new);
        let ready = wait_for_ready(output.ok_or("no output")?);
        served.ready = ready.map_err(|why| format!("{name}: {why}"))?;
        Ok(served)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Nothing can be done about a process that is already gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait_for_ready(mut output: BufReader<std::process::ChildStdout>) -> Result<String, String> {
    let limit = Instant::now() + Duration::from_secs(120);
    let mut line = String::new();
    while Instant::now() < limit {
        line.clear();
        let read = output.read_line(&mut line).map_err(|error| error.to_string())?;
        if read == 0 {
            return Err("it stopped before it was ready".to_owned());
        }
        print!("{line}");
        if line.starts_with("ready ") {
            // Keep reading so that the program never blocks on a full pipe.
            std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
            return Ok(line);
        }
    }
    Err("it was not ready after 120 s".to_owned())
}
