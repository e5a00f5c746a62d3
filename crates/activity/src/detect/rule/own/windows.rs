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

    /// A step may know its key by another name than the others: whom it is done to may be who acts in the next.
    fn step_keys(&mut self, step: usize, node: &Node) -> Result<(), Fault> {
        let Some(by) = node.get("by") else {
            return Ok(());
        };
        let names = by.items().iter().filter_map(|item| Some((item, item.text()?)));
        let keys = names.map(|(item, name)| self.builder.field(item, name));
        self.step_keys.push((step as u8, keys.collect::<Result<_, _>>()?));
        Ok(())
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
                "not_between",
                "after",
                "differ",
            ],
        )?;
        let mut steps = Vec::new();
        for item in self.file.need(node, "steps")?.items() {
            let (condition, times) = match item.get("is") {
                Some(condition) => (condition, item.get("at_least")),
                None => (item, None),
            };
            self.step_keys(uses.len(), item)?;
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
        let mut beside = |name: &str| -> Result<Option<(u8, &Node)>, Fault> {
            let Some(node) = node.get(name) else {
                return Ok(None);
            };
            self.step_keys(uses.len(), node)?;
            uses.push(self.condition(self.file.need(node, "is")?)?);
            Ok(Some((uses.len() as u8 - 1, node)))
        };
        let absent = [beside("not_before")?, beside("not_after")?];
        let not_between = beside("not_between")?.map(|(step, _)| step);
        let absent = absent.map(|step| {
            let window = step.map(|(step, node)| Ok((step, window(self.file, node, "within")?)));
            window.transpose()
        });
        let [not_before, not_after] = absent;
        let (not_before, not_after) = (not_before?, not_after?);
        let apart_us = node
            .get("after")
            .map(|node| self.file.span_of(node))
            .transpose()?;
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
            not_between,
            apart_us: apart_us.unwrap_or(0),
            differ,
        }))
    }
}
