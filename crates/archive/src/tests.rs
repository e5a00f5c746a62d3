//! The archive as a whole, beside a plain list of events that is asked the same.

mod crash;
mod faulty;
mod judged;
mod made;
mod model;
mod people;
mod rebuild;
mod shelf;
mod small;
mod still;

pub(crate) use made::Dice;

use crate::{Archive, Options};
use std::path::Path;
use std::sync::Arc;

/// Small sizes, so that few events make many segments.
pub(crate) fn options() -> Options {
    Options {
        seal_rows: 64,
        segment_rows: 1_500,
        level: 1,
        page_bytes: 2_000,
        background: false,
        ..Options::default()
    }
}

pub(crate) fn open(folder: &Path) -> Archive {
    let files = faulty::Faulty::new(u64::MAX, faulty::Fault::Dies);
    Archive::open_with(Arc::new(files), folder, options()).unwrap()
}
