//! Sigma rules (https://sigmahq.io/sigma-specification/) and Sigma correlations, as they are.
//!
//! Fields keep their names of the source and are read from the source's text, except those that are columns with the
//! same meaning. Correlations refer to rules of the same file, by name or id.

use super::alert::{Severity, Subject};
use super::condition;
use super::expr::{Expr, Source, Test};
use super::op::Op;
use super::rule::{Count, Kind, Rule, Sequence};
use super::selection::{Builder, Naming};
use super::tuning::{Tuning, exceptions};
use super::yaml::{Fault, File, Node};
use crate::event::{Field, Source as EventSource};

mod correlation;

/// Sigma's products and services, and our sources.
const PRODUCTS: [(&str, EventSource); 6] = [
    ("okta", EventSource::Okta),
    ("aws", EventSource::Aws),
    ("cloudtrail", EventSource::Aws),
    ("github", EventSource::Github),
    ("teleport", EventSource::Teleport),
    ("portolan", EventSource::Own),
];

/// Reads all rules of a file.
pub(super) fn load(file: File<'_>, documents: &[Node], tuning: &Tuning) -> Result<Vec<Rule>, Fault> {
    let mut rules = Vec::new();
    for document in documents
        .iter()
        .filter(|document| document.get("correlation").is_none())
    {
        rules.push(rule(file, document, tuning)?);
    }
    let base = rules.clone();
    for document in documents
        .iter()
        .filter(|document| document.get("correlation").is_some())
    {
        let (rule, generates) = correlation::read(file, document, &base, tuning)?;
        if !generates {
            // Rules that a correlation refers to raise no alerts of their own.
            for name in correlation::names(document) {
                for known in rules
                    .iter_mut()
                    .filter(|known| known.id == name || known.file == name)
                {
                    known.alerting = false;
                }
            }
        }
        rules.push(rule);
    }
    for rule in &mut rules {
        rule.file = file.name.to_owned();
    }
    Ok(rules)
}

/// One detection rule. Until the whole file is read, `file` holds its Sigma name.
fn rule(file: File<'_>, document: &Node, tuning: &Tuning) -> Result<Rule, Fault> {
    let title = file.text_of(file.need(document, "title")?)?;
    let source = source(file, document)?;
    let mut builder = Builder {
        file,
        naming: Naming::Sigma(source),
        tests: Vec::new(),
    };
    let words = vec![source.word().into()];
    let guard = builder.test(Source::Column(Field::Source), Op::equals(words, true));
    let detection = file.need(document, "detection")?;
    let mut named = Vec::new();
    for (key, node) in detection.entries() {
        let name = file.text_of(key)?;
        if name != "condition" && name != "timeframe" {
            named.push((name.to_owned(), builder.selection(node)?));
        }
    }
    let conditions = file.need(detection, "condition")?;
    let parts = conditions.items().iter().map(|node| {
        condition::parse(file.text_of(node)?, &named).map_err(|(at, problem)| {
            let place = Node {
                column: node.column + at,
                ..node.clone()
            };
            file.fault(&place, problem)
        })
    });
    let expr = Expr::any(parts.collect::<Result<_, _>>()?);
    let id = document
        .get("id")
        .or(document.get("name"))
        .and_then(Node::text)
        .unwrap_or(title)
        .to_owned();
    let mut made = skeleton(file, document, id, tuning)?;
    let mut parts = vec![guard];
    parts.extend(exceptions(&mut builder, tuning.of(&made.id))?);
    parts.push(expr);
    made.sources = vec![source.word().to_owned()];
    made.tests = builder.tests;
    made.uses = vec![Expr::all(parts)];
    made.file = document.get("name").and_then(Node::text).unwrap_or("").to_owned();
    Ok(made)
}

fn source(file: File<'_>, document: &Node) -> Result<EventSource, Fault> {
    let logsource = file.need(document, "logsource")?;
    let words = ["product", "service"].map(|name| logsource.get(name).and_then(Node::text).unwrap_or(""));
    let known = PRODUCTS
        .iter()
        .find(|(word, _)| words.iter().any(|one| one.eq_ignore_ascii_case(word)));
    known.map(|(_, source)| *source).ok_or_else(|| {
        file.fault(
            logsource,
            format!(
                "no source of ours is product `{}`, service `{}`",
                words[0], words[1]
            ),
        )
    })
}

/// What rules and correlations have in common.
fn skeleton(file: File<'_>, document: &Node, id: String, tuning: &Tuning) -> Result<Rule, Fault> {
    let tuned = tuning.of(&id);
    if let Some(name) = tuned.and_then(|tuned| tuned.parameters.keys().next()) {
        let problem = format!("tuning sets `{name}`; a Sigma rule has no parameters, so change its text");
        return Err(file.fault(document, problem));
    }
    let texts = |name| document.get(name).map(Node::texts).unwrap_or_default();
    let text = |name| {
        document
            .get(name)
            .and_then(Node::text)
            .unwrap_or("")
            .trim()
            .to_owned()
    };
    let level = document.get("level").and_then(Node::text).unwrap_or("medium");
    let severity = Severity::of_word(level).unwrap_or(Severity::Medium);
    let (mut tactics, mut techniques) = (Vec::new(), Vec::new());
    for tag in texts("tags").iter().filter_map(|tag| tag.strip_prefix("attack.")) {
        let is_technique = tag.starts_with('t') && tag.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if is_technique {
            techniques.push(tag.to_ascii_uppercase());
        } else {
            tactics.push(tag.replace('_', "-"));
        }
    }
    Ok(Rule {
        id,
        title: file.text_of(file.need(document, "title")?)?.to_owned(),
        description: text("description"),
        severity: tuned.and_then(|tuned| tuned.severity).unwrap_or(severity),
        sources: Vec::new(),
        tactics,
        techniques,
        steps: Vec::new(),
        false_positives: texts("falsepositives"),
        references: texts("references"),
        parameters: Vec::new(),
        enabled: tuned
            .and_then(|tuned| tuned.enabled)
            .unwrap_or(text("status") != "deprecated"),
        alerting: true,
        kind: Kind::Event,
        subject: Subject::Actor,
        by: vec!["person".to_owned()],
        fold_us: super::rule::FOLD_US,
        lateness_us: None,
        examples: Vec::new(),
        file: file.name.to_owned(),
        keys: vec![Source::Person],
        step_keys: Vec::new(),
        values: Vec::new(),
        tests: Vec::new(),
        uses: Vec::new(),
        escalations: Vec::new(),
        fingerprint: super::rule::fingerprint(file.text, tuned),
    })
}
