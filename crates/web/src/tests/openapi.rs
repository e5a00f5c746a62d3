//! The committed description of the API is the one the code gives.

/// `PORTOLAN_BLESS=1` writes it instead.
#[test]
fn committed_description_is_current() {
    let here = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let path = here.join("../../ui/openapi.json");
    let current = crate::openapi();
    if std::env::var_os("PORTOLAN_BLESS").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == current,
        "ui/openapi.json is stale: run the test with PORTOLAN_BLESS=1"
    );
}
