//! Cutting a stream of bytes into texts of whole events, so that a file of any length is taken in by pieces.
//!
//! Lines are cut at line breaks. A leading `[` opens an array whose elements are cut one by one. Everything else is a
//! row of JSON values, such as one CloudTrail file, each of which must fit into memory.

/// A piece is given out once it has this many bytes.
const PIECE: usize = 4 << 20;
/// One event, or one value that wraps events, may have this many bytes.
const VALUE_MAX: usize = 64 << 20;

/// Cuts a stream.
#[derive(Debug, Default)]
pub struct Cutter {
    held: Vec<u8>,
    form: Form,
    /// How far `held` was looked at.
    looked: usize,
    /// End of the last whole event within `held`.
    whole: usize,
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

/// What a stream looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Unknown,
    Lines,
    Array,
    Values,
}

/// Why a stream cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CutError {
    /// One value does not fit.
    #[error(
        "one JSON value is longer than {} MB: send its events as lines, or as an array of events",
        VALUE_MAX >> 20
    )]
    TooLong,
}

impl Cutter {
    /// Takes bytes; gives a piece of whole events when enough are there.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Vec<u8>>, CutError> {
        self.held.extend_from_slice(bytes);
        if self.form == Form::Unknown {
            self.form = self.guess();
        }
        self.look();
        if self.held.len() - self.whole > VALUE_MAX {
            return Err(CutError::TooLong);
        }
        Ok((self.whole >= PIECE).then(|| self.cut()))
    }

    /// The rest.
    pub fn finish(mut self) -> Vec<u8> {
        if self.form == Form::Array {
            self.look();
            let mut rest = self.cut();
            // What follows the last whole element is the end of the array, or was torn off.
            let torn = self.held.trim_ascii();
            let torn = torn.strip_prefix(b",").unwrap_or(torn).trim_ascii();
            let torn = torn
                .strip_suffix(b"]")
                .filter(|_| self.depth == 0)
                .unwrap_or(torn);
            rest.extend_from_slice(torn.trim_ascii());
            return rest;
        }
        self.held
    }

    /// What the beginning tells; nothing before it is long enough to tell.
    fn guess(&mut self) -> Form {
        let body = self
            .held
            .strip_prefix("\u{feff}".as_bytes())
            .unwrap_or(&self.held);
        let body = body.trim_ascii_start();
        let Some(first) = body.first() else {
            return Form::Unknown;
        };
        if *first == b'[' {
            let start = self.held.len() - body.len() + 1;
            self.held.drain(..start);
            return Form::Array;
        }
        // One line that is whole JSON and is not all: lines.
        let Some(end) = body.iter().position(|byte| *byte == b'\n') else {
            return Form::Unknown;
        };
        let line = body.get(..end).unwrap_or_default();
        match serde_json::from_slice::<serde::de::IgnoredAny>(line) {
            Ok(_) => Form::Lines,
            Err(error) if error.is_eof() => Form::Values,
            Err(_) => Form::Lines,
        }
    }

    fn look(&mut self) {
        match self.form {
            Form::Unknown => {}
            Form::Lines => {
                let new = self.held.get(self.looked..).unwrap_or_default();
                if let Some(last) = new.iter().rposition(|byte| *byte == b'\n') {
                    self.whole = self.looked + last + 1;
                }
                self.looked = self.held.len();
            }
            Form::Array | Form::Values => self.look_at_values(),
        }
    }

    /// Follows nesting and texts; a value that closes at the outermost level is whole.
    fn look_at_values(&mut self) {
        let mut separators = Vec::new();
        for at in self.looked..self.held.len() {
            let byte = self.held.get(at).copied().unwrap_or_default();
            if self.in_text {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                // The end of the array itself closes nothing that was opened here.
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.whole = at + 1;
                    }
                }
                b',' if self.depth == 0 && self.form == Form::Array => separators.push(at),
                _ => {}
            }
        }
        self.looked = self.held.len();
        // Elements become values in a row.
        for at in separators {
            if let Some(byte) = self.held.get_mut(at) {
                *byte = b'\n';
            }
        }
    }

    fn cut(&mut self) -> Vec<u8> {
        let rest = self.held.split_off(self.whole);
        let piece = std::mem::replace(&mut self.held, rest);
        self.looked -= self.whole.min(self.looked);
        self.whole = 0;
        piece
    }
}
