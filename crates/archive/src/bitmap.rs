//! A set of rows of one segment: one bit a row.

/// A set of row numbers below its length.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bitmap {
    words: Vec<u64>,
    rows: usize,
}

impl Bitmap {
    /// No row of that many.
    pub(crate) fn none(rows: usize) -> Self {
        Self {
            words: vec![0; rows.div_ceil(64)],
            rows,
        }
    }

    /// The rows from `start` up to `end`, of that many.
    pub(crate) fn range(rows: usize, start: usize, end: usize) -> Self {
        let mut map = Self::none(rows);
        let end = end.min(rows);
        if start >= end {
            return map;
        }
        let (first, last) = (start / 64, (end - 1) / 64);
        for (index, word) in map.words.iter_mut().enumerate().take(last + 1).skip(first) {
            let mut bits = u64::MAX;
            if index == first {
                bits &= u64::MAX << (start % 64);
            }
            if index == last && !end.is_multiple_of(64) {
                bits &= u64::MAX >> (64 - end % 64);
            }
            *word = bits;
        }
        map
    }

    pub(crate) const fn rows(&self) -> usize {
        self.rows
    }

    #[inline]
    pub(crate) fn insert(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    #[inline]
    pub(crate) fn contains(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| (word >> (row % 64)) & 1 == 1)
    }

    pub(crate) fn and(&mut self, other: &Self) {
        self.zip(other, |a, b| a & b);
    }

    pub(crate) fn or(&mut self, other: &Self) {
        self.zip(other, |a, b| a | b);
    }

    pub(crate) fn minus(&mut self, other: &Self) {
        self.zip(other, |a, b| a & !b);
    }

    fn zip(&mut self, other: &Self, f: impl Fn(u64, u64) -> u64) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a = f(*a, *b);
        }
    }

    /// Adds the rows from `start` up to `end`.
    pub(crate) fn or_range(&mut self, start: usize, end: usize) {
        (start..end.min(self.rows)).for_each(|row| self.insert(row));
    }

    /// Turns the rows of `within` around, and forgets all others.
    pub(crate) fn complement_in(&mut self, within: &Self) {
        self.zip(within, |a, b| b & !a);
    }

    /// Puts 64 rows at once; bits beyond the length are dropped.
    pub(crate) fn or_word(&mut self, index: usize, bits: u64) {
        let over = (index + 1) * 64;
        let bits = if over > self.rows && over - self.rows < 64 {
            bits & (u64::MAX >> (over - self.rows))
        } else {
            bits
        };
        if let Some(word) = self.words.get_mut(index) {
            *word |= bits;
        }
    }

    pub(crate) fn word(&self, index: usize) -> u64 {
        self.words.get(index).copied().unwrap_or(0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// How many rows from `start` up to `end` are in the set.
    pub(crate) fn count_range(&self, start: usize, end: usize) -> u64 {
        let mut count = 0;
        let mut row = start;
        let end = end.min(self.rows);
        while row < end {
            let index = row / 64;
            let upto = ((index + 1) * 64).min(end);
            let mut word = self.word(index) >> (row % 64);
            let width = upto - row;
            if width < 64 {
                word &= (1 << width) - 1;
            }
            count += u64::from(word.count_ones());
            row = upto;
        }
        count
    }

    /// The rows of the set from `start` up to `end`, the lowest first.
    pub(crate) fn iter_range(&self, start: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        let end = end.min(self.rows);
        let mut index = start / 64;
        let mut word = if start < end {
            self.word(index) & (u64::MAX << (start % 64))
        } else {
            0
        };
        std::iter::from_fn(move || {
            while word == 0 {
                index += 1;
                if index * 64 >= end {
                    return None;
                }
                word = self.word(index);
            }
            let row = index * 64 + word.trailing_zeros() as usize;
            word &= word - 1;
            (row < end).then_some(row)
        })
    }

    /// The lowest row of the set that is not below `from`.
    pub(crate) fn next(&self, from: usize) -> Option<usize> {
        self.iter_range(from, self.rows).next()
    }

    /// The rows of the set, the lowest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.iter_range(0, self.rows)
    }

    /// The highest row of the set below `end`.
    pub(crate) fn last_below(&self, end: usize) -> Option<usize> {
        let end = end.min(self.rows);
        if end == 0 {
            return None;
        }
        let top = (end - 1) / 64;
        let keep = if end.is_multiple_of(64) {
            u64::MAX
        } else {
            u64::MAX >> (64 - end % 64)
        };
        let mut word = self.word(top) & keep;
        let mut index = top;
        loop {
            if word != 0 {
                return Some(index * 64 + 63 - word.leading_zeros() as usize);
            }
            index = index.checked_sub(1)?;
            word = self.word(index);
        }
    }
}
