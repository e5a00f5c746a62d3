//! `percentile_disc` and `mode`: a value of an ordered list. The rewriting of the text gathers the list.

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

pub(super) fn functions() -> [ScalarUDF; 2] {
    [Of::Share, Of::Most].map(|of| {
        ScalarUDF::from(Ordered {
            of,
            signature: Signature::user_defined(Volatility::Immutable),
        })
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    /// The first value that at least a share of all does not go beyond.
    Share,
    /// The value that is there most often.
    Most,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Ordered {
    of: Of,
    signature: Signature,
}

impl ScalarUDFImpl for Ordered {
    fn name(&self) -> &str {
        match self.of {
            Of::Share => "percentile_of_list",
            Of::Most => "mode_of_list",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        match types.first() {
            Some(DataType::List(item)) => Ok(item.data_type().clone()),
            _ => plan_err!("{} needs a list", self.name()),
        }
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match (self.of, types) {
            (Of::Share, [list, share]) if share.is_numeric() => Ok(vec![list.clone(), DataType::Float64]),
            (Of::Most, [list]) => Ok(vec![list.clone()]),
            (Of::Share, _) => plan_err!("Function 'percentile_disc' expects one number from 0 to 1"),
            (Of::Most, _) => plan_err!("Function 'mode' expects no argument"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = args.args.iter().map(|arg| arg.to_array(args.number_rows));
        let arrays = arrays.collect::<Result<Vec<_>>>()?;
        let Some(lists) = arrays.first().and_then(|array| array.as_list_opt::<i32>()) else {
            return exec_err!("{} needs a list", self.name());
        };
        let nothing = ScalarValue::try_from(&lists.value_type())?;
        let mut made = Vec::with_capacity(lists.len());
        for row in 0..lists.len() {
            if lists.is_null(row) {
                made.push(nothing.clone());
                continue;
            }
            let items = lists.value(row);
            let items: Vec<usize> = (0..items.len()).filter(|at| items.is_valid(*at)).collect();
            let list = lists.value(row);
            let place = match self.of {
                Of::Most => most(&list, &items)?,
                Of::Share => {
                    let shares = arrays.get(1).map(|array| array.as_primitive::<Float64Type>());
                    share(
                        &items,
                        shares
                            .filter(|shares| shares.is_valid(row))
                            .map(|shares| shares.value(row)),
                    )?
                }
            };
            made.push(match place {
                Some(at) => ScalarValue::try_from_array(&list, at)?,
                None => nothing.clone(),
            });
        }
        if made.is_empty() {
            return Ok(ColumnarValue::Array(nothing.to_array_of_size(0)?));
        }
        Ok(ColumnarValue::Array(ScalarValue::iter_to_array(made)?))
    }
}

fn share(items: &[usize], share: Option<f64>) -> Result<Option<usize>> {
    let Some(share) = share else { return Ok(None) };
    if !(0.0..=1.0).contains(&share) {
        return exec_err!("percentile_disc takes a number from 0 to 1, not {share}");
    }
    let wanted = (share * items.len() as f64).ceil().max(1.0) as usize;
    Ok(items.get(wanted - 1).copied())
}

fn most(list: &dyn Array, items: &[usize]) -> Result<Option<usize>> {
    let (mut best, mut longest) = (None, 0);
    let (mut run, mut last): (usize, Option<ScalarValue>) = (0, None);
    for at in items {
        let value = ScalarValue::try_from_array(list, *at)?;
        run = if last.as_ref() == Some(&value) { run + 1 } else { 1 };
        last = Some(value);
        if run > longest {
            longest = run;
            best = Some(*at);
        }
    }
    Ok(best)
}
