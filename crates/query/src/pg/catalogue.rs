//! Questions about PostgreSQL's own catalogue, without what it keeps nothing about here: privileges, options and
//! policies come as lists that no table of this server has.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Ident, ObjectName, Query, Select, SelectItem, SetExpr, Statement, TableFactor, Value,
};

use crate::session::{INFORMATION, SCHEMA};
use crate::statement::{Change, call_of, change};

/// Rewrites a statement so that the engine answers it.
pub(super) fn simplify(statement: &mut Statement) {
    change(statement, &mut Simpler);
}

struct Simpler;

impl Change for Simpler {
    fn select(&mut self, select: &mut Select) {
        for item in &mut select.projection {
            if let SelectItem::UnnamedExpr(expr) = item
                && let Some(name) = missing(expr)
            {
                *item = SelectItem::ExprWithAlias {
                    alias: name.clone(),
                    expr: null(),
                };
            }
        }
    }

    fn relation(&mut self, relation: &mut ObjectName) {
        if last(relation).eq_ignore_ascii_case(DESCRIPTIONS) {
            *relation = ObjectName::from(ours().to_vec());
        }
    }

    fn expr_after(&mut self, expr: &mut Expr) {
        name_search_path(expr);
        if is_text_of_list(expr) || missing(expr).is_some() {
            *expr = null();
        }
        if let Expr::InList { expr: number, .. } | Expr::AnyOp { left: number, .. } = expr
            && is_number_as_text(number)
        {
            let given = std::mem::replace(&mut **number, null());
            **number = cast(given, DataType::BigInt(None));
        }
        if let Expr::CompoundIdentifier(parts) = expr
            && let [.., table, column] = parts.as_slice()
            && table.value == DESCRIPTIONS
        {
            let [schema, table] = ours();
            *parts = vec![schema, table, column.clone()];
        }
        if let Expr::Subquery(query) = expr {
            if is_of_nothing(query) {
                *expr = null();
            } else {
                take_one(query);
            }
        }
        spread_no_keys(expr);
    }
}

/// What stands for it is ours, since the catalogue's own is empty.
const DESCRIPTIONS: &str = "pg_description";

fn ours() -> [Ident; 2] {
    [Ident::new(INFORMATION), Ident::new("descriptions")]
}

/// Columns that PostgreSQL's tables have and this catalogue's do not.
fn missing(expr: &Expr) -> Option<&Ident> {
    let name = match expr {
        Expr::Identifier(name) => name,
        Expr::CompoundIdentifier(parts) => parts.last()?,
        _ => return None,
    };
    ["relacl", "reloptions"]
        .contains(&name.value.as_str())
        .then_some(name)
}

/// Numbers that the catalogue has as texts, which a driver's numbers cannot be compared with.
fn is_number_as_text(expr: &Expr) -> bool {
    const NUMBERS: [&str; 4] = ["conrelid", "conindid", "indrelid", "indexrelid"];
    match expr {
        Expr::Identifier(name) => NUMBERS.contains(&name.value.as_str()),
        Expr::CompoundIdentifier(parts) => parts
            .last()
            .is_some_and(|name| NUMBERS.contains(&name.value.as_str())),
        _ => false,
    }
}

/// Grafana asks for the schemas of the search path in a way that the parser cuts down to `IN ('')`; there is one.
fn name_search_path(expr: &mut Expr) {
    if let Expr::InList {
        expr: schema, list, ..
    } = expr
        && schema.to_string().ends_with("quote_ident(table_schema)")
        && let [Expr::Value(value)] = list.as_mut_slice()
        && value.value == Value::SingleQuotedString(String::new())
    {
        value.value = Value::SingleQuotedString(SCHEMA.to_owned());
    }
}

/// `array_to_string(relacl, …)`, `array_to_string(ARRAY(SELECT …), …)`
fn is_text_of_list(expr: &Expr) -> bool {
    let Expr::Function(call) = expr else {
        return false;
    };
    let FunctionArguments::List(list) = &call.args else {
        return false;
    };
    last(&call.name).eq_ignore_ascii_case("array_to_string")
        && matches!(list.args.first(), Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(list))) if is_unkept(list))
}

