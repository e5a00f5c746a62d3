//! Which room may depend on which: an allow-list. A new arrow or a new room needs a decision record.

use std::path::Path;

const ROOMS: [(&str, &[&str]); 18] = [
    ("activity", &["domain"]),
    ("center", &["activity", "domain", "graph", "store"]),
    ("archive", &["activity", "domain"]),
    ("collect", &["domain"]),
    ("domain", &[]),
    ("oidc", &[]),
    ("okta", &[]),
    ("okta-sim", &[]),
    ("passkey", &[]),
    ("saml", &[]),
    ("scim", &[]),
    ("xtask", &[]),
    ("graph", &["domain"]),
    ("store", &["domain", "scim"]),
    ("query", &["activity", "domain", "graph", "store"]),
    ("reconcile", &["domain", "graph", "okta", "store"]),
    (
        "web",
        &[
            "activity", "domain", "graph", "oidc", "passkey", "query", "saml", "scim", "store",
        ],
    ),
    (
        "server",
        &[
            "activity",
            "archive",
            "center",
            "collect",
            "domain",
            "graph",
            "okta",
            "okta-sim",
            "query",
            "reconcile",
            "scim",
            "store",
            "web",
        ],
    ),
];

/// Rooms that must stay free of any outside crate.
const PURE: [&str; 2] = ["domain", "graph"];

pub(super) fn check(root: &Path) -> Result<Vec<String>, String> {
    let mut breaches = Vec::new();
    let folder = root.join("crates");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            breaches.push(format!(
                "crates/{name}: a new room needs a decision record and a line in xtask"
            ));
            continue;
        };
        let manifest = std::fs::read_to_string(entry.path().join("Cargo.toml"))
            .map_err(|error| format!("crates/{name}/Cargo.toml: {error}"))?;
        for dependency in dependencies(&manifest) {
            let is_room = ROOMS.iter().any(|(room, _)| *room == dependency);
            if is_room && !allowed.contains(&dependency) {
                breaches.push(format!("crates/{name} must not depend on {dependency}"));
            }
            if !is_room && PURE.contains(&name.as_str()) {
                breaches.push(format!(
                    "crates/{name} must stay free of outside crates, but has {dependency}"
                ));
            }
        }
    }
    Ok(breaches)
}

/// Names under `[dependencies]`; those of tests and build scripts do not count.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            names.extend(line.split(['.', '=', ' ']).next());
        }
    }
    names
}
