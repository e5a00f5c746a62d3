//! Our own rule files.

mod windows;

use super::kinds::{Kind, window};
use super::{Example, Rule, parameters};
use crate::detect::alert::{Severity, Subject};
use crate::detect::condition;
use crate::detect::expr::{Expr, Source};
use crate::detect::op::Op;
use crate::detect::selection::{Builder, Naming};
use crate::detect::tuning::{RuleTuning, Tuning};
use crate::detect::yaml::{Fault, File, Node};
use crate::event::Field;
use sha2::{Digest, Sha256};

const NAMES: [&str; 28] = [
    "id",
    "title",
    "description",
    "source",
    "severity",
    "severity_when",
    "tactics",
    "techniques",
    "steps",
    "false_positives",
    "references",
    "parameters",
    "enabled",
    "signal",
    "select",
    "match",
    "count",
    "sequence",
    "first_seen",
    "travel",
    "dormant",
    "fold",
    "lateness",
    "by",
    "examples",
    "catalogue",
    "baseline",
    "subject",
];

/// The windows in which alerts of one entity fold, unless a rule says otherwise: one hour.
pub(crate) const FOLD_US: i64 = 3_600 * 1_000_000;

/// Reads one document.
pub(super) fn read(file: File<'_>, document: &Node, tuning: &Tuning) -> Result<Rule, Fault> {
    file.only(document, &NAMES)?;
    let id = file.text_of(file.need(document, "id")?)?.to_owned();
    let tuned = tuning.of(&id);
    let (document, parameters) = parameters::apply(file, document, tuned)?;
    let document = &document;
    let sources = sources(file, document)?;
    let mut reader = Reader {
        file,
        builder: Builder {
            file,
            naming: Naming::Own,
            tests: Vec::new(),
        },
        named: Vec::new(),
        guard: Vec::new(),
        values: Vec::new(),
        value_names: Vec::new(),
        step_keys: Vec::new(),
    };
    reader.guard(&sources);
    reader.selections(document)?;
    let exceptions = crate::detect::tuning::exceptions(&mut reader.builder, tuned)?;
    reader.guard.extend(exceptions);
    let mut uses = Vec::new();
    let kind = reader.kind(document, &mut uses)?;
    let subject = subject(file, document)?;
    let (by, keys) = reader.keys(document, subject)?;
    let escalations = reader.escalations(document)?;
    let texts = |name| document.get(name).map(Node::texts).unwrap_or_default();
    let text = |name| {
        document
            .get(name)
            .and_then(Node::text)
            .unwrap_or("")
            .trim()
            .to_owned()
    };
    let truth = |name, unless| {
        document
            .get(name)
            .and_then(Node::text)
            .map_or(unless, |word| word == "true")
    };
    let severity = reader.severity(file.need(document, "severity")?)?;
    let span = |name| document.get(name).map(|node| file.span_of(node)).transpose();
    let fingerprint = fingerprint(file.text, tuned);
    Ok(Rule {
        title: file.text_of(file.need(document, "title")?)?.to_owned(),
        description: text("description"),
        severity: tuned.and_then(|tuned| tuned.severity).unwrap_or(severity),
        sources,
        tactics: texts("tactics"),
        techniques: texts("techniques"),
        steps: texts("steps"),
        false_positives: texts("false_positives"),
        references: texts("references"),
        parameters,
        enabled: tuned
            .and_then(|tuned| tuned.enabled)
            .unwrap_or(truth("enabled", true)),
        alerting: !truth("signal", false),
        kind,
        subject,
        by,
        fold_us: span("fold")?.unwrap_or(FOLD_US).max(1),
        lateness_us: span("lateness")?,
        examples: examples(file, document)?,
        file: file.name.to_owned(),
        keys,
        step_keys: reader.step_keys,
        values: reader.values,
        tests: reader.builder.tests,
        uses,
        escalations,
        fingerprint,
        id,
    })
}

/// What makes remembered state worthless when it changes.
pub(crate) fn fingerprint(text: &str, tuned: Option<&RuleTuning>) -> String {
    let logic = text.split("\nexamples:").next().unwrap_or(text);
    let digest = Sha256::new()
        .chain_update(logic)
        .chain_update(format!("{tuned:?}"))
        .finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn sources(file: File<'_>, document: &Node) -> Result<Vec<String>, Fault> {
    let Some(node) = document.get("source") else {
        return Ok(Vec::new());
    };
    for item in node.items() {
        let word = file.text_of(item)?;
        if word != "alert" && crate::event::Source::of_word(word).is_none() {
            return Err(file.fault(
                item,
                format!("`{word}` is none of okta, aws, github, teleport, self, alert"),
            ));
        }
    }
    Ok(node.texts())
}

/// Whom the alerts of a rule are about.
fn subject(file: File<'_>, document: &Node) -> Result<Subject, Fault> {
    let Some(node) = document.get("subject") else {
        return Ok(Subject::Actor);
    };
    let word = file.text_of(node)?;
    let known = [Subject::Actor, Subject::Target];
    let known = known.into_iter().find(|subject| subject.word() == word);
    known.ok_or_else(|| file.fault(node, format!("`{word}` is none of actor, target")))
}

fn examples(file: File<'_>, document: &Node) -> Result<Vec<Example>, Fault> {
    let nodes = document.get("examples").map_or(&[][..], Node::items);
    nodes
        .iter()
        .map(|node| {
            file.only(node, &["name", "fires", "events", "graph"])?;
            let fires = file.need(node, "fires")?;
            Ok(Example {
                name: file.text_of(file.need(node, "name")?)?.to_owned(),
                fires: match file.text_of(fires)? {
                    "true" => None,
                    "false" => Some(0),
                    _ => Some(file.number_of(fires)?),
                },
                node: node.clone(),
            })
        })
        .collect()
}

struct Reader<'f> {
    file: File<'f>,
    builder: Builder<'f>,
    named: Vec<(String, Expr)>,
    /// Holds in every use: the source, and no exception.
    guard: Vec<Expr>,
    values: Vec<Source>,
    value_names: Vec<String>,
    /// Steps that group by something of their own.
    step_keys: Vec<(u8, Vec<Source>)>,
}

