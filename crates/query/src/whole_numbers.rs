//! `9223372036854775807 + 1` is an error: the engine begins again at the other end, PostgreSQL says "out of range".

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{ArrayRef, Datum};
use datafusion::arrow::compute::kernels::numeric::{add, mul, sub};
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::error::ArrowError;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, ExprSchemable, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility, cast, lit,
};
use datafusion::physical_expr_common::datum::apply;

use crate::bounded::told;
use crate::error::{ErrorCode, QueryError};

/// `a + b`, `a - b` and `a * b` of whole numbers, with an eye on their range.
pub(crate) fn counted(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::BinaryExpr(BinaryExpr { left, op, right }) = &part else {
        return Transformed::no(part);
    };
    let function = match op {
        Operator::Plus => &ADD,
        Operator::Minus => &SUB,
        Operator::Multiply => &MUL,
        _ => return Transformed::no(part),
    };
    let types = (
        left.get_type(schema),
        right.get_type(schema),
        part.get_type(schema),
    );
    let (Ok(one), Ok(other), Ok(common)) = types else {
        // A type that cannot be told yet is told by the engine, in its own words.
        return Transformed::no(part);
    };
    if !(one.is_integer() && other.is_integer() && common.is_integer()) {
        return Transformed::no(part);
    }
    let side = |expr: &Expr, own: &DataType| {
        if *own == common {
            expr.clone()
        } else {
            cast(expr.clone(), common.clone())
        }
    };
    let sides = vec![side(left, &one), side(right, &other)];
    Transformed::yes(Expr::ScalarFunction(ScalarFunction::new_udf(
        Arc::clone(function),
        sides,
    )))
}

/// `-x` of a whole number: the least one has no opposite.
pub(crate) fn negated(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::Negative(inner) = &part else {
        return Transformed::no(part);
    };
    let Ok(own) = inner.get_type(schema) else {
        return Transformed::no(part);
    };
    let is_least = matches!(
        inner.as_ref(),
        Expr::Literal(ScalarValue::Int64(Some(i64::MIN)), _)
    );
    if !own.is_signed_integer() || (matches!(inner.as_ref(), Expr::Literal(..)) && !is_least) {
        return Transformed::no(part);
    }
    let nothing = cast(lit(0_i64), own);
    Transformed::yes(Expr::ScalarFunction(ScalarFunction::new_udf(
        Arc::clone(&SUB),
        vec![nothing, inner.as_ref().clone()],
    )))
}

static ADD: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| Counted::function("+", "int_add"));
static SUB: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| Counted::function("-", "int_subtract"));
static MUL: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| Counted::function("*", "int_multiply"));

#[derive(Debug, PartialEq, Eq, Hash)]
struct Counted {
    sign: &'static str,
    name: &'static str,
    signature: Signature,
}

impl Counted {
    fn function(sign: &'static str, name: &'static str) -> Arc<ScalarUDF> {
        Arc::new(ScalarUDF::new_from_impl(Self {
            sign,
            name,
            signature: Signature::any(2, Volatility::Immutable),
        }))
    }

    fn kernel(&self) -> fn(&dyn Datum, &dyn Datum) -> Result<ArrayRef, ArrowError> {
        match self.sign {
            "+" => add,
            "-" => sub,
            _ => mul,
        }
    }
}

impl ScalarUDFImpl for Counted {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        match types {
            [one, _] => Ok(one.clone()),
            _ => exec_err!("{} takes two numbers", self.name),
        }
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = arguments.args.as_slice() else {
            return exec_err!("{} takes two numbers", self.name);
        };
        let kernel = self.kernel();
        let told_range = |error: DataFusionError| match error.find_root() {
            DataFusionError::ArrowError(inner, _) if matches!(**inner, ArrowError::ArithmeticOverflow(_)) => {
                told(out_of_range(&left.data_type()))
            }
            _ => error,
        };
        apply(left, right, |left, right| kernel(left, right)).map_err(told_range)
    }
}

/// A whole number that its type cannot hold.
pub(crate) fn out_of_range(data_type: &DataType) -> QueryError {
    let word = match data_type {
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => "smallint",
        DataType::Int32 | DataType::UInt16 => "integer",
        _ => "bigint",
    };
    QueryError::new(ErrorCode::BadValue, format!("{word} out of range"))
        .hint("count with larger numbers: `x::bigint`, `x::numeric` or `x::float8`")
}
