//! What PostgreSQL's users write, in words that the engine knows.
//!
//! `json_agg(x)` becomes `json_gather(array_agg(to_jsonb(x)))`, `jsonb_array_elements(x)` becomes `unnest` of a list,
//! `ARRAY(SELECT …)` a subquery, `= ANY('{a,b}')` a list of values. Nothing else changes, so that places in errors are
//! those of the text.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause,
    FunctionArgumentList, FunctionArguments, GroupByExpr, Ident, ObjectName, OrderByKind, Query, Select,
    SelectItem, SetExpr, Statement, TableAlias, TableAliasColumnDef, TableFactor, Value,
};

use super::walk::{Change, change};
use super::{exists, lacking, minutes, moments, row, series, spelled};
use crate::json::array_literal;

/// Functions that give several rows: how they are written, the functions of the lists that are unnested, and the names
/// of the columns. An empty name is that of the table.
const ROWS: [(&str, &[&str], &[&str]); 13] = [
    ("jsonb_array_elements", &["json_elements"], &["value"]),
    ("json_array_elements", &["json_elements"], &["value"]),
    ("jsonb_array_elements_text", &["json_elements_text"], &["value"]),
    ("json_array_elements_text", &["json_elements_text"], &["value"]),
    ("jsonb_object_keys", &["json_keys"], &[""]),
    ("json_object_keys", &["json_keys"], &[""]),
    ("jsonb_each", &["json_keys", "json_values"], &["key", "value"]),
    ("json_each", &["json_keys", "json_values"], &["key", "value"]),
    (
        "jsonb_each_text",
        &["json_keys", "json_values_text"],
        &["key", "value"],
    ),
    (
        "json_each_text",
        &["json_keys", "json_values_text"],
        &["key", "value"],
    ),
    ("string_to_table", &["string_to_array"], &[""]),
    ("regexp_matches", &["regexp_found"], &[""]),
    ("regexp_split_to_table", &["regexp_split_to_array"], &[""]),
];

/// Translates `statement` in place.
pub(super) fn translate(statement: &mut Statement) {
    change(statement, &mut Translator);
}

struct Translator;

impl Change for Translator {
    fn table(&mut self, table: &mut TableFactor) {
        if let Some(rows) = rows_of(table) {
            *table = rows;
        }
        if let TableFactor::UNNEST {
            alias: Some(alias),
            array_exprs,
            ..
        } = table
            && alias.columns.is_empty()
            && array_exprs.len() == 1
        {
            alias.columns.push(TableAliasColumnDef {
                name: alias.name.clone(),
                data_type: None,
            });
        }
    }

    fn select(&mut self, select: &mut Select) {
        for item in &mut select.projection {
            let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else {
                continue;
            };
            if let Some(rows) = series::in_select(expr) {
                *expr = rows;
            }
        }
        exists::as_values(select);
    }

    fn expr_after(&mut self, expr: &mut Expr) {
        minutes::with_seconds(expr);
        moments::precise(expr);
        let translated = match expr {
            Expr::Function(function) => of_function(function),
            Expr::AnyOp {
                left,
                compare_op: BinaryOperator::Eq,
                right,
                ..
            } => of_list(left, right, false),
            Expr::AllOp {
                left,
                compare_op: BinaryOperator::NotEq,
                right,
            } => of_list(left, right, true),
            _ => row::spelled_out(expr)
                .or_else(|| moments::expression(expr))
                .or_else(|| lacking::expression(expr))
                .or_else(|| spelled::expression(expr)),
        };
        if let Some(translated) = translated {
            *expr = translated;
        }
    }
}

