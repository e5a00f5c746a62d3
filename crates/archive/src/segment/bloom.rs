//! Whether an id may be in a segment: 12 bits an id, wrong once in about 200 times.

/// Words of 64 bits that one id sets bits in: one line of the processor's cache.
const LINE: usize = 8;
const BITS_AN_ID: usize = 12;
const PROBES: u32 = 6;

/// Hashes that may be there.
#[derive(Clone, Debug)]
pub(crate) struct Bloom {
    words: Vec<u64>,
}

impl Bloom {
    pub(crate) fn new(ids: usize) -> Self {
        let lines = (ids * BITS_AN_ID).div_ceil(LINE * 64).max(1);
        Self {
            words: vec![0; lines * LINE],
        }
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks::<8>();
        if words.is_empty() || words.len() % LINE != 0 || !rest.is_empty() {
            return None;
        }
        Some(Self {
            words: words.iter().map(|word| u64::from_le_bytes(*word)).collect(),
        })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    pub(crate) fn insert(&mut self, hash: u64) {
        let line = self.line(hash);
        for (word, bit) in probes(hash) {
            if let Some(word) = self.words.get_mut(line + word) {
                *word |= bit;
            }
        }
    }

    pub(crate) fn may_have(&self, hash: u64) -> bool {
        let line = self.line(hash);
        probes(hash).all(|(word, bit)| self.words.get(line + word).is_none_or(|word| word & bit != 0))
    }

    fn line(&self, hash: u64) -> usize {
        let lines = (self.words.len() / LINE) as u64;
        (((hash >> 32) * lines) >> 32) as usize * LINE
    }
}

fn probes(hash: u64) -> impl Iterator<Item = (usize, u64)> {
    let mixed = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (0..PROBES).map(move |probe| {
        let nine = (mixed >> (probe * 9)) & 511;
        ((nine / 64) as usize, 1 << (nine % 64))
    })
}
