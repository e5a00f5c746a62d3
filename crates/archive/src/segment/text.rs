//! Texts looked for in raw texts, by the words of the index first, and in the texts themselves where that is not enough.

use super::dict::{Block, begins};
use super::postings::Posting;
use super::rare;
use super::raw;
use super::read::Segment;
use super::rows::Fetcher;
use super::words::WORD_MAX;
use crate::bitmap::Bitmap;
use crate::error::SearchError;
use crate::hash;
use crate::query::{Bound, Needle, Piece};
use memchr::memmem::Finder;

/// To read a row is as dear as to look into so many values.
const READING: usize = 8;

/// The rows that may have a piece of a needle, and those of them that must be looked at.
struct Found {
    rows: Bitmap,
    doubtful: Bitmap,
}

impl Segment {
    /// The rows of `within` whose raw text has the needle.
    pub(super) fn text(&self, needle: &Needle, within: &Bitmap) -> Result<Bitmap, SearchError> {
        if needle.is_empty() {
            return Ok(within.clone());
        }
        let mut maybe = within.clone();
        let mut doubtful = Bitmap::none(self.rows());
        for piece in by_cost(&needle.pieces) {
            if maybe.is_empty() {
                return Ok(maybe);
            }
            let found = self.piece(piece, &maybe)?;
            doubtful = found.doubtful;
            maybe.and(&found.rows);
        }
        doubtful.and(&maybe);
        if needle.is_one_word {
            maybe.minus(&doubtful);
        } else {
            doubtful = std::mem::replace(&mut maybe, Bitmap::none(self.rows()));
        }
        if !needle.is_whole() {
            self.judge(needle, &mut doubtful, &mut maybe)?;
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

    /// Finds out which doubtful rows have the needle without reading each of them, if they are many.
    fn judge(&self, needle: &Needle, doubtful: &mut Bitmap, found: &mut Bitmap) -> Result<(), SearchError> {
        let (container, known) = (&self.container, self.raws.known(&self.container)?);
        if doubtful.count() as usize * READING < known.choices() {
            return Ok(());
        }
        let mut reader = raw::Rows::default();
        let verdicts = reader.judge(container, known, needle.text())?;
        let mut unknown = Bitmap::none(self.rows());
        for row in doubtful.iter() {
            match reader.verdict(container, known, row, &verdicts)? {
                Some(true) => found.insert(row),
                Some(false) => {}
                None => unknown.insert(row),
            }
        }
        *doubtful = unknown;
        Ok(())
    }

    /// The rows of `within` that may have a piece.
    fn piece(&self, piece: &Piece, within: &Bitmap) -> Result<Found, SearchError> {
        let mut found = Found {
            rows: Bitmap::none(self.rows()),
            doubtful: Bitmap::none(self.rows()),
        };
        let head = piece.text.as_slice();
        let mut postings = Vec::new();
        match piece.bound {
            _ if head.len() > WORD_MAX => {}
            Bound::Exact | Bound::Prefix => {
                let start = self.words.lower_bound(&self.container, head)?;
                self.words.each(&self.container, start, &mut |_, term, posting| {
                    let is_begun = begins(term, head);
                    if is_begun && (piece.bound == Bound::Prefix || term == head) {
                        postings.push(posting);
                    }
                    is_begun && piece.bound == Bound::Prefix
                })?;
            }
            Bound::Suffix | Bound::Inside => self.inside(piece, &mut postings)?,
        }
        for posting in postings {
            self.words.rows(&self.container, posting, &mut found.rows)?;
        }
        if piece.bound == Bound::Exact && head.len() >= rare::SHORTEST {
            let rows = rare::rows(&self.container, hash::of(head))?;
            rows.into_iter().for_each(|row| found.doubtful.insert(row));
            found.doubtful.minus(&found.rows);
        } else {
            let mut rest = within.clone();
            rest.minus(&found.rows);
            found.rows.or(&self.new_values(piece, &rest)?);
        }
        if let Some(overlong) = self.overlong()? {
            found.doubtful.or(overlong);
        }
        found.rows.or(&found.doubtful);
        Ok(found)
    }

    /// The rows of `within` that have a piece in a value that is ever new.
    fn new_values(&self, piece: &Piece, within: &Bitmap) -> Result<Bitmap, SearchError> {
        let mut rows = Bitmap::none(self.rows());
        let known = self.raws.known(&self.container)?;
        let wanted = known.new_with(&piece.text);
        if !wanted.iter().flatten().any(|is_wanted| *is_wanted) {
            return Ok(rows);
        }
        let finder = Finder::new(&piece.text);
        let mut reader = raw::Rows::default();
        let mut value = Vec::new();
        for row in within.iter() {
            let has = reader.any_new(&self.container, known, row, &wanted, &mut value, &|value| {
                piece.is_in(value, &finder)
            })?;
            if has {
                rows.insert(row);
            }
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
