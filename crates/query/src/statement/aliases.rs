//! The names that users of Teleport's tools know for columns of `activity`: `time`, `identity`, `type` …
//!
//! They are understood where `activity` is the only table of a query, so that they cannot mean a column of another.

use std::collections::HashSet;

use activity::event::Field;
use datafusion::sql::sqlparser::ast::{Expr, Ident, ObjectName, Query, Select, SelectItem, Statement};

use super::walk::{Change, change};

/// What `statement` calls so, as it is written; nothing where it reads more than `activity`.
pub(super) fn renamer(statement: &mut Statement) -> Option<Renamer> {
    let mut names = Names::default();
    change(statement, &mut names);
    (names.is_activity && !names.has_other).then_some(Renamer { own: names.own })
}

/// What a statement reads, and the names that it gives itself.
#[derive(Default)]
struct Names {
    is_activity: bool,
    has_other: bool,
    own: HashSet<String>,
}

impl Change for Names {
    fn relation(&mut self, relation: &mut ObjectName) {
        let name = relation.0.last().and_then(|part| part.as_ident()).map(word);
        match name {
            Some(name) if name == "activity" => self.is_activity = true,
            Some(name) if self.own.contains(&name) => {}
            _ => self.has_other = true,
        }
    }

    fn query(&mut self, query: &mut Query) {
        for table in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.own.insert(word(&table.alias.name));
            self.own
                .extend(table.alias.columns.iter().map(|column| word(&column.name)));
        }
    }

    fn select(&mut self, select: &mut Select) {
        for item in &select.projection {
            if let SelectItem::ExprWithAlias { alias, .. } = item {
                self.own.insert(word(alias));
            }
        }
    }
}

/// Gives such columns their names.
pub(super) struct Renamer {
    own: HashSet<String>,
}

impl Change for Renamer {
    fn expr_after(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Identifier(name) => self.rename(name),
            Expr::CompoundIdentifier(parts) => {
                if let Some(name) = parts.last_mut() {
                    self.rename(name);
                }
            }
            _ => {}
        }
    }
}

impl Renamer {
    fn rename(&self, name: &mut Ident) {
        if let Some(field) = self.meant_by(&word(name)) {
            field.name().clone_into(&mut name.value);
        }
    }

    /// The column that a word stands for, if that has another name.
    pub(super) fn meant_by(&self, known: &str) -> Option<Field> {
        if self.own.contains(known) {
            return None;
        }
        Field::of_name(known).filter(|field| field.name() != known)
    }
}

/// The identifier as the engine reads it: lower case unless quoted.
fn word(name: &Ident) -> String {
    if name.quote_style.is_some() {
        name.value.clone()
    } else {
        name.value.to_lowercase()
    }
}
