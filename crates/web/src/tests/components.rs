//! The parts of a connected organization: effects of settings, what failed, approvals, filters of lists.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::integrations::{PATH, install};
use super::world::World;

#[tokio::test]
async fn a_dry_run_of_a_change_tells_what_it_would_do_and_does_nothing() {
    let world = World::empty().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    let change = json!({"log_interval_s": 30, "log_history_days": 7});
    let dry = admin
        .send(
            Method::PATCH,
            &format!("{PATH}?dry_run=true"),
            Some(change.clone()),
        )
        .await
        .json();
    assert_eq!(dry["effects"].as_array().unwrap().len(), 2, "{dry}");
    assert_eq!(dry["settings"]["log_interval_s"], Value::Null);
    let done = admin.send(Method::PATCH, PATH, Some(change)).await.json();
    assert_eq!(done["effects"], dry["effects"]);
    assert_eq!(
        (
            &done["settings"]["log_interval_s"],
            &done["settings"]["log_history_days"]
        ),
        (&json!(30), &json!(7))
    );
    let cleared = admin
        .send(Method::PATCH, PATH, Some(json!({"log_interval_s": null})))
        .await
        .json();
    assert_eq!(
        cleared["settings"]["log_interval_s"],
        Value::Null,
        "as the server is set"
    );
    for wrong in [json!({"log_interval_s": 2}), json!({"log_history_days": 91})] {
        let refused = admin.send(Method::PATCH, PATH, Some(wrong)).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            refused.text
        );
    }
}

#[tokio::test]
async fn what_failed_is_in_the_error_log_with_how_often() {
    let world = World::empty().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    let fault = store::state::NewFault {
        org_url: "https://acme.okta.com",
        component: "system_log",
        message: "the System Log could not be read: 403",
        advice: "give the credential `okta.logs.read`",
    };
    for _ in 0..2 {
        world.state.note_fault(&fault, world.now()).await.unwrap();
    }
    let shown = admin.see(PATH).await;
    let error = &shown["errors"][0];
    assert_eq!(
        (&error["label"], &error["count"]),
        (&json!("System Log"), &json!(2))
    );
    assert_eq!(error["advice"], "give the credential `okta.logs.read`");
}

#[tokio::test]
async fn an_approval_names_the_hash_of_the_plan() {
    let world = World::empty().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    world.loops.asked();
    let run = format!("{PATH}/sync/run");
    for wrong in [json!({"approve": "yes"}), json!({"approve": true})] {
        let refused = admin.post(&run, wrong).await;
        assert!(refused.status.is_client_error(), "{}", refused.text);
    }
    let hash = "0123456789abcdef0123456789abcdef";
    admin.post(&run, json!({ "approve": hash })).await;
    assert_eq!(
        world.loops.asked(),
        [format!("sync https://acme.okta.com {hash}")]
    );
    let audit = admin.see("/api/v1/audit?limit=5").await.to_string();
    assert!(
        audit.contains("user_sync.approve") && audit.contains(hash),
        "{audit}"
    );
}

#[tokio::test]
async fn filters_of_apps_and_groups_are_previewed_over_the_scan_and_kept() {
    let world = World::new().await;
    let admin = world.admin().await;
    let lists = format!("{PATH}/lists");
    admin.post(PATH, install()).await;
    let shown = admin.see(&lists).await;
    assert!(
        shown["begins"]
            .as_str()
            .unwrap()
            .contains("nothing is synchronised yet")
    );
    let everything = admin.post(&format!("{lists}/preview"), json!({})).await.json();
    assert_eq!(everything["groups"]["matched"], everything["groups"]["of"]);
    assert!(everything["groups"]["of"].as_u64().unwrap() > 0, "{everything}");
    let name = everything["groups"]["names"][0].as_str().unwrap().to_owned();
    let wanted = json!({"groups": {"include": [name], "exclude": ["zz-*"]}, "apps": {"include": ["^nothing$"]},
        "default_owners": ["nobody@acme.example"], "bidirectional": false});
    let preview = admin
        .post(&format!("{lists}/preview"), wanted.clone())
        .await
        .json();
    assert_eq!(
        (&preview["groups"]["matched"], &preview["apps"]["matched"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(preview["groups"]["idle"], json!(["zz-*"]));
    assert_eq!(preview["unknown_owners"], json!(["nobody@acme.example"]));
    let refused = admin.send(Method::PUT, &lists, Some(wanted.clone())).await;
    assert_eq!(refused.json()["error"]["field"], "default_owners");
    let mut kept = wanted;
    kept["default_owners"] = json!([]);
    let set = admin.send(Method::PUT, &lists, Some(kept)).await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.text);
    assert_eq!(admin.see(&lists).await["settings"]["bidirectional"], false);
    let wrong = json!({"apps": {"include": ["^($"]}});
    let refused = admin.send(Method::PUT, &lists, Some(wrong)).await;
    assert_eq!(refused.json()["error"]["field"], "apps");
}
