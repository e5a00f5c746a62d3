use crate::house::{House, portolan, text};
use serde_json::Value;

#[test]
fn wrong_usage_exits_with_2_and_a_failure_with_1_and_a_sentence() {
    assert_eq!(portolan(&[], &["querry"]).status.code(), Some(2));
    let no_token = portolan(&[], &["query", "SELECT 1"]);
    assert_eq!(no_token.status.code(), Some(2));
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

/// Understood by its form, and yet nothing that can be meant: no server is asked.
#[test]
fn a_command_line_that_cannot_be_meant_exits_with_2_too() {
    let server = [("PORTOLAN_URL", "http://127.0.0.1:9"), ("PORTOLAN_TOKEN", "x")];
    for (arguments, says) in [
        (&["plugins", "status", "github"][..], "`okta`"),
        (&["plugins", "edit", "okta"], "nothing to change"),
        (&["plugins", "rotate", "okta"], "no credential"),
        (
            &["plugins", "install", "okta", "--org", "acme.okta.com"],
            "no credential",
        ),
        (&["plugins", "rotate", "okta", "--key", "k.pem"], "--client-id"),
        (
            &["plugins", "check", "okta", "--org", "acme.okta.com"],
            "no credential",
        ),
        (&["scan", "--server", "ftp://x"], "not an address"),
    ] {
        let output = portolan(&server, arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
}

#[test]
fn a_service_app_signs_with_a_key_made_here_and_kept_here() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let made = house.portolan(&["plugins", "key", "make", "okta", "--format", "json"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(made["public_jwk"]["d"], Value::Null);
    let listed = text(&house.portolan(&["plugins", "key", "ls", "okta"]).stdout);
    assert!(listed.contains(made["kid"].as_str().unwrap()) && listed.contains("/jwks"));

    // Okta does not know the key yet: the old credential stays in use, and what to do is said.
    let client = house.fact("client_id").to_owned();
    let early = house.portolan(&["plugins", "rotate", "okta", "--client-id", &client]);
    assert_eq!(early.status.code(), Some(1), "{}", text(&early.stderr));

    give_public_key(&house, &client, &made["public_jwk"]);
    let rotated = house.portolan(&["plugins", "rotate", "okta", "--client-id", &client]);
    assert!(rotated.status.success(), "{}", text(&rotated.stderr));
    let scanned = house.portolan(&["scan", "--format", "json"]);
    assert!(scanned.status.success(), "{}", text(&scanned.stderr));
    let status: Value = serde_json::from_slice(&scanned.stdout).unwrap();
    assert_eq!(status["auth"]["key_id"], made["kid"]);
    let check = house.portolan(&["plugins", "check", "okta"]);
    assert!(check.status.success(), "{}", text(&check.stderr));
    let kid = made["kid"].as_str().unwrap();
    let busy = house.portolan(&["plugins", "key", "rm", kid, "okta"]);
    assert_eq!(busy.status.code(), Some(1));
}

/// What the administrator does in Okta: adds the public key to the service app.
fn give_public_key(house: &House, client: &str, jwk: &Value) {
    let url = format!("{}/api/v1/apps/{client}/credentials/jwks", house.fact("okta_url"));
    let authorization = format!("SSWS {}", house.fact("okta_token"));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let answer = tokio::runtime::Runtime::new().unwrap().block_on(async {
        reqwest::Client::new()
            .post(url)
            .header("authorization", authorization)
            .header("content-type", "application/json")
            .body(jwk.to_string())
            .send()
            .await
            .unwrap()
    });
    assert!(answer.status().is_success(), "{}", answer.status());
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
    let unknown = house.portolan(&["users", "ls", "--state", "nowhere"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", text(&unknown.stderr));
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
    let dry = house.portolan(&["plugins", "cleanup", "okta", "--format", "json"]);
    let dry: Value = serde_json::from_slice(&dry.stdout).unwrap();
    assert_eq!(
        (&dry["dry_run"], &dry["organizations"][0]["org_url"]),
        (&Value::Bool(true), &house.ready["okta_url"])
    );
    let gone = house.portolan(&["query", "SELECT * FROM nodes"]);
    assert_eq!(
        gone.status.code(),
        Some(1),
        "what was disconnected is not shown any more"
    );
    let cleaned = house.portolan(&["plugins", "cleanup", "okta", "--no-dry-run"]);
    assert!(
        text(&cleaned.stdout).starts_with("removed "),
        "{}",
        text(&cleaned.stderr)
    );
    let after = house.portolan(&["plugins", "cleanup", "okta"]);
    assert_eq!(text(&after.stdout).trim(), "nothing was left behind");
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
    // Nobody is there: said at once, with what to do, not when a request's time is over.
    let nobody = [
        "plugins",
        "install",
        "okta",
        "--org",
        "http://127.0.0.1:9",
        "--api-token",
        "x",
    ];
    let said = text(&house.portolan(&nobody).stderr);
    assert!(
        said.contains("cannot be reached") && !said.contains("too long"),
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

#[test]
fn one_command_takes_every_step_of_an_enrolment_and_goes_on_where_it_stopped() {
    let house = House::demo(&["--events-per-minute", "0"]);
    assert!(house.portolan(&["plugins", "delete", "okta"]).status.success());
    let (org, key) = (house.fact("okta_url"), house.fact("okta_token"));
    let install = |more: &[&str]| {
        let first = [
            "plugins",
            "install",
            "okta",
            "--org",
            org,
            "--api-token",
            key,
            "--format",
            "json",
        ];
        let output = house.portolan(&[&first, more].concat());
        assert!(output.status.success(), "{more:?}: {}", text(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let made = install(&["--scim"]);
    assert!(made["steps"]["scim"]["token"].is_string(), "{made}");
    // The demonstration's connector is there: it stays as it is, and so does SCIM.
    let metadata = format!("{org}/app/none/sso/saml/metadata");
    let steps = ["--scim", "--users-sync", "all", "--saml-metadata-url", &metadata];
    let went_on = install(&steps);
    assert_eq!(went_on["steps"]["scim"]["token"], Value::Null, "{went_on}");
    assert_eq!(went_on["steps"]["connector"]["name"], "okta");
    assert_eq!(went_on["steps"]["users_sync"]["settings"]["enabled"], true);
}
