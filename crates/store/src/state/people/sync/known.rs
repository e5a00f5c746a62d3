//! What is kept about people who come anew: locks and former names. Most have neither, and asking once for all of a
//! change costs less than asking for each.

use std::collections::HashSet;

use sqlx::{AnyConnection, Row as _};

use super::{PersonFacts, PersonStep};
use crate::state::StateError;
use crate::state::sql::{LIST_MAX, Sql};
use crate::state::users::key_of;

/// Names and ids about which something is kept.
#[derive(Debug, Default)]
pub(super) struct Known {
    names: HashSet<String>,
    okta_ids: HashSet<String>,
}

impl Known {
    /// About everybody whom `steps` make, as it is once names that change were given up.
    pub(super) async fn of(connection: &mut AnyConnection, steps: &[PersonStep]) -> Result<Self, StateError> {
        let (mut names, mut okta_ids) = (Vec::new(), Vec::new());
        for step in steps {
            if let PersonStep::Create { facts, .. } = step {
                names.push(key_of(&facts.name));
                okta_ids.push(facts.okta_id.clone());
            }
        }
        Ok(Self {
            names: found(
                connection,
                &names,
                &[
                    "SELECT target_key FROM locks WHERE target_kind = 'user' AND target_key IN ",
                    "SELECT name_key FROM former_names WHERE name_key IN ",
                ],
            )
            .await?,
            okta_ids: found(
                connection,
                &okta_ids,
                &["SELECT okta_id FROM locks WHERE okta_id IN "],
            )
            .await?,
        })
    }

    /// Whether anything is kept about this person, or on this name.
    pub(super) fn has(&self, facts: &PersonFacts) -> bool {
        self.names.contains(&key_of(&facts.name)) || self.okta_ids.contains(&facts.okta_id)
    }
}

async fn found(
    connection: &mut AnyConnection,
    values: &[String],
    texts: &[&str],
) -> Result<HashSet<String>, StateError> {
    let mut all = HashSet::new();
    for part in values.chunks(LIST_MAX) {
        for text in texts {
            let mut sql = Sql::new(text);
            sql.list(part);
            for row in sql.fetch_all(connection).await? {
                all.insert(row.try_get(0)?);
            }
        }
    }
    Ok(all)
}
