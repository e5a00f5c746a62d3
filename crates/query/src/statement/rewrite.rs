//! Words that the parser's PostgreSQL dialect does not know, turned into ones it knows.
//!
//! `access_path FOR SYSTEM_TIME AS OF '2026-01-01' p` becomes `"access_path@2026-01-01" p`: a table of that
//! moment; `AS OF now() - INTERVAL '1 day'` is the one of `1 day ago`. In queries of `access_path`, the older names `"user"` and `user_group` become `identity` and
//! `identity_group`.

use std::iter::Peekable;
use std::vec::IntoIter;

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan, Word};

/// Between a table's name and the moment it is asked for.
const MOMENT_MARK: char = '@';

/// Splits the name of a table as of a moment into both.
pub(crate) fn split_table_name(name: &str) -> (&str, Option<&str>) {
    match name.split_once(MOMENT_MARK) {
        Some((table, moment)) => (table, Some(moment)),
        None => (name, None),
    }
}

/// Rewrites `tokens` and drops white space; places stay as they were.
pub(super) fn rewrite(mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    tokens.retain(|token| !matches!(token.token, Token::Whitespace(_)));
    let mut solid = spell_out_table(tokens);
    if solid
        .iter()
        .any(|token| word(token).is_some_and(|word| word.value.eq_ignore_ascii_case("access_path")))
    {
        solid.iter_mut().for_each(rename_legacy);
    }
    if solid
        .iter()
        .any(|token| keyword(token) == Some(Keyword::SYSTEM_TIME))
    {
        solid = move_moments(solid);
    }
    solid
}

/// `TABLE x` is short for `SELECT * FROM x`.
fn spell_out_table(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_table = |token: &TokenWithSpan| keyword(token) == Some(Keyword::TABLE) && is_unquoted(token);
    if !tokens.iter().any(is_table) {
        return tokens;
    }
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len() + 2);
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let begins = out.last().is_none_or(|before| match &before.token {
            Token::SemiColon | Token::LParen | Token::RParen => true,
            _ => matches!(
                keyword(before),
                Some(
                    Keyword::UNION
                        | Keyword::ALL
                        | Keyword::EXCEPT
                        | Keyword::INTERSECT
                        | Keyword::EXPLAIN
                        | Keyword::ANALYZE
                )
            ),
        });
        if !(begins && is_table(&token) && rest.peek().and_then(word).is_some()) {
            out.push(token);
            continue;
        }
        let made = [
            Token::Word(plain("SELECT", Keyword::SELECT)),
            Token::Mul,
            Token::Word(plain("FROM", Keyword::FROM)),
        ];
        out.extend(made.map(|made| TokenWithSpan {
            token: made,
            span: token.span,
        }));
    }
    out
}

fn is_unquoted(token: &TokenWithSpan) -> bool {
    word(token).is_some_and(|word| word.quote_style.is_none())
}

fn rename_legacy(token: &mut TokenWithSpan) {
    let Token::Word(word) = &mut token.token else {
        return;
    };
    if word.quote_style == Some('"') && word.value == "user" {
        *word = plain("identity", Keyword::NoKeyword);
    } else if word.value.eq_ignore_ascii_case("user_group") {
        *word = plain("identity_group", Keyword::NoKeyword);
    }
}

fn move_moments(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let begins = keyword(&token) == Some(Keyword::FOR)
            && rest
                .peek()
                .is_some_and(|next| keyword(next) == Some(Keyword::SYSTEM_TIME));
        if !begins {
            out.push(token);
        } else if let Some(name) = take_moment(token, &mut rest, &mut out)
            && !rest.peek().is_some_and(begins_alias)
        {
            let alias = Token::Word(plain("AS", Keyword::AS));
            out.push(TokenWithSpan {
                token: alias,
                span: name.span,
            });
            out.push(name);
        }
    }
    out
}

