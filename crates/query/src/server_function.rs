//! Functions by which PostgreSQL's clients ask about the server itself.

use datafusion::arrow::datatypes::DataType;
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
    /// NULL: there is nothing of that sort here.
    Nothing,
}

const FUNCTIONS: [(&str, Answer); 9] = [
    ("current_setting", Answer::Setting),
    ("version", Answer::Text("PostgreSQL 16.6 (Portolan), read only")),
    ("pg_is_in_recovery", Answer::Flag(false)),
    ("obj_description", Answer::Nothing),
    ("col_description", Answer::Nothing),
    ("shobj_description", Answer::Nothing),
    ("pg_get_viewdef", Answer::Nothing),
    ("pg_get_indexdef", Answer::Nothing),
    ("pg_get_functiondef", Answer::Nothing),
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
            Answer::Setting | Answer::Nothing => Signature::variadic_any(Volatility::Stable),
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
            Answer::Flag(_) => DataType::Boolean,
            _ => DataType::Utf8,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let answer = match self.answer {
            Answer::Setting => ScalarValue::Utf8(setting(&args.args)?),
            Answer::Text(text) => ScalarValue::from(text),
            Answer::Flag(flag) => ScalarValue::from(flag),
            Answer::Nothing => ScalarValue::Utf8(None),
        };
        Ok(ColumnarValue::Scalar(answer))
    }
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
