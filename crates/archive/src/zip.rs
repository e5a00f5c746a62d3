//! zstd for small parts of files, with one set of tables a thread: making them costs more than such a part.

use std::cell::RefCell;
use std::io;
use zstd::bulk::{Compressor, Decompressor};

const LEVEL: i32 = 1;

thread_local! {
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Packs some bytes.
pub(crate) fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| match packer {
        Some(packer) => packer.compress(bytes),
        none => none.insert(Compressor::new(LEVEL)?).compress(bytes),
    })
}

/// Unpacks bytes that were so many.
pub(crate) fn unpack(bytes: &[u8], length: usize) -> io::Result<Vec<u8>> {
    UNPACKER.with_borrow_mut(|unpacker| match unpacker {
        Some(unpacker) => unpacker.decompress(bytes, length),
        none => none.insert(Decompressor::new()?).decompress(bytes, length),
    })
}
