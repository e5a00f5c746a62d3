//! Recorded answers, damaged: the fault names the endpoint, the object and the field.

use okta::{Client, Fault, FaultKind};
use serde_json::{Value, json};

use crate::fake::{Fake, Reply, client};
use crate::recorded;

async fn users(body: String) -> Fault {
    let client = client(Fake::script(vec![Reply::json(body)]));
    client.users().next().await.unwrap().unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn the_fault_names_endpoint_object_and_field() {
    let fault = users(json!([{"id": "00u1"}, {"id": "00u2", "profile": {"login": 7}}]).to_string()).await;
    assert_eq!(fault.kind, FaultKind::Malformed);
    insta::assert_snapshot!(fault, @"GET /api/v1/users: the answer has an unexpected shape in field profile.login of object 00u2: invalid type: integer `7`, expected a string (200)");
    let fault = users(json!([{"id": "00u1"}, {"status": "ACTIVE"}]).to_string()).await;
    assert_eq!(fault.object.as_deref(), Some("#1"));
    assert!(fault.to_string().contains("missing field `id`"), "{fault}");
    let fault = users(json!([{"id": "00u1", "created": {"when": 1}}]).to_string()).await;
    assert_eq!(fault.field.as_deref(), Some("created"));
    let fault = users(json!({"id": "00u1"}).to_string()).await;
    assert_eq!(fault.kind, FaultKind::Malformed);
    let fault = users(json!([["x"]]).to_string()).await;
    assert_eq!(fault.object.as_deref(), Some("#0"));
}

#[tokio::test(start_paused = true)]
async fn light_lists_name_it_too() {
    let body = json!([{"id": "00u1"}, {"id": null}]).to_string();
    let client = client(Fake::script(vec![Reply::json(body)]));
    let fault = client.group_member_ids("00g1").next().await.unwrap().unwrap_err();
    assert_eq!(fault.endpoint, "GET /api/v1/groups/{groupId}/users");
    assert_eq!(fault.path, "/api/v1/groups/00g1/users");
    assert_eq!(
        (fault.object.as_deref(), fault.field.as_deref()),
        (Some("#1"), Some("id"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_wrapped_list_without_its_list_is_named() {
    let client = client(Fake::script(vec![Reply::json(r#"{"_links":{}}"#)]));
    let fault = client.resource_sets().next().await.unwrap().unwrap_err();
    insta::assert_snapshot!(fault, @"GET /api/v1/iam/resource-sets: the answer has an unexpected shape in field resource-sets: missing field `resource-sets` (200)");
}

#[tokio::test(start_paused = true)]
async fn null_and_unknown_are_no_damage() {
    let body = json!([{
        "id": "00u1", "status": "A_STATE_OF_2031", "created": null, "profile": {"login": "a", "title": null, "manager": 7},
        "type": null, "unknown": {"deep": [1, 2.50, "é"]},
    }]);
    let client = client(Fake::script(vec![Reply::json(body.to_string())]));
    let users = client.users().next().await.unwrap().unwrap();
    assert_eq!(users[0].status, "A_STATE_OF_2031");
    assert_eq!(users[0].profile.manager.as_deref(), Some("7"));
    assert_eq!(users[0].raw.get(), body[0].to_string());
}

type Read = fn(Client) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<String>, Fault>>>>;

/// Cuts every recorded list of every endpoint at some place, and makes every id of it a number.
#[tokio::test(start_paused = true)]
async fn every_recorded_answer_damaged_is_named_and_never_panics() {
    let Some(folder) = recorded::folder() else { return };
    let mut damaged = 0;
    for (file, wrap, read) in recorded::table() {
        let read: Read = read;
        let lines = recorded::lines(&folder.join(format!("okta/recorded/{file}.ndjson")));
        for (number, line) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.response.status == 200)
            .take(20)
        {
            let body = line.response.body.as_ref().unwrap().get();
            let body = if wrap {
                format!("[{body}]")
            } else {
                body.to_owned()
            };
            let mut cut = (body.len() - 1).saturating_sub(number * 37 % body.len());
            while !body.is_char_boundary(cut) {
                cut -= 1;
            }
            let fault = read(client(Fake::script(vec![Reply::json(&body[..cut])])))
                .await
                .unwrap_err();
            assert_eq!(fault.kind, FaultKind::Malformed, "{file}: {fault}");

            let mut value: Value = serde_json::from_str(&body).unwrap();
            if let Some(name) = break_first_id(&mut value) {
                let fault = read(client(Fake::script(vec![Reply::json(value.to_string())])))
                    .await
                    .unwrap_err();
                assert_eq!(fault.kind, FaultKind::Malformed, "{file}: {fault}");
                assert_eq!(fault.field.as_deref(), Some(name), "{file}: {fault}");
                let path = file.split("__").last().unwrap();
                assert!(fault.endpoint.starts_with("GET /"), "{path}: {fault}");
                damaged += 1;
            }
        }
    }
    assert!(damaged > 300, "{damaged}");
}

/// Makes the id of the first object of a list (or of the object itself) a list.
fn break_first_id(value: &mut Value) -> Option<&'static str> {
    match value {
        Value::Array(items) => items.first_mut().and_then(break_first_id),
        Value::Object(members) => {
            if let Some(id) = members.get_mut("id").filter(|id| id.is_string()) {
                *id = json!([1]);
                return Some("id");
            }
            if members.contains_key("kid") || members.contains_key("support") || members.contains_key("label")
            {
                return None;
            }
            members
                .values_mut()
                .filter(|inner| inner.is_array())
                .find_map(break_first_id)
        }
        _ => None,
    }
}
