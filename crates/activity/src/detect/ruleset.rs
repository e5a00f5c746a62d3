//! Many rules as one matcher. Tests that several rules ask are asked once an event; which rules are asked at all is
//! decided by source and type of the event, once for each type, and remembered.

pub(crate) mod ask;
mod keys;
mod numbers;

use super::alert::Severity;
use super::expr::{Expr, Source, Test};
use super::graph::Graph;
use super::rule::{Rule, Silence};
use crate::event::{Field, View};
use crate::json::Tape;
use ask::Asker;
use keys::Grouping;
pub(crate) use keys::{Key, Keys};
pub(crate) use numbers::Quick;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Event types whose candidates are remembered by one thread; beyond, they are worked out each time.
const REMEMBERED_MAX: usize = 50_000;

/// Compiled rules, to share between threads.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    /// What each of them takes for silence.
    silences: Vec<Option<Silence>>,
    tests: Vec<Test>,
    uses: Vec<Use>,
    groupings: Vec<Grouping>,
    /// By rule, the place of what it groups by, and of what steps group by instead.
    grouping_of: Vec<(u32, Vec<u32>)>,
}

#[derive(Debug)]
struct Use {
    rule: u32,
    step: u8,
    expr: Expr,
}

/// Buffers of one thread that judges events.
#[derive(Debug, Default)]
pub struct Scratch {
    memo: Vec<(u32, bool)>,
    epoch: u32,
    candidates: HashMap<String, HashMap<String, Arc<[u32]>>>,
    tape: Tape,
    /// The event whose text is on the tape, and whether it is JSON.
    on_tape: Option<(u32, bool)>,
    /// Who stands behind the event under way.
    person: Option<(u32, Option<String>)>,
    learned: numbers::Learned,
}

/// One rule that an event touches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Number of the rule in the set.
    pub rule: u32,
    /// Which of its steps.
    pub step: u8,
    /// How bad, this event told.
    pub severity: Severity,
}

/// What one event touches.
pub type Hits = Vec<Hit>;

impl RuleSet {
    /// Compiles rules; those that are not enabled are left out. Of rules with the same id the last wins.
    pub fn new(rules: Vec<Rule>) -> Self {
        let mut kept: Vec<Rule> = Vec::new();
        for rule in rules {
            kept.retain(|known| known.id != rule.id);
            if rule.enabled {
                kept.push(rule);
            }
        }
        let mut set = Self {
            rules: Vec::new(),
            silences: Vec::new(),
            tests: Vec::new(),
            uses: Vec::new(),
            groupings: Vec::new(),
            grouping_of: Vec::new(),
        };
        let mut numbers: HashMap<(Source, String), u32> = HashMap::new();
        for (index, mut rule) in kept.into_iter().enumerate() {
            // While the rule has its tests.
            set.silences.push(rule.silence());
            let renumbered: Vec<u32> = std::mem::take(&mut rule.tests)
                .into_iter()
                .map(|test| {
                    let key = (test.source.clone(), test.op.key());
                    *numbers.entry(key).or_insert_with(|| {
                        set.tests.push(test);
                        set.tests.len() as u32 - 1
                    })
                })
                .collect();
            let number = |old: u32| renumbered.get(old as usize).copied().unwrap_or(0);
            for (step, mut expr) in std::mem::take(&mut rule.uses).into_iter().enumerate() {
                expr.renumber(&number);
                expr.cheapest_first(&|test| set.tests.get(test as usize).map_or(0, Test::cost));
                set.uses.push(Use {
                    rule: index as u32,
                    step: step as u8,
                    expr,
                });
            }
            for (expr, _) in &mut rule.escalations {
                expr.renumber(&number);
            }
            let usual = set.group(Grouping::of(&rule, None));
            let last = rule.step_keys.iter().map(|(step, _)| *step).max();
            let steps = last.map_or(0..0, |last| 0..last + 1);
            let steps = steps
                .map(|step| set.group(Grouping::of(&rule, Some(step))))
                .collect();
            set.grouping_of.push((usual, steps));
            set.rules.push(rule);
        }
        set
    }

    fn group(&mut self, grouping: Grouping) -> u32 {
        let known = self.groupings.iter().position(|one| *one == grouping);
        let number = known.unwrap_or_else(|| {
            self.groupings.push(grouping);
            self.groupings.len() - 1
        });
        number as u32
    }

    /// The rules, by number.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The silence that the rule of that id rests on.
    pub fn silence_of(&self, id: &str) -> Option<&Silence> {
        let place = self.rules.iter().position(|rule| rule.id == id)?;
        self.silences.get(place)?.as_ref()
    }

    /// How many different tests its rules ask.
    pub(super) const fn tests(&self) -> usize {
        self.tests.len()
    }

