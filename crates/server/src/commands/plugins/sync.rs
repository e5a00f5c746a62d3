//! User sync from the shell: how it stands, plans, runs, settings. As on the page, settings are changed after a look at
//! what they would do.

use super::super::note;
use super::super::print::{self, cell};
use super::{OKTA, only_okta};
use crate::cli::{Print, Sync, SyncPeople, SyncSet};
use crate::remote::Remote;
use anyhow::anyhow;
use reqwest::Method;
use serde_json::{Value, json};

/// Runs that are shown.
const RUNS: usize = 10;

pub(super) async fn run(arguments: Sync) -> anyhow::Result<()> {
    only_okta(&arguments.on.name)?;
    let remote = Remote::new(&arguments.on.server)?;
    let path = format!("{OKTA}/sync");
    if arguments.run {
        let body = json!({ "approve": arguments.approve });
        let outcome: Value = remote
            .send_json(Method::POST, &format!("{path}/run"), &body)
            .await?;
        return ran(&outcome, arguments.format);
    }
    let view: Value = remote.get(&path).await?;
    let wanted = changed(&view["settings"], &arguments.set);
    if !arguments.plan && wanted == view["settings"] {
        return show(&view, arguments.format, &stands(&view));
    }
    let is_stop = wanted["enabled"] == false;
    if !is_stop || arguments.plan {
        let plan: Value = remote
            .send_json(Method::POST, &format!("{path}/plan"), &wanted)
            .await?;
        if !arguments.yes || arguments.plan {
            show(&plan, arguments.format, &planned(&plan))?;
            if !arguments.plan {
                note("nothing was changed; the same with `--yes` sets it");
            }
            return Ok(());
        }
        note(&planned(&plan));
    } else if !arguments.yes {
        note("nothing was changed; the same with `--yes` stops user sync");
        return Ok(());
    }
    let after: Value = remote.send_json(Method::PUT, &path, &wanted).await?;
    show(&after, arguments.format, &stands(&after))
}