/// `FROM jsonb_each(x) AS e` as a table of unnested lists.
fn rows_of(table: &mut TableFactor) -> Option<TableFactor> {
    let (name, args, alias, with_ordinality) = match table {
        TableFactor::Table {
            name,
            args: Some(args),
            alias,
            with_ordinality,
            ..
        } => (&*name, args.args.as_slice(), alias, *with_ordinality),
        TableFactor::Function {
            name,
            args,
            alias,
            with_ordinality,
            ..
        } => (&*name, args.as_slice(), alias, *with_ordinality),
        _ => return None,
    };
    let written = simple_name(name)?;
    let (mut lists, columns): (Vec<Expr>, &[&str]) = if written == "generate_series" {
        let Some(args) = series::typed(args) else {
            // The engine's own function of numbers, whose column has the name of the table where that has one.
            if let Some(alias) = alias.as_mut().filter(|alias| alias.columns.is_empty()) {
                let name = alias.name.clone();
                alias.columns.push(TableAliasColumnDef {
                    name,
                    data_type: None,
                });
            }
            return None;
        };
        (vec![call_of("generate_series", args)], &[""])
    } else {
        let (_, lists, columns) = ROWS.iter().find(|(known, ..)| *known == written)?;
        (
            lists.iter().map(|list| call(list, args.to_vec())).collect(),
            columns,
        )
    };
    let mut alias = alias.clone().unwrap_or_else(|| TableAlias {
        explicit: true,
        name: Ident::new(written.as_str()),
        columns: Vec::new(),
        at: None,
    });
    if alias.columns.is_empty() {
        let own = alias.name.value.clone();
        let named = columns
            .iter()
            .map(|column| if column.is_empty() { own.as_str() } else { column })
            .chain(with_ordinality.then_some("ordinality"));
        alias.columns = named.map(TableAliasColumnDef::from_name).collect();
    }
    if with_ordinality {
        let rows = call_of("cardinality", vec![lists.first()?.clone()]);
        let first = Expr::value(Value::Number("1".to_owned(), false));
        lists.push(call_of("generate_series", vec![first, rows]));
    }
    Some(TableFactor::UNNEST {
        alias: Some(alias),
        array_exprs: lists,
        with_offset: false,
        with_offset_alias: None,
        with_ordinality: false,
    })
}

fn of_function(function: &Function) -> Option<Expr> {
    let name = simple_name(&function.name)?;
    match (name.as_str(), &function.args) {
        ("array", FunctionArguments::Subquery(query)) => {
            Some(call_of("list_or_empty", vec![collected(query)]))
        }
        ("age", FunctionArguments::List(list)) if list.args.len() == 1 => {
            let mut args = list.args.clone();
            args.insert(0, argument(today()));
            Some(call("age", args))
        }
        ("row_to_json", FunctionArguments::List(list)) => Some(call("to_jsonb", list.args.clone())),
        ("json_agg" | "jsonb_agg", FunctionArguments::List(list)) => {
            let [value] = list.args.as_slice() else {
                return None;
            };
            if list.duplicate_treatment.is_some() && !list.clauses.is_empty() {
                // What is distinct is ordered by itself, so it must stay what it is.
                return Some(call_of(
                    "to_jsonb",
                    vec![aggregate(function, list, value_of(value)?)],
                ));
            }
            let gathered = aggregate(function, list, call("to_jsonb", vec![value.clone()]));
            Some(call_of("json_gather", vec![gathered]))
        }
        ("json_object_agg" | "jsonb_object_agg", FunctionArguments::List(list)) => {
            let [key, value] = list.args.as_slice() else {
                return None;
            };
            let keys = aggregate(function, list, value_of(key)?);
            let values = aggregate(function, list, call("to_jsonb", vec![value.clone()]));
            Some(call_of("json_gather_object", vec![keys, values]))
        }
        (name, args) => {
            let rows = ROWS.iter().find(|(known, ..)| *known == name);
            match (rows, args) {
                (Some((_, [only], _)), FunctionArguments::List(list)) => {
                    Some(call_of("unnest", vec![call(only, list.args.clone())]))
                }
                _ => moments::call(name, function)
                    .or_else(|| lacking::call(name, function))
                    .or_else(|| spelled::call(name, function)),
            }
        }
    }
}

/// The same aggregate with `array_agg` of `value`.
fn aggregate(function: &Function, list: &FunctionArgumentList, value: Expr) -> Expr {
    Expr::Function(Function {
        name: object_name("array_agg"),
        args: FunctionArguments::List(FunctionArgumentList {
            args: vec![argument(value)],
            ..list.clone()
        }),
        ..function.clone()
    })
}

