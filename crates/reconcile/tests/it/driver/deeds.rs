//! What a person asks to be done in Okta: done once, told as it is, and refused with the right that is missing.

use super::*;
use portolan_reconcile::deeds::{Deed, DeedError, Done, Hands};

impl House {
    fn hands(&self) -> Hands {
        Hands {
            state: self.state.clone(),
            vault: self.vault.clone(),
            connect: self.connect(),
            reach: Reach::Loopback,
        }
    }

    /// An active person without an administrator's role: id and status.
    fn somebody(&self) -> (String, Value) {
        let people = self.ask(
            http::Method::GET,
            "/api/v1/users?filter=status%20eq%20%22ACTIVE%22&limit=200",
            &Value::Null,
        );
        let people = people.as_array().unwrap().clone();
        let plain = people.iter().find(|user| {
            let id = user["id"].as_str().unwrap();
            let roles = self.ask(
                http::Method::GET,
                &format!("/api/v1/users/{id}/roles"),
                &Value::Null,
            );
            roles.as_array().is_some_and(Vec::is_empty)
        });
        let plain = plain.unwrap();
        (plain["id"].as_str().unwrap().to_owned(), plain["status"].clone())
    }

    fn status_of(&self, id: &str) -> Value {
        self.ask(http::Method::GET, &format!("/api/v1/users/{id}"), &Value::Null)["status"].clone()
    }

    /// How often the System Log tells of this event about this user.
    fn logged(&self, event: &str, id: &str) -> usize {
        let path = format!("/api/v1/logs?filter=eventType%20eq%20%22{event}%22&limit=1000");
        let events = self.ask(http::Method::GET, &path, &Value::Null);
        let about = |one: &&Value| one["target"][0]["id"] == id;
        events.as_array().unwrap().iter().filter(about).count()
    }
}

#[tokio::test]
async fn a_person_is_suspended_once_and_their_sessions_are_cleared() {
    let house = House::new().await;
    let (id, status) = house.somebody();
    assert_eq!(status, "ACTIVE");
    let hands = house.hands();
    let act = async |deed| hands.act(URL, &id, deed).await.unwrap();
    assert_eq!(act(Deed::ClearSessions).await, Done::Now);
    assert_eq!(act(Deed::ClearSessions).await, Done::Now);
    assert_eq!(house.logged("user.session.clear", &id), 2);
    assert_eq!(act(Deed::Suspend).await, Done::Now);
    assert_eq!(act(Deed::Suspend).await, Done::Before);
    assert_eq!(house.status_of(&id), "SUSPENDED");
    assert_eq!(house.logged("user.lifecycle.suspend", &id), 1);
}

#[tokio::test]
async fn a_credential_that_may_only_read_is_told_what_it_lacks() {
    let sim = okta_sim::World::small();
    let token = sim.credentials().read_only_token.clone();
    let house = House::with_token(sim, &token).await;
    house.gate.add_permits(MANY);
    let (id, _) = house.somebody();
    for (deed, right) in [
        (Deed::ClearSessions, "Clear user sessions"),
        (Deed::Suspend, "Suspend users"),
    ] {
        let error = house.hands().act(URL, &id, deed).await.unwrap_err();
        assert!(error.to_string().contains("403"), "{error}");
        assert!(error.advice().contains(right), "{}", error.advice());
    }
    assert_eq!(house.status_of(&id), "ACTIVE");
}

#[tokio::test]
async fn whoever_is_not_active_cannot_be_suspended() {
    let house = House::new().await;
    let (id, _) = house.somebody();
    house.ask(
        http::Method::POST,
        &format!("/api/v1/users/{id}/lifecycle/deactivate"),
        &Value::Null,
    );
    let error = house.hands().act(URL, &id, Deed::Suspend).await.unwrap_err();
    assert!(
        matches!(&error, DeedError::NotActive(status) if status == "deprovisioned"),
        "{error}"
    );
    let error = house
        .hands()
        .act(URL, "00uNobody", Deed::Suspend)
        .await
        .unwrap_err();
    assert!(
        error.advice().contains("not in Okta any more"),
        "{}",
        error.advice()
    );
    let error = house
        .hands()
        .act("https://other.okta.test", &id, Deed::Suspend)
        .await
        .unwrap_err();
    assert!(matches!(error, DeedError::NotConnected), "{error}");
}

#[tokio::test]
async fn a_deed_is_not_tried_again_when_nobody_knows_what_became_of_it() {
    let house = House::new().await;
    let (id, _) = house.somebody();
    let tried = Arc::new(Mutex::new(0));
    let count = tried.clone();
    house.twist(move |path: &str, status: u16, body: Vec<u8>| {
        if !path.contains("/sessions") {
            return (status, body);
        }
        *count.lock().unwrap() += 1;
        (500, b"{}".to_vec())
    });
    let error = house
        .hands()
        .act(URL, &id, Deed::ClearSessions)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("Okta failed"), "{error}");
    assert_eq!(*tried.lock().unwrap(), 1);
    house.heal();
    let limited = |path: &str, status: u16, body: Vec<u8>| match path.ends_with("/suspend") {
        true => (429, br#"{"errorCode":"E0000047"}"#.to_vec()),
        false => (status, body),
    };
    house.twist(limited);
    let error = house.hands().act(URL, &id, Deed::Suspend).await.unwrap_err();
    assert!(
        error.advice().contains("try again in a minute"),
        "{}",
        error.advice()
    );
}
