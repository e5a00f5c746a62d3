//! Names that look like a mistyped one.

use datafusion::common::utils::datafusion_strsim::levenshtein;

/// The most that are offered.
const OFFERED_MAX: usize = 3;

/// Up to three of `known` that look like `wanted`, nearest first; each name once.
pub(crate) fn closest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let within = (wanted.chars().count() / 3).max(2);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let contains = wanted.len() >= 3 && lower.len() >= 3;
            let distance = match levenshtein(&wanted, &lower) {
                far if far <= within => far,
                _ if contains && (lower.contains(&wanted) || wanted.contains(&lower)) => within + 1,
                _ if same_letters(&wanted, &lower) => within + 1,
                _ => return None,
            };
            Some((distance, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup_by_key(|(_, name)| *name);
    near.truncate(OFFERED_MAX);
    near.into_iter().map(|(_, name)| name).collect()
}

fn same_letters(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.sort_unstable();
        letters
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::closest;

    const COLUMNS: [&str; 5] = [
        "identity",
        "identity_id",
        "identity_group",
        "resource",
        "resource_id",
    ];

    #[test]
    fn a_typing_mistake_finds_its_column() {
        assert_eq!(closest("identiy", COLUMNS), ["identity"]);
        assert_eq!(closest("RESOURCE", COLUMNS)[0], "resource");
    }

    #[test]
    fn a_part_of_a_name_finds_it() {
        assert_eq!(closest("group", COLUMNS), ["identity_group"]);
        assert_eq!(closest("ids", ["id", "idp", "resource_id"]), ["id", "idp"]);
    }

    #[test]
    fn nothing_near_is_nothing() {
        assert!(closest("colour", COLUMNS).is_empty());
    }
}
