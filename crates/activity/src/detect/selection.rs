//! Selections: maps of `field|modifier: value` to conditions. Sigma's meaning, for our own rules too.

mod modifiers;
mod words;

use super::expr::{Expr, Source, Test};
use super::graph::Question;
use super::op::{Compare, Op, network};
use super::yaml::{Fault, File, Kind, Node, nearest};
use crate::event::{COLUMNS, Field, Source as EventSource};
use modifiers::{How, Modifiers};

/// How field names are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Naming {
    /// Columns of our schema; `raw.…` for the source's own fields.
    Own,
    /// Names of the source, as Sigma rules write them.
    Sigma(EventSource),
}

/// Collects the tests of one rule.
pub(crate) struct Builder<'f> {
    pub(crate) file: File<'f>,
    pub(crate) naming: Naming,
    pub(crate) tests: Vec<Test>,
}

/// Names of Sigma's sources that are columns here and mean exactly the same.
const SAME: [(EventSource, &str, Field); 8] = [
    (EventSource::Okta, "eventType", Field::EventType),
    (EventSource::Okta, "uuid", Field::Uid),
    (EventSource::Aws, "eventName", Field::EventType),
    (EventSource::Aws, "eventSource", Field::SourcePart),
    (EventSource::Aws, "eventID", Field::Uid),
    (EventSource::Github, "action", Field::EventType),
    (EventSource::Teleport, "event", Field::EventType),
    (EventSource::Own, "action", Field::EventType),
];

