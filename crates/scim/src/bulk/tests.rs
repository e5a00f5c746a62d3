//! The order of operations.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{BulkOperation, order, references};

fn operation(bulk_id: &str, needs: &[&str]) -> BulkOperation {
    BulkOperation {
        method: "POST".into(),
        path: "/Groups".into(),
        bulk_id: Some(bulk_id.into()),
        version: None,
        data: json!({ "members": needs.iter().map(|need| json!({ "value": format!("bulkId:{need}") })).collect::<Vec<Value>>() }),
    }
}

#[test]
fn each_comes_after_those_it_refers_to_and_circles_come_apart() {
    let operations = [
        operation("a", &["c"]),
        operation("b", &[]),
        operation("c", &["b", "b"]),
        operation("d", &["e"]),
        operation("e", &["d"]),
        operation("f", &["d"]),
        operation("g", &["g"]),
        operation("h", &["elsewhere"]),
    ];
    assert_eq!(order(&operations), (vec![1, 2, 0, 7], vec![3, 4, 5, 6]));
}

proptest! {
    #[test]
    fn every_operation_is_placed_once_and_after_its_references(edges in prop::collection::vec((0..8_usize, 0..8_usize), 0..12)) {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let operations: Vec<_> = (0..8).map(|index| {
            let needs: Vec<&str> = edges.iter().filter(|(from, _)| *from == index).map(|(_, to)| names[*to]).collect();
            operation(names[index], &needs)
        }).collect();
        let (ordered, circular) = order(&operations);
        let mut all: Vec<usize> = ordered.iter().chain(&circular).copied().collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..8).collect::<Vec<_>>());
        for (place, index) in ordered.iter().enumerate() {
            for name in references(&operations[*index]) {
                let needed = names.iter().position(|known| *known == name).unwrap();
                prop_assert!(ordered[..place].contains(&needed));
            }
        }
    }
}
