//! How an integration is, from what the store and the loops say.

use std::sync::Arc;

use domain::facts::Coverage;
use domain::{OrgUrl, Reach};
use serde_json::Value;
use store::snapshot::SnapshotInfo;
use store::state::{ComponentFault, Integration, RunState, ScanRun};

use super::draft::{
    CLIENT_ID, KEY_ID, LOG_HISTORY_DAYS, LOG_INTERVAL_S, REFRESH_INTERVAL_S, SCAN_ENABLED, connected_org,
};
use crate::app::App;
use crate::error::{ApiError, Chain};
use crate::snapshot::{coverage_rows, snapshot_ref};
use crate::view::{
    AuthKind, AuthView, ComponentError, IntegrationSettings, IntegrationState, IntegrationView, Notice,
    NoticeLevel, ProgressView, ScanStateWord, ScanView, time_text,
};

/// The integration that a request means: the one there is, or the one of the named organization.
pub(crate) async fn chosen(app: &App, org: Option<&str>) -> Result<Integration, ApiError> {
    let mut all = app.parts.state.integrations().await?;
    all.retain(|integration| integration.plugin == "okta");
    let none = || {
        ApiError::not_found(
            "no Okta organization is connected",
            "connect one under Integrations, or with `portolan plugins install okta`",
        )
    };
    match org {
        Some(org) => {
            let url = OrgUrl::parse(org, Reach::Loopback)
                .map_err(|error| ApiError::invalid("org", error.to_string()))?;
            let found = all
                .into_iter()
                .find(|integration| integration.org_url == url.as_str());
            found.ok_or_else(|| {
                ApiError::not_found(
                    format!("`{url}` is not connected"),
                    "see `GET /api/v1/integrations`",
                )
            })
        }
        None if all.len() > 1 => {
            Err(ApiError::bad_request("several organizations are connected").hint("name one with `org=`"))
        }
        None => all.pop().ok_or_else(none),
    }
}

/// Snapshots of an organization, newest first; without a name those of what pages show, or of the integration.
pub(crate) async fn snapshot_infos(app: &App, org: Option<&str>) -> Result<Vec<Arc<SnapshotInfo>>, ApiError> {
    let shown = app
        .parts
        .current
        .load_full()
        .map(|charted| charted.snapshot.info().organization.url.clone());
    let url = match (org, shown) {
        (Some(org), _) => org.to_owned(),
        (None, Some(shown)) => shown,
        (None, None) => chosen(app, None).await?.org_url,
    };
    let snapshots = app.parts.snapshots.clone();
    let list = tokio::task::spawn_blocking(move || snapshots.list(&url))
        .await
        .map_err(ApiError::internal)?;
    let mut list = list.map_err(|error| ApiError::internal(Chain(&error)))?;
    list.reverse();
    Ok(list)
}

/// The integration as pages show it.
pub(crate) async fn view(app: &App, integration: &Integration) -> Result<IntegrationView, ApiError> {
    let last = app.parts.state.scan_runs(&integration.id, 1).await?.pop();
    let progress = progress(app, integration);
    let newest = newest(app, &integration.org_url).await?;
    let settings = settings(integration);
    let state = state(&settings, last.as_ref(), progress.as_ref(), newest.as_deref());
    let org = connected_org(integration)?;
    let next_scan_at = match state {
        IntegrationState::Paused | IntegrationState::Scanning => None,
        _ => app.parts.loops.next_scan(&org).map(time_text),
    };
    let coverage = newest.as_deref().map(|info| coverage_rows(&info.coverage));
    Ok(IntegrationView {
        kind: integration.plugin.clone(),
        org_url: integration.org_url.clone(),
        auth: auth(integration),
        summary: summary(state, last.as_ref(), newest.as_deref()),
        state,
        scan: scan(last.as_ref(), progress),
        snapshot: newest.map(|info| snapshot_ref(&info, app.now())),
        next_scan_at,
        coverage: coverage.unwrap_or_default(),
        budget: app.parts.loops.budget(&org),
        following: app.parts.loops.following(&org),
        created_at: time_text(integration.created),
        notices: notices(last.as_ref(), settings.scan_enabled),
        settings,
        errors: errors(app, &integration.org_url).await?,
        effects: Vec::new(),
    })
}

