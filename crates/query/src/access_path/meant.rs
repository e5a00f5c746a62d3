//! `identity_id = x.id` beside another table: what a value of another column means is told row by row, as it is told
//! for a text in the query.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{AsArray, StringViewBuilder};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use graph::Graph;

/// What a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Meant {
    /// The name of the node that has it as its name, its alias or its id.
    Name,
    /// The id of the node that has it as its id, here or in Okta.
    Id,
}

/// `value` as what it stands for in the graph of the snapshot `id`. What stands for nothing stays as it is.
pub(super) fn meant(value: Expr, what: Meant, id: &str, graph: &Arc<Graph>) -> Expr {
    let function = ScalarUDF::from(MeantBy {
        what,
        snapshot: id.to_owned(),
        graph: Arc::clone(graph),
        signature: Signature::user_defined(Volatility::Immutable),
    });
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(function), vec![value]))
}

struct MeantBy {
    what: Meant,
    snapshot: String,
    graph: Arc<Graph>,
    signature: Signature,
}

impl MeantBy {
    fn of<'a>(&'a self, value: &'a str) -> &'a str {
        let graph = &self.graph;
        match self.what {
            Meant::Id => graph.by_any_id(value).next().map(|node| graph.id(node)),
            Meant::Name => {
                let is_name = graph.lookup(value).any(|node| graph.name(node) == value);
                let mut named = graph.lookup(value).map(|node| graph.name(node));
                if is_name { None } else { named.next() }
            }
        }
        .unwrap_or(value)
    }
}

impl std::fmt::Debug for MeantBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MeantBy")
            .field("what", &self.what)
            .field("snapshot", &self.snapshot)
            .finish_non_exhaustive()
    }
}

impl PartialEq for MeantBy {
    fn eq(&self, other: &Self) -> bool {
        (self.what, &self.snapshot) == (other.what, &other.snapshot)
    }
}

impl Eq for MeantBy {}

impl Hash for MeantBy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.what, &self.snapshot).hash(state);
    }
}

impl ScalarUDFImpl for MeantBy {
    fn name(&self) -> &'static str {
        match self.what {
            Meant::Name => "meant_name",
            Meant::Id => "meant_id",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match types {
            [_] => Ok(vec![DataType::Utf8View]),
            _ => plan_err!("{} takes one argument", self.name()),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(given) = args.args.first() else {
            return exec_err!("{} takes one argument", self.name());
        };
        let is_constant = matches!(given, ColumnarValue::Scalar(_));
        let values = given.to_array(if is_constant { 1 } else { args.number_rows })?;
        let values = cast(&values, &DataType::Utf8View)?;
        let mut out = StringViewBuilder::with_capacity(values.len());
        for value in values.as_string_view().iter() {
            out.append_option(value.map(|value| self.of(value)));
        }
        let made = out.finish();
        Ok(if is_constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&made, 0)?)
        } else {
            ColumnarValue::Array(Arc::new(made))
        })
    }
}
