//! Searches that come ready: the usual views of what happened, and their numbers on the first page.

use super::Adapter;
use super::asked::query;
use super::search::facets;
use activity::event::Field;
use archive::{Query, SearchError};
use store::state::AlertQuery;
use web::view::{CollectorView, FacetList, ReadySearch};
use web::{ActivityFault, Question, Recent, SUSPECT_TACTICS};

/// Numbers of the first page are of so many days.
const DAYS: i64 = 7;
const DAY_MS: i64 = 86_400_000;
/// What alerts are before somebody settles them.
const UNSETTLED: [&str; 3] = ["open", "in_progress", "triaged"];

/// One view: id, name, what it finds, the question, and how far back.
struct Ready {
    id: &'static str,
    name: &'static str,
    about: &'static str,
    q: &'static str,
    from: &'static str,
}

/// The views, in the order of the seed's questions. Classes are those of OCSF: 3001 accounts, 3004 entities, 3005
/// rights of users, 3006 groups, 6003 calls of an API.
const ADMIN_ACTIONS: Ready = Ready {
    id: "admin-actions",
    name: "Admin actions",
    about: "Changes of people, groups, apps, roles, policies, tokens and settings, by somebody; not what people change \
            about themselves, and not what the system does by rules",
    q: "(class:(3001 OR 3004 OR 3005 OR 3006) OR class:6003 (verb:token.* OR verb:secret.* OR verb:key.* OR \
        verb:(app.change OR config.change))) -verb:device.* -verb:access.* -signal:own_target -actor_kind:system",
    from: "7d",
};
const SIGN_INS: Ready = Ready {
    id: "sign-ins",
    name: "Sign-ins",
    about: "Sign-ins and the apps that were opened with them, successful or not",
    q: "verb:(login OR app.access)",
    from: "24h",
};
const MFA: Ready = Ready {
    id: "mfa",
    name: "MFA",
    about: "Second factors: asked for, given, refused, enrolled, removed and reset",
    q: "verb:mfa.*",
    from: "7d",
};
const ACCESS_CHANGES: Ready = Ready {
    id: "access-changes",
    name: "Access changes",
    about: "Who came into or out of groups and apps, which rights and tokens were given and taken",
    q: "verb:(group.member.add OR group.member.remove OR group.rule.change OR app.assign OR app.unassign OR \
        app.assignment.change OR role.grant OR role.revoke OR role.change OR resource_set.change OR consent.grant OR \
        token.create OR repo.share OR repo.unshare OR user.create OR user.enable OR user.disable OR user.delete)",
    from: "7d",
};
const SUSPICIOUS: Ready = Ready {
    id: "suspicious-sign-ins",
    name: "Suspicious sign-ins",
    about: "Sign-ins of high risk, from anonymising networks or impossible places, refused pushes, reported activity, \
            stolen tokens and sessions",
    q: "verb:(mfa.deny OR mfa.bypass OR threat.detect OR threat.report OR token.reuse OR support.impersonate) OR \
        verb:(login OR login.factor OR login.step_up OR app.access OR mfa.verify OR session.change) (risk:high OR \
        is_anonymiser:true OR signal:(threat_suspected OR velocity OR new_country))",
    from: "7d",
};
const READY: [&Ready; 5] = [&ADMIN_ACTIONS, &SIGN_INS, &MFA, &ACCESS_CHANGES, &SUSPICIOUS];

/// What people see of them.
pub(super) fn views() -> Vec<ReadySearch> {
    let view = |ready: &&Ready| ReadySearch {
        id: ready.id.to_owned(),
        name: ready.name.to_owned(),
        about: ready.about.to_owned(),
        q: ready.q.to_owned(),
        from: ready.from.to_owned(),
    };
    READY.iter().map(view).collect()
}

/// How many events of a week and of its last day, and who did most of them.
struct Counted {
    week: u64,
    day: u64,
    busiest: Option<(String, u64)>,
}

impl Adapter {
    pub(super) async fn lately(&self) -> Result<Option<Recent>, ActivityFault> {
        let (now, collectors) = (self.now(), self.collector_list().await?.collectors);
        let week = now.plus_ms(-DAYS * DAY_MS);
        let of = |ready: &Ready, from: &str| {
            let asked = Question {
                q: ready.q.to_owned(),
                from: Some(from.to_owned()),
                ..Question::default()
            };
            query(&asked, now)
        };
        let (all, day) = (of(&ADMIN_ACTIONS, "7d")?, of(&ADMIN_ACTIONS, "1d")?);
        let suspicious = of(&SUSPICIOUS, "7d")?;
        let counted = self.asking(move |archive| {
            if archive.stats().sources.values().all(|source| source.events == 0) {
                return Ok(None);
            }
            let admin = count(archive, &all, &day)?;
            Ok(Some((admin, archive.count(&suspicious)?.events)))
        });
        let Some((admin, suspicious)) = counted.await? else {
            // Nothing is kept: that is no answer unless somebody has looked.
            let is_read = collectors
                .iter()
                .any(|one| one.source == "okta" && one.last_success.is_some());
            return Ok(is_read.then(|| Recent {
                gap: gap(&collectors),
                admin_q: ADMIN_ACTIONS.q.to_owned(),
                ..Recent::default()
            }));
        };
        let alerts = AlertQuery {
            rules: self.rules_meant(None, &SUSPECT_TACTICS),
            since: Some(week),
            ..AlertQuery::default()
        };
        let unsettled = AlertQuery {
            statuses: UNSETTLED.map(str::to_owned).to_vec(),
            ..alerts.clone()
        };
        Ok(Some(Recent {
            gap: gap(&collectors),
            admin_actions: admin.week,
            admin_actions_day: admin.day,
            busiest: admin.busiest,
            admin_q: ADMIN_ACTIONS.q.to_owned(),
            alerts: self.state.alerts_found(&alerts).await?,
            unsettled: self.state.alerts_found(&unsettled).await?,
            suspicious,
        }))
    }
}

fn count(archive: &archive::Archive, week: &Query, day: &Query) -> Result<Counted, SearchError> {
    let FacetList { facets, total, .. } = facets(archive, week, &[Field::ActorName], 1)?;
    let most = facets.into_iter().flat_map(|facet| facet.values).next();
    Ok(Counted {
        week: total,
        day: archive.count(day)?.events,
        busiest: most.map(|value| (value.value, value.count)),
    })
}

/// Why events of the last days may be missing; the first reason is enough.
fn gap(collectors: &[CollectorView]) -> Option<String> {
    let mut okta = collectors.iter().filter(|one| one.source == "okta").peekable();
    if okta.peek().is_none() {
        return Some("no Okta organization is connected, so only imported events are counted".to_owned());
    }
    okta.find_map(|one| match one.state.as_str() {
        "failing" => Some(format!(
            "the System Log of {} cannot be read now: see Collectors",
            one.org
        )),
        "history" => Some(format!("the history of {} is still being read", one.org)),
        "waiting" => Some(format!("the System Log of {} was not read yet", one.org)),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
