use crate::house::{House, portolan, text};
use serde_json::Value;

#[test]
fn wrong_usage_exits_with_2_and_a_failure_with_1_and_a_sentence() {
    assert_eq!(portolan(&[], &["querry"]).status.code(), Some(2));
    let no_token = portolan(&[], &["query", "SELECT 1"]);
    assert_eq!(no_token.status.code(), Some(1));
    assert!(
        text(&no_token.stderr).contains("PORTOLAN_TOKEN"),
        "{}",
        text(&no_token.stderr)
    );
    let nobody = [("PORTOLAN_URL", "http://127.0.0.1:9"), ("PORTOLAN_TOKEN", "x")];
    let unreachable = portolan(&nobody, &["query", "SELECT 1"]);
    assert_eq!(unreachable.status.code(), Some(1));
    assert!(
        text(&unreachable.stderr).contains("portolan serve"),
        "{}",
        text(&unreachable.stderr)
    );
}

#[test]
fn a_wrong_query_points_at_the_mistake() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let wrong = house.portolan(&["query", "SELECT identty FROM access_path"]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = text(&wrong.stderr);
    assert!(
        said.contains("line 1, column 8") && said.contains("identity"),
        "{said}"
    );
    let writing = house.portolan(&["query", "DELETE FROM nodes"]);
    assert_eq!(writing.status.code(), Some(1));
}

#[test]
fn the_shell_tells_what_the_pages_tell() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let status = house.portolan(&["plugins", "status", "okta", "--format", "json"]);
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["org_url"], house.ready["okta_url"]);
    assert_eq!(status["scan"]["state"], "done");
    assert!(!text(&house.portolan(&["plugins", "ls", "--format", "json"]).stdout).contains("00Simulated"));

    let again = house.portolan(&["scan"]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    let blast = house.portolan(&[
        "graph",
        "blast",
        "margaret.holm@harborline.example",
        "--format",
        "json",
    ]);
    let blast: Value = serde_json::from_slice(&blast.stdout).unwrap();
    assert!(blast["total"].as_u64().unwrap() > 0);

    let cleanup = house.portolan(&["plugins", "cleanup", "okta"]);
    assert_eq!(
        cleanup.status.code(),
        Some(1),
        "an active integration is not cleaned up"
    );
    assert!(house.portolan(&["plugins", "delete", "okta"]).status.success());
    assert!(house.portolan(&["plugins", "cleanup", "okta"]).status.success());
}

#[test]
fn a_credential_that_does_not_work_is_refused_with_advice() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let okta = house.fact("okta_url").to_owned();
    assert!(house.portolan(&["plugins", "delete", "okta"]).status.success());
    let refused = house.portolan(&[
        "plugins",
        "install",
        "okta",
        "--org",
        &okta,
        "--api-token",
        "00wrong",
    ]);
    assert_eq!(refused.status.code(), Some(1));
    let said = text(&refused.stderr);
    assert!(
        said.to_lowercase().contains("token") && !said.contains("00wrong"),
        "{said}"
    );
    let public = house.portolan(&[
        "plugins",
        "install",
        "okta",
        "--org",
        "https://user@acme.okta.com",
        "--api-token",
        "x",
    ]);
    assert!(
        text(&public.stderr).contains("user name"),
        "{}",
        text(&public.stderr)
    );
}
