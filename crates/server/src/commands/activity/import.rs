//! Files of events, sent one after another and judged together.
#![expect(clippy::print_stderr, reason = "progress goes to standard error")]

use crate::cli::{Asking, Shape};
use crate::commands::print::{self, Rows};
use crate::remote::{Remote, segment};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// Bytes of a file that are read at once.
const CHUNK: usize = 1 << 20;

/// Whose events they are, and what becomes of alerts about them.
pub(super) struct What {
    pub(super) source: String,
    pub(super) org: String,
    pub(super) alerts: String,
}

impl What {
    fn path(&self, more: bool) -> String {
        format!(
            "/api/v1/activity/import?source={}&org={}&alerts={}&more={more}",
            self.source,
            segment(&self.org),
            self.alerts
        )
    }
}

pub(super) async fn run(what: &What, files: &[PathBuf], asking: &Asking) -> anyhow::Result<()> {
    let remote = Remote::new(&asking.server)?;
    let mut done = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let more = number + 1 < files.len();
        match send(what, file, more, &remote).await {
            Ok(one) => done.push(one),
            Err(error) => {
                // The files before are kept: they are judged though the rest does not come.
                let judged: anyhow::Result<Value> = remote.send_body(&what.path(false), "".into()).await;
                if judged.is_err() {
                    eprintln!("note: what was sent is judged in some minutes");
                }
                show(&done, asking.format)?;
                return Err(error);
            }
        }
    }
    show(&done, asking.format)?;
    done.iter().for_each(look);
    note(&done, &what.alerts);
    Ok(())
}

/// What about a file deserves a look.
fn look(one: &Value) {
    if let Some(sentence) = oddity(one) {
        eprintln!("{sentence}");
    }
}

fn oddity(one: &Value) -> Option<String> {
    let number = |name: &str| one[name].as_u64().unwrap_or(0);
    let file = one["file"].as_str().unwrap_or_default();
    if number("read") == 0 {
        return Some(format!("note: nothing was read from {file}: it is empty"));
    }
    let (malformed, read) = (number("malformed"), number("read"));
    (malformed > 0).then(|| {
        format!(
            "warning: {malformed} of {read} texts in {file} are no JSON objects; they are kept as they are: \
             `portolan activity search event_type:malformed`"
        )
    })
}

/// Where a file's bytes come from, with their number where it is known, and what it is called.
async fn open(file: &Path) -> anyhow::Result<(Box<dyn AsyncRead + Send + Unpin>, Option<u64>, String)> {
    if file.as_os_str() == "-" {
        return Ok((Box::new(tokio::io::stdin()), None, "standard input".to_owned()));
    }
    let name = file.display().to_string();
    let opened = tokio::fs::File::open(file)
        .await
        .with_context(|| format!("{name} cannot be read"))?;
    let length = opened.metadata().await.map(|meta| meta.len()).ok();
    Ok((Box::new(opened), length.filter(|length| *length > 0), name))
}

/// How far a file is sent.
fn progress(name: &str, sent: u64, length: Option<u64>) {
    match length {
        Some(length) => eprintln!("{name}: {} of {} MB sent", sent >> 20, length >> 20),
        None => eprintln!("{name}: {} MB sent", sent >> 20),
    }
}

/// What became of alerts, and how to see more.
fn note(done: &[Value], alerts: &str) {
    let times = |name: &'static str| done.iter().filter_map(move |one| one[name].as_str());
    let (Some(first), Some(last)) = (times("first").min(), times("last").max()) else {
        return;
    };
    let raised: u64 = done.iter().filter_map(|one| one["alerts"].as_u64()).sum();
    match alerts {
        "none" => eprintln!(
            "note: no alerts were raised; what rules would have said: \
             `portolan rules replay --all --from {first} --until {last}`"
        ),
        "marked" if raised > 0 => eprintln!(
            "note: {raised} alerts were raised or changed, marked as found in history and forwarded to nobody: \
             `portolan alerts ls --from-history true`"
        ),
        _ => {}
    }
}

/// Sends one file and tells how far it is.
async fn send(what: &What, file: &Path, more: bool, remote: &Remote) -> anyhow::Result<Value> {
    let (opened, length, name) = open(file).await?;
    let begin = (opened, 0_u64, Instant::now(), name.clone());
    let body = futures_util::stream::unfold(begin, move |(mut opened, sent, told, name)| async move {
        let mut bytes = vec![0; CHUNK];
        match opened.read(&mut bytes).await {
            Ok(0) => None,
            Ok(read) => {
                bytes.truncate(read);
                let sent = sent + read as u64;
                let is_time = told.elapsed().as_secs() >= 2;
                if is_time {
                    progress(&name, sent, length);
                }
                let told = if is_time { Instant::now() } else { told };
                Some((Ok::<_, std::io::Error>(bytes), (opened, sent, told, name)))
            }
            Err(error) => Some((Err(error), (opened, sent, told, name))),
        }
    });
    let mut done: Value = remote
        .send_body(&what.path(more), reqwest::Body::wrap_stream(body))
        .await
        .with_context(|| format!("{name} was not taken in"))?;
    done["file"] = name.into();
    Ok(done)
}

fn show(done: &[Value], format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(&json!({ "files": done }));
        return Ok(());
    }
    let columns = [
        "file",
        "read",
        "stored",
        "repeated",
        "differing",
        "malformed",
        "unknown",
        "alerts",
        "elapsed_ms",
    ];
    let rows = done
        .iter()
        .map(|one| columns.iter().map(|column| one[*column].clone()).collect());
    print::table(&Rows {
        rows: rows.collect(),
        columns: columns.map(str::to_owned).to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::oddity;
    use serde_json::json;

    #[test]
    fn what_is_odd_about_a_file_is_said() {
        let one = |read: u64, malformed: u64| json!({ "file": "a", "read": read, "malformed": malformed });
        assert_eq!(oddity(&one(5, 0)), None);
        assert!(oddity(&one(0, 0)).unwrap().contains("nothing was read from a"));
        assert!(
            oddity(&one(5, 2))
                .unwrap()
                .starts_with("warning: 2 of 5 texts in a")
        );
    }
}