/// The error log.
async fn errors(app: &App, org_url: &str) -> Result<Vec<ComponentError>, ApiError> {
    let faults = app.parts.state.faults(org_url).await?;
    let view = |fault: ComponentFault| ComponentError {
        label: component_label(&fault.component).to_owned(),
        component: fault.component,
        message: fault.message,
        advice: Some(fault.advice).filter(|advice| !advice.is_empty()),
        first_at: time_text(fault.first),
        last_at: time_text(fault.last),
        count: fault.count,
    };
    Ok(faults.into_iter().map(view).collect())
}

fn component_label(component: &str) -> &str {
    match component {
        "scan" => "Resource scan",
        "refresh" => "Changes between scans",
        "user_sync" => "User sync",
        "system_log" => "System Log",
        "sign_on" => "Single sign-on",
        "scim" => "SCIM",
        other => other,
    }
}

fn progress(app: &App, integration: &Integration) -> Option<ProgressView> {
    let org = OrgUrl::parse(&integration.org_url, Reach::Loopback).ok()?;
    let progress = app.parts.loops.progress(&org)?;
    let view = progress.borrow().clone();
    Some(view)
}

async fn newest(app: &App, org_url: &str) -> Result<Option<Arc<SnapshotInfo>>, ApiError> {
    let shown = app
        .parts
        .current
        .load_full()
        .map(|charted| charted.snapshot.info().clone());
    if let Some(shown) = shown.filter(|info| info.organization.url == org_url) {
        return Ok(Some(shown));
    }
    let (snapshots, url) = (app.parts.snapshots.clone(), org_url.to_owned());
    let latest = tokio::task::spawn_blocking(move || snapshots.latest(&url))
        .await
        .map_err(ApiError::internal)?;
    let latest = latest.map_err(|error| ApiError::internal(Chain(&error)))?;
    Ok(latest.map(|snapshot| snapshot.info().clone()))
}

/// What is set, with defaults for what is not.
pub(super) fn settings(integration: &Integration) -> IntegrationSettings {
    let stored = &integration.settings;
    let number = |name: &str| {
        let value = stored.other.get(name).and_then(Value::as_u64);
        value.and_then(|number| u32::try_from(number).ok())
    };
    IntegrationSettings {
        scan_interval_s: stored.scan_interval_s,
        share_percent: stored.share_percent,
        scan_enabled: stored
            .other
            .get(SCAN_ENABLED)
            .and_then(Value::as_bool)
            .unwrap_or(true),
        refresh_interval_s: number(REFRESH_INTERVAL_S)
            .unwrap_or(IntegrationSettings::default().refresh_interval_s),
        log_interval_s: number(LOG_INTERVAL_S),
        log_history_days: number(LOG_HISTORY_DAYS).unwrap_or(IntegrationSettings::default().log_history_days),
    }
}

fn auth(integration: &Integration) -> AuthView {
    let kind = match integration.credential_kind.as_str() {
        "service_app" => AuthKind::ServiceApp,
        _ => AuthKind::ApiToken,
    };
    let noted = |name| {
        let value = integration.settings.other.get(name).and_then(Value::as_str);
        value.map(str::to_owned)
    };
    AuthView {
        kind,
        client_id: noted(CLIENT_ID),
        key_id: noted(KEY_ID),
    }
}

fn state(
    settings: &IntegrationSettings,
    last: Option<&ScanRun>,
    progress: Option<&ProgressView>,
    newest: Option<&SnapshotInfo>,
) -> IntegrationState {
    let is_running = progress.is_some_and(|progress| progress.running);
    let is_whole = |info: &SnapshotInfo| {
        info.coverage
            .classes
            .iter()
            .all(|class| class.reading.reason().is_none())
    };
    match (last.map(|run| run.state), newest) {
        _ if is_running => IntegrationState::Scanning,
        _ if !settings.scan_enabled => IntegrationState::Paused,
        (Some(RunState::Failed), _) => IntegrationState::Failing,
        (_, None) => IntegrationState::Waiting,
        (_, Some(info)) if is_whole(info) => IntegrationState::Healthy,
        (_, Some(_)) => IntegrationState::Incomplete,
    }
}

