//! Whole rows as JSON: `row_to_json(t)`, `json_agg(t)`, `to_jsonb(t)` with the name of a table or a subquery. The
//! engine knows no value that is a row, so its columns are spelled out.

use std::collections::HashMap;

use datafusion::sql::sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Query, Select, SelectItem,
    SetExpr, Statement, TableAlias, TableFactor, Value,
};

use super::dialect::{call_of, simple_name};
use super::walk::{Change, Exprs, change};
use super::{shown_name, split_table_name};
use crate::catalogue;

/// Functions that take a row.
const FUNCTIONS: [&str; 5] = ["row_to_json", "to_json", "to_jsonb", "json_agg", "jsonb_agg"];

/// Spells out rows in `statement`.
pub(super) fn spell_out(statement: &mut Statement) {
    change(statement, &mut Rows::default());
}

/// Columns of what `WITH` names.
#[derive(Default)]
struct Rows(HashMap<String, Vec<Ident>>);

impl Change for Rows {
    fn query(&mut self, query: &mut Query) {
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let columns = renamed(&cte.alias).or_else(|| self.of_query(&cte.query));
            if let Some(columns) = columns {
                self.0.insert(word(&cte.alias.name), columns);
            }
        }
    }

    fn select(&mut self, select: &mut Select) {
        let tables = self.tables(select);
        let mut rows = Exprs(|expr: &mut Expr| {
            if let Expr::Function(call) = expr {
                take_row(call, &tables);
            }
        });
        change(&mut select.projection, &mut rows);
    }
}

impl Rows {
    /// The tables of a `FROM` whose columns are known, by the names that they have in it.
    fn tables(&self, select: &Select) -> HashMap<String, Vec<Ident>> {
        let joined = select.from.iter().flat_map(|from| {
            std::iter::once(&from.relation).chain(from.joins.iter().map(|join| &join.relation))
        });
        joined.filter_map(|table| self.of_table(table)).collect()
    }

    fn of_table(&self, table: &TableFactor) -> Option<(String, Vec<Ident>)> {
        let (alias, columns) = match table {
            TableFactor::Table {
                name,
                alias,
                args: None,
                ..
            } => {
                let name = simple_name(name)?;
                let (plain, _) = split_table_name(&name);
                let columns = self.0.get(plain).cloned().or_else(|| {
                    let columns = catalogue::table(plain)?.columns.iter();
                    Some(columns.map(|column| Ident::new(column.name)).collect())
                });
                (alias.clone().unwrap_or_else(|| named(plain)), columns?)
            }
            TableFactor::Derived {
                subquery,
                alias: Some(alias),
                ..
            } => (alias.clone(), self.of_query(subquery)?),
            _ => return None,
        };
        let columns = renamed(&alias).unwrap_or(columns);
        Some((word(&alias.name), columns))
    }

    fn of_query(&self, query: &Query) -> Option<Vec<Ident>> {
        let mut body = query.body.as_ref();
        loop {
            body = match body {
                SetExpr::SetOperation { left, .. } => left,
                SetExpr::Query(query) => return self.of_query(query),
                SetExpr::Select(select) => return self.of_select(select),
                _ => return None,
            };
        }
    }

    fn of_select(&self, select: &Select) -> Option<Vec<Ident>> {
        let mut columns = Vec::new();
        for item in &select.projection {
            match item {
                SelectItem::ExprWithAlias { alias, .. } => columns.push(alias.clone()),
                SelectItem::UnnamedExpr(Expr::Identifier(name)) => columns.push(name.clone()),
                SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => {
                    columns.push(parts.last()?.clone())
                }
                SelectItem::Wildcard(_) => {
                    for from in &select.from {
                        for table in std::iter::once(&from.relation)
                            .chain(from.joins.iter().map(|join| &join.relation))
                        {
                            columns.extend(self.of_table(table)?.1);
                        }
                    }
                }
                _ => return None,
            }
        }
        Some(columns)
    }
}

/// Puts an object in place of the row that `call` takes, if it takes one.
fn take_row(call: &mut Function, tables: &HashMap<String, Vec<Ident>>) {
    let is_known = simple_name(&call.name).is_some_and(|name| FUNCTIONS.contains(&name.as_str()));
    let FunctionArguments::List(list) = &mut call.args else {
        return;
    };
    let ([FunctionArg::Unnamed(FunctionArgExpr::Expr(arg))], true) = (list.args.as_mut_slice(), is_known)
    else {
        return;
    };
    let Expr::Identifier(table) = &*arg else {
        return;
    };
    let name = word(table);
    let is_column = tables.values().flatten().any(|column| word(column) == name);
    let Some(columns) = tables.get(&name).filter(|_| !is_column) else {
        return;
    };
    let members = columns.iter().flat_map(|column| {
        let key = shown_name(&column.value).to_owned();
        let value = Expr::CompoundIdentifier(vec![table.clone(), column.clone()]);
        [Expr::value(Value::SingleQuotedString(key)), value]
    });
    *arg = call_of("jsonb_build_object", members.collect());
}

fn renamed(alias: &TableAlias) -> Option<Vec<Ident>> {
    let columns: Vec<Ident> = alias.columns.iter().map(|column| column.name.clone()).collect();
    (!columns.is_empty()).then_some(columns)
}

fn named(name: &str) -> TableAlias {
    TableAlias {
        explicit: false,
        name: Ident::new(name),
        columns: Vec::new(),
        at: None,
    }
}

/// The identifier as the engine reads it: lower case unless quoted.
fn word(name: &Ident) -> String {
    match name.quote_style {
        Some(_) => name.value.clone(),
        None => name.value.to_lowercase(),
    }
}
