//! `count` and `sequence`: what a rule looks for in a window.

use super::Reader;
use crate::detect::expr::Expr;
use crate::detect::rule::kinds::{Count, Kind, Sequence, window};
use crate::detect::yaml::{Fault, Node};

impl Reader<'_> {
    pub(super) fn count(&mut self, node: &Node) -> Result<Kind, Fault> {
        self.file
            .only(node, &["by", "within", "at_least", "distinct", "each_at_most"])?;
        let at_least = node
            .get("at_least")
            .map(|node| self.file.number_of(node))
            .transpose()?;
        Ok(Kind::Count(Count {
            within_us: window(self.file, node, "within")?,
            at_least: at_least.unwrap_or(1),
            distinct: self.limits(node.get("distinct"))?,
            each_at_most: self.limits(node.get("each_at_most"))?,
        }))
    }

    fn limits(&mut self, node: Option<&Node>) -> Result<Vec<(usize, usize)>, Fault> {
        let entries = node.map_or(&[][..], Node::entries);
        entries
            .iter()
            .map(|(key, value)| Ok((self.value(key)?, self.file.number_of(value)?)))
            .collect()
    }

    /// The number of a value that signals carry.
    pub(super) fn value(&mut self, node: &Node) -> Result<usize, Fault> {
        let name = self.file.text_of(node)?;
        if let Some(known) = self.value_names.iter().position(|known| known == name) {
            return Ok(known);
        }
        self.values.push(self.builder.field(node, name)?);
        self.value_names.push(name.to_owned());
        Ok(self.values.len() - 1)
    }

    pub(super) fn sequence(&mut self, node: &Node, uses: &mut Vec<Expr>) -> Result<Kind, Fault> {
        self.file.only(
            node,
            &[
                "by",
                "within",
                "steps",
                "ordered",
                "not_before",
                "not_after",
                "differ",
            ],
        )?;
        let mut steps = Vec::new();
        for item in self.file.need(node, "steps")?.items() {
            let (condition, times) = match item.get("is") {
                Some(condition) => (condition, item.get("at_least")),
                None => (item, None),
            };
            uses.push(self.condition(condition)?);
            steps.push(
                times
                    .map(|times| self.file.number_of(times))
                    .transpose()?
                    .unwrap_or(1),
            );
        }
        if steps.is_empty() || steps.len() > 8 {
            return Err(self.file.fault(node, "a sequence has one to eight steps"));
        }
        let mut absent = |name: &str| -> Result<Option<(u8, i64)>, Fault> {
            let Some(node) = node.get(name) else {
                return Ok(None);
            };
            uses.push(self.condition(self.file.need(node, "is")?)?);
            Ok(Some((uses.len() as u8 - 1, window(self.file, node, "within")?)))
        };
        let (not_before, not_after) = (absent("not_before")?, absent("not_after")?);
        let differ = node.get("differ").map_or(&[][..], Node::items);
        let differ = differ
            .iter()
            .map(|item| self.value(item))
            .collect::<Result<_, _>>()?;
        Ok(Kind::Sequence(Sequence {
            within_us: window(self.file, node, "within")?,
            steps,
            ordered: node.get("ordered").and_then(Node::text) != Some("false"),
            not_before,
            not_after,
            differ,
        }))
    }
}
