//! `portolan edit`: one resource in the editor of whoever asks, opened again with what is wrong until it is taken.

use super::{YAML, named, note, path_of, tell};
use crate::cli::EditResource;
use crate::remote::{Refusal, Remote};
use anyhow::{Context as _, anyhow};
use reqwest::Method;
use serde_json::Value;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Begins the lines that are ours and go before the text is sent.
const OURS: &str = "#! ";
/// An error with this code cannot be helped by editing on.
const CONFLICT: &str = "conflict";

pub(in crate::commands) async fn run(arguments: EditResource) -> anyhow::Result<()> {
    let (kind, name) = named(&arguments.what)?;
    let (remote, path) = (Remote::new(&arguments.server)?, path_of(kind, name));
    let read = remote.text(&path, YAML).await?;
    let draft = Draft::new(kind)?;
    let mut last = read.clone();
    draft.write("", &last)?;
    loop {
        open(&draft.file)?;
        let text = draft.text()?;
        if text == last && last == read {
            draft.forget();
            note("nothing was changed");
            return Ok(());
        }
        if text == last {
            return Err(anyhow!(
                "the text was not corrected; it is kept in {}",
                draft.file.display()
            ));
        }
        let put = format!("{path}?confirm={}", arguments.confirm);
        let sent = remote
            .send_text::<Value>(Method::PUT, &put, text.clone(), YAML)
            .await;
        match sent {
            Ok(applied) => {
                draft.forget();
                return tell(&applied);
            }
            Err(error) if can_be_helped(&error) => {
                draft.write(&error.to_string(), &text)?;
                last = text;
            }
            Err(error) => {
                return Err(error.context(format!("your text is kept in {}", draft.file.display())));
            }
        }
    }
}

fn can_be_helped(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<Refusal>()
        .is_some_and(|refusal| refusal.code != CONFLICT)
}

/// Runs the editor and waits until it is closed.
fn open(file: &Path) -> anyhow::Result<()> {
    let given = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = given("VISUAL")
        .or_else(|| given("EDITOR"))
        .unwrap_or_else(|| "vi".to_owned());
    // By a shell, because people give arguments with it: EDITOR="code --wait".
    let ended = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "sh"])
        .arg(file)
        .status()
        .with_context(|| format!("the editor `{editor}` cannot be run; set EDITOR"))?;
    if ended.success() {
        return Ok(());
    }
    Err(anyhow!(
        "the editor `{editor}` failed, so nothing was changed; the text is kept in {}",
        file.display()
    ))
}

/// The file that is edited, for nobody else to read.
struct Draft {
    folder: PathBuf,
    file: PathBuf,
}

impl Draft {
    fn new(kind: &str) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("portolan-{:016x}", rand::random::<u64>()));
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        let file = folder.join(format!("{kind}.yaml"));
        Ok(Self { folder, file })
    }

    fn write(&self, complaint: &str, text: &str) -> anyhow::Result<()> {
        let mut whole = String::new();
        for line in complaint.lines() {
            whole.push_str(&format!("{OURS}{line}\n"));
        }
        whole.push_str(text);
        let written = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&self.file)
            .and_then(|mut file| file.write_all(whole.as_bytes()));
        written.with_context(|| format!("{} cannot be written", self.file.display()))
    }

    /// What was written, without our lines.
    fn text(&self) -> anyhow::Result<String> {
        let whole = std::fs::read_to_string(&self.file)
            .with_context(|| format!("{} cannot be read", self.file.display()))?;
        let lines = whole.split_inclusive('\n').filter(|line| !line.starts_with(OURS));
        Ok(lines.collect())
    }

    fn forget(&self) {
        // A file left behind is the reader's to see, not to be told about.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
