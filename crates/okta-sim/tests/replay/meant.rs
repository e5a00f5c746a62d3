//! The table of differences that are meant.

/// `meant.tsv`, and which of its lines were needed.
pub(crate) struct Meant {
    lines: Vec<Line>,
}

struct Line {
    kind: String,
    difference: String,
    session: String,
    needed: bool,
}

impl Meant {
    /// Reads lines of kind, difference and session (patterns with `*`), separated by tabs. Lines that start with `#` say
    /// why the lines below them are as they are: a line without a reason above it is refused.
    pub(crate) fn read(text: &str) -> Self {
        let mut reason = false;
        let mut lines = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if line.starts_with('#') {
                reason = true;
                continue;
            }
            assert!(reason, "no reason above: {line}");
            let parts: Vec<&str> = line.split('\t').collect();
            let [kind, difference, session] = parts[..] else {
                unreachable!("three parts, separated by tabs: {line}")
            };
            lines.push(Line {
                kind: kind.to_owned(),
                difference: difference.to_owned(),
                session: session.to_owned(),
                needed: false,
            });
        }
        Self { lines }
    }

    /// Whether the table has this difference.
    pub(crate) fn explains(&mut self, kind: &str, session: &str, difference: &str) -> bool {
        let mut found = false;
        for line in &mut self.lines {
            if matches(&line.kind, kind)
                && matches(&line.difference, difference)
                && matches(&line.session, session)
            {
                line.needed = true;
                found = true;
            }
        }
        found
    }

    /// The lines that explained nothing.
    pub(crate) fn idle(&self) -> Vec<String> {
        self.lines
            .iter()
            .filter(|line| !line.needed)
            .map(|line| format!("{}\t{}\t{}", line.kind, line.difference, line.session))
            .collect()
    }
}

/// Whether a text matches a pattern, in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut ends_open = !pattern.contains('*');
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        if index + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
        ends_open = false;
    }
    ends_open && rest.is_empty()
}

#[test]
fn patterns_match_as_a_reader_expects() {
    assert!(matches("missing a.*", "missing a.b.c"));
    assert!(matches("*", ""));
    assert!(matches("*x*", "axb"));
    assert!(matches("a*c", "abc"));
    assert!(matches("abc", "abc"));
    assert!(!matches("abc", "abcd"));
    assert!(!matches("a*c", "abd"));
    assert!(!matches("b*", "abc"));
}
