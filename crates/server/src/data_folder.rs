//! The data folder: profiles of everybody, every event, sealed credentials. Nobody else on the machine reads it.

use std::path::Path;

use anyhow::Context as _;

/// Makes the folder `path` for its owner alone. One that is there is left as it is, since somebody may want it so, and
/// a warning says who else gets in.
pub(crate) fn make(path: &Path) -> anyhow::Result<()> {
    if path.is_dir() {
        warn_if_open(path);
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .with_context(|| format!("the data folder {} cannot be made", path.display()))
}

#[cfg(unix)]
fn warn_if_open(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path).map_or(0, |folder| folder.permissions().mode());
    if mode & 0o007 != 0 {
        tracing::warn!(
            folder = %path.display(),
            "everybody on this machine can look into the data folder: `chmod 700` keeps others out"
        );
    }
}

#[cfg(not(unix))]
fn warn_if_open(_: &Path) {}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_new_folder_is_its_owners_alone() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data/of/portolan");
        super::make(&folder).unwrap();
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        super::make(&folder).unwrap();
    }
}
