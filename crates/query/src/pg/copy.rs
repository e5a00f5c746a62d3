//! `COPY … TO STDOUT`: rows as the lines of a file.
//!
//! Rows come as the protocol carries them anyway, each value behind its length; here they become lines. What went
//! wrong in the middle ends the copy with an error, so that half a file is never taken for a whole one.

use std::fmt::Debug;

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{Sink, SinkExt, StreamExt};
use pgwire::api::portal::Format;
use pgwire::api::results::{QueryResponse, Tag};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::PgWireBackendMessage;
use pgwire::messages::copy::{CopyData, CopyDone, CopyOutResponse};
use pgwire::messages::data::DataRow;

use crate::statement::{CopyForm, CopyFormat};

/// Ends a binary copy: a row of -1 values.
const END: [u8; 2] = (-1_i16).to_be_bytes();

/// How the values within the rows are to be made.
pub(super) const fn value_format(form: &CopyForm) -> Format {
    match form.format {
        CopyFormat::Binary => Format::UnifiedBinary,
        CopyFormat::Text | CopyFormat::Csv => Format::UnifiedText,
    }
}

/// Sends all rows and what ends them; the tag counts them.
pub(super) async fn send<C>(client: &mut C, mut rows: QueryResponse, form: &CopyForm) -> PgWireResult<Tag>
where
    C: Sink<PgWireBackendMessage> + Unpin + Send,
    C::Error: Debug,
    PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
{
    let fields = rows.row_schema();
    let names: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let code = i8::from(form.format == CopyFormat::Binary);
    let columns = i16::try_from(names.len()).unwrap_or(i16::MAX);
    let opening = CopyOutResponse::new(code, columns, vec![i16::from(code); names.len()]);
    client
        .send(PgWireBackendMessage::CopyOutResponse(opening))
        .await?;
    let lines = Lines::new(form, &names);
    if let Some(head) = lines.head(&names) {
        client
            .feed(PgWireBackendMessage::CopyData(CopyData::new(head)))
            .await?;
    }
    let mut count = 0;
    while let Some(row) = rows.data_rows().next().await {
        let line = lines.line(&row?);
        count += 1;
        client
            .feed(PgWireBackendMessage::CopyData(CopyData::new(line)))
            .await?;
    }
    if form.format == CopyFormat::Binary {
        let end = CopyData::new(Bytes::from_static(&END));
        client.feed(PgWireBackendMessage::CopyData(end)).await?;
    }
    client
        .send(PgWireBackendMessage::CopyDone(CopyDone::new()))
        .await?;
    Ok(Tag::new("COPY").with_rows(count))
}

/// Makes lines of rows.
struct Lines<'a> {
    form: &'a CopyForm,
    /// Which columns are quoted whatever is in them.
    quoted: Vec<bool>,
}

impl<'a> Lines<'a> {
    fn new(form: &'a CopyForm, names: &[String]) -> Self {
        let quoted = names.iter().map(|name| form.force_quote.covers(name)).collect();
        Self { form, quoted }
    }

    /// What comes before the first row.
    fn head(&self, names: &[String]) -> Option<Bytes> {
        if self.form.format == CopyFormat::Binary {
            // The signature, no flags, no more header.
            return Some(Bytes::from_static(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0"));
        }
        let names = names.iter().map(|name| (Some(name.as_bytes()), false));
        self.form.has_header.then(|| self.values(names))
    }

    fn line(&self, row: &DataRow) -> Bytes {
        if self.form.format == CopyFormat::Binary {
            let mut line = BytesMut::with_capacity(2 + row.data.len());
            line.put_i16(row.field_count);
            line.extend_from_slice(&row.data);
            return line.freeze();
        }
        let quoted = self.quoted.iter().copied().chain(std::iter::repeat(false));
        self.values(Values(&row.data).zip(quoted))
    }

    fn values<'b>(&self, values: impl Iterator<Item = (Option<&'b [u8]>, bool)>) -> Bytes {
        let mut line = BytesMut::new();
        for (at, (value, is_quoted)) in values.enumerate() {
            if at > 0 {
                line.put_u8(self.form.delimiter);
            }
            match value {
                None => line.extend_from_slice(self.form.null.as_bytes()),
                Some(value) if self.form.format == CopyFormat::Csv => self.csv(&mut line, value, is_quoted),
                Some(value) => self.text(&mut line, value),
            }
        }
        line.put_u8(b'\n');
        line.freeze()
    }

