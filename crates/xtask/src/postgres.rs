//! A PostgreSQL server for tests: made from the installed binaries, in a folder of its own, gone when it is dropped.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server.
pub(crate) struct Postgres {
    child: Child,
    folder: PathBuf,
    /// Where it is, with the database to use.
    pub(crate) url: String,
}

impl Postgres {
    /// Starts one; `None` where the server is not installed.
    pub(crate) fn start() -> Result<Option<Self>, String> {
        let (Some(initdb), Some(postgres)) = (installed("initdb"), installed("postgres")) else {
            return Ok(None);
        };
        let folder = std::env::temp_dir().join(format!("portolan-postgres-{}", std::process::id()));
        let made = as_nobody("mkdir").arg(&folder).status();
        if !made.is_ok_and(|status| status.success()) {
            return Err(format!("the folder {} cannot be made", folder.display()));
        }
        let output = as_nobody(&initdb.to_string_lossy())
            .args([
                "--auth=trust",
                "--username=portolan",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ])
            .arg(&folder)
            .output()
            .map_err(|error| format!("initdb: {error}"))?;
        if !output.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let port = free_port()?;
        let child = as_nobody(&postgres.to_string_lossy())
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "fsync=off",
                "-p",
                &port.to_string(),
                "-k",
            ])
            .arg(&folder)
            .arg("-D")
            .arg(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("postgres: {error}"))?;
        let url = format!("postgres://portolan@127.0.0.1:{port}/postgres");
        let mut server = Self { child, folder, url };
        server.wait(port)?;
        Ok(Some(server))
    }

    /// The server's own file tells when it takes connections.
    #[expect(
        clippy::disallowed_methods,
        reason = "another program starts; its file is all there is to look at"
    )]
    fn wait(&mut self, port: u16) -> Result<(), String> {
        for _ in 0..600 {
            let told = std::fs::read_to_string(self.folder.join("postmaster.pid")).unwrap_or_default();
            if told.lines().any(|line| line.trim() == "ready") {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("postgres on port {port} ended: {status}"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!(
            "postgres on port {port} is not ready after half a minute"
        ))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // What cannot be stopped or removed is in a temporary folder, and harms no later run.
        let told = std::fs::read_to_string(self.folder.join("postmaster.pid")).unwrap_or_default();
        if let Some(pid) = told.lines().next() {
            let _ = Command::new("kill").args(["-INT", pid]).status();
        }
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The server refuses to run as root; there it runs as `nobody`.
fn as_nobody(program: &str) -> Command {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "nobody", "--", program]);
        command
    } else {
        Command::new(program)
    }
}

/// Debian keeps the server's programs outside the path, one folder a version.
fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders
        .iter()
        .map(|folder| folder.join(program))
        .find(|file| Path::new(file).is_file())
}

fn free_port() -> Result<u16, String> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| format!("no free port: {error}"))?;
    let address = listener
        .local_addr()
        .map_err(|error| format!("no free port: {error}"))?;
    Ok(address.port())
}
