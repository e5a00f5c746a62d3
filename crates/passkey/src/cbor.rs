//! The part of CBOR (RFC 8949) that authenticators write: definite lengths, few levels, nothing twice.

const DEPTH_MAX: u8 = 8;
const ITEMS_MAX: u64 = 64;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Int(i64),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
    /// Yes, no or nothing.
    Simple(u8),
}

impl Value {
    /// The member of a map.
    pub(crate) fn get(&self, key: &Value) -> Option<&Value> {
        match self {
            Self::Map(members) => members
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The member with a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Value> {
        self.get(&Self::Text(name.to_owned()))
    }

    /// The member with a number.
    pub(crate) fn numbered(&self, number: i64) -> Option<&Value> {
        self.get(&Self::Int(number))
    }

    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }
}

/// The first value, and what comes behind it.
pub(crate) fn first(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let mut reader = Reader { rest: bytes };
    let value = reader.value(0)?;
    Some((value, reader.rest))
}

/// The one value that the bytes are.
pub(crate) fn whole(bytes: &[u8]) -> Option<Value> {
    first(bytes)
        .filter(|(_, rest)| rest.is_empty())
        .map(|(value, _)| value)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(usize::try_from(count).ok()?)?;
        self.rest = rest;
        Some(head)
    }

    /// The number that follows a first byte; indefinite lengths are none.
    fn number(&mut self, low: u8) -> Option<u64> {
        let width = match low {
            0..=23 => return Some(u64::from(low)),
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return None,
        };
        let bytes = self.take(width)?;
        Some(
            bytes
                .iter()
                .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        )
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        if depth > DEPTH_MAX {
            return None;
        }
        let first = *self.take(1)?.first()?;
        let (major, low) = (first >> 5, first & 31);
        if major == 7 {
            return matches!(low, 20..=22).then_some(Value::Simple(low));
        }
        let number = self.number(low)?;
        match major {
            0 => i64::try_from(number).ok().map(Value::Int),
            1 => i64::try_from(number).ok().map(|number| Value::Int(-1 - number)),
            2 => self.take(number).map(|bytes| Value::Bytes(bytes.to_vec())),
            3 => {
                let bytes = self.take(number)?.to_vec();
                String::from_utf8(bytes).ok().map(Value::Text)
            }
            4 if number <= ITEMS_MAX => (0..number)
                .map(|_| self.value(depth + 1))
                .collect::<Option<_>>()
                .map(Value::List),
            5 if number <= ITEMS_MAX => self.map(number, depth),
            _ => None,
        }
    }

    fn map(&mut self, count: u64, depth: u8) -> Option<Value> {
        let mut members: Vec<(Value, Value)> = Vec::new();
        for _ in 0..count {
            let (key, value) = (self.value(depth + 1)?, self.value(depth + 1)?);
            if members.iter().any(|(known, _)| *known == key) {
                return None;
            }
            members.push((key, value));
        }
        Some(Value::Map(members))
    }
}
