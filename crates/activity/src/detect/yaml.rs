//! YAML with places: every node knows its line and column, so that an error can point at it.

use std::collections::HashSet;

use saphyr_parser::{Event, Parser, ScalarStyle};

/// Nesting of one file, at most.
const DEPTH_MAX: usize = 64;

/// How much of one file is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Its length, in bytes.
    pub bytes: usize,
    /// Its values, names included.
    pub nodes: usize,
}

impl Bounds {
    /// What a file of rules needs at most.
    pub const RULES: Self = Self {
        bytes: 1 << 20,
        nodes: 100_000,
    };
}

/// What is wrong in a rule file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {problem} (near `{near}`)")]
pub struct Fault {
    /// The name of the file as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong and what would be right.
    pub problem: String,
    /// The line at that place.
    pub near: String,
}

/// A value of a file and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A single value; `plain` when it was written without quotes.
    Scalar {
        /// Its text.
        text: String,
        /// Whether it was written without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// Names and values, in the order of the file.
    Map(Vec<(Node, Node)>),
}

/// A file that is being read.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// Its name, for errors.
    pub name: &'f str,
    /// Its text.
    pub text: &'f str,
}

impl Node {
    /// The text of a scalar that is not null.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, plain } if *plain && matches!(text.as_str(), "" | "~" | "null") => None,
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|(key, _)| key.text() == Some(name))
            .map(|(_, value)| value)
    }

    /// Names and values; empty when it is no map.
    pub fn entries(&self) -> &[(Node, Node)] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; a single value is a list of one.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The texts of a list or of a single value.
    pub fn texts(&self) -> Vec<String> {
        self.items()
            .iter()
            .filter_map(Node::text)
            .map(str::to_owned)
            .collect()
    }
}

impl<'f> File<'f> {
    /// All documents of a file of rules.
    pub fn parse(self) -> Result<Vec<Node>, Fault> {
        self.parse_within(Bounds::RULES)
    }

    /// All documents of a file of at most this size.
    pub fn parse_within(self, bounds: Bounds) -> Result<Vec<Node>, Fault> {
        if self.text.len() > bounds.bytes {
            return Err(self.fault_at(1, 1, format!("the file is longer than {} bytes", bounds.bytes)));
        }
        let mut builder = Builder {
            bounds,
            documents: Vec::new(),
            open: Vec::new(),
            nodes: 0,
        };
        let mut parser = Parser::new_from_str(self.text);
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| {
                let mark = error.marker();
                self.fault_at(mark.line(), mark.col() + 1, format!("not YAML: {}", error.info()))
            })?;
            let (line, column) = (span.start.line(), span.start.col() + 1);
            builder
                .take(event, line, column)
                .map_err(|problem| self.fault_at(line, column, problem))?;
        }
        Ok(builder.documents)
    }

    /// An error at a node.
    pub fn fault(self, node: &Node, problem: impl Into<String>) -> Fault {
        self.fault_at(node.line, node.column, problem.into())
    }

    fn fault_at(self, line: usize, column: usize, problem: String) -> Fault {
        let near = self.text.lines().nth(line.saturating_sub(1)).unwrap_or("").trim();
        Fault {
            file: self.name.to_owned(),
            line,
            column,
            problem,
            near: near.chars().take(80).collect(),
        }
    }

    /// The value under a name, or an error at the map.
    pub fn need<'n>(self, map: &'n Node, name: &str) -> Result<&'n Node, Fault> {
        map.get(name)
            .ok_or_else(|| self.fault(map, format!("`{name}` is missing")))
    }

    /// The text of a scalar, or an error.
    pub fn text_of(self, node: &Node) -> Result<&str, Fault> {
        node.text()
            .ok_or_else(|| self.fault(node, "a single value is due here"))
    }

    /// A number, or an error.
    pub fn number_of<N: std::str::FromStr>(self, node: &Node) -> Result<N, Fault> {
        let text = self.text_of(node)?;
        text.parse()
            .map_err(|_| self.fault(node, format!("`{text}` is not a number that fits")))
    }

    /// A time span such as `90s`, `10m`, `12h`, `30d`, `2w`, in microseconds.
    pub fn span_of(self, node: &Node) -> Result<i64, Fault> {
        let text = self.text_of(node)?;
        span_us(text).ok_or_else(|| {
            self.fault(
                node,
                format!("`{text}` is not a time span like 90s, 10m, 12h or 30d"),
            )
        })
    }

    /// Refuses names that are not known; the nearest known one is told.
    pub fn only(self, map: &Node, known: &[&str]) -> Result<(), Fault> {
        for (key, _) in map.entries() {
            let name = self.text_of(key)?;
            if !known.contains(&name) {
                let hint = nearest(name, known.iter().copied());
                return Err(self.fault(key, format!("unknown name `{name}`{hint}")));
            }
        }
        Ok(())
    }
}

