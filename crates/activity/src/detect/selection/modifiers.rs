//! Modifiers of Sigma (https://sigmahq.io/sigma-specification/specification/sigma-appendix-modifiers.html).

use super::comparison;
use super::words::Word;
use crate::detect::op::Compare;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How a value is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    Equals,
    Contains,
    Starts,
    Ends,
    Regex,
    Cidr,
    Exists,
    Field,
    Number(Compare),
}

/// What stands after the field name.
#[derive(Clone, Debug)]
pub(super) struct Modifiers {
    pub(super) how: How,
    pub(super) all: bool,
    pub(super) cased: bool,
    pub(super) negated: bool,
    windash: bool,
    wide: Option<Wide>,
    base64: Option<Base64>,
    flags: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wide {
    Little,
    Big,
    Marked,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Base64 {
    Whole,
    Offsets,
}

impl Modifiers {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut read = Self {
            how: How::Equals,
            all: false,
            cased: false,
            negated: false,
            windash: false,
            wide: None,
            base64: None,
            flags: String::new(),
        };
        for word in text.split('|').filter(|word| !word.is_empty()) {
            read.add(word)?;
        }
        Ok(read)
    }

    fn add(&mut self, word: &str) -> Result<(), String> {
        match word {
            "contains" => self.how = How::Contains,
            "startswith" => self.how = How::Starts,
            "endswith" => self.how = How::Ends,
            "re" => self.how = How::Regex,
            "cidr" => self.how = How::Cidr,
            "exists" => self.how = How::Exists,
            "fieldref" => self.how = How::Field,
            "all" => self.all = true,
            "cased" => self.cased = true,
            "neq" | "not" => self.negated = true,
            "windash" => self.windash = true,
            "wide" | "utf16le" => self.wide = Some(Wide::Little),
            "utf16be" => self.wide = Some(Wide::Big),
            "utf16" => self.wide = Some(Wide::Marked),
            "base64" => self.base64 = Some(Base64::Whole),
            "base64offset" => self.base64 = Some(Base64::Offsets),
            "expand" => {}
            "i" | "m" | "s" if self.how == How::Regex => self.flags.push_str(word),
            other => match comparison(other) {
                Some(compare) => self.how = How::Number(compare),
                None => return Err(format!("the modifier `{other}` is not known")),
            },
        }
        Ok(())
    }

    /// Placeholders that nobody filled stand for nothing: the value can never be met.
    pub(super) fn check(&self, text: &str) -> Result<(), String> {
        let is_wide_alone = self.wide.is_some() && self.base64.is_none();
        if is_wide_alone {
            return Err(format!(
                "`{text}`: wide text is found only inside base64; add `base64offset`"
            ));
        }
        Ok(())
    }

    /// `(?i)` and its like.
    pub(super) fn regex_flags(&self) -> String {
        if self.flags.is_empty() {
            String::new()
        } else {
            format!("(?{})", self.flags)
        }
    }

    /// The words that a value stands for.
    pub(super) fn variants(&self, text: &str) -> Vec<Word> {
        let mut texts = vec![text.to_owned()];
        if self.windash {
            let dashes = ['-', '/', '–', '—', '―'];
            let other = dashes.iter().filter_map(|dash| dashed(text, *dash));
            texts.extend(other.filter(|variant| variant != text).collect::<Vec<_>>());
        }
        let Some(base64) = self.base64 else {
            return texts.iter().map(|text| Word::read(text)).collect();
        };
        let encoded = texts.iter().flat_map(|text| {
            let bytes = self.bytes(text);
            match base64 {
                Base64::Whole => vec![STANDARD.encode(&bytes)],
                Base64::Offsets => (0..3).map(|offset| at_offset(&bytes, offset)).collect(),
            }
        });
        encoded.map(Word::literal).collect()
    }

    fn bytes(&self, text: &str) -> Vec<u8> {
        let units = text.encode_utf16();
        match self.wide {
            None => text.as_bytes().to_vec(),
            Some(Wide::Little) => units.flat_map(u16::to_le_bytes).collect(),
            Some(Wide::Big) => units.flat_map(u16::to_be_bytes).collect(),
            Some(Wide::Marked) => [0xFF, 0xFE]
                .into_iter()
                .chain(units.flat_map(u16::to_le_bytes))
                .collect(),
        }
    }
}

/// The text with the dash before its first option replaced.
fn dashed(text: &str, dash: char) -> Option<String> {
    let at = text.find(['-', '/', '–', '—', '―'])?;
    let old = text.get(at..)?.chars().next()?;
    Some(format!(
        "{}{dash}{}",
        text.get(..at)?,
        text.get(at + old.len_utf8()..)?
    ))
}

/// The part of the base64 text that does not depend on what stands around the bytes, at that offset.
fn at_offset(bytes: &[u8], offset: usize) -> String {
    let padded: Vec<u8> = std::iter::repeat_n(b' ', offset)
        .chain(bytes.iter().copied())
        .collect();
    let encoded = STANDARD.encode(&padded);
    let start = [0, 2, 3].get(offset).copied().unwrap_or(0);
    let cut = match padded.len() % 3 {
        0 => 0,
        1 => 3,
        _ => 2,
    };
    encoded
        .get(start..encoded.len().saturating_sub(cut))
        .unwrap_or("")
        .to_owned()
}
