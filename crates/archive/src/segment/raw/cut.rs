//! Where the values of a text are.

use memchr::memchr2;

/// From which byte up to which a value lies.
pub(crate) type Span = (u32, u32);

/// A text with more values is one value.
const VALUES_MAX: usize = 2_048;

/// Finds the values of a text: the strings that are no keys, the numbers and the bare words, in JSON. What is no JSON
/// is one value. The bytes beside a value are never those of words.
pub(super) fn cut(text: &[u8], values: &mut Vec<Span>) {
    values.clear();
    let is_cut = find(text, values).is_some() && values.len() <= VALUES_MAX;
    if !is_cut {
        whole(text, values);
    }
}

/// Takes the text as one value.
pub(super) fn whole(text: &[u8], values: &mut Vec<Span>) {
    values.clear();
    values.push((0, text.len() as u32));
}

/// A text that was cut, for others of its shape.
#[derive(Debug, Default)]
pub(super) struct Known {
    text: Vec<u8>,
    spans: Vec<Span>,
}

impl Known {
    /// Takes another text of the same shape in the place of the one before.
    pub(super) fn put(&mut self, text: &[u8], spans: &[Span]) {
        self.text.clear();
        self.text.extend_from_slice(text);
        self.spans.clear();
        self.spans.extend_from_slice(spans);
    }

    /// Cuts a text that may have the same shape: what is the same in both is only compared. Gives the values that are
    /// not the same. False is another shape.
    pub(super) fn cut(&self, text: &[u8], values: &mut Vec<Span>, changed: &mut Vec<u32>) -> bool {
        values.clear();
        changed.clear();
        // Where both texts are, and up to where in the known one they are the same.
        let (mut here, mut there) = (0, 0);
        let mut same = common(&self.text, text);
        for (slot, (start, end)) in self.spans.iter().enumerate() {
            let (start, end) = (*start as usize, *end as usize);
            if same < start {
                return false;
            }
            let begin = here + (start - there);
            let is_whole = end == self.text.len() && same == end && begin + (end - start) == text.len();
            // The byte after a value decides whether it ends there.
            if same > end || is_whole {
                values.push((begin as u32, (begin + end - start) as u32));
                continue;
            }
            let Some(stop) = value_end(text, begin) else {
                return false;
            };
            changed.push(slot as u32);
            values.push((begin as u32, stop as u32));
            (here, there) = (stop, end);
            let rests = (self.text.get(end..), text.get(stop..));
            same = end + common(rests.0.unwrap_or_default(), rests.1.unwrap_or_default());
        }
        same == self.text.len() && here + (same - there) == text.len()
    }
}

/// How many bytes two texts have in common at their beginnings.
#[inline]
fn common(a: &[u8], b: &[u8]) -> usize {
    const WIDE: usize = 32;
    let (chunks_a, chunks_b) = (a.as_chunks::<WIDE>().0, b.as_chunks::<WIDE>().0);
    let chunks = chunks_a.iter().zip(chunks_b).take_while(|(a, b)| a == b).count();
    let at = chunks * WIDE;
    let rest = a.get(at..).unwrap_or_default().iter();
    let rest = rest.zip(b.get(at..).unwrap_or_default());
    at + rest.take_while(|(a, b)| a == b).count()
}

fn find(text: &[u8], values: &mut Vec<Span>) -> Option<()> {
    if text.first() != Some(&b'{') {
        return None;
    }
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => at += 1,
            b'"' | b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let end = value_end(text, at)?;
                if *byte != b'"' || !is_key(text, end) {
                    values.push((at as u32, end as u32));
                }
                at = end;
            }
            _ => return None,
        }
    }
    Some(())
}

/// The byte after a value that begins there.
#[inline]
fn value_end(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at) == Some(&b'"') {
        return string_end(text, at + 1);
    }
    let ends = |byte: &u8| {
        matches!(
            byte,
            b',' | b'}' | b']' | b'{' | b'[' | b':' | b'"' | b' ' | b'\n' | b'\r' | b'\t'
        )
    };
    let rest = text.get(at..)?;
    Some(at + rest.iter().position(ends).unwrap_or(rest.len()))
}

/// The byte after the closing quote.
#[inline]
fn string_end(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = text.get(at..)?;
        let found = memchr2(b'"', b'\\', rest)?;
        if rest[found] == b'"' {
            return Some(at + found + 1);
        }
        at += found + 2;
    }
}

fn is_key(text: &[u8], end: usize) -> bool {
    let mut rest = text.get(end..).unwrap_or_default().iter();
    rest.find(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) == Some(&b':')
}
