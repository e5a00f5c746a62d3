//! What follows an answer.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Done, Import, Job, Key, Machine, Next, Step, UserLink};
use crate::provision::target::ScimKind;

impl Machine {
    /// What follows an answer that is neither 429 nor 5xx.
    pub(super) fn advance(&mut self, key: &Key, job: &Job, status: u16, body: &Value) -> Next {
        let step = job.step.clone();
        match (key, step) {
            (Key::Test, step) => self.test_answer(step, status, body),
            (Key::Import, step) => self.import_answer(step, status, body),
            (Key::User(id), _) => self.user_answer(id, job, status, body),
            (Key::Group(id), _) => self.group_answer(id, job, status, body),
        }
    }

    fn test_answer(&mut self, step: Step, status: u16, body: &Value) -> Next {
        let event = "application.provision.integration.call_api";
        if !is_list(status, body) {
            let why = told(status, body);
            self.broken = Some(why.clone());
            return Next::Refused(event, why);
        }
        if step == Step::TestUsers {
            return Next::Step(Step::TestGroups);
        }
        self.tested = true;
        Next::Done(Some(Done::Tested))
    }

    fn import_answer(&mut self, step: Step, status: u16, body: &Value) -> Next {
        if !is_list(status, body) {
            return Next::Refused("application.provision.user.import", told(status, body));
        }
        let total = body
            .get("totalResults")
            .and_then(Value::as_u64)
            .and_then(|total| usize::try_from(total).ok());
        let total = total.unwrap_or(0);
        let rows = body
            .get("Resources")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let more = |start: usize| !rows.is_empty() && start + rows.len() <= total;
        match step {
            Step::ImportUsers(start) => {
                self.import.users += rows.len();
                let names = rows.iter().filter_map(|row| row.get("userName")?.as_str());
                let known = |name: &str| {
                    self.users
                        .values()
                        .any(|link| link.name.eq_ignore_ascii_case(name))
                };
                let unknown: Vec<String> = names.filter(|name| !known(name)).map(str::to_owned).collect();
                self.import.unknown.extend(unknown);
                Next::Step(if more(start) {
                    Step::ImportUsers(start + rows.len())
                } else {
                    Step::ImportGroups(1)
                })
            }
            Step::ImportGroups(start) => {
                self.import.groups += rows.len();
                if more(start) {
                    return Next::Step(Step::ImportGroups(start + rows.len()));
                }
                let Import {
                    users,
                    groups,
                    unknown,
                } = std::mem::take(&mut self.import);
                self.imported = json!({"users": users, "groups": groups, "not_assigned": unknown});
                Next::Done(Some(Done::Imported { users, groups }))
            }
            _ => Next::Done(None),
        }
    }