/// A time span in microseconds.
pub(crate) fn span_us(text: &str) -> Option<i64> {
    let digits = text.find(|char: char| !char.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(digits)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    number
        .parse::<i64>()
        .ok()?
        .checked_mul(seconds)?
        .checked_mul(1_000_000)
}

/// ", did you mean `x`?" when a known name is near.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let best = known
        .map(|candidate| (distance(name, candidate), candidate))
        .min();
    match best {
        Some((distance, candidate)) if distance <= 3 => format!(", did you mean `{candidate}`?"),
        _ => String::new(),
    }
}

/// Levenshtein's distance of two short names.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, char) in left.chars().take(64).enumerate() {
        let mut before = index;
        let mut last = index + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(&right) {
            let here = (*cell + 1)
                .min(last + 1)
                .min(before + usize::from(char != *other));
            before = *cell;
            *cell = here;
            last = here;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

struct Builder {
    bounds: Bounds,
    documents: Vec<Node>,
    open: Vec<Open>,
    nodes: usize,
}

struct Open {
    node: Node,
    key: Option<Node>,
    /// Names that stand in the map already.
    names: HashSet<Option<String>>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, line: usize, column: usize) -> Result<(), String> {
        let node = |kind| Node { kind, line, column };
        match event {
            Event::Alias(_) => return Err("aliases are not taken: write the value out".to_owned()),
            Event::Scalar(text, style, ..) => {
                let text = text.into_owned();
                let plain = style == ScalarStyle::Plain;
                return self.put(node(Kind::Scalar { text, plain }));
            }
            Event::SequenceStart(..) => self.open(node(Kind::List(Vec::new())))?,
            Event::MappingStart(..) => self.open(node(Kind::Map(Vec::new())))?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(done) = self.open.pop() {
                    return self.put(done.node);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, node: Node) -> Result<(), String> {
        if self.open.len() == DEPTH_MAX {
            return Err(format!("nested deeper than {DEPTH_MAX} levels"));
        }
        self.open.push(Open {
            node,
            key: None,
            names: HashSet::new(),
        });
        Ok(())
    }

    fn put(&mut self, node: Node) -> Result<(), String> {
        self.nodes += 1;
        if self.nodes > self.bounds.nodes {
            return Err(format!("more than {} values", self.bounds.nodes));
        }
        let Some(top) = self.open.last_mut() else {
            self.documents.push(node);
            return Ok(());
        };
        match &mut top.node.kind {
            Kind::List(items) => items.push(node),
            Kind::Map(entries) => match top.key.take() {
                None => top.key = Some(node),
                Some(key) if !top.names.insert(key.text().map(str::to_owned)) => {
                    return Err(format!(
                        "`{}` stands twice in this map",
                        key.text().unwrap_or_default()
                    ));
                }
                Some(key) => entries.push((key, node)),
            },
            Kind::Scalar { .. } => {}
        }
        Ok(())
    }
}