/// Consumes `SYSTEM_TIME AS OF` and a moment: `[TIMESTAMP] '…'`, or `now()` with `- INTERVAL '…'` behind it; the
/// table's name before it becomes a versioned one. Gives the plain name back. Where the form is another one, everything is put through and the parser complains in place.
fn take_moment(
    opening: TokenWithSpan,
    rest: &mut Peekable<IntoIter<TokenWithSpan>>,
    out: &mut Vec<TokenWithSpan>,
) -> Option<TokenWithSpan> {
    let mut taken = vec![opening];
    let mut wanted = [Keyword::SYSTEM_TIME, Keyword::AS, Keyword::OF].into_iter();
    let moment = loop {
        let Some(next) = rest.peek() else { break None };
        match (wanted.next(), keyword(next), &next.token) {
            (Some(want), found, _) if found == Some(want) => taken.extend(rest.next()),
            (None, Some(Keyword::TIMESTAMP | Keyword::TIMESTAMPTZ), _) => taken.extend(rest.next()),
            (None, _, Token::SingleQuotedString(moment)) => {
                let moment = moment.clone();
                taken.extend(rest.next());
                break Some(moment);
            }
            (None, _, Token::Word(word)) if is_now(word) => break counted_from_now(rest, &mut taken),
            _ => break None,
        }
    };
    let table = out
        .last()
        .and_then(word)
        .filter(|word| matches!(word.quote_style, None | Some('"')))
        .cloned();
    let (Some(moment), Some(table), Some(last)) = (moment, table, out.last_mut()) else {
        out.extend(taken);
        return None;
    };
    let name = if table.quote_style.is_some() {
        table.value.clone()
    } else {
        table.value.to_lowercase()
    };
    let value = format!("{name}{MOMENT_MARK}{moment}");
    last.token = Token::Word(Word {
        value,
        quote_style: Some('"'),
        keyword: Keyword::NoKeyword,
    });
    Some(TokenWithSpan {
        token: Token::Word(table),
        span: last.span,
    })
}

fn is_now(word: &Word) -> bool {
    word.quote_style.is_none()
        && ["now", "current_timestamp"].contains(&word.value.to_ascii_lowercase().as_str())
}

/// Consumes `now() - INTERVAL '1 day'` or `now() - '1 day'::interval`, whose moment is `1 day ago`.
fn counted_from_now(
    rest: &mut Peekable<IntoIter<TokenWithSpan>>,
    taken: &mut Vec<TokenWithSpan>,
) -> Option<String> {
    let mut take = |is_wanted: &dyn Fn(&TokenWithSpan) -> bool| {
        let next = rest.next_if(is_wanted)?;
        taken.push(next.clone());
        Some(next.token)
    };
    let is = |wanted: Token| move |token: &TokenWithSpan| token.token == wanted;
    let is_interval = |token: &TokenWithSpan| keyword(token) == Some(Keyword::INTERVAL);
    let is_text = |token: &TokenWithSpan| matches!(token.token, Token::SingleQuotedString(_));
    take(&|token| word(token).is_some_and(is_now))?;
    if take(&is(Token::LParen)).is_some() {
        take(&is(Token::RParen))?;
    }
    if take(&is(Token::Minus)).is_none() {
        return Some("now".to_owned());
    }
    let is_named = take(&is_interval).is_some();
    let Some(Token::SingleQuotedString(span)) = take(&is_text) else {
        return None;
    };
    if !is_named {
        take(&is(Token::DoubleColon))?;
        take(&is_interval)?;
    }
    Some(format!("{span} ago"))
}

/// Whether `token` gives the table before it a name.
fn begins_alias(token: &TokenWithSpan) -> bool {
    word(token).is_some_and(|word| {
        word.quote_style.is_some() || matches!(word.keyword, Keyword::AS | Keyword::NoKeyword)
    })
}

fn word(token: &TokenWithSpan) -> Option<&Word> {
    match &token.token {
        Token::Word(word) => Some(word),
        _ => None,
    }
}

fn keyword(token: &TokenWithSpan) -> Option<Keyword> {
    word(token).map(|word| word.keyword)
}

fn plain(value: &str, keyword: Keyword) -> Word {
    Word {
        value: value.to_owned(),
        quote_style: None,
        keyword,
    }
}