/// `(SELECT array_agg(x) FROM …)` for `(SELECT x FROM …)`.
fn collected(query: &Query) -> Expr {
    let mut query = query.clone();
    let order = query.order_by.clone();
    let is_plain = query.limit_clause.is_none() && query.fetch.is_none() && query.with.is_none();
    if let SetExpr::Select(select) = &mut *query.body
        && is_plain
        && select.distinct.is_none()
        && select.having.is_none()
        && matches!(&select.group_by, GroupByExpr::Expressions(by, _) if by.is_empty())
        && let [SelectItem::UnnamedExpr(item) | SelectItem::ExprWithAlias { expr: item, .. }] =
            select.projection.as_slice()
    {
        let clauses = match order.map(|order| order.kind) {
            Some(OrderByKind::Expressions(by)) => vec![FunctionArgumentClause::OrderBy(by)],
            _ => Vec::new(),
        };
        select.projection = vec![SelectItem::UnnamedExpr(array_agg(item.clone(), clauses))];
        query.order_by = None;
        return Expr::Subquery(Box::new(query));
    }
    // The rows of anything else become a table of one column.
    let (table, column) = (Ident::new("listed"), Ident::new("item"));
    let inner = TableFactor::Derived {
        lateral: false,
        subquery: Box::new(query),
        alias: Some(TableAlias {
            explicit: true,
            name: table.clone(),
            columns: vec![TableAliasColumnDef::from_name(column.value.as_str())],
            at: None,
        }),
        sample: None,
    };
    let item = Expr::CompoundIdentifier(vec![table, column]);
    match select_from(inner, array_agg(item, Vec::new())) {
        Some(query) => Expr::Subquery(Box::new(query)),
        None => Expr::value(Value::Null),
    }
}

/// `SELECT item FROM (query)`.
pub(super) fn select_from_query(query: Query, item: Expr) -> Option<Query> {
    let table = TableFactor::Derived {
        lateral: false,
        subquery: Box::new(query),
        alias: Some(TableAlias {
            explicit: true,
            name: Ident::new("listed"),
            columns: Vec::new(),
            at: None,
        }),
        sample: None,
    };
    select_from(table, item)
}

/// `SELECT item FROM table`.
fn select_from(table: TableFactor, item: Expr) -> Option<Query> {
    use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
    use datafusion::sql::sqlparser::parser::Parser;
    let mut parsed = Parser::parse_sql(&PostgreSqlDialect {}, "SELECT 1 FROM t").ok()?;
    let Some(Statement::Query(mut query)) = parsed.pop() else {
        return None;
    };
    if let SetExpr::Select(select) = &mut *query.body {
        select.projection = vec![SelectItem::UnnamedExpr(item)];
        select.from.first_mut()?.relation = table;
    }
    Some(*query)
}

fn array_agg(item: Expr, clauses: Vec<FunctionArgumentClause>) -> Expr {
    let mut made = function("array_agg", vec![argument(item)]);
    if let FunctionArguments::List(list) = &mut made.args {
        list.clauses = clauses;
    }
    Expr::Function(made)
}

/// `x = ANY('{a,b}')` as `x IN ('a', 'b')`; `x <> ALL('{a,b}')` as `x NOT IN ('a', 'b')`.
fn of_list(left: &Expr, right: &Expr, negated: bool) -> Option<Expr> {
    let literal = match right {
        Expr::Cast { expr, .. } | Expr::Nested(expr) => expr,
        other => other,
    };
    let Expr::Value(value) = literal else {
        return None;
    };
    let Value::SingleQuotedString(text) = &value.value else {
        return None;
    };
    let is_array = text.trim().starts_with('{') && text.trim().ends_with('}');
    let items = is_array.then(|| array_literal(text))?;
    if items.is_empty() {
        return Some(Expr::value(Value::Boolean(negated)));
    }
    let items = items
        .into_iter()
        .map(|item| Expr::value(Value::SingleQuotedString(item)));
    Some(Expr::InList {
        expr: Box::new(left.clone()),
        list: items.collect(),
        negated,
    })
}

fn today() -> Expr {
    let mut made = function("current_date", Vec::new());
    made.args = FunctionArguments::None;
    Expr::Function(made)
}

fn value_of(argument: &FunctionArg) -> Option<Expr> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
        _ => None,
    }
}

const fn argument(expr: Expr) -> FunctionArg {
    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))
}

pub(crate) fn call_of(name: &str, args: Vec<Expr>) -> Expr {
    call(name, args.into_iter().map(argument).collect())
}

fn call(name: &str, args: Vec<FunctionArg>) -> Expr {
    Expr::Function(function(name, args))
}

pub(super) fn function(name: &str, args: Vec<FunctionArg>) -> Function {
    Function {
        name: object_name(name),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args,
            clauses: Vec::new(),
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    }
}

fn object_name(name: &str) -> ObjectName {
    ObjectName::from(vec![Ident::new(name)])
}

pub(super) fn simple_name(name: &ObjectName) -> Option<String> {
    match name.0.as_slice() {
        [part] => part.as_ident().map(|ident| ident.value.to_lowercase()),
        _ => None,
    }
}
