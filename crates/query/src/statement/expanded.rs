//! How many tables a query reads when every name of `WITH` stands for what it means.
//!
//! The engine puts the query of a name in each place where the name is used. Twenty names, each joined with itself in the
//! next one, are a short text and a million tables: so they are counted before anything is planned.

use std::collections::{HashMap, HashSet};

use datafusion::sql::sqlparser::ast::{Query, Statement, TableFactor};

use super::guard::last_part;
use super::walk::{Look, look};
use crate::error::{ErrorCode, QueryError};

/// Tables behind all names.
const EXPANDED_MAX: i64 = 400;

/// Refuses a query that is short to write and endless to plan.
pub(super) fn check(statement: &Statement) -> Result<(), QueryError> {
    let mut count = Count::default();
    look(statement, &mut count)?;
    if count.tables <= EXPANDED_MAX {
        return Ok(());
    }
    let message =
        format!("with each name of WITH written out, the query reads more than {EXPANDED_MAX} tables");
    Err(QueryError::new(ErrorCode::TooLarge, message)
        .hint("use a name fewer times: a join of a name with itself doubles what stands behind it"))
}

#[derive(Default)]
struct Count {
    /// Tables so far.
    tables: i64,
    /// What stands behind each name, in lower case. One that is given twice keeps the larger number.
    behind: HashMap<String, i64>,
    /// Queries of names that were weighed, by their address in the tree, which nothing moves meanwhile.
    weighed: HashSet<usize>,
}

impl Look for Count {
    fn query(&mut self, query: &Query) -> Result<(), QueryError> {
        for named in query.with.iter().flat_map(|with| &with.cte_tables) {
            let address = std::ptr::from_ref(named.query.as_ref()).addr();
            if !self.weighed.insert(address) {
                continue;
            }
            let outside = std::mem::take(&mut self.tables);
            look(named.query.as_ref(), self)?;
            let weight = std::mem::take(&mut self.tables).max(1);
            // The walk comes by here once more, and a query that only has a name reads nothing: taken off beforehand.
            look(named.query.as_ref(), self)?;
            self.tables = outside.saturating_sub(self.tables);
            let known = self
                .behind
                .entry(named.alias.name.value.to_lowercase())
                .or_default();
            *known = weight.max(*known);
        }
        Ok(())
    }

    fn table(&mut self, table: &TableFactor) -> Result<(), QueryError> {
        let behind = match table {
            TableFactor::Table { name, args: None, .. } => self.behind.get(&last_part(name)).copied(),
            // What is in brackets is counted by itself.
            TableFactor::Derived { .. } | TableFactor::NestedJoin { .. } => Some(0),
            _ => None,
        };
        self.tables = self.tables.saturating_add(behind.unwrap_or(1));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::error::ErrorCode;
    use crate::statement::{SqlText, parse_all};

    fn code(sql: &str) -> Option<ErrorCode> {
        parse_all(&SqlText::new(sql)).err().map(|error| error.code)
    }

    /// `levels` names, each the one before it joined with itself.
    fn doubled(levels: usize) -> String {
        let mut sql = "WITH n0 AS (SELECT id FROM nodes)".to_owned();
        for level in 1..=levels {
            let before = level - 1;
            write!(
                sql,
                ", N{level} AS (SELECT a.id FROM n{before} a JOIN n{before} b ON a.id = b.id)"
            )
            .unwrap();
        }
        format!("{sql} SELECT count(*) FROM n{levels}")
    }

    #[test]
    fn names_that_double_are_refused_before_they_are_planned() {
        assert_eq!(code(&doubled(6)), None);
        for levels in [9, 20, 45] {
            assert_eq!(code(&doubled(levels)), Some(ErrorCode::TooLarge), "{levels}");
        }
    }

    #[test]
    fn names_within_names_are_weighed_once() {
        let mut sql = "SELECT id FROM nodes".to_owned();
        for level in 0..20 {
            sql = format!("WITH n{level} AS ({sql}) SELECT id FROM n{level}");
        }
        assert_eq!(code(&sql), None);
        let recursive = "WITH RECURSIVE up AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM up WHERE n < 9) SELECT * FROM up";
        assert_eq!(code(recursive), None);
    }
}
