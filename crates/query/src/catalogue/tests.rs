use std::collections::HashSet;
use std::path::PathBuf;

use super::{Table, markdown, tables};

#[test]
fn names_are_given_once() {
    let mut seen = HashSet::new();
    for table in tables() {
        assert!(seen.insert(table.name), "{} twice", table.name);
        let mut columns = HashSet::new();
        for column in table.columns {
            assert!(
                columns.insert(column.name),
                "{}.{} twice",
                table.name,
                column.name
            );
            assert!(
                !column.meaning.is_empty(),
                "{}.{} has no meaning",
                table.name,
                column.name
            );
        }
    }
}

#[test]
fn access_path_has_the_promised_columns_in_order() {
    let promised = "identity identity_id identity_kind identity_labels resource resource_id resource_kind \
        resource_labels sub_resource identity_group resource_group action action_type kind level temporary expires \
        path grantors standing_privileges source org last_used used_90d";
    let table: &Table = super::table("access_path").expect("is there");
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let promised: Vec<&str> = promised.split_whitespace().collect();
    assert_eq!(columns[..promised.len()], promised);
}

/// Set `PORTOLAN_BLESS=1` to write the page instead of comparing it.
#[test]
fn the_reference_page_is_up_to_date() {
    let path =
        PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../docs/reference/sql.md");
    if std::env::var_os("PORTOLAN_BLESS").is_some() {
        std::fs::write(&path, markdown()).expect("the page can be written");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == markdown(),
        "docs/reference/sql.md is out of date: run with PORTOLAN_BLESS=1"
    );
}
