//! The questions on which speed is judged.

use std::error::Error;
use std::hint::black_box;

use portolan_graph::diff::diff;
use portolan_graph::path::count;
use portolan_graph::reach::{ReachOptions, reach as reaches, shortest_path, who_reaches};
use portolan_graph::{
    ActionType, ActionTypeSet, Graph, NodeIx, NodeKind, PathFilter, PathRow, ScopePart, paths,
};

use crate::measure::{Report, first_touch, ms, per_key, runs, timed, us};
use crate::plain::Plain;
use crate::world::{Random, World};

fn some(graph: &Graph, kind: NodeKind, count: usize) -> Vec<NodeIx> {
    let mut random = Random(3);
    let nodes: Vec<NodeIx> = graph.nodes_of(kind).collect();
    (0..count).map(|_| nodes[random.below(nodes.len())]).collect()
}

fn list(graph: &Graph, filter: &PathFilter, rows: &mut Vec<PathRow>) {
    rows.clear();
    let mut cursor = paths(graph, filter);
    while cursor.next_batch(rows, 8192) == 8192 {
        black_box(&rows);
        rows.clear();
    }
    black_box(&rows);
}

pub(crate) fn one_key(graph: &Graph, plain: &Plain, report: &mut Report) {
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let first = |kind| graph.nodes_of(kind).next().map_or(0, |node: NodeIx| node.0);
    type Question = fn(&Plain, usize, &mut Vec<(u32, u32, u32)>);
    let questions: [(&str, NodeKind, bool, Question); 3] = [
        ("Q1 resources of one person", NodeKind::User, true, Plain::of_user),
        ("Q2 people of one app", NodeKind::App, false, Plain::of_app),
        ("Q3 members of one group", NodeKind::Group, false, Plain::of_group),
    ];
    for (name, kind, is_identity, question) in questions {
        let keys = some(graph, kind, 200);
        let filter = |key| {
            if is_identity {
                PathFilter::of_identity(key)
            } else {
                PathFilter::to_resource(key)
            }
        };
        let mut cold = first_touch(&keys, |key| list(graph, &filter(key), &mut rows));
        let mut ours = per_key(&keys, 64, |key| list(graph, &filter(key), &mut rows));
        let base = first(kind);
        let mut limit = per_key(&keys, 64, |key| {
            cells.clear();
            question(plain, (key.0 - base) as usize, &mut cells);
            black_box(&cells);
        });
        let mut straight = per_key(&keys, 64, |key| {
            rows.clear();
            match is_identity {
                true => graph.paths_of_identity(key, &mut rows),
                false => graph.paths_to_resource(key, &mut rows),
            }
            black_box(&rows);
        });
        report.add(&format!("{name}, first touch"), us(&mut cold), String::new());
        report.add(&format!("{name}, hot"), us(&mut straight), us(&mut limit));
        report.add(
            &format!("{name}, hot, by filter and cursor"),
            us(&mut ours),
            String::new(),
        );
        let texts: Vec<&str> = keys.iter().map(|&key| graph.name(key)).collect();
        let mut named = per_key(&texts, 64, |text| {
            for node in graph.lookup(text) {
                list(graph, &filter(node), &mut rows);
                for row in &rows {
                    black_box((graph.name(row.identity), graph.name(row.resource)));
                }
            }
        });
        report.add(
            &format!("{name}, name in, names out"),
            us(&mut named),
            String::new(),
        );
        let mut counted = per_key(&keys, 64, |key| {
            black_box(count(graph, &filter(key)));
        });
        report.add(&format!("{name}, counted"), us(&mut counted), String::new());
    }
    for text in [
        "last1234",
        "First12 Last",
        "lsat19999",
        "application 77",
        "nothing like it",
    ] {
        let mut times = runs(5, || black_box(graph.search(text, 20)));
        report.add(&format!("search {text:?}"), ms(&mut times), String::new());
    }
}

