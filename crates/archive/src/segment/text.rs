//! Texts looked for in raw texts, by the words of the index first, and in the texts themselves where that is not enough.

use super::dict::{Block, begins};
use super::postings::Posting;
use super::read::Segment;
use super::rows::Fetcher;
use super::words::WORD_MAX;
use crate::bitmap::Bitmap;
use crate::error::SearchError;
use crate::query::{Bound, Needle, Piece};
use memchr::memmem::Finder;

impl Segment {
    /// The rows of `within` whose raw text has the needle.
    pub(super) fn text(&self, needle: &Needle, within: &Bitmap) -> Result<Bitmap, SearchError> {
        if needle.is_empty() {
            return Ok(within.clone());
        }
        let mut maybe = within.clone();
        for piece in by_cost(&needle.pieces) {
            if maybe.is_empty() {
                return Ok(maybe);
            }
            maybe.and(&self.piece(piece)?);
        }
        let mut doubtful = maybe.clone();
        if needle.is_one_word {
            match self.overlong()? {
                Some(overlong) => doubtful.and(overlong),
                None => return Ok(maybe),
            }
            maybe.minus(&doubtful);
        } else {
            maybe = Bitmap::none(self.rows());
        }
        let mut lowered = Vec::new();
        Fetcher::new(self).each_raw(doubtful.iter(), &mut |row, raw| {
            lowered.clear();
            lowered.extend_from_slice(raw);
            lowered.make_ascii_lowercase();
            if needle.is_in(&lowered) {
                maybe.insert(row);
            }
        })?;
        Ok(maybe)
    }

    /// The rows that may have a piece; only those with overlong words may not.
    fn piece(&self, piece: &Piece) -> Result<Bitmap, SearchError> {
        let mut rows = Bitmap::none(self.rows());
        if let Some(overlong) = self.overlong()? {
            rows.or(overlong);
        }
        if piece.text.len() > WORD_MAX {
            return Ok(rows);
        }
        let head = piece.text.as_slice();
        let mut found = Vec::new();
        match piece.bound {
            Bound::Exact | Bound::Prefix => {
                let start = self.words.lower_bound(&self.container, head)?;
                self.words.each(&self.container, start, &mut |_, term, posting| {
                    let is_begun = begins(term, head);
                    if is_begun && (piece.bound == Bound::Prefix || term == head) {
                        found.push(posting);
                    }
                    is_begun && piece.bound == Bound::Prefix
                })?;
            }
            Bound::Suffix | Bound::Inside => self.inside(piece, &mut found)?,
        }
        for posting in found {
            self.words.rows(&self.container, posting, &mut rows)?;
        }
        Ok(rows)
    }

    /// The words that have a piece at their end or anywhere.
    fn inside(&self, piece: &Piece, found: &mut Vec<Posting>) -> Result<(), SearchError> {
        let finder = Finder::new(&piece.text);
        self.words.each_block(&self.container, &mut |block: &Block| {
            let texts = block.texts();
            let (mut from, mut place) = (0, 0);
            while let Some(at) = texts.get(from..).and_then(|rest| finder.find(rest)) {
                let at = from + at;
                place = block.place_of(at, place);
                let (start, end) = block.span(place);
                let stop = at + piece.text.len();
                let is_hit = stop <= end && (piece.bound == Bound::Inside || stop == end);
                if is_hit {
                    found.push(block.posting(place));
                    from = end.max(at + 1);
                } else {
                    from = at + 1;
                }
                debug_assert!(start <= at);
            }
        })
    }
}

/// The pieces that are found fastest first.
fn by_cost(pieces: &[Piece]) -> Vec<&Piece> {
    let mut pieces: Vec<_> = pieces.iter().collect();
    pieces.sort_by_key(|piece| {
        let slow = matches!(piece.bound, Bound::Suffix | Bound::Inside);
        (slow, std::cmp::Reverse(piece.text.len()))
    });
    pieces
}
