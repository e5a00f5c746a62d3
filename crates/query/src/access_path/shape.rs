//! Plain questions about `access_path`, recognised in the parsed text and answered without the engine's planner.
//!
//! `SELECT columns FROM access_path WHERE condition AND … LIMIT n` and the count of such rows. Whatever is not
//! exactly that is left to the engine; both make their batches by the same [`Scan`].

use std::cmp::Ordering;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr, Ident,
    LimitClause, ObjectName, Query, Select, SelectItem, SetExpr, Statement, TableFactor, Value,
};

use super::atom::Atom;
use super::filter::Filter;
use super::scan::Scan;
use super::side::{Column, Side};
use crate::statement::shown_name;
use crate::world::{NodeColumn, World};

/// A plain question.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    output: Output,
    conditions: Vec<Atom>,
    rows_max: Option<usize>,
}

#[derive(Clone, Debug)]
enum Output {
    Columns {
        columns: Arc<[Column]>,
        schema: SchemaRef,
    },
    Count(SchemaRef),
}

/// What a plain question reads.
#[derive(Clone, Debug)]
pub(crate) enum Plain {
    /// Rows, at most so many.
    Rows(Scan, Option<usize>),
    /// The number of rows.
    Count(Scan, SchemaRef),
}

impl Shape {
    /// The question put to `world`; `None` where the engine has to be asked.
    pub(crate) fn bind(&self, world: &Arc<World>) -> Option<Plain> {
        let tests = self
            .conditions
            .iter()
            .map(|condition| condition.test(world))
            .collect::<Option<Vec<_>>>()?;
        let scan = |columns: &Arc<[Column]>, schema: &SchemaRef| Scan {
            world: Arc::clone(world),
            filter: Arc::new(Filter::all(tests)),
            columns: Arc::clone(columns),
            schema: Arc::clone(schema),
        };
        Some(match &self.output {
            Output::Columns { columns, schema } => Plain::Rows(scan(columns, schema), self.rows_max),
            Output::Count(schema) => Plain::Count(
                scan(&Arc::from([]), &Arc::new(Schema::empty())),
                Arc::clone(schema),
            ),
        })
    }
}

/// Recognises a plain question; `schema` is that of the table.
pub(crate) fn plain_shape(statement: &Statement, schema: &SchemaRef) -> Option<Shape> {
    let Statement::Query(query) = statement else {
        return None;
    };
    let Query {
        with: None,
        body,
        order_by: None,
        limit_clause,
        fetch: None,
        locks: _,
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators,
    } = query.as_ref()
    else {
        return None;
    };
    let SetExpr::Select(select) = body.as_ref() else {
        return None;
    };
    if !pipe_operators.is_empty() || !is_bare(select) {
        return None;
    }
    let table = only_table(select)?;
    let mut conditions = Vec::new();
    if let Some(condition) = &select.selection {
        read_conditions(condition, &table, &mut conditions)?;
    }
    let output = read_output(&select.projection, &table, schema)?;
    let rows_max = read_limit(limit_clause.as_ref())?;
    if matches!(output, Output::Count(_)) && rows_max.is_some() {
        return None;
    }
    Some(Shape {
        output,
        conditions,
        rows_max,
    })
}

/// Whether nothing but columns, table and condition is there.
fn is_bare(select: &Select) -> bool {
    select.distinct.is_none()
        && select.top.is_none()
        && select.into.is_none()
        && select.exclude.is_none()
        && select.select_modifiers.is_none()
        && select.lateral_views.is_empty()
        && select.prewhere.is_none()
        && select.connect_by.is_empty()
        && matches!(&select.group_by, GroupByExpr::Expressions(keys, modifiers) if keys.is_empty() && modifiers.is_empty())
        && select.cluster_by.is_empty()
        && select.distribute_by.is_empty()
        && select.sort_by.is_empty()
        && select.having.is_none()
        && select.named_window.is_empty()
        && select.qualify.is_none()
        && select.value_table_mode.is_none()
}

/// The name that columns may be qualified with.
fn only_table(select: &Select) -> Option<String> {
    let [from] = select.from.as_slice() else {
        return None;
    };
    let TableFactor::Table {
        name,
        alias,
        args: None,
        with_hints,
        version: None,
        with_ordinality: false,
        partitions,
        json_path: None,
        sample: None,
        index_hints,
    } = &from.relation
    else {
        return None;
    };
    if !from.joins.is_empty() || !with_hints.is_empty() || !partitions.is_empty() || !index_hints.is_empty() {
        return None;
    }
    if plain_name(name)? != "access_path" {
        return None;
    }
    match alias {
        None => Some("access_path".to_owned()),
        Some(alias) if alias.columns.is_empty() => Some(word(&alias.name)),
        Some(_) => None,
    }
}

