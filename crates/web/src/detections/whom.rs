//! Whom an alert is about, here and in Okta, and what must not be done to them.

use domain::facts::UserStatus;
use graph::{Graph, NodeIx, NodeKind};
use store::state::Person;

use crate::app::App;
use crate::error::ApiError;
use crate::session::Principal;
use crate::view::{AlertActionTo, AlertView};

/// The role of Okta's that can give every other.
const SUPER_ADMIN: &str = "SUPER_ADMIN";

/// The person behind an alert.
#[derive(Debug, Clone, Default)]
pub(super) struct Whom {
    /// As the alert names them.
    pub(super) name: String,
    /// The account here.
    pub(super) person: Option<Person>,
    /// The user in the organization.
    pub(super) user: Option<OktaUser>,
}

/// A user in the organization that is charted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OktaUser {
    /// The organization.
    pub(super) org_url: String,
    /// `00u…`
    pub(super) id: String,
    /// The login.
    pub(super) name: String,
    /// Whether nobody else who is active is a super administrator.
    pub(super) is_last_super: bool,
}

/// Finds the person whom an alert is about, or who did it to them.
pub(super) async fn whom(app: &App, alert: &AlertView, to: AlertActionTo) -> Result<Whom, ApiError> {
    let names = names(alert, to);
    let mut whom = Whom {
        name: names
            .iter()
            .find(|name| !name.is_empty())
            .map(|name| (*name).to_owned())
            .unwrap_or_default(),
        ..Whom::default()
    };
    if let Ok(charted) = app.charted() {
        let node = alert.node.clone().filter(|_| to == AlertActionTo::Subject);
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let found = tokio::task::spawn_blocking(move || user_of(&charted.graph, node.as_deref(), &names));
        whom.user = found.await.map_err(ApiError::internal)?;
    }
    let login = whom.user.as_ref().map(|user| user.name.clone());
    for name in login.as_deref().into_iter().chain(names) {
        if whom.person.is_none() && !name.is_empty() {
            whom.person = app.parts.state.person_named(name, app.now()).await?;
        }
    }
    Ok(whom)
}

/// What an alert calls them, the surest first.
fn names(alert: &AlertView, to: AlertActionTo) -> Vec<&str> {
    let about = &alert.about;
    let identity = alert.alert.identity.as_deref().unwrap_or("");
    let actor = [&about.person, &about.actor_name, &about.actor_id].map(String::as_str);
    match (&alert.victim, to) {
        (Some(victim), AlertActionTo::Subject) => {
            vec![identity, &victim.person, &victim.name, &victim.id]
        }
        (Some(_), AlertActionTo::Actor) => actor.to_vec(),
        (None, _) => std::iter::once(identity).chain(actor).collect(),
    }
}

/// The user that the node, or else one of these names or ids, means.
fn user_of(graph: &Graph, node: Option<&str>, names: &[String]) -> Option<OktaUser> {
    let is_user = |node: &NodeIx| graph.kind(*node) == NodeKind::User;
    let by_node = node.and_then(|id| graph.by_id(id)).filter(is_user);
    let found = by_node.or_else(|| {
        let known = names.iter().filter(|name| !name.is_empty());
        known
            .filter_map(|name| {
                let mut nodes = graph.lookup(name).filter(is_user);
                // Two people of one name: nobody can tell who is meant.
                nodes.next().filter(|_| nodes.next().is_none())
            })
            .next()
    })?;
    Some(OktaUser {
        org_url: graph.org_url().to_owned(),
        id: graph.native_id(found).to_owned(),
        name: login_of(graph, found),
        is_last_super: is_last_super(graph, found),
    })
}

/// The login: an alias with an `@`, or the name.
fn login_of(graph: &Graph, user: NodeIx) -> String {
    let name = graph.name(user);
    let mut logins = std::iter::once(name).chain(graph.aliases(user));
    logins.find(|text| text.contains('@')).unwrap_or(name).to_owned()
}

fn is_last_super(graph: &Graph, user: NodeIx) -> bool {
    let holders = graph
        .holdings()
        .iter()
        .filter(|held| graph.native_id(graph.assignment(held.assignment).role) == SUPER_ADMIN);
    let mut is_one = false;
    for held in holders {
        if held.identity == user {
            is_one = true;
        } else if graph.user_status(held.identity) == Some(UserStatus::Active) {
            return false;
        }
    }
    is_one
}

impl Whom {
    /// Whether it is the one who asks.
    pub(super) fn is(&self, principal: &Principal) -> bool {
        self.person
            .as_ref()
            .is_some_and(|person| person.id == principal.user_id)
    }
}

#[cfg(test)]
mod tests;