    fn user_answer(&mut self, id: &str, job: &Job, status: u16, body: &Value) -> Next {
        let good = (200..300).contains(&status);
        let by_patch = self.target.kind == ScimKind::Catalogue;
        let wanted = job.user.clone();
        let link = self.users.entry(id.to_owned()).or_default();
        if let Some(name) = wanted.as_ref().and_then(|user| user.get("userName")?.as_str()) {
            link.name = name.to_owned();
        }
        let finished = |event: &'static str, link: &UserLink| {
            let scim_id = link.scim_id.clone().unwrap_or_default();
            Next::Done(Some(Done::User {
                event,
                user: id.to_owned(),
                scim_id,
            }))
        };
        match job.step.clone() {
            Step::Find if good || status == 404 => match first(body) {
                Some((scim_id, was_active)) => {
                    link.scim_id = Some(scim_id);
                    Next::Step(match (was_active, by_patch) {
                        (false, true) => Step::Patch { active: true },
                        _ => Step::Put { active: true },
                    })
                }
                // Nobody to make any more.
                None if wanted.is_none() => Next::Done(None),
                None => Next::Step(Step::Create),
            },
            Step::Create if good => match body.get("id").and_then(Value::as_str) {
                Some(scim_id) => {
                    link.scim_id = Some(scim_id.to_owned());
                    (link.sent, link.active) = (wanted, true);
                    finished("application.provision.user.push", link)
                }
                None => Next::Refused(
                    "application.provision.user.push",
                    "the answer has no id".to_owned(),
                ),
            },
            Step::Read { active } if good => Next::Step(Step::Put { active }),
            Step::Put { active: true } if good => {
                let was = link.active;
                (link.sent, link.active) = (wanted, true);
                finished(
                    if was {
                        "application.provision.user.push_profile"
                    } else {
                        "application.provision.user.push"
                    },
                    link,
                )
            }
            Step::Patch { active: true } if good => {
                (link.sent, link.active) = (None, true);
                Next::Step(Step::Put { active: true })
            }
            Step::Put { active: false } | Step::Patch { active: false } if good || status == 404 => {
                link.active = false;
                finished("application.provision.user.deactivate", link)
            }
            Step::Read { active: false } if status == 404 => {
                link.active = false;
                finished("application.provision.user.deactivate", link)
            }
            // The other side has lost the user: found or made again.
            Step::Read { .. } | Step::Put { .. } | Step::Patch { .. } if status == 404 => {
                (link.scim_id, link.active) = (None, false);
                Next::Step(Step::Find)
            }
            Step::Read { active: false } | Step::Put { active: false } | Step::Patch { active: false } => {
                Next::Refused("application.provision.user.deactivate", told(status, body))
            }
            _ => Next::Refused("application.provision.user.push", told(status, body)),
        }
    }

    fn group_answer(&mut self, id: &str, job: &Job, status: u16, body: &Value) -> Next {
        let good = (200..300).contains(&status);
        let wanted = job.group.clone();
        let members: BTreeSet<String> = job.members.clone();
        let link = self.groups.entry(id.to_owned()).or_default();
        if let Some(group) = &wanted {
            link.name.clone_from(&group.name);
        }
        let finished = |event: &'static str| {
            Next::Done(Some(Done::Group {
                event,
                group: id.to_owned(),
            }))
        };
        match job.step.clone() {
            Step::Find if good || status == 404 => match first(body) {
                Some((scim_id, _)) => {
                    link.scim_id = Some(scim_id);
                    Next::Step(Step::Change)
                }
                None if wanted.is_none() => Next::Done(None),
                None => Next::Step(Step::Create),
            },
            Step::Create if good => match body.get("id").and_then(Value::as_str) {
                Some(scim_id) => {
                    link.scim_id = Some(scim_id.to_owned());
                    if members.is_empty() {
                        link.members = Some(members);
                        return finished("application.provision.group_push.pushed");
                    }
                    Next::Step(Step::Change)
                }
                None => Next::Refused(
                    "application.provision.group_push.pushed",
                    "the answer has no id".to_owned(),
                ),
            },
            Step::Change if good => {
                let new = link.members.is_none();
                link.members = Some(members);
                finished(if new {
                    "application.provision.group_push.pushed"
                } else {
                    "application.provision.group_push.push_memberships"
                })
            }
            Step::Delete if good || status == 404 => {
                self.groups.remove(id);
                finished("application.provision.group_push.removed")
            }
            Step::Change if status == 404 => {
                (link.scim_id, link.members) = (None, None);
                Next::Step(Step::Find)
            }
            _ => Next::Refused(
                "application.provision.group_push.mapping.update.or.delete.failed",
                told(status, body),
            ),
        }
    }
}

/// A list answer that Okta takes, even when it is empty.
fn is_list(status: u16, body: &Value) -> bool {
    status == 200 && body.get("totalResults").is_some_and(Value::is_number)
}

/// Id of the first result and whether it is active.
fn first(body: &Value) -> Option<(String, bool)> {
    let row = body.get("Resources")?.get(0)?;
    let active = row.get("active").and_then(Value::as_bool).unwrap_or(true);
    Some((row.get("id")?.as_str()?.to_owned(), active))
}

/// A refusal in words: the status and the other side's `detail`.
fn told(status: u16, body: &Value) -> String {
    let detail: String = body
        .get("detail")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .chars()
        .take(300)
        .collect();
    if detail.is_empty() {
        format!("status {status}")
    } else {
        format!("status {status}: {detail}")
    }
}
