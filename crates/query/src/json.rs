//! PostgreSQL's JSON operators over JSON text: `->`, `->>`, `@>`, `<@`, `?`, `?|`, `?&`.
//!
//! Labels and properties are text that holds JSON. Few distinct label sets exist, so columns of them are
//! dictionaries, and an operator looks at each distinct value once.

mod build;
mod cast;
mod change;
mod function;
mod normal;
mod operator;
mod planner;

pub(crate) use build::functions as building_functions;
pub(crate) use cast::{as_json, as_jsonb, json_key};
pub(crate) use function::{array_literal, functions};
pub(crate) use normal::written;
pub(crate) use operator::Operator;
pub(crate) use planner::JsonOperatorPlanner;

#[cfg(test)]
mod tests;