pub(crate) fn whole_organization(graph: &Graph, plain: &Plain, report: &mut Report) {
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let everything = PathFilter::default();
    let mut ours = runs(5, || list(graph, &everything, &mut rows));
    let mut limit = runs(5, || black_box(plain.all(&mut cells)));
    report.add(
        &format!("every path row, made ({})", count(graph, &everything)),
        ms(&mut ours),
        ms(&mut limit),
    );
    let mut ours = runs(5, || black_box(count(graph, &everything)));
    let mut limit = runs(5, || black_box(plain.count()));
    report.add("every path row, counted", ms(&mut ours), ms(&mut limit));
    let of = |kind| PathFilter {
        action_types: Some(ActionTypeSet::NONE.with(kind)),
        ..PathFilter::default()
    };
    let admins = count(graph, &of(ActionType::AdminRole));
    let mut ours = runs(5, || list(graph, &of(ActionType::AdminRole), &mut rows));
    report.add(
        &format!("Q5 administrators ({admins} rows)"),
        ms(&mut ours),
        String::new(),
    );
    let mut ours = runs(5, || {
        for token in graph.nodes_of(NodeKind::ApiToken) {
            let owner = graph.owner_of_credential(token);
            black_box(owner.map(|owner| graph.roles_of(owner)));
        }
    });
    report.add("Q6 tokens, owners, roles", ms(&mut ours), String::new());
    let mut ours = runs(5, || {
        black_box(
            graph
                .nodes_with_labels(&[("teleport.dev/origin", "okta")])
                .count(),
        )
    });
    report.add("Q7 nodes by label, all", ms(&mut ours), String::new());
    let mut ours = runs(5, || {
        black_box(
            graph
                .nodes_with_labels(&[("okta/app-name", "catalogue_3")])
                .count(),
        )
    });
    report.add("Q7 nodes by label, few", ms(&mut ours), String::new());
    let mut ours = runs(3, || black_box(graph.edges().count()));
    report.add("every fact as an edge", ms(&mut ours), String::new());
}

pub(crate) fn reach(graph: &Graph, plain: &Plain, report: &mut Report) -> String {
    let base = graph.nodes_of(NodeKind::User).next().map_or(0, |node| node.0);
    let holders: Vec<NodeIx> = graph
        .holdings()
        .iter()
        .filter(|holding| matches!(graph.assignment(holding.assignment).scope, [ScopePart::Group(_)]))
        .map(|holding| holding.identity)
        .collect();
    let all: Vec<NodeIx> = graph
        .nodes_of(NodeKind::User)
        .filter(|&user| graph.is_role_bearing(user))
        .collect();
    let options = ReachOptions::default();
    let desk = all.iter().copied().find(|&user| {
        let reach = reaches(graph, user, options);
        !reach.is_everything() && reach.len() > graph.node_count() / 2
    });
    let mut cold = Vec::new();
    if let Some(desk) = desk {
        let fresh = |_| timed(|| black_box(shortest_path(graph, desk, NodeIx(base + 77), options))).1;
        cold = (0..3).map(fresh).collect();
    }
    let mut seen = plain.seen();
    let mut limit = runs(5, || black_box(plain.reach(0, true, &mut seen)));
    report.add(
        "shortest path from a help desk of everybody",
        ms(&mut cold),
        ms(&mut limit),
    );
    let mut ours = per_key(&holders, 16, |user| {
        black_box(reaches(graph, user, options).len())
    });
    let mut limit = per_key(&holders, 16, |user| {
        black_box(plain.reach((user.0 - base) as usize, false, &mut seen))
    });
    report.add(
        "Q8 reach of help desks over one group",
        us(&mut ours),
        us(&mut limit),
    );
    let mut ours = per_key(&all, 16, |user| black_box(reaches(graph, user, options).len()));
    report.add(
        "Q8 reach of every admin, closure cached",
        us(&mut ours),
        String::new(),
    );
    let people = some(graph, NodeKind::User, 200);
    let mut ours = per_key(&people, 16, |user| black_box(reaches(graph, user, options).len()));
    let mut limit = per_key(&people, 16, |user| {
        black_box(plain.reach((user.0 - base) as usize, false, &mut seen))
    });
    report.add("Q8 reach of anybody", us(&mut ours), us(&mut limit));
    let apps = some(graph, NodeKind::App, 20);
    let mut ours = per_key(&apps, 1, |app| black_box(who_reaches(graph, app, options).len()));
    report.add("who reaches an app", us(&mut ours), String::new());
    let total: usize = all.iter().map(|&user| reaches(graph, user, options).len()).sum();
    format!(
        "{} identities with roles, {} nodes reached on the mean",
        all.len(),
        total / all.len().max(1)
    )
}

pub(crate) fn differences(
    old: &Graph,
    plain: &Plain,
    world: &World,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let (new, _) = world.churned().build()?;
    let after = Plain::new(&new);
    let mut ours = runs(5, || black_box(diff(old, &new)));
    let mut limit = runs(5, || black_box(plain.difference(&after)));
    let found = diff(old, &new);
    let name = format!(
        "Q9 facts that differ (+{} -{})",
        found.edges_added.len(),
        found.edges_removed.len()
    );
    report.add(&name, ms(&mut ours), ms(&mut limit));
    let (gained, lost) = found.access();
    let mut ours = runs(5, || black_box(found.access()));
    report.add(
        &format!("Q9 access that differs (+{} -{})", gained.len(), lost.len()),
        ms(&mut ours),
        String::new(),
    );
    Ok(())
}
