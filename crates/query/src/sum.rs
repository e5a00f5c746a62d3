//! `sum(bigint)` that says "out of range" where the engine's begins again at the other end.
//!
//! Whole numbers are added up by the engine's own sum of decimals, of which the largest is far beyond what rows can
//! reach, and looked at once when the sum is told.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray};
use datafusion::arrow::compute::{CastOptions, cast, cast_with_options};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, Expr, GroupsAccumulator, Operator, ReversedUDAF,
    SetMonotonicity, Signature, StatisticsArgs,
};

use crate::bounded::told;
use crate::whole_numbers::out_of_range;

/// What whole numbers are added up as.
const WIDE: DataType = DataType::Decimal128(38, 0);

/// The function.
pub(crate) fn sum() -> AggregateUDF {
    AggregateUDF::from(Sum { inner: sum_udaf() })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Sum {
    inner: Arc<AggregateUDF>,
}

/// The arguments for the engine's sum of decimals, where whole numbers are added up.
fn widened<'a>(args: &AccumulatorArgs<'a>, fields: &'a [FieldRef]) -> AccumulatorArgs<'a> {
    AccumulatorArgs {
        return_field: wide_field(),
        schema: args.schema,
        ignore_nulls: args.ignore_nulls,
        order_bys: args.order_bys,
        is_reversed: args.is_reversed,
        name: args.name,
        is_distinct: args.is_distinct,
        exprs: args.exprs,
        expr_fields: fields,
    }
}

fn wide_field() -> FieldRef {
    Arc::new(Field::new("sum", WIDE, true))
}

fn is_whole(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Int64 | DataType::UInt64)
}

impl AggregateUDFImpl for Sum {
    fn name(&self) -> &str {
        "sum"
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(types)
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if !is_whole(args.return_type()) {
            return self.inner.accumulator(args);
        }
        let inner = self.inner.accumulator(widened(&args, &[wide_field()]))?;
        Ok(Box::new(Whole {
            inner,
            kind: args.return_type().clone(),
        }))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        if !is_whole(args.return_type()) {
            return self.inner.state_fields(args);
        }
        self.inner.state_fields(StateFieldsArgs {
            return_field: wide_field(),
            ..args
        })
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.inner.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        if !is_whole(args.return_type()) {
            return self.inner.create_groups_accumulator(args);
        }
        let inner = self
            .inner
            .create_groups_accumulator(widened(&args, &[wide_field()]))?;
        Ok(Box::new(WholeGroups {
            inner,
            kind: args.return_type().clone(),
        }))
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        // The engine knows distinct values of a moving frame of whole numbers alone.
        if !is_whole(args.return_type()) || args.is_distinct {
            return self.inner.create_sliding_accumulator(args);
        }
        let inner = self
            .inner
            .create_sliding_accumulator(widened(&args, &[wide_field()]))?;
        Ok(Box::new(Whole {
            inner,
            kind: args.return_type().clone(),
        }))
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn set_monotonicity(&self, data_type: &DataType) -> SetMonotonicity {
        self.inner.inner().set_monotonicity(data_type)
    }

    fn simplify_expr_op_literal(
        &self,
        function: &AggregateFunction,
        arg: &Expr,
        op: Operator,
        literal: &Expr,
        arg_is_left: bool,
    ) -> Result<Option<Expr>> {
        self.inner
            .simplify_expr_op_literal(function, arg, op, literal, arg_is_left)
    }

    fn value_from_stats(&self, args: &StatisticsArgs<'_>) -> Option<ScalarValue> {
        self.inner.value_from_stats(args)
    }
}

fn wide(values: &[ArrayRef]) -> Result<Vec<ArrayRef>> {
    Ok(values
        .iter()
        .map(|array| cast(array, &WIDE))
        .collect::<Result<_, _>>()?)
}

/// Sums as whole numbers again.
fn narrow(sums: &ArrayRef, kind: &DataType) -> Result<ArrayRef> {
    let options = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    cast_with_options(sums, kind, &options).map_err(|_| told(out_of_range(kind)))
}

/// The sum of one group.
#[derive(Debug)]
struct Whole {
    inner: Box<dyn Accumulator>,
    /// The sum is of this type.
    kind: DataType,
}

impl Accumulator for Whole {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.inner.update_batch(&wide(values)?)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let sum = self.inner.evaluate()?.to_array()?;
        ScalarValue::try_from_array(&narrow(&sum, &self.kind)?, 0)
    }

    fn size(&self) -> usize {
        self.inner.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.inner.state()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.inner.merge_batch(states)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.inner.retract_batch(&wide(values)?)
    }

    fn supports_retract_batch(&self) -> bool {
        self.inner.supports_retract_batch()
    }
}

/// The sums of many groups.
struct WholeGroups {
    inner: Box<dyn GroupsAccumulator>,
    /// The sums are of this type.
    kind: DataType,
}

impl GroupsAccumulator for WholeGroups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.inner.update_batch(&wide(values)?, groups, filter, total)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        narrow(&self.inner.evaluate(emit_to)?, &self.kind)
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        self.inner.state(emit_to)
    }

    fn merge_batch(&mut self, values: &[ArrayRef], groups: &[usize], total: usize) -> Result<()> {
        self.inner.merge_batch(values, groups, total)
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.inner.convert_to_state(&wide(values)?, filter)
    }

    fn size(&self) -> usize {
        self.inner.size()
    }
}
