use super::authenticator;
use crate::serve::now;
use domain::Secret;
use query::pg::Login;
use std::time::Duration;
use store::state::{AuditEntry, Lock, LockTarget, State, cause, new_id};

/// Long beside the second that is promised: only a connection that is never ended gets here.
const FOR_EVER: Duration = Duration::from_secs(20);

async fn administrator(state: &State) -> String {
    let id = web::make_admin(state, "ada", "correct horse battery", now())
        .await
        .unwrap();
    let token = web::issue_token(state, &id, "psql", &["editor"], None, now())
        .await
        .unwrap();
    token.reveal().to_owned()
}

fn login(password: &str) -> Login {
    Login {
        user: "anybody".to_owned(),
        password: Secret::new(password.to_owned()),
        address: "127.0.0.1:5000".parse().unwrap(),
    }
}

#[tokio::test]
async fn a_lock_that_another_server_wrote_ends_the_connection() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.db");
    let state = State::open(file.to_str().unwrap(), now()).await.unwrap();
    let token = administrator(&state).await;
    assert!(authenticator(state.clone())(login("wrong")).await.is_none());
    let admission = authenticator(state.clone())(login(&token)).await.unwrap();
    assert_eq!(admission.rights, query::Rights::ALL);

    // The last one who may do everything could not be locked.
    web::make_admin(&state, "eve", "correct horse battery", now())
        .await
        .unwrap();
    let elsewhere = State::open(file.to_str().unwrap(), now()).await.unwrap();
    let lock = Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: "ada".to_owned(),
        cause: cause::MANUAL.to_owned(),
        message: "test".to_owned(),
        created: now(),
        created_by: "test".to_owned(),
        expires: None,
    };
    let entry = AuditEntry::new("test", "lock.create", "user/ada");
    elsewhere.lock(&lock, &entry, now()).await.unwrap();
    tokio::time::timeout(FOR_EVER, admission.revoked)
        .await
        .expect("the connection ends");
    assert!(authenticator(state)(login(&token)).await.is_none());
}
