use super::*;

#[test]
fn a_worker_tells_the_same_day_the_same_way_and_no_id_twice() {
    let worker = |key| Worker {
        login: "iris.vogel@harborline.example",
        short: "iris.vogel",
        role: "Admin",
        ip: "198.51.100.7",
        key,
    };
    let told = |key| {
        let worker = worker(key);
        [aws::day(&worker), github::day(&worker), teleport::day(&worker)]
    };
    assert_eq!(told(105), told(105));
    let id = |event: &Value| {
        ["eventID", "_document_id", "uid"]
            .iter()
            .find_map(|name| event[*name].as_str())
            .unwrap()
            .to_owned()
    };
    let mut ids: Vec<String> = [105, 205, 9_900]
        .into_iter()
        .flat_map(|key| told(key).concat())
        .map(|(_, event)| id(&event))
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn events_are_dated_as_their_source_does() {
    let at = Stamp::parse("2026-09-01T08:00:00.250Z").unwrap();
    let one = |source| dated(source, serde_json::json!({}), at);
    assert_eq!(one("aws")["eventTime"], "2026-09-01T08:00:00Z");
    assert_eq!(one("github")["@timestamp"], at.0);
    assert_eq!(one("teleport")["time"], "2026-09-01T08:00:00.250Z");
}

#[test]
fn nobody_works_on_sundays() {
    let at = |text| Stamp::parse(text).unwrap();
    assert!(is_weekend(at("2026-09-06T10:00:00.000Z")));
    assert!(!is_weekend(at("2026-09-07T10:00:00.000Z")));
}
