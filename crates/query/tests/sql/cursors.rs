//! Answers taken in parts, as psql's `FETCH_COUNT` and drivers' named cursors take them.

use crate::pg::{Served, TOKEN};
use crate::wire::{Client, Message};

/// What `sql` brings: the values of each row, then the tag of what was done or the SQLSTATE of what was refused.
async fn told(client: &mut Client, sql: &str) -> Vec<String> {
    client.begin(sql).await;
    client.until_ready().await.iter().filter_map(line).collect()
}

fn line(message: &Message) -> Option<String> {
    match message.tag {
        'D' => Some(
            message
                .values()
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect::<Vec<_>>()
                .join("|"),
        ),
        'C' => Some(
            String::from_utf8_lossy(&message.body)
                .trim_end_matches('\0')
                .to_owned(),
        ),
        'E' => message.field(b'C'),
        _ => None,
    }
}

const FIVE: &str = "SELECT value FROM generate_series(1, 5)";

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_taken_in_parts() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let declare = format!("DECLARE part NO SCROLL CURSOR FOR {FIVE}");
    for (sql, expected) in [
        ("BEGIN", &["BEGIN"][..]),
        (declare.as_str(), &["DECLARE CURSOR"]),
        ("FETCH FORWARD 2 FROM part", &["1", "2", "FETCH 2"]),
        ("FETCH NEXT FROM part", &["3", "FETCH 1"]),
        ("FETCH ALL FROM part", &["4", "5", "FETCH 2"]),
        ("FETCH 10 FROM part", &["FETCH 0"]),
        ("CLOSE part", &["CLOSE CURSOR"]),
        ("FETCH 1 FROM part", &["34000"]),
        ("ROLLBACK", &["ROLLBACK"]),
    ] {
        assert_eq!(told(&mut client, sql).await, expected, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_ends_with_its_transaction_unless_it_is_held() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let all = format!(
        "BEGIN; DECLARE gone CURSOR FOR {FIVE}; DECLARE held CURSOR WITH HOLD FOR {FIVE}; FETCH 1 FROM gone; \
         FETCH 1 FROM held; COMMIT"
    );
    let expected = [
        "BEGIN",
        "DECLARE CURSOR",
        "DECLARE CURSOR",
        "1",
        "FETCH 1",
        "1",
        "FETCH 1",
        "COMMIT",
    ];
    assert_eq!(told(&mut client, &all).await, expected);
    assert_eq!(told(&mut client, "FETCH 1 FROM gone").await, ["34000"]);
    assert_eq!(told(&mut client, "FETCH 1 FROM held").await, ["2", "FETCH 1"]);
    assert_eq!(told(&mut client, "CLOSE ALL").await, ["CLOSE CURSOR ALL"]);
    assert_eq!(told(&mut client, "FETCH 1 FROM held").await, ["34000"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_cannot_be_declared_is_refused() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let declare = |name: &str| format!("DECLARE {name} CURSOR WITH HOLD FOR {FIVE}");
    assert_eq!(
        told(&mut client, &declare("c").replace("WITH HOLD ", "")).await,
        ["24000"]
    );
    for number in 0..16 {
        let name = format!("c{number}");
        assert_eq!(told(&mut client, &declare(&name)).await, ["DECLARE CURSOR"]);
    }
    assert_eq!(told(&mut client, &declare("c0")).await, ["24000"]);
    assert_eq!(told(&mut client, &declare("c16")).await, ["24000"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_broke_never_looks_finished() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let broken = "DECLARE broken CURSOR WITH HOLD FOR SELECT 1 / (value - 1) FROM generate_series(1, 3)";
    assert_eq!(told(&mut client, broken).await, ["DECLARE CURSOR"]);
    for _ in 0..2 {
        assert_eq!(told(&mut client, "FETCH ALL FROM broken").await, ["22000"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn drivers_learn_the_columns_of_a_cursor_from_its_portal() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    told(&mut client, "BEGIN").await;
    let sql = "DECLARE mine CURSOR FOR SELECT name, kind FROM nodes WHERE name = $1";
    let declared = client.prepared(sql, &["dave"]).await;
    assert!(declared.iter().any(|message| message.tag == 'C'), "{declared:?}");
    let columns = client.describe_portal("mine").await;
    assert!(columns.iter().any(|message| message.tag == 'T'), "{columns:?}");
    let fetched = client.prepared("FETCH FORWARD 10 FROM mine", &[]).await;
    let lines: Vec<String> = fetched.iter().filter_map(line).collect();
    assert_eq!(lines, ["dave|identity", "FETCH 1"]);
}