/// The settings with what is named in place of what was set.
pub(super) fn changed(known: &Value, set: &SyncSet) -> Value {
    let mut wanted = known.clone();
    if set.start || set.stop {
        wanted["enabled"] = set.start.into();
    }
    if let Some(people) = set.people {
        wanted["scope"] = match people {
            SyncPeople::App => "app",
            SyncPeople::All => "all",
            SyncPeople::Groups => "groups",
        }
        .into();
    }
    if let Some(app) = &set.app {
        wanted["app"] = app.clone().into();
    }
    if !set.groups.is_empty() {
        wanted["groups"] = set.groups.clone().into();
    }
    if let Some(role) = &set.role {
        wanted["role"] = match role.is_empty() {
            true => Value::Null,
            false => role.clone().into(),
        };
    }
    if let Some(percent) = set.brake_percent {
        wanted["brake_percent"] = percent.into();
    }
    if let Some(count) = set.brake_count {
        wanted["brake_count"] = count.0.into();
    }
    if let Some(days) = set.purge_days {
        wanted["purge_days"] = days.into();
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

fn ran(outcome: &Value, format: Print) -> anyhow::Result<()> {
    let word = cell(&outcome["outcome"]);
    let told = match word.as_str() {
        "nothing" => planned(&outcome["plan"]),
        _ => format!("{word}\n{}", planned(&outcome["plan"])),
    };
    show(outcome, format, &told)?;
    let hash = cell(&outcome["plan"]["hash"]);
    match (word == "held", outcome["is_other"] == true) {
        (true, true) => Err(anyhow!(
            "the plan is another one than the one that was approved, and is held; look at the names again, and run it \
             with `--approve {hash}`"
        )),
        (true, false) => Err(anyhow!(
            "the run is held because it would lock many people; look at the names, and run it with `--approve {hash}`"
        )),
        (false, _) => Ok(()),
    }
}

/// A plan in sentences, one a line.
fn planned(plan: &Value) -> String {
    let mut text = String::new();
    if let Some(fault) = plan["fault"].as_str() {
        text.push_str(&format!("no plan: {fault}\n"));
    }
    let counts = plan["counts"].as_object().into_iter().flatten();
    let counts: Vec<_> = counts.filter(|(_, count)| count.as_u64() != Some(0)).collect();
    for (kind, count) in &counts {
        let names = cell(&plan["names"][kind]);
        let listed = plan["names"][kind].as_array().map_or(0, Vec::len) as u64;
        let more = if count.as_u64().is_some_and(|count| count > listed) {
            ", …"
        } else {
            ""
        };
        text.push_str(&format!("{kind} {}: {names}{more}\n", cell(count)));
    }
    if counts.is_empty() && plan["fault"].is_null() {
        let is_all = plan["later"].as_u64().is_none_or(|count| count == 0);
        text.push_str(if is_all {
            "nothing to do\n"
        } else {
            "nothing to do now\n"
        });
    }
    for clash in plan["clashes"].as_array().into_iter().flatten() {
        let (name, id, whose) = (
            cell(&clash["name"]),
            cell(&clash["okta_id"]),
            cell(&clash["taken_by"]),
        );
        text.push_str(&format!(
            "clash: {name} ({id}) is the name of somebody of {whose} here\n"
        ));
    }
    if let Some(count) = plan["withheld"].as_u64().filter(|count| *count > 0) {
        text.push_str(&format!(
            "{count} removals are left out: the scan did not read everything\n"
        ));
    }
    if let Some(count) = plan["later"].as_u64().filter(|count| *count > 0) {
        let names = cell(&plan["later_names"]);
        let listed = plan["later_names"].as_array().map_or(0, Vec::len) as u64;
        let more = if count > listed { ", …" } else { "" };
        text.push_str(&format!(
            "{count} more are removed later: SCIM spoke of them in the last two minutes, or since the scan: {names}{more}\n"
        ));
    }
    let held = &plan["held"];
    if !held.is_null() {
        text.push_str(&format!(
            "it would be held: {} of {} active people would be locked, {} may be\n",
            cell(&held["removals"]),
            cell(&held["active"]),
            allowed(&held["percent"], &held["count"])
        ));
        if let Some(hash) = plan["hash"].as_str().filter(|hash| !hash.is_empty()) {
            text.push_str(&format!("hash for --approve: {hash}\n"));
        }
    }
    text
}

/// The brake: a share, and a count where one is set.
fn allowed(percent: &Value, count: &Value) -> String {
    match count.as_u64() {
        Some(count) => format!("{} % and {count}", cell(percent)),
        None => format!("{} %", cell(percent)),
    }
}

/// How it stands: what is set, and the last runs.
fn stands(view: &Value) -> String {
    let set = &view["settings"];
    let mut text = String::new();
    let whose = match set["scope"].as_str() {
        Some("all") => "everybody".to_owned(),
        Some("groups") => format!("members of {}", cell(&set["groups"])),
        _ => format!("people of the app {}", cell(&set["app"])),
    };
    let role = match set["role"].as_str() {
        Some(role) => role.to_owned(),
        None => "none".to_owned(),
    };
    let is_on = if set["enabled"] == true { "on" } else { "off" };
    for (name, value) in [
        ("user sync", is_on.to_owned()),
        ("people", whose),
        ("role", role),
        ("held above", allowed(&set["brake_percent"], &set["brake_count"])),
        ("record goes after", format!("{} days", cell(&set["purge_days"]))),
    ] {
        text.push_str(&format!("{name:<18}{value}\n"));
    }
    for run in view["runs"].as_array().into_iter().flatten().take(RUNS) {
        let counts = run["plan"]["counts"].as_object().into_iter().flatten();
        let counts: Vec<String> = counts
            .map(|(kind, count)| format!("{kind} {}", cell(count)))
            .collect();
        text.push_str(&format!(
            "{:<18}{} by {}, {}\n",
            cell(&run["outcome"]),
            cell(&run["started_at"]),
            cell(&run["woken_by"]),
            counts.join(", ")
        ));
        if let Some(repeats) = run["repeats"].as_u64().filter(|repeats| *repeats > 1) {
            text.push_str(&format!(
                "{:<18}{repeats} runs came to this, the last one at {}\n",
                "",
                cell(&run["ended_at"])
            ));
        }
        if let Some(fault) = run["plan"]["fault"].as_str() {
            text.push_str(&format!("{:<18}{}\n", "", cell(&fault.into())));
        }
    }
    if view["is_held"] == true {
        text.push_str(
            "the last run waits for somebody: look at `--plan`, then `--run --approve` with its hash\n",
        );
    }
    text
}

#[cfg(test)]
mod tests;
