//! What the access graph answers to rules: who is an administrator, which group makes one.

use activity::detect::{Answer, Graph as Answers, Question};
use activity::event::{Field, View};
use graph::{Graph, NodeIx, NodeKind};
use std::sync::Arc;

/// The graph as rules ask it; without one nothing is known.
#[derive(Clone, Default)]
pub struct Knowledge(pub Option<Arc<Graph>>);

impl Answers for Knowledge {
    fn answer(&self, question: Question, event: &dyn View) -> Answer {
        let graph = self.0.as_deref()?;
        match question {
            Question::ActorIsAdmin => {
                let fields = [Field::ActorId, Field::IdentityId, Field::ActorName];
                let mut known = fields.into_iter().filter_map(|field| event.text(field));
                let node = known.find_map(|text| identity(graph, text))?;
                Some(is_admin(graph, node))
            }
            Question::TargetIsAdmin => any_target(event, &["user"], &mut |id| {
                identity(graph, id).map(|node| is_admin(graph, node))
            }),
            Question::TargetGrantsAdmin => any_target(event, &["group"], &mut |id| {
                let node = graph.by_native_id(NodeKind::Group, id)?;
                Some(graph.is_role_bearing(node))
            }),
            // Nobody can mark nodes yet.
            Question::TargetReachesCrownJewel
            | Question::ActorReachesCrownJewel
            | Question::TargetIsSensitive => None,
        }
    }
}

/// The user, service app or token of an id or name.
fn identity(graph: &Graph, text: &str) -> Option<NodeIx> {
    let kinds = [NodeKind::User, NodeKind::ServiceApp, NodeKind::ApiToken];
    graph.lookup(text).find(|node| kinds.contains(&graph.kind(*node)))
}

fn is_admin(graph: &Graph, node: NodeIx) -> bool {
    !graph.roles_of(node).is_empty() || graph.is_role_bearing(node)
}

/// Whether any target of these kinds is so; `None` when none of them is known.
fn any_target(event: &dyn View, kinds: &[&str], ask: &mut dyn FnMut(&str) -> Answer) -> Answer {
    let mut answer = None;
    event.any_item(Field::TargetIds, &mut |item| {
        if let Some((kind, id)) = item.split_once(':')
            && kinds.contains(&kind)
            && let Some(is_so) = ask(id)
        {
            answer = Some(answer.unwrap_or(false) || is_so);
        }
        answer == Some(true)
    });
    answer
}
