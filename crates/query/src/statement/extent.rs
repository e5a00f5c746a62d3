//! How long a chain of operators may be, and how many `SELECT` a text may hold.
//!
//! `1 + 1 + 1 …` becomes a tree as deep as it is long, and whatever walks a tree calls itself for each level: a few
//! thousand would be the end of the stack, and with it of the server. The parser bounds brackets alone. So the text is
//! measured before anything is made of it.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use super::SqlText;
use crate::error::{ErrorCode, QueryError};

/// Operators in one expression without brackets.
const CHAIN_MAX: usize = 1_000;
/// `SELECT` and `VALUES` in one text: parts of a `UNION`, subqueries, `WITH`.
const SELECTS_MAX: usize = 200;

/// Refuses what would make too deep a tree.
pub(super) fn check(tokens: &[TokenWithSpan], text: &SqlText) -> Result<(), QueryError> {
    // Operators so far in the expression at each depth of brackets.
    let mut chains = vec![0_usize];
    let mut selects = 0;
    for token in tokens {
        let here = chains.len() - 1;
        match &token.token {
            Token::LParen => chains.push(0),
            Token::LBracket => {
                chains[here] += 1;
                chains.push(0);
            }
            Token::RParen | Token::RBracket if here > 0 => {
                chains.pop();
            }
            Token::Comma | Token::SemiColon => chains[here] = 0,
            Token::Word(word) => match word.keyword {
                Keyword::SELECT | Keyword::VALUES => {
                    selects += 1;
                    chains[here] = 0;
                }
                keyword if is_operator(keyword) => chains[here] += 1,
                _ => {}
            },
            token if is_part(token) => {}
            _ => chains[here] += 1,
        }
        let place = || text.position(token.span.start.line, token.span.start.column);
        if chains.last().is_some_and(|operators| *operators > CHAIN_MAX) {
            let message = format!("an expression has more than {CHAIN_MAX} operators");
            return Err(QueryError::new(ErrorCode::TooLarge, message)
                .hint("write `column IN (…)` for many values, or put parts in brackets")
                .at(place()));
        }
        if selects > SELECTS_MAX {
            let message = format!("the query has more than {SELECTS_MAX} parts with SELECT");
            return Err(QueryError::new(ErrorCode::TooLarge, message)
                .hint("ask in several queries, or list the values: FROM (VALUES (…), (…)) AS t(x)")
                .at(place()));
        }
    }
    Ok(())
}

/// Whether an expression goes on behind the word.
const fn is_operator(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::AND
            | Keyword::OR
            | Keyword::NOT
            | Keyword::IS
            | Keyword::IN
            | Keyword::LIKE
            | Keyword::ILIKE
            | Keyword::SIMILAR
            | Keyword::BETWEEN
            | Keyword::COLLATE
            | Keyword::AT
    )
}

/// What stands between operators.
const fn is_part(token: &Token) -> bool {
    matches!(
        token,
        Token::Whitespace(_)
            | Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::EscapedStringLiteral(_)
            | Token::DollarQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::Placeholder(_)
            | Token::Period
            | Token::RParen
            | Token::RBracket
            | Token::EOF
    )
}

#[cfg(test)]
mod tests {
    use crate::error::ErrorCode;
    use crate::statement::{SqlText, parse_all};

    fn code(sql: &str) -> Option<ErrorCode> {
        parse_all(&SqlText::new(sql)).err().map(|error| error.code)
    }

    #[test]
    fn chains_that_would_end_the_stack_are_refused_before_they_are_parsed() {
        for chain in [
            "1 + ",
            "'a' || ",
            "name = 'a' OR ",
            "true AND ",
            "labels -> 'a' -> ",
            "NOT ",
            "- ",
            "1::int = ",
            "1 IS DISTINCT FROM ",
            "a[1, 2] || ",
        ] {
            let sql = format!("SELECT {}1", chain.repeat(20_000 / chain.len()));
            assert_eq!(code(&sql), Some(ErrorCode::TooLarge), "{chain}");
        }
        let casts = format!("SELECT '1'{}", "::text".repeat(4_000));
        assert_eq!(code(&casts), Some(ErrorCode::TooLarge));
        let union = format!("SELECT 1{}", " UNION ALL SELECT 1".repeat(4_000));
        assert_eq!(code(&union), Some(ErrorCode::TooLarge));
    }

    #[test]
    fn wide_queries_are_none() {
        let columns = vec!["a + b * c::text || 'x'"; 2_000].join(", ");
        assert_eq!(
            code(&format!("SELECT {columns} FROM t WHERE a = 1 AND b = 2")),
            None
        );
        let values = vec!["'x'"; 10_000].join(", ");
        assert_eq!(code(&format!("SELECT 1 FROM t WHERE a IN ({values})")), None);
        let rows = vec!["(1, 2)"; 10_000].join(", ");
        assert_eq!(code(&format!("SELECT * FROM (VALUES {rows}) AS t(a, b)")), None);
    }
}
