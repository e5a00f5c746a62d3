//! App and group sync from the shell: what is set, what the filters take, and setting them. It begins with Access Lists.

use super::super::note;
use super::super::print::{self, cell};
use super::{OKTA, only_okta};
use crate::cli::{ListSet, ListSync, Print};
use crate::remote::Remote;
use reqwest::Method;
use serde_json::{Value, json};

pub(super) async fn run(arguments: ListSync) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let remote = Remote::new(&arguments.on.server)?;
    let view: Value = remote.get(&format!("{OKTA}/lists")).await?;
    let wanted = changed(&view["settings"], &arguments.set);
    if arguments.yes && wanted != view["settings"] {
        let after = set(&remote, &wanted).await?;
        return show(&after, arguments.format, &stands(&after));
    }
    let preview: Value = remote
        .send_json(Method::POST, &format!("{OKTA}/lists/preview"), &wanted)
        .await?;
    let told = format!("{}{}", settings(&wanted), previewed(&preview));
    show(
        &json!({ "settings": wanted, "preview": preview }),
        arguments.format,
        &told,
    )?;
    if wanted != view["settings"] {
        note("nothing was changed; the same with `--yes` sets it");
    }
    Ok(())
}

/// Sets it.
pub(super) async fn set(remote: &Remote, wanted: &Value) -> anyhow::Result<Value> {
    remote
        .send_json(Method::PUT, &format!("{OKTA}/lists"), wanted)
        .await
}

/// What is set, with what is named in its place. An empty text empties a list.
pub(super) fn changed(known: &Value, set: &ListSet) -> Value {
    let mut wanted = known.clone();
    let texts = |all: &[String]| {
        all.iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
    };
    for (kind, member, named) in [
        ("apps", "include", &set.app_filters),
        ("apps", "exclude", &set.exclude_apps),
        ("groups", "include", &set.group_filters),
        ("groups", "exclude", &set.exclude_groups),
    ] {
        if !named.is_empty() {
            wanted[kind][member] = texts(named).into();
        }
    }
    if !set.default_owners.is_empty() {
        wanted["default_owners"] = texts(&set.default_owners).into();
    }
    if set.bidirectional || set.read_only {
        wanted["bidirectional"] = set.bidirectional.into();
    }
    wanted
}

fn show(answer: &Value, format: Print, told: &str) -> anyhow::Result<()> {
    if format == Print::Json {
        print::pretty(answer);
        return Ok(());
    }
    print::text(told)
}

fn stands(view: &Value) -> String {
    format!("{}{}\n", settings(&view["settings"]), cell(&view["begins"]))
}

fn settings(set: &Value) -> String {
    let mut text = String::new();
    for (kind, word) in [("apps", "apps"), ("groups", "groups")] {
        let of = |member: &str| cell(&set[kind][member]);
        let include = match of("include") {
            all if all.is_empty() => "all".to_owned(),
            some => some,
        };
        let without = match of("exclude") {
            none if none.is_empty() => String::new(),
            some => format!(", without {some}"),
        };
        text.push_str(&format!("{word:<18}{include}{without}\n"));
    }
    text.push_str(&format!(
        "{:<18}{}\n",
        "default owners",
        cell(&set["default_owners"])
    ));
    let way = match set["bidirectional"] == true {
        true => "both ways",
        false => "read only: lists follow Okta",
    };
    text.push_str(&format!("{:<18}{way}\n", "direction"));
    text
}

fn previewed(preview: &Value) -> String {
    let mut text = String::new();
    for kind in ["apps", "groups"] {
        let of = &preview[kind];
        let listed = of["names"].as_array().map_or(0, Vec::len) as u64;
        let more = if of["matched"].as_u64().is_some_and(|count| count > listed) {
            ", …"
        } else {
            ""
        };
        text.push_str(&format!(
            "{} of {} {kind}: {}{more}\n",
            cell(&of["matched"]),
            cell(&of["of"]),
            cell(&of["names"])
        ));
        if of["idle"].as_array().is_some_and(|idle| !idle.is_empty()) {
            text.push_str(&format!("no name of {kind} is like {}\n", cell(&of["idle"])));
        }
    }
    if preview["unknown_owners"]
        .as_array()
        .is_some_and(|all| !all.is_empty())
    {
        text.push_str(&format!(
            "nobody here is called {}\n",
            cell(&preview["unknown_owners"])
        ));
    }
    text.push_str(&format!("{}\n", cell(&preview["begins"])));
    text
}

#[cfg(test)]
mod tests {
    use super::{changed, previewed};
    use crate::cli::ListSet;
    use serde_json::json;

    #[test]
    fn what_is_named_replaces_a_list_and_an_empty_text_empties_it() {
        let known = json!({"apps": {"include": ["a"], "exclude": ["b"]}, "groups": {"include": [], "exclude": []},
            "default_owners": ["ann"], "bidirectional": true});
        assert_eq!(changed(&known, &ListSet::default()), known);
        let set = ListSet {
            app_filters: vec!["x*".to_owned(), "^y$".to_owned()],
            exclude_apps: vec![String::new()],
            read_only: true,
            ..ListSet::default()
        };
        let wanted = changed(&known, &set);
        assert_eq!(wanted["apps"], json!({"include": ["x*", "^y$"], "exclude": []}));
        assert_eq!(
            (&wanted["bidirectional"], &wanted["default_owners"]),
            (&json!(false), &json!(["ann"]))
        );
    }

    #[test]
    fn a_preview_has_counts_and_what_meets_nothing() {
        let told = previewed(&json!({
            "apps": {"matched": 2, "of": 9, "names": ["Jira"], "idle": []},
            "groups": {"matched": 0, "of": 4, "names": [], "idle": ["HR-*"]},
            "unknown_owners": ["zoe"], "begins": "nothing is synchronised yet",
        }));
        assert_eq!(
            told,
            "2 of 9 apps: Jira, …\n0 of 4 groups: \nno name of groups is like HR-*\nnobody here is called zoe\n\
             nothing is synchronised yet\n"
        );
    }
}
