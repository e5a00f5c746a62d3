use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::fixture;
use crate::path::{ActionType, ActionTypeSet, PathFilter, paths};

fn edge(graph: &Graph, edge: &Edge) -> String {
    format!(
        "{} {} {}",
        graph.name(edge.from),
        edge.kind.as_str(),
        graph.name(edge.to)
    )
}

fn told(diff: &Diff<'_>) -> String {
    let (old, new) = (diff.old(), diff.new_graph());
    let mut lines = Vec::new();
    lines.extend(
        diff.nodes_added
            .iter()
            .map(|&node| format!("+ {}", new.name(node))),
    );
    lines.extend(
        diff.nodes_removed
            .iter()
            .map(|&node| format!("- {}", old.name(node))),
    );
    lines.extend(
        diff.status_changed
            .iter()
            .map(|&(_, node)| format!("~ {}", new.name(node))),
    );
    lines.extend(
        diff.apps_switched
            .iter()
            .map(|&(_, node)| format!("~ {}", new.name(node))),
    );
    lines.extend(
        diff.edges_added
            .iter()
            .map(|fact| format!("+ {}", edge(new, fact))),
    );
    lines.extend(
        diff.edges_removed
            .iter()
            .map(|fact| format!("- {}", edge(old, fact))),
    );
    let (gained, lost) = diff.access();
    let because = |graph: &Graph, causes: Vec<Edge>, by_status: bool, by_app: bool| {
        let facts = causes.iter().map(|fact| edge(graph, fact));
        let account = by_status.then(|| "of the account".to_owned());
        let app = by_app.then(|| "of the app".to_owned());
        facts.chain(account).chain(app).collect::<Vec<_>>().join(", ")
    };
    lines.extend(gained.into_iter().map(|change| {
        let states = (diff.is_gain_by_status(change), diff.is_gain_by_app(change));
        let causes = because(new, diff.causes_of_gain(change), states.0, states.1);
        format!(
            "> {} opens {} because {causes}",
            new.name(change.user),
            new.name(change.app)
        )
    }));
    lines.extend(lost.into_iter().map(|change| {
        let states = (diff.is_loss_by_status(change), diff.is_loss_by_app(change));
        let causes = because(old, diff.causes_of_loss(change), states.0, states.1);
        format!(
            "< {} opened {} because {causes}",
            old.name(change.user),
            old.name(change.app)
        )
    }));
    lines.join("\n")
}

