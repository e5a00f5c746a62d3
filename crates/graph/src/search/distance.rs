//! Typing errors between what was typed and the beginning of a word.
//!
//! Bit-parallel, one step a letter for patterns of up to 64 letters: Myers (Journal of the ACM 46, 1999) in the
//! form of Hyyrö (Nordic Journal of Computing 10, 2003), which knows swapped letters.

/// What was typed, ready to be compared.
#[derive(Debug)]
pub(super) struct Pattern {
    letters: usize,
    errors_max: usize,
    /// Places of each ASCII letter in the pattern, one bit each.
    places: [u64; 128],
    /// The same for other letters.
    other: Vec<(char, u64)>,
}

impl Pattern {
    /// `query` is one word in lower case. None when it is too long. Short words must be written without errors.
    pub(super) fn new(query: &str) -> Option<Self> {
        let letters = query.chars().count();
        let errors_max = match letters {
            0 | 65.. => return None,
            1..=2 => 0,
            3..=5 => 1,
            _ => 2,
        };
        let mut pattern = Self {
            letters,
            errors_max,
            places: [0; 128],
            other: Vec::new(),
        };
        for (at, letter) in query.chars().enumerate() {
            let bit = 1_u64 << at;
            match pattern.places.get_mut(letter as usize) {
                Some(places) => *places |= bit,
                None => match pattern.other.iter_mut().find(|(known, _)| *known == letter) {
                    Some((_, places)) => *places |= bit,
                    None => pattern.other.push((letter, bit)),
                },
            }
        }
        Some(pattern)
    }

    /// The fewest errors between the pattern and a beginning of `word` that is about as long; three for too
    /// many. A letter too many, too few, wrong, or two swapped is one error.
    pub(super) fn errors(&self, word: &str) -> usize {
        let top = 1_u64 << (self.letters - 1);
        let (mut plus, mut minus) = (u64::MAX, 0_u64);
        let (mut same_before, mut places_before) = (0_u64, 0_u64);
        let (mut errors, mut least) = (self.letters, usize::MAX);
        for (at, letter) in word.chars().take(self.letters + self.errors_max).enumerate() {
            let places = self.places_of(letter);
            let swapped = ((!same_before & places) << 1) & places_before;
            let same = (((places & plus).wrapping_add(plus)) ^ plus) | places | minus | swapped;
            let (up, down) = (minus | !(same | plus), same & plus);
            errors += usize::from(up & top != 0);
            errors -= usize::from(down & top != 0);
            let (up, down) = (up << 1 | 1, down << 1);
            plus = down | !(same | up);
            minus = same & up;
            (same_before, places_before) = (same, places);
            if at + 2 >= self.letters {
                least = least.min(errors);
            }
        }
        let least = least.min(errors);
        if least <= self.errors_max { least } else { 3 }
    }

    fn places_of(&self, letter: char) -> u64 {
        let lower = letter.to_ascii_lowercase();
        if let Some(&places) = self.places.get(lower as usize) {
            return places;
        }
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        self.other
            .iter()
            .find(|(known, _)| *known == lower)
            .map_or(0, |&(_, places)| places)
    }
}
