//! Connectors of both kinds from the shell, against the simulated organization.

use crate::house::{House, text};
use std::process::Output;

fn good(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn connectors_of_both_kinds_are_made_tried_changed_and_removed() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let run = |arguments: &[&str]| house.portolan(&[&["connectors"], arguments].concat());
    let list = good(&run(&["ls"]));
    assert!(list.contains("okta-oidc") && list.contains("saml"), "{list}");
    for name in ["okta", "okta-oidc"] {
        let tried = good(&run(&["test", name]));
        assert!(
            tried.contains("can be read and used") || tried.contains("it takes this client"),
            "{tried}"
        );
    }

    let issuer = house.fact("okta_url");
    let key = [
        "--client-auth",
        "private-key-jwt",
        "--map",
        "groups=IT-*=access,auditor",
    ];
    let made = good(&run(&[
        &[
            "add",
            "oidc",
            "own",
            "--issuer",
            issuer,
            "--client-id",
            "0oanobody",
        ],
        &key[..],
    ]
    .concat()));
    assert!(
        made.contains("sign-in redirect URI") && made.contains("groups = IT-* gives access, auditor"),
        "{made}"
    );
    let unknown = run(&["test", "own"]);
    assert_eq!(unknown.status.code(), Some(1), "{}", text(&unknown.stdout));
    assert!(
        text(&unknown.stderr).contains("client"),
        "{}",
        text(&unknown.stderr)
    );

    let secret = house.folder.path().join("secret");
    std::fs::write(&secret, "not-a-real-secret\n").unwrap();
    let secret = secret.to_string_lossy().into_owned();
    let changed = [
        "edit",
        "own",
        "--display",
        "Own",
        "--client-auth",
        "client-secret-post",
    ];
    let changed = good(&run(&[&changed[..], &["--client-secret-file", &secret]].concat()));
    assert!(
        changed.contains("client_secret_post") && changed.contains("display                Own"),
        "{changed}"
    );
    assert!(
        changed.contains("groups = IT-* gives"),
        "what is not named stays: {changed}"
    );
    assert!(!changed.contains("not-a-real-secret"));

    let foreign = run(&["edit", "own", "--sign-requests"]);
    assert_eq!(foreign.status.code(), Some(2), "{}", text(&foreign.stderr));
    let saml = house.fact("okta_url").to_owned() + "/nowhere";
    let refused = run(&["add", "saml", "second", "--metadata-url", &saml]);
    assert_eq!(refused.status.code(), Some(1));
    good(&run(&["rm", "own"]));
    assert!(!good(&run(&["ls"])).contains("own"));
}

#[test]
fn user_sync_is_planned_set_and_run_from_the_shell() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let run = |arguments: &[&str]| house.portolan(&[&["plugins", "sync", "okta"], arguments].concat());
    let stands = good(&run(&[]));
    assert!(stands.contains("user sync         on"), "{stands}");
    // A look changes nothing; a word does.
    let looked = run(&["--people", "groups", "--group", "nobody-has-*"]);
    assert_eq!(looked.status.code(), Some(1));
    assert!(
        text(&looked.stderr).contains("no group is called nobody-has-*"),
        "{}",
        text(&looked.stderr)
    );
    let looked = run(&["--people", "all", "--purge-days", "7"]);
    assert!(
        text(&looked.stderr).contains("nothing was changed"),
        "{}",
        text(&looked.stderr)
    );
    assert_eq!(good(&run(&[])).lines().nth(4), stands.lines().nth(4));
    let set = good(&run(&["--people", "all", "--purge-days", "7", "--yes"]));
    assert!(set.contains("everybody") && set.contains("7 days"), "{set}");
    good(&run(&["--run"]));
    assert_eq!(good(&run(&["--run"])), "nothing to do\n");
    assert!(good(&run(&["--stop", "--yes"])).contains("user sync         off"));
    assert_eq!(run(&["--run", "--stop"]).status.code(), Some(2));
}