impl Reader<'_> {
    fn guard(&mut self, sources: &[String]) {
        if !sources.is_empty() {
            let words = sources.iter().map(|word| word.as_str().into()).collect();
            let test = self
                .builder
                .test(Source::Column(Field::Source), Op::equals(words, true));
            self.guard.push(test);
        } else {
            let words = vec!["alert".into()];
            let test = self
                .builder
                .test(Source::Column(Field::Source), Op::equals(words, true));
            self.guard.push(Expr::Not(Box::new(test)));
        }
    }

    fn selections(&mut self, document: &Node) -> Result<(), Fault> {
        for (key, node) in self.file.need(document, "select")?.entries() {
            let name = self.file.text_of(key)?.to_owned();
            let expr = self.builder.selection(node)?;
            self.named.push((name, expr));
        }
        Ok(())
    }

    /// A condition over the selections, together with what holds in every use.
    fn condition(&self, node: &Node) -> Result<Expr, Fault> {
        let text = self.file.text_of(node)?;
        let expr = condition::parse(text, &self.named).map_err(|(at, problem)| {
            let place = Node {
                column: node.column + at,
                ..node.clone()
            };
            self.file.fault(&place, problem)
        })?;
        Ok(self.guarded(expr))
    }

    fn guarded(&self, expr: Expr) -> Expr {
        let mut parts = self.guard.clone();
        parts.push(expr);
        Expr::all(parts)
    }

    fn matching(&self, document: &Node) -> Result<Expr, Fault> {
        match document.get("match") {
            Some(node) => self.condition(node),
            None => Ok(self.guarded(Expr::all(
                self.named.iter().map(|(_, expr)| expr.clone()).collect(),
            ))),
        }
    }

    fn severity(&self, node: &Node) -> Result<Severity, Fault> {
        let word = self.file.text_of(node)?;
        Severity::of_word(word).ok_or_else(|| {
            self.file.fault(
                node,
                format!("`{word}` is none of info, low, medium, high, critical"),
            )
        })
    }

    fn escalations(&self, document: &Node) -> Result<Vec<(Expr, Severity)>, Fault> {
        let entries = document.get("severity_when").map_or(&[][..], Node::entries);
        entries
            .iter()
            .map(|(severity, condition)| Ok((self.condition(condition)?, self.severity(severity)?)))
            .collect()
    }

    /// What the rule groups by; whom it is about, unless it says otherwise.
    fn keys(&self, document: &Node, subject: Subject) -> Result<(Vec<String>, Vec<Source>), Fault> {
        let kinds = ["count", "sequence", "first_seen", "travel", "dormant"];
        let inner = kinds.iter().find_map(|kind| document.get(kind)?.get("by"));
        let Some(node) = document.get("by").or(inner) else {
            return Ok(match subject {
                Subject::Actor => (vec!["person".to_owned()], vec![Source::Person]),
                Subject::Target => (vec!["subject".to_owned()], vec![Source::Subject]),
            });
        };
        let keys = node.items().iter().filter_map(|item| Some((item, item.text()?)));
        let sources = keys
            .map(|(item, name)| self.builder.field(item, name))
            .collect::<Result<_, _>>()?;
        Ok((node.texts(), sources))
    }

    fn kind(&mut self, document: &Node, uses: &mut Vec<Expr>) -> Result<Kind, Fault> {
        if let Some(node) = document.get("sequence") {
            return self.sequence(node, uses);
        }
        uses.push(self.matching(document)?);
        if let Some(baseline) = document.get("baseline") {
            uses.push(self.condition(baseline)?);
        }
        if let Some(node) = document.get("count") {
            return self.count(node);
        }
        if let Some(node) = document.get("first_seen") {
            self.file.only(node, &["by", "value", "memory", "warm_up"])?;
            for item in self.file.need(node, "value")?.items() {
                self.value(item)?;
            }
            return Ok(Kind::FirstSeen {
                memory_us: window(self.file, node, "memory")?,
                warm_up_us: self.file.span_of(self.file.need(node, "warm_up")?)?,
            });
        }
        if let Some(node) = document.get("travel") {
            self.file
                .only(node, &["by", "faster_than_kmh", "farther_than_km", "within"])?;
            return Ok(Kind::Travel {
                kmh: self.file.number_of(self.file.need(node, "faster_than_kmh")?)?,
                km: self.file.number_of(self.file.need(node, "farther_than_km")?)?,
                within_us: window(self.file, node, "within")?,
            });
        }
        if let Some(node) = document.get("dormant") {
            self.file.only(node, &["by", "after"])?;
            return Ok(Kind::Dormant {
                after_us: window(self.file, node, "after")?,
            });
        }
        Ok(Kind::Event)
    }
}