fn summary(state: IntegrationState, last: Option<&ScanRun>, newest: Option<&SnapshotInfo>) -> String {
    let why = last
        .and_then(|run| run.fault.as_ref())
        .map(|fault| fault.message.as_str());
    match state {
        IntegrationState::Scanning if newest.is_none() => "the first scan is running".to_owned(),
        IntegrationState::Scanning => "a scan is running; pages show the last whole one".to_owned(),
        IntegrationState::Paused => "scanning is switched off".to_owned(),
        IntegrationState::Failing if newest.is_some() => {
            format!(
                "the last scan failed ({}); pages show the last whole one",
                why.unwrap_or("no reason given")
            )
        }
        IntegrationState::Failing => format!("the first scan failed: {}", why.unwrap_or("no reason given")),
        IntegrationState::Waiting => "the first scan has not finished yet".to_owned(),
        IntegrationState::Healthy => "the last scan read everything".to_owned(),
        IntegrationState::Incomplete => format!(
            "the last scan read everything but {}",
            newest.map_or_else(String::new, |info| lacking(&info.coverage))
        ),
    }
}

/// A label with a small first letter, unless it begins with an abbreviation.
fn within_a_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}

/// The classes that are not whole, in words; many are counted.
fn lacking(coverage: &Coverage) -> String {
    const NAMED: usize = 3;
    let rows = coverage_rows(coverage);
    let labels: Vec<String> = rows
        .into_iter()
        .filter(|row| row.reason.is_some())
        .map(|row| within_a_sentence(&row.label))
        .collect();
    let (named, more) = labels.split_at(labels.len().min(NAMED));
    match (named, more.len()) {
        ([one], 0) => one.clone(),
        ([rest @ .., last], 0) => format!("{} and {last}", rest.join(", ")),
        (named, more) => format!("{} and {more} more", named.join(", ")),
    }
}

fn scan(last: Option<&ScanRun>, progress: Option<ProgressView>) -> Option<ScanView> {
    let running = progress.filter(|progress| progress.running);
    if last.is_none() && running.is_none() {
        return None;
    }
    let state = match last.map(|run| run.state) {
        _ if running.is_some() => ScanStateWord::Running,
        Some(RunState::Failed) => ScanStateWord::Failed,
        Some(RunState::Running) => ScanStateWord::Running,
        _ => ScanStateWord::Done,
    };
    let fault = last
        .and_then(|run| run.fault.as_ref())
        .filter(|_| state == ScanStateWord::Failed);
    Some(ScanView {
        run: last.map(|run| run.id.clone()),
        state,
        reason: last.map(|run| run.woken_by.clone()),
        started_at: last.map(|run| time_text(run.started)),
        finished_at: last.and_then(|run| run.ended).map(time_text),
        error: fault.map(|fault| fault.message.clone()),
        advice: fault.map(|fault| fault.advice.clone()),
        progress: running,
    })
}

fn notices(last: Option<&ScanRun>, is_enabled: bool) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(fault) = last
        .and_then(|run| run.fault.as_ref())
        .filter(|fault| fault.kind != "interrupted")
    {
        let advice = Some(fault.advice.clone()).filter(|advice| !advice.is_empty());
        notices.push(Notice {
            level: NoticeLevel::Error,
            message: fault.message.clone(),
            advice,
        });
    }
    if !is_enabled {
        let advice = Some("switch it on in the integration's settings".to_owned());
        notices.push(Notice {
            level: NoticeLevel::Info,
            message: "scanning is switched off".to_owned(),
            advice,
        });
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::lacking;
    use domain::facts::{ClassCoverage, Coverage, ObjectClass, Reading};

    fn without(left_out: &[ObjectClass]) -> String {
        let entry = |class: ObjectClass| ClassCoverage {
            class,
            reading: if left_out.contains(&class) {
                Reading::Partial("spared".to_owned())
            } else {
                Reading::Whole
            },
            rows: 1,
            requests: 1,
        };
        lacking(&Coverage {
            classes: ObjectClass::ALL.into_iter().map(entry).collect(),
        })
    }

    #[test]
    fn what_is_lacking_is_named() {
        use ObjectClass::{ApiTokens, Grants, GroupOwners, Policies};
        assert_eq!(without(&[GroupOwners]), "group owners");
        assert_eq!(without(&[GroupOwners, ApiTokens]), "API tokens and group owners");
        assert_eq!(
            without(&[GroupOwners, ApiTokens, Grants, Policies]),
            "API tokens, group owners, OAuth scopes of service apps and 1 more"
        );
    }
}
