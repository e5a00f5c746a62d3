//! Judging kept events by the numbers of their columns: what was found out about some numbers once holds for every event
//! that has them. Which rules an event touches is then one look-up, however many rules there are.

use super::ask::Asker;
use super::{Hit, Hits, RuleSet, Scratch};
use crate::detect::expr::{Expr, Source, Test};
use crate::detect::graph::Graph;
use crate::detect::op::Op;
use crate::event::{Field, Numbered, Shape, View};
use hashbrown::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// Columns that one look-up reads, at most; uses that read more are asked one by one.
const FIELDS_MAX: usize = 12;
/// What is remembered, at most; beyond, it is found out anew.
const KNOWN_MAX: usize = 1 << 16;
const PLANS_MAX: usize = 1 << 14;

/// What numbers were found to mean.
#[derive(Debug, Default)]
pub(super) struct Learned {
    /// By book, and the numbers of source and type.
    plans: HashMap<(u64, u32, u32), Arc<Plan>, Quick>,
    made: u32,
    /// By plan, and the numbers of its columns.
    hits: HashMap<(u32, [u32; FIELDS_MAX]), Touched, Quick>,
}

/// Uses that hold, ascending, and what the event is to each.
type Touched = Arc<[(u32, Hit)]>;

/// What is asked of events of one type.
#[derive(Debug)]
struct Plan {
    number: u32,
    /// The columns that decide, and whether only it matters that there is a value.
    fields: Vec<(Field, bool)>,
    /// Uses that these columns decide.
    plain: Vec<u32>,
    /// Uses that ask for more.
    others: Vec<u32>,
}

/// Hashes numbers that are small and were not chosen by anybody.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mixer(u64);

pub(crate) type Quick = BuildHasherDefault<Mixer>;

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words
            .iter()
            .for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

impl RuleSet {
    /// Which rules an event touches, told by its numbers; false, and nothing is found, when they do not say enough.
    pub(super) fn judge_numbers(
        &self,
        kept: &dyn Numbered,
        (event, graph): (&dyn View, &dyn Graph),
        scratch: &mut Scratch,
        hits: &mut Hits,
    ) -> bool {
        let (Some(source), Some(name)) = (kept.number_of(Field::Source), kept.number_of(Field::EventType))
        else {
            return false;
        };
        let plan = self.plan((kept.book(), source, name), event, scratch);
        scratch.next_event(self.tests.len());
        if plan.plain.is_empty() && plan.others.is_empty() {
            return true;
        }
        let mut numbers = [0; FIELDS_MAX];
        for (place, (field, is_there)) in numbers.iter_mut().zip(&plan.fields) {
            match kept.number_of(*field) {
                Some(number) if *is_there => *place = u32::from(number != 0),
                Some(number) => *place = number,
                None => return false,
            }
        }
        let key = (plan.number, numbers);
        let plain = match scratch.learned.hits.get(&key) {
            Some(known) => Arc::clone(known),
            None => {
                let found: Touched = self.touched(&plan.plain, (event, graph), scratch).into();
                if scratch.learned.hits.len() >= KNOWN_MAX {
                    scratch.learned.hits.clear();
                }
                scratch.learned.hits.insert(key, Arc::clone(&found));
                found
            }
        };
        let others = self.touched(&plan.others, (event, graph), scratch);
        if others.is_empty() {
            hits.extend(plain.iter().map(|(_, hit)| *hit));
            return true;
        }
        let mut all: Vec<(u32, Hit)> = plain.iter().copied().chain(others).collect();
        all.sort_unstable_by_key(|(number, _)| *number);
        hits.extend(all.into_iter().map(|(_, hit)| hit));
        true
    }

    fn touched(
        &self,
        uses: &[u32],
        (event, graph): (&dyn View, &dyn Graph),
        scratch: &mut Scratch,
    ) -> Vec<(u32, Hit)> {
        let mut asker = Asker {
            tests: &self.tests,
            event,
            graph,
            scratch,
        };
        let hits = uses
            .iter()
            .filter_map(|number| Some((*number, self.hit(*number, &mut asker)?)));
        hits.collect()
    }

    fn plan(&self, key: (u64, u32, u32), event: &dyn View, scratch: &mut Scratch) -> Arc<Plan> {
        if let Some(plan) = scratch.learned.plans.get(&key) {
            return Arc::clone(plan);
        }
        let source = event.text(Field::Source).unwrap_or("").to_owned();
        let name = event.text(Field::EventType).unwrap_or("").to_owned();
        let mut plan = Plan {
            number: scratch.learned.made,
            fields: Vec::new(),
            plain: Vec::new(),
            others: Vec::new(),
        };
        for number in self.candidates(&source, &name, scratch).iter() {
            match self.fields_of(*number, &source, &name, &plan.fields) {
                Some(fields) => {
                    plan.fields = fields;
                    plan.plain.push(*number);
                }
                None => plan.others.push(*number),
            }
        }
        if scratch.learned.plans.len() >= PLANS_MAX {
            scratch.learned.plans.clear();
            scratch.learned.hits.clear();
        }
        scratch.learned.made = scratch.learned.made.wrapping_add(1);
        let plan = Arc::new(plan);
        scratch.learned.plans.insert(key, Arc::clone(&plan));
        plan
    }

    /// These columns and those that decide a use too; `None` when columns do not decide it, or too many.
    fn fields_of(
        &self,
        number: u32,
        source: &str,
        name: &str,
        known: &[(Field, bool)],
    ) -> Option<Vec<(Field, bool)>> {
        let one = self.uses.get(number as usize)?;
        let rule = self.rules.get(one.rule as usize)?;
        let told = |test: u32| self.told(test, source, name);
        let mut fields = known.to_vec();
        let mut is_plain = true;
        let mut ask = |test: u32| {
            let column = self.tests.get(test as usize).and_then(column);
            let Some((field, is_there)) = column else {
                is_plain = false;
                return;
            };
            match fields.iter_mut().find(|(known, _)| *known == field) {
                Some((_, known)) => *known &= is_there,
                None => fields.push((field, is_there)),
            }
        };
        one.expr.open(&told, &mut ask);
        rule.escalations
            .iter()
            .for_each(|(expr, _): &(Expr, _)| expr.open(&told, &mut ask));
        (is_plain && fields.len() <= FIELDS_MAX).then_some(fields)
    }
}

/// The column that a test reads, if it reads one that has numbers; and whether it asks only for its being there.
fn column(test: &Test) -> Option<(Field, bool)> {
    let Source::Column(field) = test.source else {
        return None;
    };
    let has_numbers = !matches!(field.column().shape, Shape::Time | Shape::Date)
        && !matches!(field, Field::Raw | Field::Uid | Field::Changes);
    let is_plain = has_numbers && !matches!(test.op, Op::SameAs(_));
    is_plain.then_some((field, matches!(test.op, Op::Exists(_))))
}
