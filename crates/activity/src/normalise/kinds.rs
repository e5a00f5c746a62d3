//! What event types mean, by tables of patterns. Looked up once for each name and remembered.

use crate::event::Source;
use std::collections::HashMap;

/// Names that are remembered; beyond, tables are searched each time.
const REMEMBERED_MAX: usize = 100_000;

const TABLES: [(Source, &str); 5] = [
    (Source::Okta, include_str!("tables/okta.tsv")),
    (Source::Aws, include_str!("tables/aws.tsv")),
    (Source::Github, include_str!("tables/github.tsv")),
    (Source::Teleport, include_str!("tables/teleport.tsv")),
    (Source::Own, include_str!("tables/own.tsv")),
];

/// What calls of AWS begin with that read and change nothing.
const READING: [&str; 5] = ["Get", "List", "Describe", "Lookup", "Search"];

const OKTA_TARGETS: &str = include_str!("tables/okta-targets.tsv");

/// Class, activity, verb and kind of main target of an event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) class_uid: u16,
    pub(crate) activity_id: u8,
    pub(crate) action: &'static str,
    pub(crate) target: &'static str,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    pattern: &'static str,
    class_uid: u16,
    activity_id: Option<u8>,
    action: &'static str,
    target: &'static str,
}

/// All tables.
#[derive(Debug)]
pub(crate) struct Kinds {
    lines: Vec<(Source, Vec<Line>)>,
    remembered: [HashMap<String, Option<Meaning>>; 5],
    okta_targets: HashMap<&'static str, &'static str>,
}

impl Kinds {
    pub(crate) fn shipped() -> Self {
        let lines = TABLES.map(|(source, text)| (source, text.lines().filter_map(line).collect()));
        let okta_targets = OKTA_TARGETS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .collect();
        Self {
            lines: lines.into(),
            remembered: Default::default(),
            okta_targets,
        }
    }

    /// The meaning of an event type; `None` when no table line fits.
    pub(crate) fn meaning(&mut self, source: Source, name: &str) -> Option<Meaning> {
        let memory = self.remembered.get_mut(source as usize)?;
        if let Some(known) = memory.get(name) {
            return *known;
        }
        let (_, lines) = self.lines.iter().find(|(of, _)| *of == source)?;
        let best = lines
            .iter()
            .filter(|line| {
                fits(line.pattern, name) && !(source == Source::Aws && is_read_as_change(line, name))
            })
            .max_by_key(|line| (line.pattern == name, line.pattern.len()));
        let meaning = best.filter(|line| line.action != "other").map(|line| Meaning {
            class_uid: line.class_uid,
            activity_id: line.activity_id.unwrap_or_else(|| activity(line.class_uid, name)),
            action: line.action,
            target: line.target,
        });
        if memory.len() < REMEMBERED_MAX {
            memory.insert(name.to_owned(), meaning);
        }
        meaning
    }

    /// Our kind for Okta's type of a target.
    pub(crate) fn okta_target(&self, word: &str) -> &'static str {
        self.okta_targets.get(word).copied().unwrap_or("other")
    }
}

fn line(text: &'static str) -> Option<Line> {
    let mut cells = text.split('\t');
    let pattern = cells.next().filter(|cell| !cell.starts_with('#'))?;
    Some(Line {
        pattern,
        class_uid: cells.next()?.parse().ok()?,
        activity_id: match cells.next()? {
            "?" => None,
            number => Some(number.parse().ok()?),
        },
        action: cells.next()?,
        target: cells.next()?,
    })
}

/// Whether a pattern with an open beginning takes a call of AWS that only reads for a change: `iam:*SAMLProvider` is for
/// those that create and delete one, not for `GetSAMLProvider`.
fn is_read_as_change(line: &Line, name: &str) -> bool {
    let call = |text: &'static str| text.split_once(':').map_or(text, |(_, call)| call);
    let is_open = call(line.pattern).starts_with('*') && line.pattern.len() > 1;
    let named = name.split_once(':').map_or(name, |(_, call)| call);
    is_open && line.action != "read" && READING.iter().any(|verb| named.starts_with(verb))
}

/// `*` stands for any text, anywhere.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    true
}

/// The OCSF activity that the last word of a name stands for, in that class.
fn activity(class_uid: u16, name: &str) -> u8 {
    let last = name
        .rsplit(['.', ':'])
        .next()
        .unwrap_or(name)
        .to_ascii_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| last.starts_with(word));
    let verb = match () {
        () if starts(&[
            "create", "add", "generate", "grant", "clone", "install", "new", "register",
        ]) =>
        {
            'c'
        }
        () if starts(&["read", "get", "list", "view", "download", "export"]) => 'r',
        () if starts(&["delete", "destroy", "remove", "revoke", "uninstall", "purge"]) => 'd',
        () if starts(&["deactivate", "disable"]) => 'o',
        () if starts(&["activate", "enable", "reactivate"]) => 'i',
        () if starts(&[
            "update", "edit", "modif", "change", "rotate", "rollover", "rename", "set", "put",
        ]) =>
        {
            'u'
        }
        () => '-',
    };
    match (class_uid, verb) {
        (3001 | 3004 | 6003, 'c') | (3005, 'c') | (2004, 'c') => 1,
        (3004 | 6003, 'r') => 2,
        (3004 | 6003, 'u') => 3,
        (3004 | 6003, 'd') => 4,
        (3001, 'd') => 6,
        (3001, 'i') => 2,
        (3001, 'o') => 5,
        (3004, 'i') => 10,
        (3004, 'o') => 11,
        (6003, 'i' | 'o') => 3,
        (3005, 'd') => 2,
        (2004, 'u' | 'o' | 'i') => 2,
        (2004, 'd') => 3,
        _ => 99,
    }
}
