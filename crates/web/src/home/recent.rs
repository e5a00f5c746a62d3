//! The two questions that events and alerts answer.

use std::time::Duration;

use super::questions::{Asked, blank};
use crate::activity_port::{Recent, SUSPECT_TACTICS};
use crate::app::App;
use crate::view::{Question, QuestionState, ViewLink};

/// The first page does not wait longer for the archive.
const WITHIN: Duration = Duration::from_secs(3);
/// How far back both look, as questions write it.
const SPAN: &str = "7d";

const ACTIONS: Asked = (
    "admin_actions",
    "What admin actions have been performed recently?",
    "admin actions in 7 days",
);
const SIGN_INS: Asked = (
    "suspicious_sign_ins",
    "Is my upstream IdP being compromised, and are there suspicious sign-ins?",
    "alerts about sign-ins in 7 days",
);

/// What is known of the last days: numbers, nothing because nothing is collected, or why not.
pub(super) type Lately = Result<Option<Recent>, String>;

/// Asks the archive and the alerts. A failure is one of these two answers, not of the page.
pub(super) async fn lately(app: &App) -> Lately {
    match tokio::time::timeout(WITHIN, app.parts.activity.recent()).await {
        Ok(Ok(recent)) => Ok(recent),
        Ok(Err(fault)) => {
            tracing::warn!(%fault, "the first page has no numbers of events");
            Err("events and alerts could not be asked: see Collectors".to_owned())
        }
        Err(_) => Err("the archive of events is busy: ask again in a moment".to_owned()),
    }
}

/// Both questions.
pub(super) fn questions(lately: &Lately) -> [Question; 2] {
    match lately {
        Ok(Some(recent)) => [actions(recent), sign_ins(recent)].map(|question| gapped(question, recent)),
        Ok(None) => unknown("nothing brings events yet: connect Okta, or import files"),
        Err(why) => unknown(why),
    }
}

fn unknown(why: &str) -> [Question; 2] {
    [ACTIONS, SIGN_INS].map(|asked| Question {
        state: QuestionState::NotCollected,
        sentence: why.to_owned(),
        ..blank(asked)
    })
}

/// A number that may be too low says so.
fn gapped(question: Question, recent: &Recent) -> Question {
    match &recent.gap {
        Some(gap) => Question {
            state: QuestionState::Incomplete,
            sentence: format!("at least: {}; {gap}", question.sentence),
            ..question
        },
        None => question,
    }
}

fn actions(recent: &Recent) -> Question {
    let most = match &recent.busiest {
        Some((who, count)) => format!("; most by {who}, {count}"),
        None => String::new(),
    };
    Question {
        number: Some(recent.admin_actions),
        sentence: match recent.admin_actions {
            0 => "nobody changed people, access, apps, policies or tokens".to_owned(),
            _ => format!("{} of them in the last day{most}", recent.admin_actions_day),
        },
        link: Some(ViewLink::Activity {
            q: recent.admin_q.clone(),
            from: SPAN.to_owned(),
        }),
        ..blank(ACTIONS)
    }
}

fn sign_ins(recent: &Recent) -> Question {
    let alerts = match (recent.alerts, recent.unsettled) {
        (0, _) => "no rule found an attack on sign-ins or credentials".to_owned(),
        (_, 0) => "all of them are settled".to_owned(),
        (_, unsettled) => format!("{unsettled} of them not settled yet"),
    };
    let events = match recent.suspicious {
        0 => "no sign-in looks suspicious by itself".to_owned(),
        1 => "1 sign-in looks suspicious by itself".to_owned(),
        many => format!("{many} sign-ins look suspicious by themselves"),
    };
    Question {
        number: Some(recent.alerts),
        sentence: format!("{alerts}; {events}"),
        link: Some(ViewLink::Alerts {
            tactic: SUSPECT_TACTICS.join(","),
            from: SPAN.to_owned(),
        }),
        ..blank(SIGN_INS)
    }
}

#[cfg(test)]
mod tests;
