//! Names of the columns of a result: what PostgreSQL calls a column that was given no name, `count` for `count(*)`.
//!
//! The engine wants each name once. A name that was there before, or that stands for a column which has another name
//! in the engine, is given with a mark behind it; what is shown is what stands before the mark.

use std::collections::HashSet;

use datafusion::sql::sqlparser::ast::{
    DataType, Expr, Function, Ident, ObjectName, OrderByKind, Query, Select, SelectItem, SetExpr, Statement,
};

use super::walk::{Change, change};

/// Between the name that is shown and what makes it another one.
const MARK: char = '\u{1}';
/// What PostgreSQL calls a column that has no name.
const NAMELESS: &str = "?column?";

/// The name that is shown for `name`.
pub(crate) fn shown_name(name: &str) -> &str {
    name.split(MARK).next().unwrap_or(name)
}

/// Gives each column of `statement` its name; `is_renamed` tells of words that stand for a column of another name.
pub(super) fn give_names(statement: &mut Statement, is_renamed: impl Fn(&str) -> bool) {
    change(statement, &mut Selects);
    let query = match statement {
        Statement::Query(query) => query,
        Statement::Explain { statement, .. } => match statement.as_mut() {
            Statement::Query(query) => query,
            _ => return,
        },
        _ => return,
    };
    keep_written(query, &is_renamed);
}

struct Selects;

impl Change for Selects {
    fn query_after(&mut self, query: &mut Query) {
        order_by_names(query);
    }

    fn select(&mut self, select: &mut Select) {
        let (mut seen, mut has_wildcard) = (HashSet::new(), false);
        for item in &mut select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) => {
                    let (name, sort) = name_of(expr);
                    let is_known = !seen.insert(name.clone());
                    let is_of_column = has_wildcard && sort == Sort::Column;
                    let alias = match (is_known || is_of_column, &*expr) {
                        (true, _) => marked(&name, seen.len()),
                        (false, Expr::Identifier(_) | Expr::CompoundIdentifier(_)) => continue,
                        (false, _) => Ident::with_quote('"', name),
                    };
                    *item = SelectItem::ExprWithAlias {
                        expr: expr.clone(),
                        alias,
                    };
                }
                SelectItem::ExprWithAlias { alias, .. } => {
                    let name = word(alias);
                    if !seen.insert(name.clone()) {
                        *alias = marked(&name, seen.len());
                    }
                }
                _ => has_wildcard = true,
            }
            // Numbers behind marks have to differ.
            seen.insert(format!("{MARK}{}", seen.len()));
        }
    }
}

/// `SELECT DISTINCT lower(a) … ORDER BY lower(a)`: the engine wants the name of what it has made distinct.
fn order_by_names(query: &mut Query) {
    let SetExpr::Select(select) = query.body.as_ref() else {
        return;
    };
    if select.distinct.is_none() {
        return;
    }
    let Some(OrderByKind::Expressions(by)) = query.order_by.as_mut().map(|order| &mut order.kind) else {
        return;
    };
    for key in by {
        let written = key.expr.to_string();
        for item in &select.projection {
            if let SelectItem::ExprWithAlias { expr, alias } = item
                && expr.to_string() == written
            {
                key.expr = Expr::Identifier(alias.clone());
                break;
            }
        }
    }
}

/// What is written is shown where it stands for a column of another name, and is what `ORDER BY` means.
fn keep_written(query: &mut Query, is_renamed: &impl Fn(&str) -> bool) {
    let mut kept = Vec::new();
    if let Some(select) = first_select(&mut query.body) {
        for (at, item) in select.projection.iter_mut().enumerate() {
            let SelectItem::UnnamedExpr(expr) = item else {
                continue;
            };
            let written = match &*expr {
                Expr::Identifier(name) => word(name),
                Expr::CompoundIdentifier(parts) => parts.last().map(word).unwrap_or_default(),
                _ => continue,
            };
            if is_renamed(&written) {
                let alias = marked(&written, at);
                kept.push((written, alias.clone()));
                *item = SelectItem::ExprWithAlias {
                    expr: expr.clone(),
                    alias,
                };
            }
        }
    }
    let Some(OrderByKind::Expressions(by)) = query.order_by.as_mut().map(|order| &mut order.kind) else {
        return;
    };
    for key in by {
        let Expr::Identifier(name) = &key.expr else {
            continue;
        };
        let name = word(name);
        if let Some((_, alias)) = kept.iter().find(|(written, _)| *written == name) {
            key.expr = Expr::Identifier(alias.clone());
        }
    }
}

fn first_select(body: &mut SetExpr) -> Option<&mut Select> {
    match body {
        SetExpr::Select(select) => Some(select),
        SetExpr::Query(query) => first_select(&mut query.body),
        SetExpr::SetOperation { left, .. } => first_select(left),
        _ => None,
    }
}