fn read_output(items: &[SelectItem], table: &str, schema: &SchemaRef) -> Option<Output> {
    if let [SelectItem::Wildcard(options)] = items {
        let is_plain = options.to_string() == "*" || options.to_string().is_empty();
        let columns = Column::ALL.iter().map(|(_, column)| *column).collect();
        return is_plain.then(|| Output::Columns {
            columns,
            schema: Arc::clone(schema),
        });
    }
    if let [
        SelectItem::ExprWithAlias {
            expr: Expr::Function(function),
            alias,
        },
    ] = items
    {
        let field = || Field::new(word(alias), DataType::Int64, false);
        return is_count(function).then(|| Output::Count(Arc::new(Schema::new(vec![field()]))));
    }
    let mut columns = Vec::with_capacity(items.len());
    let mut fields: Vec<Arc<Field>> = Vec::with_capacity(items.len());
    for item in items {
        let (expr, alias) = match item {
            SelectItem::UnnamedExpr(expr) => (expr, None),
            SelectItem::ExprWithAlias { expr, alias } => (expr, Some(word(alias))),
            _ => return None,
        };
        let name = column_name(expr, table)?;
        let field = schema.field_with_name(&name).ok()?;
        let shown = alias.unwrap_or_else(|| name.clone());
        if shown_name(&shown) != shown {
            return None;
        }
        if fields.iter().any(|known| *known.name() == shown) {
            return None;
        }
        columns.push(Column::by_name(&name)?);
        fields.push(Arc::new(field.clone().with_name(shown)));
    }
    Some(Output::Columns {
        columns: columns.into(),
        schema: Arc::new(Schema::new(fields)),
    })
}

fn is_count(function: &Function) -> bool {
    let FunctionArguments::List(list) = &function.args else {
        return false;
    };
    plain_name(&function.name).is_some_and(|name| name == "count")
        && function.over.is_none()
        && function.filter.is_none()
        && function.null_treatment.is_none()
        && function.within_group.is_empty()
        && matches!(function.parameters, FunctionArguments::None)
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty()
        && matches!(
            list.args.as_slice(),
            [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)]
        )
}

/// `None`: not plain. `Some(None)`: no limit.
#[expect(
    clippy::option_option,
    reason = "not understood and absent are different answers"
)]
fn read_limit(clause: Option<&LimitClause>) -> Option<Option<usize>> {
    match clause {
        None => Some(None),
        Some(LimitClause::LimitOffset {
            limit: Some(Expr::Value(value)),
            offset: None,
            limit_by,
        }) if limit_by.is_empty() => match &value.value {
            Value::Number(digits, _) => Some(Some(digits.parse().ok()?)),
            _ => None,
        },
        Some(_) => None,
    }
}

fn read_conditions(condition: &Expr, table: &str, out: &mut Vec<Atom>) -> Option<()> {
    match condition {
        Expr::Nested(inner) => read_conditions(inner, table, out),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => {
            read_conditions(left, table, out)?;
            read_conditions(right, table, out)
        }
        Expr::BinaryOp { left, op, right } => {
            let column = Column::by_name(&column_name(left, table)?)?;
            out.push(read_comparison(column, op, right)?);
            Some(())
        }
        Expr::InList {
            expr,
            list,
            negated: false,
        } => {
            let column = Column::by_name(&column_name(expr, table)?)?;
            out.push(is_one_of(
                column,
                list.iter().map(text).collect::<Option<Vec<_>>>()?,
            )?);
            Some(())
        }
        _ => None,
    }
}

fn read_comparison(column: Column, op: &BinaryOperator, right: &Expr) -> Option<Atom> {
    if column == Column::Identity(NodeColumn::Standing) {
        let orderings: &'static [Ordering] = match op {
            BinaryOperator::Eq => &[Ordering::Equal],
            BinaryOperator::NotEq => &[Ordering::Less, Ordering::Greater],
            BinaryOperator::Gt => &[Ordering::Greater],
            BinaryOperator::GtEq => &[Ordering::Greater, Ordering::Equal],
            BinaryOperator::Lt => &[Ordering::Less],
            BinaryOperator::LtEq => &[Ordering::Less, Ordering::Equal],
            _ => return None,
        };
        let Expr::Value(value) = right else { return None };
        let Value::Number(digits, _) = &value.value else {
            return None;
        };
        return Some(Atom::Standing(orderings, digits.parse().ok()?));
    }
    match op {
        BinaryOperator::Eq => is_one_of(column, vec![text(right)?]),
        BinaryOperator::AtArrow => match column {
            Column::Identity(NodeColumn::Labels) | Column::Resource(NodeColumn::Labels) => {
                Some(Atom::Contains(column, serde_json::from_str(&text(right)?).ok()?))
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_one_of(column: Column, values: Vec<String>) -> Option<Atom> {
    let is_known = match column {
        Column::Identity(what) | Column::Resource(what) => matches!(what, NodeColumn::Name | NodeColumn::Id),
        Column::Kind | Column::Level | Column::Source | Column::Org => true,
        other => other.side() == Side::Action,
    };
    is_known.then_some(Atom::Is(column, values))
}

fn column_name(expr: &Expr, table: &str) -> Option<String> {
    match expr {
        Expr::Identifier(name) => Some(word(name)),
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [qualifier, name] if word(qualifier) == table => Some(word(name)),
            _ => None,
        },
        Expr::Nested(inner) => column_name(inner, table),
        _ => None,
    }
}

fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn plain_name(name: &ObjectName) -> Option<String> {
    match name.0.as_slice() {
        [part] => part.as_ident().map(word),
        _ => None,
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