    /// How far back an event can matter to any of the rules that `wanted` names, in microseconds.
    pub fn reach_us(&self, wanted: &dyn Fn(&Rule) -> bool) -> i64 {
        let longest = |wanted: &dyn Fn(&Rule) -> bool| {
            let reaches = self.rules.iter().filter(|rule| wanted(rule));
            reaches.map(|rule| rule.kind.reach_us()).max().unwrap_or(0)
        };
        let own = longest(wanted);
        // What a rule over alerts reads is said by the others.
        if self
            .rules
            .iter()
            .any(|rule| wanted(rule) && rule.is_over_alerts())
        {
            return own.saturating_add(longest(&|rule| !rule.is_over_alerts()));
        }
        own
    }

    /// Whether any rule reads fields of the source's own text: then views must offer it.
    pub fn needs_raw(&self) -> bool {
        self.tests
            .iter()
            .any(|test| matches!(test.source, Source::Raw(_) | Source::Anywhere))
    }

    /// Which rules an event touches. `hits` is cleared first.
    pub fn judge(&self, event: &dyn View, graph: &dyn Graph, scratch: &mut Scratch, hits: &mut Hits) {
        hits.clear();
        if let Some(kept) = event.numbered()
            && self.judge_numbers(kept, (event, graph), scratch, hits)
        {
            return;
        }
        let source = event.text(Field::Source).unwrap_or("");
        let name = event.text(Field::EventType).unwrap_or("");
        let candidates = self.candidates(source, name, scratch);
        if candidates.is_empty() {
            return;
        }
        scratch.next_event(self.tests.len());
        let mut asker = Asker {
            tests: &self.tests,
            event,
            graph,
            scratch,
        };
        hits.extend(
            candidates
                .iter()
                .filter_map(|number| self.hit(*number, &mut asker)),
        );
    }

    /// What the event under way is to a use.
    fn hit(&self, number: u32, asker: &mut Asker<'_>) -> Option<Hit> {
        let found = self.uses.get(number as usize)?;
        if !found.expr.holds(&mut |test| asker.ask(test)) {
            return None;
        }
        let rule = self.rules.get(found.rule as usize)?;
        let worse = rule
            .escalations
            .iter()
            .filter(|(expr, _)| expr.holds(&mut |test| asker.ask(test)));
        let severity = worse
            .map(|(_, severity)| *severity)
            .max()
            .unwrap_or(rule.severity);
        Some(Hit {
            rule: found.rule,
            step: found.step,
            severity,
        })
    }

    /// What the event that was judged last has in the fields that a rule names, as texts.
    pub(crate) fn values<'e>(
        rule: &Rule,
        event: &'e dyn View,
        scratch: &mut Scratch,
    ) -> Vec<Option<Cow<'e, str>>> {
        let values = rule.values.iter();
        values.map(|source| ask::value(source, event, scratch)).collect()
    }

    /// Uses that source and type of an event leave possible.
    fn candidates(&self, source: &str, name: &str, scratch: &mut Scratch) -> Arc<[u32]> {
        if let Some(known) = scratch.candidates.get(source).and_then(|of| of.get(name)) {
            return Arc::clone(known);
        }
        let known = |test: u32| self.told(test, source, name);
        let possible = self
            .uses
            .iter()
            .enumerate()
            .filter(|(_, one)| one.expr.partly(&known) != Some(false));
        let possible: Arc<[u32]> = possible.map(|(number, _)| number as u32).collect();
        let of = scratch.candidates.entry(source.to_owned()).or_default();
        if of.len() < REMEMBERED_MAX {
            of.insert(name.to_owned(), Arc::clone(&possible));
        }
        possible
    }
}

impl RuleSet {
    /// What source and type of an event answer to a test; `None` when it asks for something else.
    fn told(&self, test: u32, source: &str, name: &str) -> Option<bool> {
        let test = self.tests.get(test as usize)?;
        match test.source {
            Source::Column(Field::Source) => Some(test.op.passes(source)),
            Source::Column(Field::EventType) => Some(test.op.passes(name)),
            _ => None,
        }
    }
}

impl Scratch {
    /// What was worked out about the event before is worth nothing from now on.
    pub(super) fn next_event(&mut self, tests: usize) {
        self.memo.resize(tests, (0, false));
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.memo.fill((0, false));
            (self.on_tape, self.person) = (None, None);
            self.epoch = 1;
        }
    }
}

impl Test {
    fn cost(&self) -> u32 {
        let source = match self.source {
            Source::Column(_) => 2,
            Source::Person => 20,
            Source::Subject => 60,
            Source::Raw(_) => 5_000,
            Source::Anywhere => 8_000,
            Source::Graph(_) => 20_000,
        };
        source + self.op.cost()
    }
}
