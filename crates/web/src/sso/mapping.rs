//! From attributes to roles: the union of all lines that match.

use std::collections::BTreeMap;

use domain::role::is_like;
use store::state::MappedBy;

use crate::view::RoleMapping;

/// The lines that match, and the roles they give, each once, in the order of the lines.
pub(crate) fn map(
    lines: &[RoleMapping],
    attributes: &BTreeMap<String, Vec<String>>,
) -> (Vec<RoleMapping>, Vec<String>) {
    let (mut matched, mut roles) = (Vec::new(), Vec::new());
    for line in lines {
        let values = attributes.get(&line.name);
        if !values.is_some_and(|values| values.iter().any(|value| is_like(&line.value, value))) {
            continue;
        }
        for role in &line.roles {
            if !roles.contains(role) {
                roles.push(role.clone());
            }
        }
        matched.push(line.clone());
    }
    (matched, roles)
}

/// Which values of which attributes give the roles of lines that match.
pub(crate) fn mapped_by(
    matched: &[RoleMapping],
    attributes: &BTreeMap<String, Vec<String>>,
) -> Vec<MappedBy> {
    let mut found = Vec::new();
    for line in matched {
        let values = attributes.get(&line.name).map(Vec::as_slice).unwrap_or_default();
        for value in values.iter().filter(|value| is_like(&line.value, value)) {
            for role in &line.roles {
                let by = MappedBy {
                    role: role.clone(),
                    attribute: line.name.clone(),
                    value: value.clone(),
                    is_seen: false,
                };
                if !found.contains(&by) {
                    found.push(by);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{map, mapped_by};
    use crate::view::RoleMapping;

    fn line(name: &str, value: &str, roles: &[&str]) -> RoleMapping {
        RoleMapping {
            name: name.to_owned(),
            value: value.to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        }
    }

    #[test]
    fn roles_are_the_union_of_matches() {
        let attributes = BTreeMap::from([
            (
                "groups".to_owned(),
                vec!["Everyone".to_owned(), "eng-backend".to_owned()],
            ),
            ("title".to_owned(), Vec::new()),
        ]);
        let lines = [
            line("groups", "eng-*", &["access", "requester"]),
            line("groups", "Everyone", &["requester"]),
            line("groups", "eng", &["editor"]),
            line("groups", "everyone", &["editor"]),
            line("title", "*", &["editor"]),
            line("absent", "*", &["editor"]),
        ];
        let (matched, roles) = map(&lines, &attributes);
        assert_eq!(roles, ["access", "requester"]);
        assert_eq!(matched, lines[..2]);
        let by = mapped_by(&matched, &attributes);
        let told: Vec<String> = by
            .iter()
            .map(|by| format!("{} by {}", by.role, by.value))
            .collect();
        assert_eq!(
            told,
            [
                "access by eng-backend",
                "requester by eng-backend",
                "requester by Everyone"
            ]
        );
    }
}
