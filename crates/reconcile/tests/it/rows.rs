//! A snapshot as lines of text, to compare.

use domain::facts::{FactSink, Rows};
use std::collections::BTreeSet;
use std::convert::Infallible;
use store::snapshot::Snapshot;

#[derive(Default)]
struct Lines(BTreeSet<String>);

impl FactSink for Lines {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        macro_rules! lines {
            ($name:literal, $rows:expr) => {
                self.0
                    .extend($rows.iter().map(|row| format!("{} {row:?}", $name)))
            };
        }
        match rows {
            Rows::Users(rows) => lines!("user", rows),
            Rows::Groups(rows) => lines!("group", rows),
            Rows::Apps(rows) => lines!("app", rows),
            Rows::Memberships(rows) => {
                let lines = rows
                    .users
                    .iter()
                    .map(|user| format!("member {}:{user}", rows.group));
                self.0.extend(lines);
            }
            Rows::AppUsers(rows) => {
                let lines = rows
                    .users
                    .iter()
                    .map(|row| format!("app user {}: {row:?}", rows.app));
                self.0.extend(lines);
            }
            Rows::AppGroups(rows) => {
                let lines = rows
                    .groups
                    .iter()
                    .map(|row| format!("app group {}: {row:?}", rows.app));
                self.0.extend(lines);
            }
            Rows::GroupRules(rows) => lines!("rule", rows),
            Rows::GroupOwners(rows) => lines!("owner", rows),
            Rows::Roles(rows) => lines!("role", rows),
            Rows::ResourceSets(rows) => lines!("resource set", rows),
            Rows::RoleAssignments(rows) => lines!("role assignment", rows),
            // The end of a token moves with its use, and scans use one.
            Rows::ApiTokens(rows) => {
                let lines = rows
                    .iter()
                    .map(|row| format!("token {} {} {:?}", row.id, row.name, row.owner));
                self.0.extend(lines);
            }
            Rows::Grants(rows) => lines!("grant", rows),
            Rows::ClientSecrets(rows) => lines!("secret", rows),
            Rows::ClientKeys(rows) => lines!("key", rows),
            Rows::IdentityProviders(rows) => lines!("idp", rows),
            Rows::Policies(rows) => lines!("policy", rows),
            Rows::PolicyRules(rows) => lines!("policy rule", rows),
            Rows::NetworkZones(rows) => lines!("zone", rows),
        }
        Ok(())
    }
}

/// Every row, in order.
pub(crate) fn lines(snapshot: &Snapshot) -> BTreeSet<String> {
    let mut lines = Lines::default();
    snapshot.replay(&mut lines).unwrap();
    lines.0
}

/// What one snapshot has and the other has not, a few lines of each.
pub(crate) fn difference(one: &Snapshot, other: &Snapshot) -> String {
    let (one, other) = (lines(one), lines(other));
    let told = |sign: &str, rows: Vec<&String>| -> String {
        let shown: Vec<String> = rows.iter().take(6).map(|row| format!("{sign} {row}")).collect();
        format!("{} rows\n{}\n", rows.len(), shown.join("\n"))
    };
    if one == other {
        return String::new();
    }
    told("-", one.difference(&other).collect()) + &told("+", other.difference(&one).collect())
}
