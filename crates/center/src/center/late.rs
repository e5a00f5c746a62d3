//! What came too late is judged from what is kept, and what rules remember of it goes on in the live engine.

use super::{Center, TakeError};
use crate::judge::Judge;
use crate::keep::{Keep, KeepError};
use crate::knowledge::Knowledge;
use crate::memory;
use crate::record::of_ms;
use crate::warm::{Apprentice, SAY_AGAIN_US, Span, play, reach_us};
use activity::correlate::Correlator;
use activity::detect::{Change, Engine, Limits, RuleSet};
use activity::event::Moment;
use domain::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::state::{AlertQuery, StoredAlert};

/// Alerts that are read at once when it is looked which lost their ground.
const PAGE: u32 = 500;
/// The present may be so far ahead when it is caught up with while everybody waits, in microseconds.
const NEAR_US: i64 = 2 * 3_600 * 1_000_000;
/// How often the present is caught up with while nobody waits.
const PASSES: usize = 4;

/// An engine that hears the past again.
struct Hearing {
    engine: Engine,
    /// Everything before was played.
    until: Moment,
    speaks_since: Moment,
    changes: Vec<Change>,
}

impl Center {
    /// Judges what came too late for the live engine, and everything since, from what is kept. Alerts that the past
    /// gives are written, those that it takes the ground from are taken back. Returns how many alerts were written.
    ///
    /// While files are brought in it waits: half of a history would be judged for nothing.
    pub async fn judge_late(self: &Arc<Self>) -> Result<u64, TakeError> {
        if self.is_bringing().await {
            return Ok(0);
        }
        self.judge_brought().await
    }

    /// The same, whether files are brought in or not. It goes on to its end when whoever asked does not wait for it.
    pub async fn judge_brought(self: &Arc<Self>) -> Result<u64, TakeError> {
        let center = Arc::clone(self);
        let judging = tokio::spawn(async move { center.judge_past().await });
        judging.await.map_err(|_| TakeError::BrokenOff)?
    }

    async fn judge_past(&self) -> Result<u64, TakeError> {
        let _alone = self.hearing.lock().await;
        let (first, rules, people) = {
            let mut judge = self.judge.lock().await;
            let (late, run) = (judge.late.take(), judge.run.take());
            let firsts = [late, run.as_ref().map(|run| run.first)];
            let Some(first) = firsts.into_iter().flatten().min() else {
                return Ok(0);
            };
            judge.judging = Some(first);
            judge.judging_run = run;
            (first, Arc::clone(judge.engine.rules()), judge.correlator.clone())
        };
        let outcome = self.hear_again(first, rules, people).await;
        if !matches!(outcome, Ok(Some(_))) {
            let mut judge = self.judge.lock().await;
            judge.judging = None;
            judge.late = Some(judge.late.map_or(first, |late| late.min(first)));
            judge.run = match (judge.judging_run.take(), judge.run.take()) {
                (Some(before), Some(since)) => Some(before.join(since)),
                (before, since) => before.or(since),
            };
            if let Some(run) = &mut judge.run {
                // It is tried again after a while.
                run.touched = of_ms((self.parts.now)());
            }
        }
        Ok(outcome?.unwrap_or_default())
    }

    /// `None` when the rules changed meanwhile: then it is done again, later.
    async fn hear_again(
        &self,
        first: Moment,
        rules: Arc<RuleSet>,
        mut people: Correlator,
    ) -> Result<Option<u64>, TakeError> {
        let now = of_ms((self.parts.now)());
        let mut floor = self.judge.lock().await.floor();
        let (keep, knowledge) = (Arc::clone(&self.parts.keep), self.knowledge());
        let beginning = move || {
            let mut hearing = begin(first, &rules, &*keep);
            hearing.on(&*keep, &knowledge, floor, now, Some(&mut people))?;
            Ok::<_, KeepError>(hearing)
        };
        let begun = tokio::task::spawn_blocking(beginning).await;
        let mut hearing = begun.map_err(|_| TakeError::BrokenOff)??;
        for _ in 0..PASSES {
            floor = self.judge.lock().await.floor();
            if floor.since_us(hearing.until) <= NEAR_US {
                break;
            }
            let (keep, knowledge) = (Arc::clone(&self.parts.keep), self.knowledge());
            let going_on = move || {
                hearing.on(&*keep, &knowledge, floor, now, None)?;
                Ok::<_, KeepError>(hearing)
            };
            let gone = tokio::task::spawn_blocking(going_on).await;
            hearing = gone.map_err(|_| TakeError::BrokenOff)??;
        }
        self.take_over(first, hearing).await
    }

