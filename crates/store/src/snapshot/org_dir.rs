//! The directory of one organization: what is where.

use std::path::{Path, PathBuf};

use crate::hash;

/// The directory of one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrgDir(PathBuf);

impl OrgDir {
    /// The directory of the organization at `url`: its host, to be recognised, and a part of a hash, to be unique.
    pub(super) fn of(root: &Path, url: &str) -> Self {
        let host = url.split_once("://").map_or(url, |(_, rest)| rest);
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
                c
            } else {
                '_'
            }
        };
        let host: String = host.chars().take(100).map(plain).collect();
        let mark = hash::hex_sha256(url.as_bytes());
        Self(root.join(format!("{host}-{}", mark.get(..8).unwrap_or_default())))
    }

    /// The directory called `name`.
    pub(super) fn named(root: &Path, name: &str) -> Self {
        Self(root.join(name))
    }

    /// Whether it is there.
    pub(super) fn is_there(&self) -> bool {
        self.0.is_dir()
    }

    /// The directory and the one it is in: their entries are new with the first snapshot.
    pub(super) fn and_above(&self) -> impl Iterator<Item = &Path> {
        self.0.ancestors().take(2)
    }

    /// Where part files are.
    pub(super) fn parts(&self) -> PathBuf {
        self.0.join("parts")
    }

    /// One part file.
    pub(super) fn part(&self, file: &str) -> PathBuf {
        self.parts().join(file)
    }

    /// Where manifests are.
    pub(super) fn manifests(&self) -> PathBuf {
        self.0.join("manifests")
    }

    /// One manifest.
    pub(super) fn manifest(&self, id: &str) -> PathBuf {
        self.manifests().join(format!("{id}.json"))
    }

    /// Where unfinished work is: anything in here at a start means that something was interrupted.
    pub(super) fn drafts(&self) -> PathBuf {
        self.0.join("drafts")
    }
}
