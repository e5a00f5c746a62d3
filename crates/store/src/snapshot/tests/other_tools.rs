//! The described format is the written format, and other tools read it as the description says.

use std::process::Command;

use arrow::datatypes::DataType;
use domain::facts::{FactSink, Group, Memberships, Rows, User};

use super::*;
use crate::snapshot::Table;

const DESCRIPTION: &str = include_str!("../../../../../docs/reference/snapshots.md");

fn described_type(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::UInt32 => "uint32",
        DataType::Int32 => "int32",
        DataType::UInt64 => "uint64",
        DataType::Boolean => "bool",
        DataType::Utf8 => "string",
        DataType::Timestamp(..) => "timestamp",
        DataType::List(item) if item.data_type() == &DataType::Utf8 => "list of string",
        DataType::List(_) => "list of struct",
        other => panic!("{other} is not described"),
    }
}

#[test]
fn every_column_is_described() {
    for table in Table::ALL {
        let heading = format!("### {}\n", table.as_str());
        let (_, rest) = DESCRIPTION
            .split_once(&heading)
            .unwrap_or_else(|| panic!("{table:?} is not described"));
        let section = rest.split("\n### ").next().unwrap();
        let described: Vec<String> = section
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| {
                line.split('|')
                    .skip(1)
                    .take(2)
                    .map(str::trim)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        let column = |field: &arrow::datatypes::FieldRef| {
            let null = if field.is_nullable() { ", may be null" } else { "" };
            format!("`{}` {}{null}", field.name(), described_type(field.data_type()))
        };
        let schema = table.schema();
        assert_eq!(
            described,
            schema.fields().iter().map(column).collect::<Vec<_>>(),
            "{table:?}"
        );
    }
}

#[test]
fn the_described_programs_run() {
    let python = std::env::var("PORTOLAN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_modules = Command::new(&python)
        .args(["-c", "import duckdb, pyarrow.dataset"])
        .output();
    if !has_modules.is_ok_and(|output| output.status.success()) {
        println!(
            "skipped: `{python}` with the modules `duckdb` and `pyarrow` is not there (see PORTOLAN_PYTHON)"
        );
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut draft = store.begin(ORG, at(0)).unwrap();
    let user = |ordinal, login| User {
        ordinal,
        id: "00u1",
        login,
        ..User::default()
    };
    draft
        .put(Rows::Users(&[
            user(0, "ada@acme.example"),
            user(1, "eve@acme.example"),
        ]))
        .unwrap();
    let group = |ordinal, name| Group {
        ordinal,
        id: "00g1",
        name,
        ..Group::default()
    };
    draft
        .put(Rows::Groups(&[
            group(16, "Cartographers"),
            group(17, "Pilots"),
            group(18, "Cooks"),
        ]))
        .unwrap();
    for (group, users) in [(16, [0].as_slice()), (17, &[0, 1]), (18, &[1])] {
        draft
            .put(Rows::Memberships(Memberships { group, users }))
            .unwrap();
    }
    draft.commit(coverage()).unwrap();

    let org = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_dir());
    let blocks = DESCRIPTION
        .split("```python\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap());
    let program = blocks.collect::<String>().replace(
        "portolan-data/snapshots/acme.okta.com-9f86d081",
        org.unwrap().to_str().unwrap(),
    );
    let output = Command::new(&python).args(["-c", &program]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        said.contains("Cartographers") && said.contains("Pilots") && !said.contains("Cooks"),
        "{said}"
    );
    assert!(
        said.contains("group: [[17,17]]") && said.contains("user: [[0,1]]"),
        "{said}"
    );
}