fn is_unkept(expr: &Expr) -> bool {
    match expr {
        Expr::Identifier(name) => is_list_name(&name.value),
        Expr::CompoundIdentifier(parts) => parts.last().is_some_and(|name| is_list_name(&name.value)),
        Expr::Function(Function {
            args: FunctionArguments::Subquery(_),
            ..
        }) => true,
        Expr::BinaryOp {
            left,
            op: BinaryOperator::StringConcat,
            right,
        } => is_unkept(left) || is_unkept(right),
        Expr::Nested(inner) => is_unkept(inner),
        Expr::Cast { expr, .. } => matches!(&**expr, Expr::Value(value) if value.value == Value::Null),
        _ => false,
    }
}

fn is_list_name(name: &str) -> bool {
    ["acl", "options", "config"]
        .iter()
        .any(|end| name.to_ascii_lowercase().ends_with(end))
}

/// Tables of the catalogue that are about nothing that there is here: sequences, defaults, policies, collations.
const EMPTY: [&str; 4] = ["pg_sequence", "pg_attrdef", "pg_policy", "pg_collation"];

/// A value out of such a table, as trees of drawing tools ask for every column.
fn is_of_nothing(query: &Query) -> bool {
    let SetExpr::Select(select) = query.body.as_ref() else {
        return false;
    };
    let relation = select.from.first().map(|from| &from.relation);
    matches!(relation, Some(TableFactor::Table { name, .. }) if EMPTY.contains(&last(name)))
}

/// `unnest(conkey)`, `generate_subscripts(conkey, 1)`: lists of columns in keys and indexes are texts in the catalogue, whose tables of them are empty.
fn spread_no_keys(expr: &mut Expr) {
    const KEYS: [&str; 6] = [
        "conkey",
        "confkey",
        "indkey",
        "indclass",
        "indoption",
        "indcollation",
    ];
    let Expr::Function(call) = expr else {
        return;
    };
    if !["unnest", "generate_subscripts"].contains(&last(&call.name)) {
        return;
    }
    let FunctionArguments::List(list) = &call.args else {
        return;
    };
    let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(keys))) = list.args.first() else {
        return;
    };
    let is_key = match keys {
        Expr::Identifier(name) => KEYS.contains(&name.value.as_str()),
        Expr::CompoundIdentifier(parts) => parts
            .last()
            .is_some_and(|name| KEYS.contains(&name.value.as_str())),
        _ => false,
    };
    if is_key {
        let none = call_of("make_array", vec![null_of(DataType::BigInt(None))]);
        *expr = call_of("unnest", vec![none]);
    }
}

/// The engine wants to see that a subquery which depends on the row around it gives one value.
fn take_one(query: &mut Query) {
    if query.limit_clause.is_some() {
        return;
    }
    let SetExpr::Select(select) = query.body.as_mut() else {
        return;
    };
    let is_of_table =
        matches!(select.from.as_slice(), [from] if matches!(from.relation, TableFactor::Table { .. }));
    let ([SelectItem::UnnamedExpr(value) | SelectItem::ExprWithAlias { expr: value, .. }], true) = (
        select.projection.as_mut_slice(),
        is_of_table && select.selection.is_some(),
    ) else {
        return;
    };
    if !matches!(value, Expr::Function(_)) {
        let given = std::mem::replace(value, null());
        *value = call_of("first_value", vec![given]);
    }
}

fn null() -> Expr {
    null_of(DataType::Text)
}

fn null_of(data_type: DataType) -> Expr {
    cast(Expr::value(Value::Null), data_type)
}

fn cast(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(expr),
        data_type,
        array: false,
        format: None,
    }
}

fn last(name: &ObjectName) -> &str {
    let ident = name.0.last().and_then(|part| part.as_ident());
    ident.map_or("", |ident| &ident.value)
}
