//! `avg`, `min` and `max` of intervals: the first the engine does not have, the others it finds by months before days.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::datatypes::{
    DataType, Field, FieldRef, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit,
};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, plan_err};
use datafusion::functions_aggregate::average::avg_udaf;
use datafusion::logical_expr::expr::WindowFunctionDefinition;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::type_coercion::functions::fields_with_udf;
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Expr, GroupsAccumulator, ReversedUDAF, Signature, Volatility,
};

use super::span::{as_order, is_interval, nanoseconds};
use crate::interval::times;

const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);

/// The least and the greatest interval, and the order of rows within a window by intervals.
pub(crate) fn aggregated(part: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let found = |name: &str, args: &[Expr]| match (name, args) {
        ("min", [only]) if is_interval(only, schema) => Some(Arc::clone(&LEAST)),
        ("max", [only]) if is_interval(only, schema) => Some(Arc::clone(&GREATEST)),
        _ => None,
    };
    match part {
        Expr::AggregateFunction(mut call) => match found(call.func.name(), &call.params.args) {
            Some(function) => {
                call.func = function;
                call.params.distinct = false;
                Transformed::yes(Expr::AggregateFunction(call))
            }
            None => Transformed::no(Expr::AggregateFunction(call)),
        },
        Expr::WindowFunction(mut call) => {
            let mut is_changed = false;
            if let Some(function) = found(call.fun.name(), &call.params.args) {
                call.fun = WindowFunctionDefinition::AggregateUDF(function);
                is_changed = true;
            }
            for key in &mut call.params.order_by {
                let ordered = as_order(key.expr.clone(), schema);
                is_changed |= ordered.transformed;
                key.expr = ordered.data;
            }
            Transformed::new_transformed(Expr::WindowFunction(call), is_changed)
        }
        other => Transformed::no(other),
    }
}

static LEAST: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| Extreme::function(false));
static GREATEST: LazyLock<Arc<AggregateUDF>> = LazyLock::new(|| Extreme::function(true));

#[derive(Debug, PartialEq, Eq, Hash)]
struct Extreme {
    is_greatest: bool,
    signature: Signature,
}

impl Extreme {
    fn function(is_greatest: bool) -> Arc<AggregateUDF> {
        Arc::new(AggregateUDF::from(Self {
            is_greatest,
            signature: Signature::exact(vec![INTERVAL], Volatility::Immutable),
        }))
    }
}

impl AggregateUDFImpl for Extreme {
    fn name(&self) -> &str {
        if self.is_greatest {
            "max_interval"
        } else {
            "min_interval"
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(INTERVAL)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Best {
            is_greatest: self.is_greatest,
            best: None,
        }))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }
}

#[derive(Debug)]
struct Best {
    is_greatest: bool,
    best: Option<IntervalMonthDayNano>,
}

impl Accumulator for Best {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let intervals = values
            .iter()
            .flat_map(|array| array.as_primitive::<IntervalMonthDayNanoType>().iter());
        for interval in intervals.flatten() {
            let is_better = self.best.is_none_or(|best| {
                let (one, other) = (nanoseconds(interval), nanoseconds(best));
                if self.is_greatest {
                    one > other
                } else {
                    one < other
                }
            });
            if is_better {
                self.best = Some(interval);
            }
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::IntervalMonthDayNano(self.best))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}

/// `avg`, of intervals too.
pub(crate) fn average() -> AggregateUDF {
    AggregateUDF::from(Average {
        inner: avg_udaf(),
        signature: Signature::user_defined(Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Average {
    inner: Arc<AggregateUDF>,
    signature: Signature,
}

impl AggregateUDFImpl for Average {
    fn name(&self) -> &str {
        "avg"
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        if let [DataType::Interval(_)] = types {
            return Ok(vec![INTERVAL]);
        }
        let fields: Vec<FieldRef> = types
            .iter()
            .map(|data_type| Arc::new(Field::new("", data_type.clone(), true)))
            .collect();
        match fields_with_udf(&fields, self.inner.as_ref()) {
            Ok(fields) => Ok(fields.iter().map(|field| field.data_type().clone()).collect()),
            Err(_) => plan_err!("Failed to coerce arguments to satisfy a call to 'avg' function"),
        }
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        match types {
            [DataType::Interval(_)] => Ok(INTERVAL),
            others => self.inner.return_type(others),
        }
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if *args.return_type() == INTERVAL {
            return Ok(Box::<Mean>::default());
        }
        self.inner.accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        if *args.return_type() != INTERVAL {
            return self.inner.state_fields(args);
        }
        Ok(vec![
            Arc::new(Field::new(format_state_name(args.name, "sum"), INTERVAL, true)),
            Arc::new(Field::new(
                format_state_name(args.name, "count"),
                DataType::Int64,
                true,
            )),
        ])
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        *args.return_type() != INTERVAL && self.inner.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        self.inner.create_groups_accumulator(args)
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if *args.return_type() == INTERVAL {
            return Ok(Box::<Mean>::default());
        }
        self.inner.create_sliding_accumulator(args)
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }
}

#[derive(Debug)]
struct Mean {
    sum: IntervalMonthDayNano,
    count: i64,
}

impl Default for Mean {
    fn default() -> Self {
        Self {
            sum: IntervalMonthDayNano::new(0, 0, 0),
            count: 0,
        }
    }
}

impl Mean {
    fn add(&mut self, more: IntervalMonthDayNano, sign: i32) {
        self.sum = IntervalMonthDayNano::new(
            self.sum.months.saturating_add(more.months.saturating_mul(sign)),
            self.sum.days.saturating_add(more.days.saturating_mul(sign)),
            self.sum
                .nanoseconds
                .saturating_add(more.nanoseconds.saturating_mul(i64::from(sign))),
        );
    }

    fn count_in(&mut self, values: &[ArrayRef], sign: i32) {
        let intervals = values
            .iter()
            .flat_map(|array| array.as_primitive::<IntervalMonthDayNanoType>().iter());
        for interval in intervals.flatten() {
            self.add(interval, sign);
            self.count += i64::from(sign);
        }
    }
}

impl Accumulator for Mean {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.count_in(values, 1);
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mean = (self.count > 0).then(|| times(self.sum, 1.0 / self.count as f64));
        Ok(ScalarValue::IntervalMonthDayNano(mean))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![
            ScalarValue::IntervalMonthDayNano(Some(self.sum)),
            ScalarValue::Int64(Some(self.count)),
        ])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        if let [sums, counts] = states {
            for sum in sums.as_primitive::<IntervalMonthDayNanoType>().iter().flatten() {
                self.add(sum, 1);
            }
            self.count += counts.as_primitive::<Int64Type>().iter().flatten().sum::<i64>();
        }
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.count_in(values, -1);
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }
}
