//! A running `portolan`, stopped when it is dropped.

use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

pub(crate) struct House {
    child: Child,
    pub(crate) ready: Value,
    pub(crate) folder: tempfile::TempDir,
}

impl House {
    /// Starts `portolan demo` in a folder of its own and waits until it is ready.
    pub(crate) fn demo(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").to_string_lossy().into_owned();
        let all = [
            &["demo", "--listen", "127.0.0.1:0", "--data-dir", &data],
            arguments,
        ]
        .concat();
        Self::start(folder, &all)
    }

    /// Starts any command that writes a ready file.
    pub(crate) fn start(folder: tempfile::TempDir, arguments: &[&str]) -> Self {
        Self::start_with(&[], folder, arguments)
    }

    /// The same, with these variables.
    pub(crate) fn start_with(
        environment: &[(&str, &str)],
        folder: tempfile::TempDir,
        arguments: &[&str],
    ) -> Self {
        let ready_file = folder.path().join("ready.json");
        // An earlier run in the same folder left its file.
        let _ = std::fs::remove_file(&ready_file);
        let mut child = Command::new(env!("CARGO_BIN_EXE_portolan"))
            .envs(environment.iter().copied())
            .args(arguments)
            .args(["--ready-file".as_ref(), ready_file.as_os_str()])
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        output.read_line(&mut first).unwrap();
        // Read on, so that the program never writes into a closed pipe.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        assert!(first.starts_with("ready "), "{arguments:?} said `{first}`");
        // The file is whole once it is there: it is written beside and renamed.
        let ready = loop {
            if let Ok(text) = std::fs::read_to_string(&ready_file) {
                break serde_json::from_str(&text).unwrap();
            }
            assert!(child.try_wait().unwrap().is_none(), "it stopped");
            std::thread::yield_now();
        };
        Self { child, ready, folder }
    }

    pub(crate) fn fact(&self, name: &str) -> &str {
        self.ready[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name} in the ready file"))
    }

    /// The number of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Runs a client command against this server.
    pub(crate) fn portolan(&self, arguments: &[&str]) -> Output {
        portolan(
            &[
                ("PORTOLAN_URL", self.fact("url")),
                ("PORTOLAN_TOKEN", self.fact("token")),
            ],
            arguments,
        )
    }

    /// The rows of a query, as objects.
    pub(crate) fn query(&self, sql: &str) -> Vec<Value> {
        let output = self.portolan(&["query", sql, "--format", "json"]);
        assert!(output.status.success(), "{sql}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The single number that a query gives.
    pub(crate) fn count(&self, sql: &str) -> u64 {
        let rows = self.query(sql);
        rows[0]
            .as_object()
            .unwrap()
            .values()
            .next()
            .and_then(Value::as_u64)
            .unwrap()
    }

    /// Kills the process without a word, as a power cut would.
    pub(crate) fn kill(mut self) -> tempfile::TempDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        // The folder outlives the process.
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the binary with these variables and arguments.
pub(crate) fn portolan(environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portolan"))
        .env_remove("PORTOLAN_URL")
        .env_remove("PORTOLAN_TOKEN")
        .envs(environment.iter().copied())
        .args(arguments)
        .output()
        .unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The folder with recorded answers of real organizations, where there is one.
pub(crate) fn recorded_data() -> Option<PathBuf> {
    let folder = std::env::var_os("PORTOLAN_RECORDED_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
    }
    folder
}
