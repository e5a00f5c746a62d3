//! What one query's functions hold at once.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use datafusion::arrow::array::Array;
use datafusion::common::config::{ConfigEntry, ConfigExtension, ConfigOptions, ExtensionOptions};
use datafusion::common::{Result, config_err};
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::ColumnarValue;

use crate::cancel::Cancel;
use crate::error::QueryError;
use crate::limits::{Limits, Terms, cancelled};

/// What is too small to be counted.
const SMALL: u64 = 4 * 1024;

/// What the functions of one query may hold, and when they have to end. It goes with the settings that the engine
/// hands to every function.
#[derive(Clone, Debug, Default)]
pub(crate) struct Budget(Option<Arc<Inner>>);

#[derive(Debug)]
struct Inner {
    limits: Limits,
    cancel: Cancel,
    deadline: Option<Instant>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    /// What was made and is still there.
    arrays: Vec<(Weak<dyn Array>, u64)>,
    /// Constants stay as long as their plan.
    constants: u64,
}

impl Held {
    fn bytes(&mut self) -> u64 {
        self.arrays.retain(|(array, _)| array.strong_count() > 0);
        self.constants + self.arrays.iter().map(|(_, bytes)| bytes).sum::<u64>()
    }
}

impl Budget {
    /// That of a query that runs.
    pub(crate) fn of(terms: &Terms) -> Self {
        let deadline = terms.started.checked_add(terms.limits.timeout());
        Self::new(terms.limits, terms.cancel.clone(), deadline)
    }

    /// That of a query that is planned.
    pub(crate) fn of_planning(limits: &Limits) -> Self {
        let deadline = Instant::now().checked_add(limits.timeout());
        Self::new(*limits, Cancel::new(), deadline)
    }

    fn new(limits: Limits, cancel: Cancel, deadline: Option<Instant>) -> Self {
        Self(Some(Arc::new(Inner {
            limits,
            cancel,
            deadline,
            held: Mutex::default(),
        })))
    }

    /// The one among `options`; without one, no query is known.
    pub(super) fn among(options: &ConfigOptions) -> Self {
        options.extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Whether `bytes` more may be made now.
    pub(super) fn begin(&self, bytes: u64) -> Result<()> {
        let Some(inner) = &self.0 else { return Ok(()) };
        if inner.cancel.is_cancelled() {
            return Err(told(cancelled()));
        }
        if inner.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(told(inner.limits.time_error()));
        }
        let held = inner.held.lock().unwrap_or_else(PoisonError::into_inner).bytes();
        if held.saturating_add(bytes) > inner.limits.memory_bytes as u64 {
            return Err(told(inner.limits.memory_error()));
        }
        Ok(())
    }

    /// Takes note of what was made.
    pub(super) fn made(&self, value: &ColumnarValue) {
        let Some(inner) = &self.0 else { return };
        let mut held = inner.held.lock().unwrap_or_else(PoisonError::into_inner);
        match value {
            ColumnarValue::Array(array) => {
                let bytes = array.get_array_memory_size() as u64;
                if bytes > SMALL {
                    held.arrays.push((Arc::downgrade(array), bytes));
                }
            }
            ColumnarValue::Scalar(value) => {
                let bytes = value.size() as u64;
                if bytes > SMALL {
                    held.constants += bytes;
                }
            }
        }
    }
}

/// The planner with a budget, for one query.
pub(crate) fn budgeted(state: &SessionState, budget: Budget) -> SessionState {
    let mut state = state.clone();
    state.config_mut().options_mut().extensions.insert(budget);
    state
}

/// Our error on its way through the engine.
pub(crate) fn told(error: QueryError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

impl ConfigExtension for Budget {
    const PREFIX: &'static str = "portolan_budget";
}

impl ExtensionOptions for Budget {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn cloned(&self) -> Box<dyn ExtensionOptions> {
        Box::new(self.clone())
    }

    fn set(&mut self, key: &str, _: &str) -> Result<()> {
        config_err!("there is no setting `{key}`")
    }

    fn entries(&self) -> Vec<ConfigEntry> {
        Vec::new()
    }
}
