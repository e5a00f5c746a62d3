use super::*;

/// On a file there is one server only, and it holds nobody else up.
#[tokio::test]
async fn a_server_that_stops_in_the_middle_of_a_write_holds_the_others_up_for_seconds_only() {
    let folder = tempfile::tempdir().unwrap();
    let (stopped, other) = two(folder.path()).await;
    if other.backend() == Backend::Sqlite {
        return;
    }
    let held = stopped.begin().await.unwrap();
    let lease = other.take_lease("work", "other", at(0)).await.unwrap();
    assert!(lease.is_some());
    assert!(held.commit().await.is_err(), "what it had begun is gone");
}
