//! Which nodes a list shows.

use graph::{Graph, NodeIx, NodeKind};

use super::kind_word;
use crate::error::ApiError;
use crate::view::KindWord;

/// The kinds that a request names; what the scan did not see is listed only when asked for by name.
pub(super) fn kinds(kind: Option<KindWord>, sub_kind: Option<&str>) -> Result<Vec<NodeKind>, ApiError> {
    if let Some(word) = sub_kind {
        let found = NodeKind::from_sub_kind(word).ok_or_else(|| {
            let known: Vec<&str> = NodeKind::ALL.into_iter().map(NodeKind::sub_kind).collect();
            ApiError::invalid("sub_kind", "there is no such kind of node")
                .hint(format!("one of {}", known.join(", ")))
        })?;
        return Ok(if kind.is_none_or(|kind| kind == kind_word(found)) {
            vec![found]
        } else {
            Vec::new()
        });
    }
    let all = NodeKind::ALL
        .into_iter()
        .filter(|found| *found != NodeKind::Unseen);
    Ok(all
        .filter(|found| kind.is_none_or(|kind| kind == kind_word(*found)))
        .collect())
}

/// Whether a name or alias holds `needle`, which is in lower case.
pub(super) fn has_text(graph: &Graph, node: NodeIx, needle: &str) -> bool {
    holds(graph.name(node), needle) || graph.aliases(node).any(|alias| holds(alias, needle))
}

/// Whether the node is in this state.
pub(super) fn has_status(graph: &Graph, node: NodeIx, status: &str) -> bool {
    match graph.user_status(node) {
        Some(known) => known.as_str() == status,
        None => super::properties(graph, node)
            .get("status")
            .is_some_and(|known| known == status),
    }
}

fn holds(text: &str, needle: &str) -> bool {
    if needle.is_ascii() {
        let (text, needle) = (text.as_bytes(), needle.as_bytes());
        let Some(first) = needle.first() else { return true };
        // Only where it can begin is it compared: a list of 200,000 names is looked through at each stroke.
        return memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text).any(|at| {
            text.get(at..at + needle.len())
                .is_some_and(|part| part.eq_ignore_ascii_case(needle))
        });
    }
    text.to_lowercase().contains(needle)
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn text_is_found_whatever_the_case() {
        assert!(holds("Engineering", "gine"));
        assert!(holds("ENGINEERING", "gine"));
        assert!(holds("Größe", "größ"));
        assert!(holds("GRÖSSE Ärger", "ärger"));
        assert!(!holds("eng", "engine"));
        assert!(holds("x", ""));
    }
}
