//! The five questions one comes with, each with its number and the view that answers it whole.

use domain::facts::{Coverage, ObjectClass, Reading};
use graph::{ActionType, ActionTypeSet, NodeKind, NodeSet, PathFilter, path};

use super::recent::{self, Lately};
use crate::app::Charted;
use crate::view::{Question, QuestionState, ViewLink};

const APPS_SQL: &str =
    "SELECT name, sub_kind, standing_privileges FROM identities ORDER BY standing_privileges DESC";
const ADMINS_SQL: &str = "SELECT identity, action, resource, identity_group, resource_group FROM access_path \
    WHERE action_type = 'admin_role' ORDER BY action, identity";
const TOKENS_SQL: &str = "SELECT t.name, t.owner_login, t.owner_status, t.last_updated, r.role_label \
    FROM okta_api_tokens t LEFT JOIN okta_role_assignments r ON r.assignee_id = t.owner_id ORDER BY t.last_updated";

/// The questions with their answers.
pub(super) fn answered(charted: &Charted, lately: &Lately) -> Vec<Question> {
    let mut all: Vec<Question> = [apps(charted), administrators(charted), tokens(charted)]
        .map(honest)
        .into();
    all.extend(recent::questions(lately));
    all
}

/// Nothing read is not zero: such a question has no number.
fn honest(question: Question) -> Question {
    match question.state {
        QuestionState::NotRead => Question {
            number: None,
            sentence: "Okta did not let the scan read this: see what was not read, and why".to_owned(),
            link: None,
            ..question
        },
        QuestionState::Incomplete => Question {
            sentence: format!("at least: {}", question.sentence),
            ..question
        },
        _ => question,
    }
}

/// The questions before there is a snapshot; events do not wait for one.
pub(super) fn unanswered(lately: &Lately) -> Vec<Question> {
    let waiting = |question: Question| Question {
        state: QuestionState::NoSnapshot,
        sentence: "answered as soon as the first scan has finished".to_owned(),
        ..question
    };
    let mut all: Vec<Question> = [APPS, ADMINISTRATORS, TOKENS]
        .map(blank)
        .into_iter()
        .map(waiting)
        .collect();
    all.extend(recent::questions(lately));
    all
}

/// Id, question, and what its number counts.
pub(super) type Asked = (&'static str, &'static str, &'static str);

const APPS: Asked = (
    "apps_of_user",
    "Which applications can a specific user access?",
    "ways to applications",
);
const ADMINISTRATORS: Asked = (
    "administrators",
    "Who has administrator roles in the Okta organization?",
    "administrators",
);
const TOKENS: Asked = (
    "api_tokens",
    "Which API tokens exist and who owns them?",
    "API tokens",
);
pub(super) fn blank((id, question, unit): Asked) -> Question {
    Question {
        id: id.to_owned(),
        question: question.to_owned(),
        state: QuestionState::Answered,
        number: None,
        unit: unit.to_owned(),
        sentence: String::new(),
        link: None,
    }
}

fn apps(charted: &Charted) -> Question {
    let graph = &charted.graph;
    let action_types = Some(ActionTypeSet::NONE.with(ActionType::Assignment));
    let ways = path::count(
        graph,
        &PathFilter {
            action_types,
            ..PathFilter::default()
        },
    );
    let (users, apps) = path::app_reach(graph);
    let classes = [
        ObjectClass::AppUsers,
        ObjectClass::AppGroups,
        ObjectClass::Memberships,
    ];
    Question {
        number: Some(ways),
        sentence: format!("{users} users reach {apps} applications; open a user to see theirs"),
        link: Some(ViewLink::Sql {
            sql: APPS_SQL.to_owned(),
        }),
        ..judged(charted, APPS, &classes)
    }
}

fn administrators(charted: &Charted) -> Question {
    let graph = &charted.graph;
    let holders: NodeSet = graph.holdings().iter().map(|held| held.identity).collect();
    let is_super =
        |held: &&graph::Holding| graph.native_id(graph.assignment(held.assignment).role) == "SUPER_ADMIN";
    let supers: NodeSet = graph
        .holdings()
        .iter()
        .filter(is_super)
        .map(|held| held.identity)
        .collect();
    let count = holders.len();
    let classes = [
        ObjectClass::UserRoles,
        ObjectClass::GroupRoles,
        ObjectClass::ClientRoles,
    ];
    Question {
        number: Some(count as u64),
        sentence: format!(
            "{count} people and service apps hold administrator roles, {} of them Super Administrator",
            supers.len()
        ),
        link: Some(ViewLink::Sql {
            sql: ADMINS_SQL.to_owned(),
        }),
        ..judged(charted, ADMINISTRATORS, &classes)
    }
}

fn tokens(charted: &Charted) -> Question {
    let graph = &charted.graph;
    let tokens: Vec<_> = graph.nodes_of(NodeKind::ApiToken).collect();
    let owners: NodeSet = tokens
        .iter()
        .filter_map(|token| graph.owner_of_credential(*token))
        .collect();
    let admins = owners
        .iter()
        .filter(|owner| graph.is_role_bearing(*owner))
        .count();
    Question {
        number: Some(tokens.len() as u64),
        sentence: format!(
            "{} API tokens belong to {} people, {admins} of them administrators",
            tokens.len(),
            owners.len()
        ),
        link: Some(ViewLink::Sql {
            sql: TOKENS_SQL.to_owned(),
        }),
        ..judged(charted, TOKENS, &[ObjectClass::ApiTokens])
    }
}

/// A question as far as the classes behind it were read.
fn judged(charted: &Charted, asked: Asked, classes: &[ObjectClass]) -> Question {
    Question {
        state: state(&charted.snapshot.info().coverage, classes),
        ..blank(asked)
    }
}

fn state(coverage: &Coverage, classes: &[ObjectClass]) -> QuestionState {
    let is_read = |class: &ObjectClass| {
        coverage
            .of(*class)
            .is_some_and(|entry| !matches!(entry.reading, Reading::NotRead(_)))
    };
    if !classes.iter().any(is_read) {
        QuestionState::NotRead
    } else if classes.iter().all(|class| coverage.is_whole(*class)) {
        QuestionState::Answered
    } else {
        QuestionState::Incomplete
    }
}
