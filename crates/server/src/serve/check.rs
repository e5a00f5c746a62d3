//! Tries a credential, and says in the words of the pages what it may read and what the rest costs.

use okta::{CheckReport, CheckRow as Tried, Outcome, Patience};
use reconcile::connect::Connect;
use web::view::{CheckRow, CheckView, Notice, NoticeLevel};
use web::{CheckFault, CredentialDraft};

/// Share of Okta's limits that a check may use: about twenty requests, for a person who waits.
const SHARE_PERCENT: u8 = 100;

pub(super) async fn check(draft: &CredentialDraft, connect: &Connect) -> Result<CheckView, CheckFault> {
    let client = connect(&draft.org, &draft.credential, SHARE_PERCENT).map_err(|error| CheckFault {
        message: sentence(&error),
        advice: None,
    })?;
    let report = client.check().await;
    // Who cannot be reached is not asked for a name, and a person waits: no second try.
    let org_name = match &report.fault {
        Some(_) => None,
        None => {
            let named = client.with_patience(Patience::PROBE);
            named.org().await.ok().and_then(|org| org.value.company_name)
        }
    };
    Ok(view(&report, org_name))
}

fn view(report: &CheckReport, org_name: Option<String>) -> CheckView {
    let missing = report.missing().count();
    let summary = match (&report.fault, missing) {
        (Some(fault), _) => fault.to_string(),
        (None, 0) => "the credential may read everything that a scan reads".to_owned(),
        (None, _) if report.is_usable() => {
            format!(
                "the credential works; {missing} of {} parts cannot be read with it",
                report.rows.len()
            )
        }
        (None, _) => {
            "the credential may not read people, groups and apps: a scan makes no sense with it".to_owned()
        }
    };
    CheckView {
        usable: report.is_usable(),
        summary,
        org_name,
        endpoints: report.rows.iter().map(row).collect(),
        notices: notices(report),
    }
}

fn row(tried: &Tried) -> CheckRow {
    let part = tried.part;
    let message = match &tried.outcome {
        Outcome::Readable => None,
        Outcome::Empty => Some("readable, and empty".to_owned()),
        Outcome::NotTried => Some(format!("not tried; without it {}", part.costs)),
        Outcome::Fault(fault) => Some(format!(
            "{fault}. Without it {}. It takes: {}. {}",
            part.costs,
            part.role,
            fault.advice()
        )),
    };
    CheckRow {
        class: part.name.to_owned(),
        label: part.name.replace('_', " "),
        endpoint: part.endpoint.name.to_owned(),
        ok: tried.is_readable(),
        message,
    }
}

fn notices(report: &CheckReport) -> Vec<Notice> {
    let mut notices: Vec<Notice> = report
        .fault
        .iter()
        .map(|fault| notice(NoticeLevel::Error, fault.to_string(), Some(fault.advice())))
        .collect();
    let excess: Vec<&str> = report.excess_roles().collect();
    if !excess.is_empty() {
        notices.push(notice(
            NoticeLevel::Warning,
            format!(
                "the credential can change the organization ({})",
                excess.join(", ")
            ),
            Some("reading needs only the Read-Only Administrator role"),
        ));
    }
    notices
}

fn notice(level: NoticeLevel, message: String, advice: Option<&str>) -> Notice {
    Notice {
        level,
        message,
        advice: advice.map(str::to_owned),
    }
}

/// An error with its causes, as one sentence.
fn sentence(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    text
}
