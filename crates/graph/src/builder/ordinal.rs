//! From the ordinals of one kind to its nodes.

use crate::NodeIx;

/// Ordinals are dense but for vanished objects, so a table answers; a hostile file's huge ordinals fall back to
/// binary search instead of a huge table.
#[derive(Clone, Debug)]
pub(crate) struct Ordinals {
    base: u32,
    len: usize,
    shape: Shape,
}

#[derive(Clone, Debug)]
enum Shape {
    /// The ordinals are 0, 1, 2, ….
    Counting,
    /// Place of each ordinal plus one; zero for none.
    Table(Box<[u32]>),
    /// All ordinals, sorted.
    Sparse(Box<[u32]>),
}

impl Ordinals {
    /// `sorted` are the ordinals of nodes `base`, `base + 1`, …: ascending, no doubles.
    pub(crate) fn new(sorted: impl Iterator<Item = u32> + Clone, base: u32) -> Self {
        let len = sorted.clone().count();
        let shape = match sorted.clone().last() {
            None => Shape::Counting,
            Some(last) if last as usize + 1 == len => Shape::Counting,
            Some(last) if (last as usize) < len * 8 + (1 << 16) => {
                let mut table = vec![0; last as usize + 1];
                for (at, ordinal) in sorted.enumerate() {
                    table[ordinal as usize] = at as u32 + 1;
                }
                Shape::Table(table.into())
            }
            Some(_) => Shape::Sparse(sorted.collect()),
        };
        Self { base, len, shape }
    }

    pub(crate) fn node(&self, ordinal: u32) -> Option<NodeIx> {
        let place = match &self.shape {
            Shape::Counting => ((ordinal as usize) < self.len).then_some(ordinal),
            Shape::Table(table) => table.get(ordinal as usize).and_then(|place| place.checked_sub(1)),
            Shape::Sparse(all) => all.binary_search(&ordinal).ok().map(|place| place as u32),
        };
        place.map(|place| NodeIx(self.base + place))
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn bytes(&self) -> usize {
        match &self.shape {
            Shape::Counting => 0,
            Shape::Table(table) | Shape::Sparse(table) => table.len() * 4,
        }
    }
}
