//! The ready file: what a script needs once a server is up.

use anyhow::Context as _;
use serde_json::Value;
use std::path::Path;

/// Writes a ready file whole or not at all, readable by its owner alone: it holds credentials.
pub(crate) fn write_ready(file: &Path, facts: &Value) -> anyhow::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let unfinished = file.with_extension("unfinished");
    let written = (|| {
        let mut options = std::fs::OpenOptions::new();
        let mut out = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        out.write_all(serde_json::to_string_pretty(facts)?.as_bytes())?;
        std::fs::rename(&unfinished, file)
    })();
    written.with_context(|| format!("the ready file {} cannot be written", file.display()))
}
