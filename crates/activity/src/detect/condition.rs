//! The condition line: `a and not (b or c)`, `1 of filter_*`, `all of them`. The grammar is Sigma's.

use super::expr::Expr;

/// Nesting of parentheses, at most.
const DEPTH_MAX: usize = 32;

/// Reads a condition over named selections. An error tells the character where it stands.
pub(crate) fn parse(text: &str, named: &[(String, Expr)]) -> Result<Expr, (usize, String)> {
    if text.contains('|') {
        let at = text.find('|').unwrap_or(0);
        return Err((
            at,
            "aggregations after `|` are an old form: write a correlation or `count`".to_owned(),
        ));
    }
    let tokens = tokens(text);
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        named,
        end: text.len(),
    };
    let expr = reader.any(0)?;
    match reader.peek() {
        None => Ok(expr),
        Some((at, token)) => Err((at, format!("`{token}` is not expected here"))),
    }
}

fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, char) in text.char_indices() {
        let is_word = !char.is_whitespace() && char != '(' && char != ')';
        if is_word {
            start = start.or(Some(at));
            continue;
        }
        if let Some(begun) = start.take() {
            tokens.push((begun, text.get(begun..at).unwrap_or("")));
        }
        if !char.is_whitespace() {
            tokens.push((at, text.get(at..at + 1).unwrap_or("")));
        }
    }
    if let Some(begun) = start {
        tokens.push((begun, text.get(begun..).unwrap_or("")));
    }
    tokens
}

struct Reader<'t> {
    tokens: &'t [(usize, &'t str)],
    at: usize,
    named: &'t [(String, Expr)],
    end: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<(usize, &'t str)> {
        self.tokens.get(self.at).copied()
    }

    fn takes(&mut self, word: &str) -> bool {
        let found = self
            .peek()
            .is_some_and(|(_, token)| token.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn any(&mut self, depth: usize) -> Result<Expr, (usize, String)> {
        let mut parts = vec![self.all(depth)?];
        while self.takes("or") {
            parts.push(self.all(depth)?);
        }
        Ok(Expr::any(parts))
    }

    fn all(&mut self, depth: usize) -> Result<Expr, (usize, String)> {
        let mut parts = vec![self.one(depth)?];
        while self.takes("and") {
            parts.push(self.one(depth)?);
        }
        Ok(Expr::all(parts))
    }

    fn one(&mut self, depth: usize) -> Result<Expr, (usize, String)> {
        let Some((at, token)) = self.peek() else {
            return Err((self.end, "the condition ends too early".to_owned()));
        };
        if depth == DEPTH_MAX {
            return Err((at, "nested too deeply".to_owned()));
        }
        self.at += 1;
        if token.eq_ignore_ascii_case("not") {
            return Ok(Expr::Not(Box::new(self.one(depth + 1)?)));
        }
        if token == "(" {
            let inner = self.any(depth + 1)?;
            return match self.takes(")") {
                true => Ok(inner),
                false => Err((
                    self.peek().map_or(self.end, |(at, _)| at),
                    "`)` is missing".to_owned(),
                )),
            };
        }
        if self.takes("of") {
            return self.several(at, token);
        }
        let known = self.named.iter().find(|(name, _)| name == token);
        known.map(|(_, expr)| expr.clone()).ok_or_else(|| {
            let hint = super::yaml::nearest(token, self.named.iter().map(|(name, _)| name.as_str()));
            (at, format!("no selection is named `{token}`{hint}"))
        })
    }

    /// `1 of x*`, `all of them`: the number is read already.
    fn several(&mut self, at: usize, number: &str) -> Result<Expr, (usize, String)> {
        let Some((name_at, name)) = self.peek() else {
            return Err((self.end, "a name or `them` is due after `of`".to_owned()));
        };
        self.at += 1;
        let chosen: Vec<Expr> = self
            .named
            .iter()
            .filter(|(known, _)| match name {
                "them" => !known.starts_with('_'),
                pattern => fits(pattern, known),
            })
            .map(|(_, expr)| expr.clone())
            .collect();
        if chosen.is_empty() {
            return Err((name_at, format!("no selection is named like `{name}`")));
        }
        match number {
            "all" => Ok(Expr::all(chosen)),
            "any" => Ok(Expr::any(chosen)),
            number => match number.parse::<usize>() {
                Ok(wanted) if wanted <= 8 && chosen.len() <= 24 => Ok(Expr::at_least(wanted, &chosen)),
                Ok(1) => Ok(Expr::any(chosen)),
                Ok(_) => Err((
                    at,
                    "more than 8 of more than 24 selections are not taken".to_owned(),
                )),
                Err(_) => Err((at, format!("`{number}` is neither a number, `any` nor `all`"))),
            },
        }
    }
}

/// `*` stands for any text, anywhere in the name.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut left) = name.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or("");
    for part in parts {
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    left.ends_with(last)
}
