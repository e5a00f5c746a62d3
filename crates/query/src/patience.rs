//! How long a query may be planned.
//!
//! The engine looks at the time only between rows. Planning is over in a millisecond for what people write, and there are
//! texts that would keep it busy for minutes: so its own rules ask, each time they come to a part of the plan, whether
//! the query still has time and whether somebody waits for it.

use std::cell::Cell;
use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use datafusion::common::Result;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::LogicalPlan;
use datafusion::optimizer::analyzer::AnalyzerRule;
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};
use datafusion::physical_optimizer::{PhysicalOptimizerContext, PhysicalOptimizerRule};
use datafusion::physical_plan::ExecutionPlan;
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::bounded::told;
use crate::cancel::Cancel;
use crate::limits::{Limits, Terms, cancelled};

/// Rules are asked far more often than the clock has to be.
const EVERY: u32 = 32;
/// Texts of so many bytes may take long to plan: others do not wait for them.
const LONG_TEXT: usize = 4 * 1024;

tokio::task_local! {
    static PATIENCE: Patience;
}

/// When the planning of one query has to end.
#[derive(Debug)]
pub(crate) struct Patience {
    limits: Limits,
    cancel: Cancel,
    deadline: Option<Instant>,
    asked: Cell<u32>,
}

impl Patience {
    /// With a query that is planned to be run.
    pub(crate) fn of(terms: &Terms) -> Self {
        let deadline = terms.started.checked_add(terms.limits.timeout());
        Self::new(terms.limits, terms.cancel.clone(), deadline)
    }

    /// With a query that is planned before anybody runs it.
    pub(crate) fn of_planning(limits: &Limits) -> Self {
        let deadline = Instant::now().checked_add(limits.timeout());
        Self::new(*limits, Cancel::new(), deadline)
    }

    fn new(limits: Limits, cancel: Cancel, deadline: Option<Instant>) -> Self {
        Self {
            limits,
            cancel,
            deadline,
            asked: Cell::new(0),
        }
    }

    /// Plans within it. `bytes` is the length of the text: while a long one is planned, other tasks of the thread go
    /// elsewhere.
    pub(crate) async fn plan<T>(self, bytes: usize, planning: impl Future<Output = T>) -> T {
        let planning = PATIENCE.scope(self, planning);
        let runtime = Handle::try_current().ok().filter(|_| bytes >= LONG_TEXT);
        match runtime.filter(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread) {
            Some(runtime) => tokio::task::block_in_place(|| runtime.block_on(planning)),
            None => planning.await,
        }
    }

    fn look(&self) -> Result<()> {
        if self.cancel.is_cancelled() {
            return Err(told(cancelled()));
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(told(self.limits.time_error()));
        }
        Ok(())
    }
}

/// Whether planning may go on; outside of a query it may.
fn look() -> Result<()> {
    PATIENCE.try_with(Patience::look).unwrap_or(Ok(()))
}

/// The same for what is called for every part of a plan.
fn glance() -> Result<()> {
    let glance = |patience: &Patience| {
        let asked = patience.asked.get().wrapping_add(1);
        patience.asked.set(asked);
        if asked.is_multiple_of(EVERY) {
            patience.look()
        } else {
            Ok(())
        }
    };
    PATIENCE.try_with(glance).unwrap_or(Ok(()))
}

/// A rule of the planner that asks before it works.
#[derive(Debug)]
pub(crate) struct Patient<T: ?Sized>(pub(crate) Arc<T>);

impl AnalyzerRule for Patient<dyn AnalyzerRule + Send + Sync> {
    fn analyze(&self, plan: LogicalPlan, options: &ConfigOptions) -> Result<LogicalPlan> {
        look()?;
        self.0.analyze(plan, options)
    }

    fn name(&self) -> &str {
        self.0.name()
    }
}

impl OptimizerRule for Patient<dyn OptimizerRule + Send + Sync> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        glance()?;
        self.0.rewrite(plan, config)
    }
}

impl PhysicalOptimizerRule for Patient<dyn PhysicalOptimizerRule + Send + Sync> {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        options: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        look()?;
        self.0.optimize(plan, options)
    }

    fn optimize_with_context(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        context: &dyn PhysicalOptimizerContext,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        look()?;
        self.0.optimize_with_context(plan, context)
    }

    fn name(&self) -> &str {
        self.0.name()
    }

    fn schema_check(&self) -> bool {
        self.0.schema_check()
    }
}

#[cfg(test)]
mod tests {
    use super::{EVERY, Patience, glance, look};
    use crate::cancel::Cancel;
    use crate::limits::Limits;

    #[tokio::test]
    async fn planning_ends_with_the_time_and_with_the_interest() {
        look().expect("nothing is planned");
        let none_left = Limits {
            timeout_ms: 0,
            ..Limits::default()
        };
        let late = Patience::of_planning(&none_left).plan(0, async {
            let asked: Vec<_> = (0..EVERY).map(|_| glance()).collect();
            (look(), asked)
        });
        let (looked, asked) = late.await;
        assert!(
            looked
                .expect_err("no time is left")
                .to_string()
                .contains("longer than its time limit")
        );
        assert_eq!(asked.iter().filter(|asked| asked.is_err()).count(), 1);

        let cancel = Cancel::new();
        cancel.cancel();
        let called_off = Patience::new(Limits::default(), cancel, None);
        let looked = called_off.plan(0, async { look() }).await;
        assert!(
            looked
                .expect_err("nobody waits")
                .to_string()
                .contains("cancelled")
        );
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn others_do_not_wait_while_a_long_text_is_planned() {
        let (begun, seen) = std::sync::mpsc::channel();
        tokio::spawn(async move {
            // On the only thread: it is answered while the planning below waits, or never.
            tokio::spawn(async move { begun.send(()) });
            let planned = Patience::of_planning(&Limits::default()).plan(1 << 20, async move {
                seen.recv_timeout(std::time::Duration::from_secs(20)).is_ok()
            });
            planned.await
        })
        .await
        .map(|other_ran| assert!(other_ran))
        .expect("planning ends");
    }
}
