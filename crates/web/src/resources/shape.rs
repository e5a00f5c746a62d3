//! What may stand in a resource: one table a kind, from which reading, refusals and the reference are made.
//!
//! A table is data, so that a name that nobody knows can be answered with the nearest one that somebody does, and with
//! the place where it stands.

use activity::detect::Fault;
use activity::detect::yaml::{File, Kind as Form, Node, nearest};
use serde_json::{Map, Value};

/// What a field may hold.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0.
    Number,
    /// A time span such as `90s` or `8h30m`; a number of seconds inside.
    Span,
    /// Texts; a single one is a list of one.
    Texts,
    /// Names with a text each.
    Labels,
    /// Names with one or several texts each.
    LabelSets,
    /// These fields.
    One(&'static [Field]),
    /// A list of such.
    Many(&'static [Field]),
    /// Anything: it is not looked at.
    Any,
    /// Nothing: another product knows it, and this is why it stands nowhere here.
    Not(&'static str),
}

impl Shape {
    /// The word for people.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Flag => "true or false",
            Self::Number => "number",
            Self::Span => "time span",
            Self::Texts => "texts",
            Self::Labels => "names with texts",
            Self::LabelSets => "names with one or more texts",
            Self::One(_) => "fields",
            Self::Many(_) => "list of fields",
            Self::Any => "anything",
            Self::Not(_) => "refused",
        }
    }

    /// The fields below, if it has any.
    pub(crate) const fn fields(&self) -> &'static [Field] {
        match self {
            Self::One(fields) | Self::Many(fields) => fields,
            _ => &[],
        }
    }
}

/// A field of a resource.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it may hold.
    pub(crate) shape: Shape,
    /// What it does.
    pub(crate) meaning: &'static str,
}

/// A field that has a use here.
pub(crate) const fn field(name: &'static str, shape: Shape, meaning: &'static str) -> Field {
    Field { name, shape, meaning }
}

/// A field that has none.
pub(crate) const fn foreign(name: &'static str, why: &'static str) -> Field {
    Field {
        name,
        shape: Shape::Not(why),
        meaning: "",
    }
}

/// A value as the shape wants it, or what is wrong and where. What is null is left out.
pub(crate) fn read(file: File<'_>, node: &Node, shape: &Shape) -> Result<Value, Fault> {
    match shape {
        Shape::Text => Ok(file.text_of(node)?.into()),
        Shape::Flag => flag(file, node),
        Shape::Number => file.number_of::<u64>(node).map(Value::from),
        Shape::Span => {
            let text = file.text_of(node)?;
            let seconds = span_s(text).ok_or_else(|| {
                file.fault(
                    node,
                    format!("`{text}` is no time span like 90s, 30m, 8h or 1h30m"),
                )
            })?;
            Ok(seconds.into())
        }
        Shape::Texts => texts(file, node),
        Shape::Labels => names(file, node, |value| Ok(file.text_of(value)?.into())),
        Shape::LabelSets => names(file, node, |value| texts(file, value)),
        Shape::One(known) => fields(file, node, known).map(Value::Object),
        Shape::Many(known) => {
            let items = list(file, node)?.iter();
            items
                .map(|item| fields(file, item, known).map(Value::Object))
                .collect()
        }
        Shape::Any => Ok(loose(node)),
        Shape::Not(why) => Err(file.fault(node, *why)),
    }
}

/// The fields of a map, each of which must be known.
pub(crate) fn fields(file: File<'_>, node: &Node, known: &[Field]) -> Result<Map<String, Value>, Fault> {
    let mut read_in = Map::new();
    for (key, value) in entries(file, node)? {
        let name = file.text_of(key)?;
        let Some(field) = known.iter().find(|field| field.name == name) else {
            return Err(file.fault(key, unknown(name, known)));
        };
        if let Shape::Not(why) = field.shape {
            return Err(file.fault(key, format!("`{name}` is of no use here: {why}")));
        }
        if !is_null(value) {
            read_in.insert(name.to_owned(), read(file, value, &field.shape)?);
        }
    }
    Ok(read_in)
}

