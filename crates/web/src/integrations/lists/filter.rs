//! Which apps and groups are meant, by name. Pure.

use domain::role::is_like;
use regex::{Regex, RegexBuilder};

use crate::view::{FilterPreview, NameFilter};

/// Names that a preview lists.
const NAMED: usize = 50;
/// Patterns of a filter, and characters of one.
const PATTERNS_MAX: usize = 200;
const PATTERN_CHARS_MAX: usize = 500;
/// Bytes that a regular expression may take when it is compiled.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// A pattern of a filter.
#[derive(Debug)]
enum Pattern {
    /// `*` stands for any text.
    Glob(String),
    /// Written `^…$`.
    Regex(Regex),
}

impl Pattern {
    fn read(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("a pattern is empty: `*` stands for any text".to_owned());
        }
        if text.chars().count() > PATTERN_CHARS_MAX {
            return Err(format!("a pattern has at most {PATTERN_CHARS_MAX} characters"));
        }
        if !(text.starts_with('^') && text.ends_with('$')) {
            return Ok(Self::Glob(text.to_owned()));
        }
        let made = RegexBuilder::new(text).size_limit(REGEX_BYTES_MAX).build();
        made.map(Self::Regex)
            .map_err(|error| format!("`{text}` is no regular expression: {error}"))
    }

    fn is_like(&self, name: &str) -> bool {
        match self {
            Self::Glob(pattern) => is_like(pattern, name),
            Self::Regex(regex) => regex.is_match(name),
        }
    }
}

/// A filter that can be asked.
#[derive(Debug)]
pub(super) struct Filter {
    include: Vec<(String, Pattern)>,
    exclude: Vec<(String, Pattern)>,
}

impl Filter {
    /// Reads what was set.
    ///
    /// # Errors
    /// Which pattern cannot be used, and why.
    pub(super) fn read(set: &NameFilter) -> Result<Self, String> {
        if set.include.len() + set.exclude.len() > PATTERNS_MAX {
            return Err(format!("a filter has at most {PATTERNS_MAX} patterns"));
        }
        let all = |texts: &[String]| {
            let one = |text: &String| Ok((text.clone(), Pattern::read(text)?));
            texts.iter().map(one).collect::<Result<Vec<_>, String>>()
        };
        Ok(Self {
            include: all(&set.include)?,
            exclude: all(&set.exclude)?,
        })
    }

    /// Whether a thing of this name is meant: included, or nothing is named to be included, and not excluded.
    fn takes(&self, name: &str) -> bool {
        let any = |patterns: &[(String, Pattern)]| patterns.iter().any(|(_, pattern)| pattern.is_like(name));
        (self.include.is_empty() || any(&self.include)) && !any(&self.exclude)
    }

    /// What it takes of these names.
    pub(super) fn preview(&self, names: &[&str]) -> FilterPreview {
        let mut taken: Vec<&str> = names.iter().copied().filter(|name| self.takes(name)).collect();
        taken.sort_unstable();
        let matched = taken.len() as u64;
        taken.truncate(NAMED);
        let is_idle = |(_, pattern): &&(String, Pattern)| !names.iter().any(|name| pattern.is_like(name));
        let patterns = self.include.iter().chain(&self.exclude);
        FilterPreview {
            matched,
            of: names.len() as u64,
            names: taken.into_iter().map(str::to_owned).collect(),
            idle: patterns.filter(is_idle).map(|(text, _)| text.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::view::NameFilter;

    fn taken(include: &[&str], exclude: &[&str]) -> (String, String) {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
        let set = NameFilter {
            include: texts(include),
            exclude: texts(exclude),
        };
        let names = ["IT-Admins", "IT-Help", "Everyone", "Sales.EU"];
        let preview = Filter::read(&set).unwrap().preview(&names);
        assert_eq!((preview.of, preview.matched as usize), (4, preview.names.len()));
        (preview.names.join(" "), preview.idle.join(" "))
    }

    #[test]
    fn globs_and_whole_regular_expressions_are_included_and_excluded() {
        assert_eq!(
            taken(&[], &[]).0,
            "Everyone IT-Admins IT-Help Sales.EU",
            "nothing named is everything"
        );
        assert_eq!(taken(&["IT-*"], &[]).0, "IT-Admins IT-Help");
        assert_eq!(
            taken(&["IT-*"], &["*Help"]).0,
            "IT-Admins",
            "what is excluded stays out"
        );
        assert_eq!(taken(&["^IT-(Admins|Help)$"], &[]).0, "IT-Admins IT-Help");
        assert_eq!(taken(&["^Sales.EU$"], &[]).0, "Sales.EU");
        assert_eq!(
            taken(&["Sales?EU"], &[]),
            (String::new(), "Sales?EU".to_owned()),
            "only * is special"
        );
        assert_eq!(
            taken(&["*", "HR-*"], &["^x$"]).1,
            "HR-* ^x$",
            "patterns that meet nothing are told"
        );
    }

    #[test]
    fn what_cannot_be_a_pattern_is_told() {
        for wrong in ["", "  ", "^($", "^a{99999}{99999}$"] {
            let set = NameFilter {
                include: vec![wrong.to_owned()],
                exclude: Vec::new(),
            };
            assert!(Filter::read(&set).is_err(), "{wrong}");
        }
        let many = NameFilter {
            include: vec!["*".to_owned(); 201],
            exclude: Vec::new(),
        };
        assert!(Filter::read(&many).is_err());
    }
}
