//! Whether a text is what a source delivers, told before anything of it is kept.

use super::{Normaliser, Origin};
use crate::event::{Batch, Moment, Source};

/// Whether at least one text of an input is an event of that source: a JSON object with a time where the source writes it.
/// Everything is kept once it is taken in, so a wrong file must be known by then.
pub fn holds_event(source: Source, input: &[u8]) -> bool {
    let (mut normaliser, mut batch) = (Normaliser::new(), Batch::default());
    normaliser.intake(Origin { source, org: "" }, input, Moment(0), &mut batch);
    let tally = normaliser.tally();
    tally.taken + tally.repeated > tally.malformed + tally.timeless
}

#[cfg(test)]
mod tests {
    use super::holds_event;
    use crate::event::Source;

    const OKTA: &str = r#"{"uuid":"a","published":"2026-02-01T10:00:00Z","eventType":"martian.landing"}"#;
    const AWS: &str = r#"{"Records":[{"eventID":"a","eventTime":"2026-02-01T10:00:00Z","eventName":"X","eventType":"AwsApiCall"}]}"#;

    #[test]
    fn a_file_of_something_else_is_no_file_of_events() {
        for other in [
            "",
            "root:x:0:0:root:/root:/bin/bash\n",
            "[1, 2]",
            "\"a\"\n",
            "{\"name\":\"ui\"}",
            "\u{0}\u{1}",
        ] {
            assert!(!holds_event(Source::Okta, other.as_bytes()), "{other}");
        }
        assert!(!holds_event(Source::Okta, b"\xff\xfe\n"));
        assert!(holds_event(Source::Okta, OKTA.as_bytes()));
        assert!(holds_event(Source::Aws, AWS.as_bytes()));
        assert!(!holds_event(Source::Okta, AWS.as_bytes()), "of another source");
    }

    #[test]
    fn one_event_among_torn_lines_is_enough() {
        let input = format!("torn\n{OKTA}\n{OKTA}\n");
        assert!(holds_event(Source::Okta, input.as_bytes()));
    }
}
