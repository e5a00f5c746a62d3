//! Runs every file under `tests/slt`.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use query::QueryError;
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType, Runner};

use crate::world::{Asked, texts};

struct Database(Asked);

/// An error as the files expect it: its code, its message, its place, its hint.
#[derive(Debug)]
struct Shown(QueryError);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code.as_str(), self.0.message)?;
        if let Some(position) = self.0.position {
            write!(f, " [{}:{}]", position.line, position.column)?;
        }
        match &self.0.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Shown {}

#[async_trait]
impl AsyncDB for Database {
    type Error = Shown;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Shown> {
        let answer = self.0.ask(sql).await.map_err(Shown)?;
        let mut rows = texts(&answer.batches);
        for value in rows.iter_mut().flatten() {
            if value.is_empty() {
                "(empty)".clone_into(value);
            }
        }
        Ok(DBOutput::Rows {
            types: vec![DefaultColumnType::Any; answer.schema.fields().len()],
            rows,
        })
    }

    async fn shutdown(&mut self) {}

    fn engine_name(&self) -> &str {
        "portolan"
    }

    async fn sleep(duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[test]
fn every_file_holds() {
    let dir = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/slt");
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .expect("is there")
        .map(|entry| entry.expect("reads").path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut wrong = Vec::new();
    for file in files {
        let mut runner = Runner::new(|| async { Ok(Database(Asked::new())) });
        if let Err(error) = runtime.block_on(runner.run_file_async(&file)) {
            wrong.push(error.display(false).to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