    /// The engine that heard the past becomes the live one.
    async fn take_over(&self, first: Moment, mut hearing: Hearing) -> Result<Option<u64>, TakeError> {
        let now = of_ms((self.parts.now)());
        let since = hearing.speaks_since;
        let done = self.blocking(move |judge, keep, knowledge| {
            if !Arc::ptr_eq(judge.engine.rules(), hearing.engine.rules()) {
                return Ok(None);
            }
            hearing.on(keep, knowledge, Moment(i64::MAX), now, None)?;
            let Hearing {
                mut engine, changes, ..
            } = hearing;
            engine.advance(judge.advanced, knowledge);
            let rest = engine.changes();
            judge.engine = engine;
            judge.say(changes);
            judge.say(rest);
            judge.want();
            Ok::<_, KeepError>(Some(said(&judge.changes)))
        });
        let (mut judge, taken) = done.await?;
        let Some(said) = taken? else {
            return Ok(None);
        };
        let lost = self.without_ground(first.max(since), since, &said).await?;
        judge
            .changes
            .extend(lost.into_iter().map(|id| Change::Withdrawn { id }));
        let written = self.write(&mut judge).await?;
        judge.judging = None;
        judge.judging_run = None;
        judge.has_news = true;
        judge.saves_at = now;
        let keep = Arc::clone(&self.parts.keep);
        let saving = tokio::task::spawn_blocking(move || settle(&mut judge, &*keep, now));
        saving.await.map_err(|_| TakeError::BrokenOff)??;
        Ok(Some(written))
    }

    /// Alerts from `first` on that the past does not give any more, though it is kept. Only of rules that can lose
    /// their ground by more of the past.
    async fn without_ground(
        &self,
        first: Moment,
        speaks_since: Moment,
        said: &BTreeSet<String>,
    ) -> Result<Vec<String>, TakeError> {
        let book = self.book.load_full();
        let of_rule = |stored: &StoredAlert| book.get(&stored.record.rule).map(|entry| entry.rule.clone());
        let rules = book.entries().map(|entry| &entry.rule);
        let rules = rules.filter(|rule| rule.enabled && rule.alerting && rule.can_lose());
        let mut query = AlertQuery {
            rules: Some(rules.map(|rule| rule.id.clone()).collect()),
            since: Some(Timestamp::from_ms(first.0.div_euclid(1_000))),
            limit: PAGE,
            ..AlertQuery::default()
        };
        let mut lost = Vec::new();
        loop {
            let page = self.parts.state.alerts(&query).await?;
            for stored in &page {
                let is_heard = |rule: activity::detect::Rule| {
                    rule.fold_of(of_ms(stored.record.last_seen)) >= speaks_since
                };
                if !said.contains(&stored.record.id) && of_rule(stored).is_some_and(is_heard) {
                    lost.push((of_ms(stored.record.last_seen), stored.record.id.clone()));
                }
            }
            let Some(last) = page.last().filter(|_| page.len() == PAGE as usize) else {
                break;
            };
            query.before = Some((last.record.last_seen, last.record.id.clone()));
        }
        let keep = Arc::clone(&self.parts.keep);
        let looking = tokio::task::spawn_blocking(move || {
            lost.retain(|(at, _)| is_kept(&*keep, *at));
            lost.into_iter().map(|(_, id)| id).collect()
        });
        looking.await.map_err(|_| TakeError::BrokenOff)
    }
}

impl Hearing {
    /// Plays what is kept up to before `until`.
    fn on(
        &mut self,
        keep: &dyn Keep,
        knowledge: &Knowledge,
        until: Moment,
        now: Moment,
        people: Option<&mut Correlator>,
    ) -> Result<(), KeepError> {
        if until <= self.until {
            return Ok(());
        }
        let span = Span {
            from: self.until,
            until,
            speaks_since: self.speaks_since,
            now,
        };
        let played = match people {
            Some(people) => {
                let mut apprentice = Apprentice::new(keep, people, self.until, now);
                play(&mut self.engine, keep, knowledge, span, &mut apprentice)?
            }
            None => play(&mut self.engine, keep, knowledge, span, &mut ())?,
        };
        self.changes.extend(played.changes);
        self.until = until;
        Ok(())
    }
}

/// An engine that knows what was before the first late event.
fn begin(first: Moment, rules: &Arc<RuleSet>, keep: &dyn Keep) -> Hearing {
    let speaks_since = first.plus_us(-SAY_AGAIN_US);
    let (engine, until) = match memory::newest(keep, first, &|saved| saved.lacks(rules).is_empty()) {
        Some(found) => {
            let (engine, _) = Engine::restore(Arc::clone(rules), Limits::default(), found.engine);
            (engine, memory::whole(found.at))
        }
        None => {
            let engine = Engine::new(Arc::clone(rules), Limits::default());
            (engine, speaks_since.plus_us(-reach_us(rules, &|_| true)))
        }
    };
    Hearing {
        engine,
        until,
        speaks_since,
        changes: Vec::new(),
    }
}

/// Ids of the alerts that there are after these changes.
fn said(changes: &[Change]) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for change in changes {
        match change {
            Change::Is(alert) => said.insert(alert.id.clone()),
            Change::Withdrawn { id } => said.remove(id),
        };
    }
    said
}

/// Whether what happened at that millisecond is kept still: retention takes the past, not the alerts.
fn is_kept(keep: &dyn Keep, at: Moment) -> bool {
    let mut is_kept = false;
    let looked = keep.watch(at, at.plus_us(1_000), &mut |_| {
        is_kept = true;
        false
    });
    looked.is_ok() && is_kept
}

/// Everything that is kept was judged, but for what came late meanwhile.
fn settle(judge: &mut Judge, keep: &dyn Keep, now: Moment) -> Result<(), KeepError> {
    judge.settle_doubt(keep)?;
    if judge.is_ripe(now) {
        judge.save(keep, now);
    }
    Ok(())
}