    fn text(&self, line: &mut BytesMut, value: &[u8]) {
        for &byte in value {
            let escaped = match byte {
                b'\\' => b'\\',
                8 => b'b',
                12 => b'f',
                b'\n' => b'n',
                b'\r' => b'r',
                b'\t' => b't',
                11 => b'v',
                other if other == self.form.delimiter => other,
                other => {
                    line.put_u8(other);
                    continue;
                }
            };
            line.extend_from_slice(&[b'\\', escaped]);
        }
    }

    fn csv(&self, line: &mut BytesMut, value: &[u8], is_quoted: bool) {
        let CopyForm {
            delimiter,
            quote,
            escape,
            ref null,
            ..
        } = *self.form;
        let is_special = |byte: &u8| matches!(*byte, b'\n' | b'\r') || *byte == delimiter || *byte == quote;
        // A lone `\.` would be the end of the data, and what looks like NULL is not.
        let is_quoted =
            is_quoted || value == null.as_bytes() || value == b"\\." || value.iter().any(is_special);
        if !is_quoted {
            line.extend_from_slice(value);
            return;
        }
        line.put_u8(quote);
        for &byte in value {
            if byte == quote || byte == escape {
                line.put_u8(escape);
            }
            line.put_u8(byte);
        }
        line.put_u8(quote);
    }
}

/// The values of a row, each behind its length; -1 is NULL.
struct Values<'a>(&'a [u8]);

impl<'a> Iterator for Values<'a> {
    type Item = Option<&'a [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        let (length, rest) = self.0.split_first_chunk::<4>()?;
        let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) else {
            self.0 = rest;
            return Some(None);
        };
        let (value, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(Some(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::{ForceQuote, SqlText, parse_one_copy};

    fn form(options: &str) -> CopyForm {
        parse_one_copy(&SqlText::new(format!("COPY (SELECT 1) TO STDOUT {options}"))).unwrap()
    }

    fn line(options: &str, values: &[Option<&str>]) -> String {
        let form = form(options);
        let names: Vec<String> = (0..values.len()).map(|at| format!("c{at}")).collect();
        let mut data = BytesMut::new();
        for value in values {
            data.put_i32(value.map_or(-1, |value| value.len() as i32));
            data.extend_from_slice(value.unwrap_or_default().as_bytes());
        }
        let row = DataRow::new(data, values.len() as i16);
        String::from_utf8(Lines::new(&form, &names).line(&row).to_vec()).unwrap()
    }

    #[test]
    fn text_escapes_what_would_end_a_value() {
        let values = [Some("a\tb\\c\nd"), None, Some(""), Some("\\N")];
        assert_eq!(line("", &values), "a\\tb\\\\c\\nd\t\\N\t\t\\\\N\n");
        assert_eq!(
            line("WITH (DELIMITER '|', NULL 'null')", &values[1..3]),
            "null|\n"
        );
        assert_eq!(line("DELIMITER '|'", &[Some("a|b"), Some("c")]), "a\\|b|c\n");
    }

    #[test]
    fn csv_quotes_what_needs_it_and_tells_empty_from_null() {
        let values = [
            Some("a,b"),
            None,
            Some(""),
            Some("say \"x\""),
            Some("plain"),
            Some("two\nlines"),
        ];
        let told = "\"a,b\",,\"\",\"say \"\"x\"\"\",plain,\"two\nlines\"\n";
        assert_eq!(line("(FORMAT csv)", &values), told);
        assert_eq!(line("CSV", &values), told);
        assert_eq!(
            line("(FORMAT csv, FORCE_QUOTE (c1, c4))", &values[3..]),
            "\"say \"\"x\"\"\",\"plain\",\"two\nlines\"\n"
        );
        assert_eq!(
            line("(FORMAT csv, ESCAPE '\\')", &[Some("a\"b\\c")]),
            "\"a\\\"b\\\\c\"\n"
        );
    }

    #[test]
    fn options_are_read_both_ways() {
        let old = form("CSV HEADER");
        assert_eq!(old, form("WITH (FORMAT csv, HEADER true)"));
        assert!(old.has_header);
        assert_eq!(old.force_quote, ForceQuote::Named(Vec::new()));
        assert_eq!(form("BINARY").format, CopyFormat::Binary);
        for wrong in [
            "(QUOTE '\"')",
            "(FORMAT json)",
            "(FORMAT binary, HEADER)",
            "(ENCODING 'latin1')",
            "(FORMAT csv, DELIMITER '\"')",
        ] {
            let text = SqlText::new(format!("COPY nodes TO STDOUT {wrong}"));
            assert!(parse_one_copy(&text).is_err(), "{wrong}");
        }
    }
}
