//! Searches that come ready or are kept, by their names.

use super::print::{self, Rows};
use crate::cli::{Asking, Shape, Span};
use crate::remote::Remote;
use anyhow::anyhow;
use serde_json::Value;

const SEARCHES: &str = "/api/v1/activity/searches";

pub(super) async fn list(asking: &Asking) -> anyhow::Result<()> {
    let list: Value = Remote::new(&asking.server)?.get(SEARCHES).await?;
    if asking.format == Shape::Json {
        print::pretty(&list);
        return Ok(());
    }
    let rows = |name: &str, id: &str| -> Vec<Vec<Value>> {
        let all = list[name].as_array().into_iter().flatten();
        let row = |one: &Value| {
            vec![
                one[id].clone(),
                one["name"].clone(),
                one["from"].clone(),
                one["q"].clone(),
            ]
        };
        all.map(row).collect()
    };
    let mut all = rows("ready", "id");
    all.extend(rows("searches", "owner"));
    print::table(&Rows {
        columns: ["view", "name", "from", "question"].map(str::to_owned).to_vec(),
        rows: all,
    })
}

/// The question and the time of a view, narrowed by what else was asked.
pub(super) async fn narrowed(
    remote: &Remote,
    view: Option<&str>,
    q: &str,
    span: &Span,
) -> anyhow::Result<(String, Span)> {
    let Some(view) = view else {
        return Ok((q.to_owned(), span.clone()));
    };
    let list: Value = remote.get(SEARCHES).await?;
    let found = found(&list, view)
        .ok_or_else(|| anyhow!("no search is called `{view}`\n`portolan activity views` lists them"))?;
    Ok(together(found, q, span))
}

/// A search by its id or name; those that come ready first.
fn found<'l>(list: &'l Value, wanted: &str) -> Option<&'l Value> {
    let all = ["ready", "searches"].map(|name| list[name].as_array());
    let mut all = all.into_iter().flatten().flatten();
    let is = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| text.eq_ignore_ascii_case(wanted))
    };
    all.find(|one| is(&one["id"]) || is(&one["name"]))
}

fn together(search: &Value, q: &str, span: &Span) -> (String, Span) {
    let kept = search["q"].as_str().unwrap_or_default();
    let q = match (kept.trim(), q.trim()) {
        ("", more) => more.to_owned(),
        (kept, "") => kept.to_owned(),
        (kept, more) => format!("({kept}) ({more})"),
    };
    let time = |name: &str| search[name].as_str().map(str::to_owned);
    let given = span.from.is_some() || span.until.is_some();
    let span = match given {
        true => span.clone(),
        false => Span {
            from: time("from"),
            until: time("until"),
        },
    };
    (q, span)
}

#[cfg(test)]
mod tests {
    use super::{found, together};
    use crate::cli::Span;
    use serde_json::json;

    #[test]
    fn a_view_is_found_by_id_or_name_and_narrowed() {
        let list = json!({
            "ready": [{"id": "mfa", "name": "MFA", "q": "verb:mfa.*", "from": "7d"}],
            "searches": [{"id": "1", "name": "Mine", "q": "a OR b", "from": null, "until": "2026-01-01"}],
        });
        let mfa = found(&list, "Mfa").unwrap();
        let (q, span) = together(mfa, "", &Span::default());
        assert_eq!((q.as_str(), span.from.as_deref()), ("verb:mfa.*", Some("7d")));
        let later = Span {
            from: Some("24h".to_owned()),
            until: None,
        };
        let (q, span) = together(found(&list, "mine").unwrap(), "c OR d", &later);
        assert_eq!(
            (q.as_str(), span.from.as_deref(), span.until),
            ("(a OR b) (c OR d)", Some("24h"), None)
        );
        assert!(found(&list, "nothing").is_none());
    }
}
