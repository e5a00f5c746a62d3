//! Functions by which PostgreSQL's clients ask about the server itself.

use std::sync::Arc;

use datafusion::arrow::array::{AsArray, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::pg::default_setting;

/// All of them.
pub(crate) fn functions() -> impl Iterator<Item = ScalarUDF> {
    FUNCTIONS
        .into_iter()
        .map(|(name, answer)| ScalarUDF::from(ServerFunction::new(name, answer)))
}

/// What a function answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Answer {
    /// The setting that the argument names, as it is before a client changes it.
    Setting,
    Text(&'static str),
    Flag(bool),
    /// Whether something is seen without its schema: all is.
    Visible,
    /// Bytes for a person.
    Size,
    /// No bytes that are told.
    NoSize,
    /// NULL: there is nothing of that sort here.
    Nothing,
}

const FUNCTIONS: [(&str, Answer); 34] = [
    ("current_setting", Answer::Setting),
    ("version", Answer::Text("PostgreSQL 16.6 (Portolan), read only")),
    ("pg_is_in_recovery", Answer::Flag(false)),
    ("shobj_description", Answer::Nothing),
    ("pg_get_viewdef", Answer::Nothing),
    ("pg_get_serial_sequence", Answer::Nothing),
    ("pg_char_to_encoding", Answer::Nothing),
    ("pg_get_indexdef", Answer::Nothing),
    ("pg_get_functiondef", Answer::Nothing),
    ("pg_function_is_visible", Answer::Visible),
    ("pg_type_is_visible", Answer::Visible),
    ("pg_operator_is_visible", Answer::Visible),
    ("pg_opclass_is_visible", Answer::Visible),
    ("pg_opfamily_is_visible", Answer::Visible),
    ("pg_collation_is_visible", Answer::Visible),
    ("pg_conversion_is_visible", Answer::Visible),
    ("pg_ts_config_is_visible", Answer::Visible),
    ("pg_ts_dict_is_visible", Answer::Visible),
    ("pg_ts_parser_is_visible", Answer::Visible),
    ("pg_ts_template_is_visible", Answer::Visible),
    ("pg_statistics_obj_is_visible", Answer::Visible),
    ("pg_get_function_result", Answer::Nothing),
    ("pg_get_function_arguments", Answer::Nothing),
    ("pg_get_function_identity_arguments", Answer::Nothing),
    ("pg_get_ruledef", Answer::Nothing),
    ("pg_get_triggerdef", Answer::Nothing),
    ("pg_tablespace_location", Answer::Nothing),
    ("to_regtype", Answer::Nothing),
    ("to_regproc", Answer::Nothing),
    ("pg_size_pretty", Answer::Size),
    ("pg_database_size", Answer::NoSize),
    ("pg_tablespace_size", Answer::NoSize),
    ("pg_table_size", Answer::NoSize),
    ("pg_indexes_size", Answer::NoSize),
];

#[derive(Debug, PartialEq, Eq, Hash)]
struct ServerFunction {
    name: &'static str,
    answer: Answer,
    signature: Signature,
}

impl ServerFunction {
    fn new(name: &'static str, answer: Answer) -> Self {
        let signature = match answer {
            Answer::Text(_) | Answer::Flag(_) => Signature::nullary(Volatility::Stable),
            _ => Signature::variadic_any(Volatility::Stable),
        };
        Self {
            name,
            answer,
            signature,
        }
    }
}

impl ScalarUDFImpl for ServerFunction {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.answer {
            Answer::Flag(_) | Answer::Visible => DataType::Boolean,
            Answer::NoSize => DataType::Int64,
            _ => DataType::Utf8,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let answer = match self.answer {
            Answer::Setting => ScalarValue::Utf8(setting(&args.args)?),
            Answer::Text(text) => ScalarValue::from(text),
            Answer::Flag(flag) => ScalarValue::from(flag),
            Answer::Visible => ScalarValue::from(true),
            Answer::NoSize => ScalarValue::Int64(Some(0)),
            Answer::Size => return sizes(&args),
            Answer::Nothing => ScalarValue::Utf8(None),
        };
        Ok(ColumnarValue::Scalar(answer))
    }
}

/// `pg_size_pretty(bytes)`.
fn sizes(args: &ScalarFunctionArgs) -> Result<ColumnarValue> {
    let Some(given) = args.args.first() else {
        return exec_err!("pg_size_pretty takes a number of bytes");
    };
    let bytes = cast(&given.to_array(args.number_rows)?, &DataType::Int64)?;
    let texts = bytes.as_primitive::<Int64Type>().iter();
    let texts: StringArray = texts.map(|bytes| bytes.map(pretty)).collect();
    Ok(ColumnarValue::Array(Arc::new(texts)))
}

/// PostgreSQL keeps to a unit up to ten thousand of it.
fn pretty(bytes: i64) -> String {
    let (mut size, mut units) = (bytes, ["kB", "MB", "GB", "TB"].into_iter());
    let mut unit = "bytes";
    while size.abs() >= 10 * 1024
        && let Some(next) = units.next()
    {
        (size, unit) = ((size + 512) / 1024, next);
    }
    format!("{size} {unit}")
}

/// `current_setting(name)`, and with `true` behind it NULL for what is no setting.
fn setting(args: &[ColumnarValue]) -> Result<Option<String>> {
    let Some(ColumnarValue::Scalar(name)) = args.first() else {
        return exec_err!("current_setting takes the name of a setting");
    };
    let Some(name) = name.try_as_str().flatten() else {
        return Ok(None);
    };
    let may_miss = matches!(
        args.get(1),
        Some(ColumnarValue::Scalar(ScalarValue::Boolean(Some(true))))
    );
    match default_setting(&name.to_lowercase()) {
        Some(value) => Ok(Some(value.to_owned())),
        None if may_miss => Ok(None),
        None => exec_err!("there is no setting `{name}`"),
    }
}
