//! Sigma correlations: `event_count`, `value_count`, `temporal`, `temporal_ordered`.

use super::{
    Count, Expr, Fault, File, Kind, Naming, Node, Rule, Sequence, Test, Tuning, exceptions, skeleton,
};
use crate::detect::rule::window;
use crate::detect::selection::Builder;
use crate::event::Source as EventSource;

/// Names of the rules that a correlation refers to.
pub(super) fn names(document: &Node) -> Vec<String> {
    let rules = document
        .get("correlation")
        .and_then(|correlation| correlation.get("rules"));
    rules.map(Node::texts).unwrap_or_default()
}

/// Reads a correlation over the rules of its file; also whether those rules alert on their own.
pub(super) fn read(
    file: File<'_>,
    document: &Node,
    rules: &[Rule],
    tuning: &Tuning,
) -> Result<(Rule, bool), Fault> {
    let correlation = file.need(document, "correlation")?;
    let title = file.text_of(file.need(document, "title")?)?;
    let id = document
        .get("id")
        .or(document.get("name"))
        .and_then(Node::text)
        .unwrap_or(title)
        .to_owned();
    let mut made = skeleton(file, document, id, tuning)?;
    let mut bases = Vec::new();
    for item in file.need(correlation, "rules")?.items() {
        let name = file.text_of(item)?;
        let known = rules.iter().find(|rule| rule.id == name || rule.file == name);
        bases.push(known.ok_or_else(|| file.fault(item, format!("no rule of this file is named `{name}`")))?);
    }
    let uses: Vec<Expr> = bases
        .iter()
        .filter_map(|base| adopt(&mut made.tests, base))
        .collect();
    made.sources = bases.iter().flat_map(|base| base.sources.clone()).collect();
    made.sources.dedup();
    let source = made
        .sources
        .first()
        .and_then(|word| EventSource::of_word(word))
        .unwrap_or(EventSource::Okta);
    let mut builder = Builder {
        file,
        naming: Naming::Sigma(source),
        tests: std::mem::take(&mut made.tests),
    };
    let guards = exceptions(&mut builder, tuning.of(&made.id))?;
    made.tests = std::mem::take(&mut builder.tests);
    let uses = uses.into_iter().map(|expr| guarded(&guards, expr)).collect();
    made.keys = Vec::new();
    made.by = Vec::new();
    for item in correlation.get("group-by").map_or(&[][..], Node::items) {
        let name = file.text_of(item)?;
        let name = alias(correlation, name).unwrap_or(name);
        made.keys.push(builder.field(item, name)?);
        made.by.push(name.to_owned());
    }
    kind(file, correlation, uses, &builder, &mut made)?;
    let generates = correlation
        .get("generate")
        .or(document.get("generate"))
        .and_then(Node::text)
        == Some("true");
    Ok((made, generates))
}

/// A condition, of events that are no exceptions.
fn guarded(guards: &[Expr], expr: Expr) -> Expr {
    Expr::all(guards.iter().cloned().chain([expr]).collect())
}

/// The field that an alias stands for in the first rule that has it.
fn alias<'n>(correlation: &'n Node, name: &str) -> Option<&'n str> {
    correlation
        .get("aliases")?
        .get(name)?
        .entries()
        .first()
        .and_then(|(_, field)| field.text())
}

/// The condition of a base rule, its tests moved over.
fn adopt(tests: &mut Vec<Test>, base: &Rule) -> Option<Expr> {
    let offset = tests.len() as u32;
    let mut expr = base.uses.first()?.clone();
    expr.renumber(&|old| old + offset);
    tests.extend(base.tests.iter().cloned());
    Some(expr)
}

fn kind(
    file: File<'_>,
    correlation: &Node,
    uses: Vec<Expr>,
    builder: &Builder<'_>,
    made: &mut Rule,
) -> Result<(), Fault> {
    let word = file.need(correlation, "type")?;
    let within_us = window(file, correlation, "timespan")?;
    let ordered = match file.text_of(word)? {
        "temporal" => false,
        "temporal_ordered" => true,
        "event_count" => {
            let at_least = at_least(file, file.need(correlation, "condition")?)?;
            made.uses = vec![Expr::any(uses)];
            made.kind = Kind::Count(Count {
                within_us,
                at_least,
                distinct: vec![],
                each_at_most: vec![],
            });
            return Ok(());
        }
        "value_count" => {
            let condition = file.need(correlation, "condition")?;
            let at_least = at_least(file, condition)?;
            let field = file.need(condition, "field")?;
            for (number, item) in field.items().iter().enumerate() {
                made.values.push(builder.field(item, file.text_of(item)?)?);
                let _ = number;
            }
            let distinct = (0..made.values.len()).map(|value| (value, at_least)).collect();
            made.uses = vec![Expr::any(uses)];
            made.kind = Kind::Count(Count {
                within_us,
                at_least: 1,
                distinct,
                each_at_most: vec![],
            });
            return Ok(());
        }
        other => {
            let known = "event_count, value_count, temporal and temporal_ordered are";
            return Err(file.fault(word, format!("the type `{other}` is not supported; {known}")));
        }
    };
    made.kind = Kind::Sequence(Sequence {
        within_us,
        steps: vec![1; uses.len()],
        ordered,
        not_before: None,
        not_after: None,
        not_between: None,
        apart_us: 0,
        differ: vec![],
    });
    made.uses = uses;
    Ok(())
}

/// `gte: n` or `gt: n`. Other comparisons bound from above: of no event can it be said that no more will come.
fn at_least(file: File<'_>, condition: &Node) -> Result<usize, Fault> {
    let mut least: Option<usize> = None;
    for (key, node) in condition.entries() {
        let more = match file.text_of(key)? {
            "gte" => 0,
            "gt" => 1,
            "field" => continue,
            other => {
                let problem = format!("`{other}` is not understood here, `gte` and `gt` are");
                return Err(file.fault(key, problem));
            }
        };
        let bound = file.number_of::<usize>(node)?.saturating_add(more);
        least = Some(least.unwrap_or(0).max(bound));
    }
    least.ok_or_else(|| file.fault(condition, "a condition with `gte` or `gt` is due here"))
}
