//! Whether a plan may make more than it reads, and how many rows it then takes at once.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, LogicalPlan, Operator};

use super::estimate::Growth;
use super::function::growth_of;
use super::{CALL_MAX, told_constants};
use crate::error::QueryError;
use crate::statement::SqlText;

/// Constants below that do not count.
const LARGE: u64 = 1024;
/// Rows at once where functions only put texts together.
const ROWS_JOINED: usize = 1_024;
/// Rows at once where a number says how much is made.
const ROWS_GROWN: usize = 64;
/// What constants may take in one batch.
const CONSTANTS_MAX: u64 = CALL_MAX / 4;

/// Whether `text` names a function that grows. It may be about a column of that name; that does no harm.
pub(crate) fn names_growth(text: &SqlText) -> bool {
    text.names()
        .any(|name| growth_of(&name.to_ascii_lowercase()).is_some())
        || text.sql().contains("||")
}

/// Whether functions of `plan` grow.
pub(crate) fn grows(plan: &LogicalPlan) -> bool {
    rows_of(plan).is_some_and(|(rows, constants)| rows.is_some() || constants > 0)
}

/// Rows that `plan`, with its constants worked out, takes at once; `None` as many as usual.
///
/// # Errors
/// When its constants alone are too large.
pub(crate) fn rows_at_once(plan: &LogicalPlan) -> Result<Option<usize>, QueryError> {
    let (rows, constants) = rows_of(plan).unwrap_or((Some(ROWS_GROWN), 0));
    if constants == 0 {
        return Ok(rows);
    }
    if constants > CALL_MAX {
        return Err(told_constants(constants));
    }
    let within = usize::try_from(CONSTANTS_MAX / constants).unwrap_or(1).max(1);
    Ok(Some(rows.unwrap_or(ROWS_JOINED).min(within)))
}

/// Rows at once by the functions, and the bytes of large constants.
fn rows_of(plan: &LogicalPlan) -> Option<(Option<usize>, u64)> {
    let (mut rows, mut constants) = (None::<usize>, 0_u64);
    let mut most = |at_once: usize| rows = Some(rows.map_or(at_once, |known| known.min(at_once)));
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|part| {
                match part {
                    Expr::ScalarFunction(call) => match growth_of(call.name()) {
                        Some(Growth::Joined(_) | Growth::List | Growth::Translated) => most(ROWS_JOINED),
                        Some(_) => most(ROWS_GROWN),
                        None => {}
                    },
                    Expr::BinaryExpr(binary) if binary.op == Operator::StringConcat => most(ROWS_GROWN),
                    Expr::Literal(value, _) => {
                        let bytes = value.size() as u64;
                        constants += if bytes > LARGE { bytes } else { 0 };
                    }
                    _ => {}
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })
    .ok()?;
    Some((rows, constants))
}
