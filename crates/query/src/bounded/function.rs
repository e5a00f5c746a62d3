//! The engine's function, asked beforehand.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature,
};

use super::budget::{Budget, told};
use super::estimate::{Estimate, Growth, estimate};
use super::{CALL_MAX, CONSTANT_MAX, VALUE_MAX};
use crate::error::{ErrorCode, QueryError};

/// The functions that make more than they are given.
const GROWING: [(&str, Growth); 24] = [
    ("repeat", Growth::Times),
    ("array_repeat", Growth::Times),
    ("lpad", Growth::Padded),
    ("rpad", Growth::Padded),
    ("array_resize", Growth::Resized),
    ("replace", Growth::Replaced),
    ("regexp_replace", Growth::PatternReplaced),
    ("translate", Growth::Translated),
    ("range", Growth::Series),
    ("generate_series", Growth::Series),
    ("concat", Growth::Joined(1)),
    ("concat_ws", Growth::Joined(2)),
    ("text_concat", Growth::Joined(1)),
    ("overlay", Growth::Joined(1)),
    ("array_concat", Growth::Joined(1)),
    ("array_append", Growth::Joined(1)),
    ("array_prepend", Growth::Joined(1)),
    ("encode", Growth::Joined(2)),
    ("array_to_string", Growth::List),
    ("format", Growth::Formatted),
    ("to_jsonb", Growth::Joined(2)),
    ("json_merge", Growth::Joined(2)),
    ("jsonb_build_object", Growth::Joined(2)),
    ("jsonb_build_array", Growth::Joined(2)),
];

/// How the function called `name` grows, if it does.
pub(super) fn growth_of(name: &str) -> Option<Growth> {
    GROWING
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, growth)| *growth)
}

/// `function` within bounds; one that does not grow as it is.
pub(crate) fn bounded(function: Arc<ScalarUDF>) -> Arc<ScalarUDF> {
    match growth_of(function.name()) {
        Some(growth) => Arc::new(ScalarUDF::from(Bounded { function, growth })),
        None => function,
    }
}

/// Neither its simplifications nor its orderings are taken over: they would put the function itself in its place.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Bounded {
    function: Arc<ScalarUDF>,
    growth: Growth,
}

impl ScalarUDFImpl for Bounded {
    fn name(&self) -> &str {
        self.function.name()
    }

    fn aliases(&self) -> &[String] {
        self.function.aliases()
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        self.function.schema_name(args)
    }

    fn signature(&self) -> &Signature {
        self.function.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.function.return_type(types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        self.function.return_field_from_args(args)
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        self.function.coerce_types(types)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.function.documentation()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_constant = args
            .args
            .iter()
            .all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if is_constant { 1 } else { args.number_rows };
        let needed = estimate(self.growth, &args.args, rows)?;
        let value_max = if is_constant { CONSTANT_MAX } else { VALUE_MAX };
        within(self.function.name(), needed, value_max)?;
        let budget = Budget::among(&args.config_options);
        budget.begin(needed.total)?;
        let made = self.function.invoke_with_args(args)?;
        budget.made(&made);
        Ok(made)
    }
}

/// Refuses what would be too large.
fn within(name: &str, needed: Estimate, value_max: u64) -> Result<()> {
    let (bytes, most, what) = if needed.value > value_max {
        (needed.value, value_max, "for one value")
    } else if needed.total > CALL_MAX {
        (needed.total, CALL_MAX, "at once")
    } else {
        return Ok(());
    };
    let mib = |bytes: u64| bytes.div_ceil(1024 * 1024);
    let error = QueryError::new(
        ErrorCode::TooLarge,
        format!(
            "`{name}` would make up to {} MiB {what}, and may make {} MiB",
            mib(bytes),
            mib(most)
        ),
    );
    Err(told(error.hint("ask for shorter values, or for fewer rows")))
}