#[test]
fn things_facts_and_access_that_changed_are_told_with_causes() {
    let old = fixture::graph(
        "user alice\nuser bob\nuser leaver\nuser carol\ngroup eng: alice bob leaver\ngroup ops: carol\n\
         app github: eng\napp pager: ops, bob\napp worker service\nrole HELP_DESK_ADMIN: bob\ntoken t: bob\n\
         grant worker: okta.users.read\nowner eng: alice",
    )
    .unwrap();
    let new = fixture::graph(
        "user alice\nuser bob ordinal=1 SUSPENDED\nuser carol ordinal=3\nuser dan ordinal=4\n\
         group eng: alice dan\ngroup ops: carol alice\n\
         app github: eng, ops\napp pager: ops\napp worker service\nrole HELP_DESK_ADMIN: carol\n\
         role SUPER_ADMIN: bob\nsecret s: worker\nowner eng: ops",
    )
    .unwrap();
    insta::assert_snapshot!(told(&diff(&old, &new)), @r#"
    + dan
    + Super Admin
    + ocss
    - leaver
    - t
    ~ bob
    + dan member_of eng
    + alice member_of ops
    + ops assigned_to github
    + ops owns eng
    + bob has_role Super Admin
    + carol has_role Help Desk Admin
    + Help Desk Admin scoped_to Acme
    + Super Admin scoped_to Acme
    + ocss secret_of worker
    - bob member_of eng
    - leaver member_of eng
    - bob assigned_to pager
    - alice owns eng
    - bob has_role Help Desk Admin
    - Help Desk Admin scoped_to Acme
    - t token_of bob
    - worker granted_scope Acme
    > alice opens pager because alice member_of ops
    > carol opens github because ops assigned_to github
    > dan opens github because dan member_of eng
    < bob opened github because bob member_of eng, of the account
    < bob opened pager because bob assigned_to pager, of the account
    < leaver opened github because leaver member_of eng
    "#);
    assert!(diff(&old, &old).is_empty());
    assert_eq!(diff(&old, &old).access(), (Vec::new(), Vec::new()));
}

#[test]
fn nobody_can_open_what_a_state_forbids() {
    let old = fixture::graph(
        "user away SUSPENDED\nuser here\nuser leaver\nuser new STAGED\nuser locked\n\
         group eng: away leaver new locked\ngroup ops\napp chat: eng, here\napp wiki INACTIVE: here, ~leaver\n\
         app pager: ops\napp worker service",
    )
    .unwrap();
    let new = fixture::graph(
        "user away SUSPENDED\nuser here\nuser leaver SUSPENDED\nuser new\nuser locked LOCKED_OUT\n\
         group eng: away leaver new locked\ngroup ops: here away\napp chat: eng, here\napp wiki: here, ~leaver, eng\n\
         app pager INACTIVE: ops\napp worker service INACTIVE",
    )
    .unwrap();
    insta::assert_snapshot!(told(&diff(&old, &new)), @"
    ~ leaver
    ~ new
    ~ locked
    ~ wiki
    ~ pager
    ~ worker
    + away member_of ops
    + here member_of ops
    + eng assigned_to wiki
    - leaver assigned_by_unseen_group wiki
    > here opens wiki because of the app
    > new opens chat because of the account
    > new opens wiki because eng assigned_to wiki, of the account, of the app
    > locked opens wiki because eng assigned_to wiki, of the app
    < leaver opened chat because of the account
    ");
    let back = told(&diff(&new, &old));
    let access: Vec<&str> = back.lines().filter(|line| line.starts_with(['<', '>'])).collect();
    insta::assert_snapshot!(access.join("\n"), @"
    > leaver opens chat because of the account
    < here opened wiki because of the app
    < new opened chat because of the account
    < new opened wiki because eng assigned_to wiki, of the account, of the app
    < locked opened wiki because eng assigned_to wiki, of the app
    ");
}

/// People with ordinals, groups, apps; any of them may be missing.
fn world() -> impl Strategy<Value = String> {
    let present = prop::collection::vec(prop::bool::weighted(0.8), 14);
    let states = prop::collection::vec(0..6_usize, 8);
    let links = prop::collection::vec((0..5_usize, 0..5_usize), 0..16);
    (present, states, links).prop_map(|(present, states, links)| {
        let kinds = ["user", "group", "app"];
        let has = |kind: usize, at: usize| at < 4 && present[kind * 4 + at];
        let mut text = String::new();
        for (kind, word) in kinds.iter().enumerate() {
            for at in (0..4).filter(|&at| has(kind, at)) {
                let list: Vec<String> = links
                    .iter()
                    .enumerate()
                    .filter(|(_, link)| link.0 == at)
                    .filter_map(|(turn, link)| {
                        let of = if kind == 1 { 0 } else { turn % 2 };
                        (kind > 0 && has(of, link.1)).then(|| format!("{}{}", kinds[of], link.1))
                    })
                    .collect();
                let status = match kind {
                    0 => ["", "", "", "LOCKED_OUT", "SUSPENDED", "DEPROVISIONED"][states[at]],
                    2 => ["", "", "", "", "", "INACTIVE"][states[4 + at]],
                    _ => "",
                };
                text += &format!(
                    "{word} {word}{at} {status} ordinal={}: {}\n",
                    at * 3,
                    list.join(" ")
                );
            }
        }
        text
    })
}

fn facts(graph: &Graph) -> BTreeSet<String> {
    graph.edges().map(|fact| edge(graph, &fact)).collect()
}

/// Who can open what, from the path rows.
fn access(graph: &Graph) -> BTreeSet<(String, String)> {
    let mut rows = Vec::new();
    let action_types = Some(ActionTypeSet::NONE.with(ActionType::Assignment));
    paths(
        graph,
        &PathFilter {
            action_types,
            ..PathFilter::default()
        },
    )
    .next_batch(&mut rows, 10_000);
    rows.iter()
        .filter(|row| {
            let away = ["SUSPENDED", "DEPROVISIONED"];
            let is_away = |status: domain::facts::UserStatus| away.contains(&status.as_str());
            !graph.user_status(row.identity).is_some_and(is_away)
        })
        .filter(|row| !graph.properties_json(row.resource).contains("INACTIVE"))
        .map(|row| {
            (
                graph.name(row.identity).to_owned(),
                graph.name(row.resource).to_owned(),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn differences_are_those_of_the_sets(before in world(), after in world()) {
        let (old, new) = (fixture::graph(&before).unwrap(), fixture::graph(&after).unwrap());
        let diff = diff(&old, &new);
        let set = |graph: &Graph, edges: &[Edge]| edges.iter().map(|fact| edge(graph, fact)).collect::<BTreeSet<_>>();
        let (was, is) = (facts(&old), facts(&new));
        prop_assert_eq!(set(&new, &diff.edges_added), is.difference(&was).cloned().collect());
        prop_assert_eq!(set(&old, &diff.edges_removed), was.difference(&is).cloned().collect());
        let (gained, lost) = diff.access();
        let pairs = |graph: &Graph, changes: &[AccessChange]| -> BTreeSet<(String, String)> {
            let name = |node| graph.name(node).to_owned();
            changes.iter().map(|change| (name(change.user), name(change.app))).collect()
        };
        let (could, can) = (access(&old), access(&new));
        prop_assert_eq!(pairs(&new, &gained), can.difference(&could).cloned().collect());
        prop_assert_eq!(pairs(&old, &lost), could.difference(&can).cloned().collect());
        for &change in &gained {
            let by_state = diff.is_gain_by_status(change) || diff.is_gain_by_app(change);
            prop_assert!(by_state || !diff.causes_of_gain(change).is_empty(), "{change:?}");
        }
        for &change in &lost {
            let by_state = diff.is_loss_by_status(change) || diff.is_loss_by_app(change);
            prop_assert!(by_state || !diff.causes_of_loss(change).is_empty(), "{change:?}");
        }
    }
}
