use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch};
use graph::{PathFilter, PathRow, paths};

use super::batch::{batch, schema};
use super::side::Column;
use crate::catalogue;
use crate::world::World;

const WORLD: &str = "
user alice ACTIVE
user bob ACTIVE
group eng OKTA_GROUP: alice bob
app github: eng, bob, ~alice
app worker service
role SUPER_ADMIN: eng
role HELP_DESK_ADMIN: bob over eng
custom-role reset: okta.users.manage
resource-set people: eng
role reset: bob in people
token ci: alice
grant worker: okta.users.manage
secret s1: worker
rule engineers if=always: eng
";

fn world() -> World {
    World::new(Arc::new(graph::fixture::graph(WORLD).expect("parses")), None).expect("a world")
}

fn all_rows(world: &World) -> Vec<PathRow> {
    let mut rows = Vec::new();
    paths(&world.graph, &PathFilter::default()).next_batch(&mut rows, usize::MAX >> 8);
    rows
}

fn whole(world: &World, rows: &[PathRow]) -> RecordBatch {
    let columns: Vec<Column> = Column::ALL.iter().map(|(_, column)| *column).collect();
    batch(world, &schema(), &columns, rows).expect("a batch")
}

#[test]
fn columns_are_those_of_the_catalogue() {
    let told = catalogue::table("access_path").expect("is there").columns;
    let told: Vec<&str> = told.iter().map(|column| column.name).collect();
    let known: Vec<&str> = Column::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(told, known);
}

#[test]
fn paths_and_grantors_are_those_of_the_graph() {
    let world = world();
    let rows = all_rows(&world);
    let made = whole(&world, &rows);
    let graph = &world.graph;
    let texts = |name: &str, row: usize| -> Vec<String> {
        let list = made
            .column_by_name(name)
            .expect("is there")
            .as_list::<i32>()
            .value(row);
        list.as_string_view()
            .iter()
            .flatten()
            .map(str::to_owned)
            .collect()
    };
    for (at, row) in rows.iter().enumerate() {
        let nodes: Vec<String> = graph
            .path_nodes(row)
            .into_iter()
            .map(|node| graph.id(node).to_owned())
            .collect();
        assert_eq!(texts("path", at), nodes, "{row:?}");
        assert_eq!(texts("grantors", at), graph.grantors(row), "{row:?}");
    }
}

#[test]
fn names_point_into_the_graph() {
    let world = world();
    let made = whole(&world, &all_rows(&world));
    let ids = made
        .column_by_name("identity_id")
        .expect("is there")
        .as_string_view();
    let arena = world.graph.arena_bytes();
    assert!(
        ids.data_buffers()
            .iter()
            .any(|buffer| buffer.as_ptr() == arena.as_ptr()),
        "ids were copied"
    );
}
