//! Types of `$1`, `$2`, … as drivers are told them.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, TimeUnit};
use datafusion::sql::sqlparser::ast::{
    DataType as Written, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, LimitClause, Query,
    Statement, Value,
};
use pgwire::error::PgWireResult;

use super::fault::fault;
use crate::engine::Planned;
use crate::error::QueryError;
use crate::statement::{Look, look};

/// What the text says about types of parameters: a cast, a limit, a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Told(BTreeMap<u32, DataType>);

impl Told {
    /// What `statement` says.
    pub(super) fn by(statement: &Statement) -> Self {
        let mut told = Self::default();
        // It never says that something is wrong.
        let _ = look(statement, &mut told);
        told
    }

    fn put(&mut self, expr: &Expr, data_type: impl FnOnce() -> Option<DataType>) {
        if let Some(number) = number_of(expr)
            && let Some(data_type) = data_type()
        {
            self.0.entry(number).or_insert(data_type);
        }
    }

    /// Types of all parameters of `planned` in order, as far as text and plan tell.
    pub(super) fn types(&self, planned: &Planned) -> PgWireResult<Vec<Option<DataType>>> {
        let found = planned
            .plan
            .get_parameter_types()
            .map_err(|error| fault("ERROR", "42P18", error.strip_backtrace(), None))?;
        let mut numbered: BTreeMap<u32, Option<DataType>> = found
            .into_iter()
            .filter_map(|(name, found)| Some((name.trim_start_matches('$').parse().ok()?, found)))
            .collect();
        for (number, told) in &self.0 {
            if let Some(found) = numbered.get_mut(number) {
                *found = Some(told.clone());
            }
        }
        // What a parameter stood in may be gone by now: its place is kept, so that the others keep theirs.
        let most = numbered.keys().next_back().copied().unwrap_or(0);
        if most > u32::from(u16::MAX) {
            let message = format!("there is no parameter ${most}: the last one is ${}", u16::MAX);
            return Err(fault("ERROR", "42P02", message, None));
        }
        Ok((1..=most)
            .map(|number| numbered.remove(&number).flatten())
            .collect())
    }
}

impl Look for Told {
    fn query(&mut self, query: &Query) -> Result<(), QueryError> {
        if let Some(LimitClause::LimitOffset { limit, offset, .. }) = &query.limit_clause {
            let count = || Some(DataType::Int64);
            if let Some(limit) = limit {
                self.put(limit, count);
            }
            if let Some(offset) = offset {
                self.put(&offset.value, count);
            }
        }
        Ok(())
    }

    fn expr(&mut self, expr: &Expr) -> Result<(), QueryError> {
        match expr {
            Expr::Cast { expr, data_type, .. } => self.put(expr, || type_of(data_type)),
            Expr::AnyOp { right, .. } | Expr::AllOp { right, .. } => {
                self.put(right, || Some(list_of(DataType::Utf8)));
            }
            Expr::Function(call) => {
                if let Some(given) = json_of(call) {
                    self.put(given, || Some(DataType::Utf8));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn number_of(expr: &Expr) -> Option<u32> {
    let placeholder = match expr {
        Expr::Nested(inner) => return number_of(inner),
        Expr::Value(value) => match &value.value {
            Value::Placeholder(name) => name,
            _ => return None,
        },
        _ => return None,
    };
    placeholder.strip_prefix('$')?.parse().ok()
}

/// What was `$1::jsonb`.
fn json_of(call: &Function) -> Option<&Expr> {
    let FunctionArguments::List(list) = &call.args else {
        return None;
    };
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(given))] if call.name.to_string() == "as_json" => {
            Some(given)
        }
        _ => None,
    }
}

fn list_of(item: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(item, true)))
}

fn type_of(written: &Written) -> Option<DataType> {
    use datafusion::sql::sqlparser::ast::{ArrayElemTypeDef as Items, TimezoneInfo};
    let zone = |zone: &TimezoneInfo| {
        matches!(zone, TimezoneInfo::Tz | TimezoneInfo::WithTimeZone).then(|| Arc::from("UTC"))
    };
    Some(match written {
        Written::Int(_) | Written::Integer(_) | Written::Int4(_) => DataType::Int32,
        Written::BigInt(_) | Written::Int8(_) => DataType::Int64,
        Written::SmallInt(_) | Written::Int2(_) => DataType::Int16,
        Written::Real | Written::Float4 => DataType::Float32,
        Written::Double(_) | Written::DoublePrecision | Written::Float8 | Written::Float(_) => {
            DataType::Float64
        }
        Written::Boolean | Written::Bool => DataType::Boolean,
        Written::Text
        | Written::Varchar(_)
        | Written::CharacterVarying(_)
        | Written::Char(_)
        | Written::Character(_) => DataType::Utf8,
        Written::Date => DataType::Date32,
        Written::Timestamp(_, info) => DataType::Timestamp(TimeUnit::Microsecond, zone(info)),
        Written::Array(
            Items::SquareBracket(item, _) | Items::AngleBracket(item) | Items::Parenthesis(item),
        ) => list_of(type_of(item)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
    use datafusion::sql::sqlparser::parser::Parser;

    use super::Told;

    #[test]
    fn casts_limits_and_lists_tell_of_parameters() {
        let sql = "SELECT $1::int, CAST($2 AS timestamptz) FROM t WHERE a = ANY($3::text[]) AND b = ANY($4) \
                   AND c = $5 LIMIT $6 OFFSET $7";
        let statements = Parser::parse_sql(&PostgreSqlDialect {}, sql).expect("parses");
        let told = Told::by(&statements[0]);
        let told: Vec<String> = told.0.iter().map(|(at, told)| format!("{at} {told}")).collect();
        let expected = [
            "1 Int32",
            "2 Timestamp(µs, \"UTC\")",
            "3 List(Utf8)",
            "4 List(Utf8)",
            "6 Int64",
            "7 Int64",
        ];
        assert_eq!(told, expected);
    }
}
