//! Resources as YAML and JSON: what administrators made here, written down, kept beside other code, brought back.
//!
//! A resource is never a second way around the pages: each kind names the page's call for each deed, needs the right
//! that call needs, and is changed by the handler that answers it, which also writes the audit log. What is sent is
//! looked at as a whole before anything is changed.

mod apply;
mod document;
mod kind;
mod kinds;
pub(crate) mod list;
mod shape;
#[cfg(test)]
mod tests;
mod write;
pub(crate) mod write_in;
