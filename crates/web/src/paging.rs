//! Pages of lists: where to go on, and how much at once.

use crate::error::ApiError;

/// Rows of a page where the request does not say.
const LIMIT_DEFAULT: usize = 50;
/// Rows of a page at most.
pub(crate) const LIMIT_MAX: usize = 1000;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// Place of the first row.
    pub(crate) start: usize,
    /// Rows at most.
    pub(crate) limit: usize,
}

impl Page {
    /// Reads `cursor` and `limit` of a request.
    pub(crate) fn read(cursor: Option<&str>, limit: Option<u32>) -> Result<Self, ApiError> {
        let limit = limit.map_or(LIMIT_DEFAULT, |limit| limit as usize);
        if !(1..=LIMIT_MAX).contains(&limit) {
            return Err(ApiError::invalid(
                "limit",
                format!("`limit` must be 1 to {LIMIT_MAX}"),
            ));
        }
        let start = match cursor {
            None | Some("") => 0,
            Some(cursor) => {
                let start = cursor
                    .strip_prefix('p')
                    .and_then(|text| usize::from_str_radix(text, 36).ok());
                start.ok_or_else(|| ApiError::invalid("cursor", "this is no cursor of a page before"))?
            }
        };
        Ok(Self { start, limit })
    }

    /// The part of a list.
    pub(crate) fn of<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        let start = self.start.min(list.len());
        let end = self.start.saturating_add(self.limit).min(list.len());
        list.get(start..end).unwrap_or_default()
    }

    /// The cursor of the page after this one; `None` when `total` ends here.
    pub(crate) fn next(&self, total: usize) -> Option<String> {
        let next = self.start.saturating_add(self.limit);
        (next < total).then(|| format!("p{}", in_base_36(next)))
    }
}

fn in_base_36(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[number % 36]));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn pages_follow_each_other_without_gap() {
        let list: Vec<u32> = (0..100).collect();
        let (mut cursor, mut seen) = (None, Vec::new());
        loop {
            let page = Page::read(cursor.as_deref(), Some(7)).unwrap();
            seen.extend_from_slice(page.of(&list));
            cursor = page.next(list.len());
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, list);
    }

    #[test]
    fn nonsense_is_refused() {
        for cursor in ["x1", "p", "p-1", "p!", "pzzzzzzzzzzzzzzzzzzzzzz"] {
            assert!(Page::read(Some(cursor), None).is_err(), "{cursor}");
        }
        assert!(Page::read(None, Some(0)).is_err());
        assert!(Page::read(None, Some(1001)).is_err());
        assert!(Page::read(None, Some(1000)).is_ok());
    }

    #[test]
    fn beyond_the_end_there_is_nothing() {
        let page = Page::read(Some("pzz"), None).unwrap();
        assert!(page.of(&[1, 2, 3]).is_empty());
        assert_eq!(page.next(3), None);
    }
}