impl Builder<'_> {
    /// A selection: a map (all must hold), a list of maps (one must hold), or words to find anywhere.
    pub(crate) fn selection(&mut self, node: &Node) -> Result<Expr, Fault> {
        match &node.kind {
            Kind::Map(entries) => {
                let parts = entries.iter().map(|(key, value)| self.entry(key, value));
                Ok(Expr::all(parts.collect::<Result<_, _>>()?))
            }
            Kind::List(items) => {
                let maps = items.iter().all(|item| matches!(item.kind, Kind::Map(_)));
                if maps {
                    let parts = items.iter().map(|item| self.selection(item));
                    return Ok(Expr::any(parts.collect::<Result<_, _>>()?));
                }
                self.anywhere(node)
            }
            Kind::Scalar { .. } => self.anywhere(node),
        }
    }

    /// Adds a test and returns its expression.
    pub(crate) fn test(&mut self, source: Source, op: Op) -> Expr {
        self.tests.push(Test { source, op });
        Expr::Test(self.tests.len() as u32 - 1)
    }

    /// Where a field name leads.
    pub(crate) fn field(&self, node: &Node, name: &str) -> Result<Source, Fault> {
        if let Naming::Sigma(source) = self.naming {
            let same = SAME
                .iter()
                .find(|(of, known, _)| *of == source && known.eq_ignore_ascii_case(name));
            return Ok(same.map_or_else(|| raw(name), |(.., field)| Source::Column(*field)));
        }
        if let Some(path) = name.strip_prefix("raw.") {
            return Ok(raw(path));
        }
        if name == "person" {
            return Ok(Source::Person);
        }
        if name == "subject" {
            return Ok(Source::Subject);
        }
        if let Some((_, question)) = Question::ALL.iter().find(|(known, _)| *known == name) {
            return Ok(Source::Graph(*question));
        }
        Field::of_name(name).map(Source::Column).ok_or_else(|| {
            let names = COLUMNS.iter().map(|column| column.name);
            let hint = nearest(name, names.chain(Question::ALL.iter().map(|(name, _)| *name)));
            self.file
                .fault(node, format!("no column is named `{name}`{hint}"))
        })
    }

    fn anywhere(&mut self, node: &Node) -> Result<Expr, Fault> {
        let parts = node.items().iter().map(|item| {
            let text = self.file.text_of(item)?;
            let op = words::op(&[words::Word::read(text)], How::Contains, false);
            op.map_err(|problem| self.file.fault(item, problem))
        });
        let ops = parts.collect::<Result<Vec<_>, Fault>>()?;
        let parts = ops
            .into_iter()
            .flatten()
            .map(|op| self.test(Source::Anywhere, op))
            .collect();
        Ok(Expr::any(parts))
    }

    fn entry(&mut self, key: &Node, value: &Node) -> Result<Expr, Fault> {
        let text = self.file.text_of(key)?;
        let (name, rest) = text.split_once('|').unwrap_or((text, ""));
        let modifiers = Modifiers::read(rest).map_err(|problem| self.file.fault(key, problem))?;
        let source = self.field(key, name)?;
        let parts = self.tests_of(&source, &modifiers, value)?;
        let expr = if modifiers.all {
            Expr::all(parts)
        } else {
            Expr::any(parts)
        };
        Ok(if modifiers.negated {
            Expr::Not(Box::new(expr))
        } else {
            expr
        })
    }

    fn tests_of(&mut self, source: &Source, modifiers: &Modifiers, value: &Node) -> Result<Vec<Expr>, Fault> {
        let mut ops = Vec::new();
        let fault = |node: &Node, problem: String| self.file.fault(node, problem);
        let mut texts = Vec::new();
        for item in value.items() {
            match item.text() {
                None if matches!(item.kind, Kind::Scalar { .. }) => ops.push(Op::Exists(false)),
                None => return Err(fault(item, "a value or a list of values is due here".to_owned())),
                Some(text) => texts.push((item, text)),
            }
        }
        match modifiers.how {
            How::Exists => {
                let truths = texts
                    .iter()
                    .map(|(_, text)| Op::Exists(text.eq_ignore_ascii_case("true")));
                ops.extend(truths);
            }
            How::Number(compare) => {
                for (item, _) in &texts {
                    ops.push(Op::Number(compare, self.file.number_of(item)?));
                }
            }
            How::Cidr => {
                let networks = texts.iter().map(|(item, text)| {
                    network(text)
                        .ok_or_else(|| fault(item, format!("`{text}` is not a network like 10.0.0.0/8")))
                });
                ops.push(Op::Cidr(networks.collect::<Result<_, _>>()?));
            }
            How::Field => {
                for (item, text) in &texts {
                    ops.push(Op::SameAs(self.field(item, text)?));
                }
            }
            How::Regex => {
                let patterns = texts.iter().map(|(item, text)| {
                    let pattern = format!("{}{text}", modifiers.regex_flags());
                    Op::regex(&pattern).map_err(|problem| fault(item, problem))
                });
                let patterns = patterns.collect::<Result<Vec<_>, _>>()?;
                ops.extend(group(patterns, modifiers.all).into_iter().map(Op::Regex));
            }
            how => {
                for (item, text) in &texts {
                    modifiers.check(text).map_err(|problem| fault(item, problem))?;
                }
                let words: Vec<_> = texts
                    .iter()
                    .flat_map(|(_, text)| modifiers.variants(text))
                    .collect();
                for words in group(words, modifiers.all) {
                    let made = words::op(&words, how, modifiers.cased);
                    ops.extend(made.map_err(|problem| fault(value, problem))?);
                }
            }
        }
        Ok(ops.into_iter().map(|op| self.test(source.clone(), op)).collect())
    }
}

/// Together for "any", one by one for "all".
fn group<T>(items: Vec<T>, all: bool) -> Vec<Vec<T>> {
    if items.is_empty() {
        Vec::new()
    } else if all {
        items.into_iter().map(|item| vec![item]).collect()
    } else {
        vec![items]
    }
}

fn raw(path: &str) -> Source {
    Source::Raw(path.split('.').map(Into::into).collect())
}

/// `gt`, `gte`, `lt`, `lte`.
fn comparison(word: &str) -> Option<Compare> {
    match word {
        "lt" => Some(Compare::Less),
        "lte" => Some(Compare::LessOrEqual),
        "gt" => Some(Compare::Greater),
        "gte" => Some(Compare::GreaterOrEqual),
        _ => None,
    }
}
