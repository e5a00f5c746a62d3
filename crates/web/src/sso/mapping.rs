//! From attributes to roles: the union of all lines that match.

use std::collections::BTreeMap;

use domain::role::is_like;

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::map;
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
    }
}