/// The node that a path such as `spec.allow.rules.0` names, as far as it is there.
pub(crate) fn place<'n>(node: &'n Node, path: &str) -> &'n Node {
    let mut here = node;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        let below = match step.parse::<usize>() {
            Ok(index) => here.items().get(index).filter(|item| !std::ptr::eq(*item, here)),
            Err(_) => here.get(step),
        };
        match below {
            Some(below) => here = below,
            None => return here,
        }
    }
    here
}

/// Whether nothing stands there.
pub(crate) fn is_null(node: &Node) -> bool {
    matches!(node.kind, Form::Scalar { .. }) && node.text().is_none()
}

fn unknown(name: &str, known: &[Field]) -> String {
    let here = || known.iter().filter(|field| !matches!(field.shape, Shape::Not(_)));
    let near = nearest(name, here().map(|field| field.name));
    if !near.is_empty() {
        return format!("there is no field `{name}` here{near}");
    }
    let names: Vec<String> = here().map(|field| format!("`{}`", field.name)).collect();
    format!("there is no field `{name}` here; there are {}", names.join(", "))
}

fn entries<'n>(file: File<'_>, node: &'n Node) -> Result<&'n [(Node, Node)], Fault> {
    match &node.kind {
        Form::Map(entries) => Ok(entries),
        _ if is_null(node) => Ok(&[]),
        _ => Err(file.fault(node, "names with values are due here, `name: value`")),
    }
}

fn list<'n>(file: File<'_>, node: &'n Node) -> Result<&'n [Node], Fault> {
    match &node.kind {
        Form::List(items) => Ok(items),
        _ => Err(file.fault(node, "a list is due here, each item after `- `")),
    }
}

fn flag(file: File<'_>, node: &Node) -> Result<Value, Fault> {
    match (file.text_of(node)?, &node.kind) {
        ("true" | "yes", Form::Scalar { plain: true, .. }) => Ok(true.into()),
        ("false" | "no", Form::Scalar { plain: true, .. }) => Ok(false.into()),
        (other, _) => Err(file.fault(node, format!("`{other}` is neither `true` nor `false`"))),
    }
}

fn texts(file: File<'_>, node: &Node) -> Result<Value, Fault> {
    if matches!(node.kind, Form::Map(_)) {
        return Err(file.fault(node, "texts are due here, such as `[a, b]`"));
    }
    let items = node.items().iter();
    items.map(|item| file.text_of(item).map(Value::from)).collect()
}

fn names(
    file: File<'_>,
    node: &Node,
    value_of: impl Fn(&Node) -> Result<Value, Fault>,
) -> Result<Value, Fault> {
    let mut read_in = Map::new();
    for (key, value) in entries(file, node)? {
        read_in.insert(file.text_of(key)?.to_owned(), value_of(value)?);
    }
    Ok(Value::Object(read_in))
}

/// What stands there, as JSON has it.
fn loose(node: &Node) -> Value {
    match &node.kind {
        Form::Scalar { .. } if is_null(node) => Value::Null,
        Form::Scalar { text, plain } => match text.as_str() {
            "true" if *plain => true.into(),
            "false" if *plain => false.into(),
            number if *plain && number.parse::<i64>().is_ok() => number.parse::<i64>().unwrap_or(0).into(),
            text => text.into(),
        },
        Form::List(items) => items.iter().map(loose).collect(),
        Form::Map(entries) => {
            let entries = entries.iter();
            let entries =
                entries.map(|(key, value)| (key.text().unwrap_or_default().to_owned(), loose(value)));
            Value::Object(entries.collect())
        }
    }
}

/// The seconds of a span such as `90s`, `8h0m0s` or `1d`; a bare number is seconds, as our JSON has them.
fn span_s(text: &str) -> Option<u64> {
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let mut rest = text;
    let mut sum = 0_u64;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, behind) = rest.split_at_checked(digits)?;
        let mut letters = behind.chars();
        let unit = match letters.next()? {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return None,
        };
        sum = sum.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
        rest = letters.as_str();
    }
    (!text.is_empty()).then_some(sum)
}

/// Seconds as [`span_s`] reads them.
pub(crate) fn span_text(seconds: u64) -> String {
    let parts = [
        (seconds / 3_600, 'h'),
        (seconds / 60 % 60, 'm'),
        (seconds % 60, 's'),
    ];
    let text: String = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    if text.is_empty() { "0s".to_owned() } else { text }
}
