//! Between two whole scans: follows the System Log and reads again what it names.
//!
//! The log only says *that* something may have changed; what it became is read from the objects. So an event that
//! comes twice or late does no harm, and none has to be understood beyond its targets. The position in the log
//! moves on only when what was read until there is visible.

mod apply;
mod events;
mod log;
mod touched;

pub use apply::{After, RefreshError, Refreshed, apply};
pub use events::{Event, PREFIXES, filter, touched, touched_by};
pub use log::{Cursor, News, news};
pub use touched::Touched;