fn marked(name: &str, number: usize) -> Ident {
    Ident::with_quote('"', format!("{name}{MARK}{number}"))
}

/// How much a name says, as PostgreSQL weighs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Nothing,
    Type,
    Function,
    Column,
}

/// PostgreSQL's name of a column. Source: `FigureColname` of its parser.
fn name_of(expr: &Expr) -> (String, Sort) {
    let function = |name: &str| (name.to_owned(), Sort::Function);
    match expr {
        Expr::Identifier(name) => (word(name), Sort::Column),
        Expr::CompoundIdentifier(parts) => (parts.last().map(word).unwrap_or_default(), Sort::Column),
        Expr::CompoundFieldAccess { root: inner, .. }
        | Expr::Nested(inner)
        | Expr::Collate { expr: inner, .. } => name_of(inner),
        Expr::Cast { expr, data_type, .. } => match name_of(expr) {
            (_, Sort::Nothing) => (type_name(data_type), Sort::Type),
            named => named,
        },
        Expr::TypedString(typed) => (type_name(&typed.data_type), Sort::Type),
        Expr::Interval(_) => ("interval".to_owned(), Sort::Type),
        Expr::Case { else_result, .. } => match else_result.as_deref().map(name_of) {
            Some((name, sort)) if sort > Sort::Type => (name, sort),
            _ => ("case".to_owned(), Sort::Type),
        },
        Expr::Function(call) => function(&function_name(call)),
        Expr::Extract { .. } => function("extract"),
        Expr::Ceil { .. } => function("ceil"),
        Expr::Floor { .. } => function("floor"),
        Expr::Position { .. } => function("position"),
        Expr::Substring { .. } => function("substring"),
        Expr::Overlay { .. } => function("overlay"),
        Expr::AtTimeZone { .. } => function("timezone"),
        Expr::Trim { trim_where, .. } => function(match trim_where.map(|side| side.to_string()).as_deref() {
            Some("LEADING") => "ltrim",
            Some("TRAILING") => "rtrim",
            _ => "btrim",
        }),
        Expr::Exists { negated: false, .. } => function("exists"),
        Expr::Array(_) => function("array"),
        Expr::Tuple(_) => function("row"),
        Expr::Subquery(query) => of_query(query),
        _ => (NAMELESS.to_owned(), Sort::Nothing),
    }
}

/// A subquery is called as its column.
fn of_query(query: &Query) -> (String, Sort) {
    let mut body = query.body.as_ref();
    while let SetExpr::SetOperation { left, .. } = body {
        body = left;
    }
    match body {
        SetExpr::Select(select) => match select.projection.as_slice() {
            [SelectItem::UnnamedExpr(expr)] => name_of(expr),
            [SelectItem::ExprWithAlias { alias, .. }] => (shown_name(&word(alias)).to_owned(), Sort::Column),
            _ => (NAMELESS.to_owned(), Sort::Nothing),
        },
        SetExpr::Query(query) => of_query(query),
        _ => (NAMELESS.to_owned(), Sort::Nothing),
    }
}

fn function_name(call: &Function) -> String {
    last(&call.name)
}

fn last(name: &ObjectName) -> String {
    let ident = name.0.last().and_then(|part| part.as_ident());
    ident.map(word).unwrap_or_default()
}

/// PostgreSQL's own name of a type.
fn type_name(data_type: &DataType) -> String {
    let name = match data_type {
        DataType::Custom(name, _) => return last(name),
        DataType::Array(kind) => {
            use datafusion::sql::sqlparser::ast::ArrayElemTypeDef as Kind;
            return match kind {
                Kind::SquareBracket(item, _) | Kind::AngleBracket(item) | Kind::Parenthesis(item) => {
                    type_name(item)
                }
                Kind::None => "array".to_owned(),
            };
        }
        other => other.to_string().to_lowercase(),
    };
    let plain = name.split('(').next().unwrap_or(&name).trim();
    let has_zone = name.ends_with("with time zone");
    match plain {
        "int" | "integer" | "int4" => "int4",
        "bigint" | "int8" => "int8",
        "smallint" | "int2" => "int2",
        "real" | "float4" => "float4",
        "double precision" | "double" | "float" | "float8" => "float8",
        "boolean" | "bool" => "bool",
        "varchar" | "character varying" => "varchar",
        "char" | "character" => "bpchar",
        "decimal" | "dec" | "numeric" => "numeric",
        "timestamp" if has_zone => "timestamptz",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time without time zone" => "time",
        other => other,
    }
    .to_owned()
}

/// The identifier as the engine reads it: lower case unless quoted.
fn word(name: &Ident) -> String {
    if name.quote_style.is_some() {
        name.value.clone()
    } else {
        name.value.to_lowercase()
    }
}
