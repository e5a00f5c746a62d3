//! Functions that PostgreSQL has and the engine does not.

mod json_parts;
mod numbers;
mod ordered;
mod patterns;
mod rowwise;
mod spans;

use datafusion::logical_expr::ScalarUDF;

pub(crate) use patterns::translated;

/// All of them.
pub(crate) fn functions() -> impl Iterator<Item = ScalarUDF> {
    patterns::functions()
        .into_iter()
        .chain(json_parts::functions())
        .chain(spans::functions())
        .chain(numbers::functions())
        .map(ScalarUDF::from)
        .chain(ordered::functions())
}
