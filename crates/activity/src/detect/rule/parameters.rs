//! `$name` anywhere in a rule stands for a parameter: its default, or what tuning says.

use super::Parameter;
use crate::detect::tuning::RuleTuning;
use crate::detect::yaml::{Fault, File, Kind, Node};

/// Reads the parameters of a rule and puts their values in place of their names.
pub(super) fn apply(
    file: File<'_>,
    document: &Node,
    tuning: Option<&RuleTuning>,
) -> Result<(Node, Vec<Parameter>), Fault> {
    let mut values: Vec<(String, Node)> = Vec::new();
    let mut parameters = Vec::new();
    for (key, entry) in document.get("parameters").map_or(&[][..], Node::entries) {
        let name = file.text_of(key)?.to_owned();
        let default = file.need(entry, "default")?;
        let value = tuning
            .and_then(|tuning| tuning.parameters.get(&name))
            .unwrap_or(default)
            .clone();
        parameters.push(Parameter {
            name: name.clone(),
            values: value.texts(),
            meaning: entry.get("meaning").and_then(Node::text).unwrap_or("").to_owned(),
        });
        values.push((name, value));
    }
    let mut tuned = tuning.into_iter().flat_map(|tuning| tuning.parameters.keys());
    if let Some(name) = tuned.find(|name| !values.iter().any(|(known, _)| known == *name)) {
        return Err(file.fault(
            document,
            format!("tuning sets `{name}`, which is no parameter of this rule"),
        ));
    }
    Ok((replace(file, document, &values, true)?, parameters))
}

fn replace(file: File<'_>, node: &Node, values: &[(String, Node)], is_top: bool) -> Result<Node, Fault> {
    let kind = match &node.kind {
        Kind::Scalar { text, plain: true } if text.starts_with('$') => {
            let name = text.trim_start_matches('$');
            let known = values.iter().find(|(known, _)| known == name);
            let Some((_, value)) = known else {
                return Err(file.fault(node, format!("`{text}` is no parameter of this rule")));
            };
            return Ok(Node {
                kind: value.kind.clone(),
                ..*node
            });
        }
        Kind::Scalar { text, plain } => Kind::Scalar {
            text: text.clone(),
            plain: *plain,
        },
        Kind::List(items) => {
            let mut replaced = Vec::with_capacity(items.len());
            for item in items {
                let is_name = item.text().is_some_and(|text| text.starts_with('$'));
                let item = replace(file, item, values, false)?;
                match item.kind {
                    Kind::List(inner) if is_name => replaced.extend(inner),
                    _ => replaced.push(item),
                }
            }
            Kind::List(replaced)
        }
        Kind::Map(entries) => {
            let replaced = entries.iter().map(|(key, value)| {
                // Prose and examples may speak of money.
                let is_prose = is_top
                    && matches!(
                        key.text(),
                        Some("description" | "examples" | "steps" | "parameters")
                    );
                let value = if is_prose {
                    value.clone()
                } else {
                    replace(file, value, values, false)?
                };
                Ok((key.clone(), value))
            });
            Kind::Map(replaced.collect::<Result<_, _>>()?)
        }
    };
    Ok(Node { kind, ..*node })
}
