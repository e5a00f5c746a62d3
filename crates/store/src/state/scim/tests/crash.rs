//! A process that dies in the middle of writing: what was answered is there, and nothing is there by half.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use super::*;

/// Names the database file to the process that writes.
const FILE: &str = "PORTOLAN_TEST_SCIM_CRASH";

/// Not a test of its own: the process that is killed.
#[tokio::test]
async fn writer() {
    let Some(file) = std::env::var_os(FILE) else {
        return;
    };
    let state = State::open(file.to_str().unwrap(), at(0)).await.unwrap();
    let world = with(state, Retention::Ms(DAY_MS));
    let group = world.group("all", &[]).await;
    let mut out = std::io::stderr();
    for number in 0.. {
        let user = world.user(&format!("u{number}")).await;
        let member = [user.id.clone()];
        scim::contract::members::add_many(&world.directory, &group.id, &member)
            .await
            .unwrap();
        world.set(&user.id, "active", json!(false)).await.unwrap();
        writeln!(out, "done {}", user.id).unwrap();
    }
}

#[tokio::test]
async fn what_was_answered_survives() {
    for killed_after in [1, 4, 11, 23] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.db");
        let answered = write_and_kill(&file, killed_after);
        let state = State::open(file.to_str().unwrap(), at(0)).await.unwrap();
        check(&with(state, Retention::Ms(DAY_MS)), &answered).await;
    }
}

fn write_and_kill(file: &std::path::Path, killed_after: usize) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["state::scim::tests::crash::writer", "--exact", "--nocapture"])
        .env(FILE, file)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut done = || {
        lines
            .next()
            .unwrap()
            .unwrap()
            .strip_prefix("done ")
            .map(str::to_owned)
    };
    let answered = std::iter::from_fn(|| Some(done()))
        .flatten()
        .take(killed_after)
        .collect();
    // The next write is under way.
    child.kill().unwrap();
    child.wait().unwrap();
    answered
}

async fn check(world: &World, answered: &[String]) {
    for id in answered {
        let wish = Wish {
            groups: true,
            ..Wish::default()
        };
        let stored = world.directory.read(Kind::User, id, wish).await.unwrap().unwrap();
        assert_eq!(stored.document.active(), Some(false));
        assert_eq!(stored.groups.unwrap(), []);
    }
    for (law, broken) in [
        (
            "a record has a person",
            "SELECT COUNT(*) FROM scim_users s LEFT JOIN users u ON u.id = s.id WHERE u.id IS NULL",
        ),
        (
            "a person has a record",
            "SELECT COUNT(*) FROM users u LEFT JOIN scim_users s ON s.id = u.id WHERE s.id IS NULL",
        ),
        (
            "who is inactive is locked, and nobody else",
            "SELECT COUNT(*) FROM users u LEFT JOIN locks l ON l.target_key = u.name_key
             WHERE (u.inactive IS NULL) <> (l.id IS NULL)",
        ),
        (
            "a group counts its changes: whoever left had come",
            "SELECT COUNT(*) FROM scim_groups WHERE version NOT IN
                 (1 + 2 * (SELECT COUNT(*) FROM users WHERE inactive IS NOT NULL) + (SELECT COUNT(*) FROM scim_members))",
        ),
    ] {
        assert_eq!(world.number(broken).await, 0, "{law}");
    }
    let rows = world.directory.state.verify_audit().await.unwrap();
    assert_eq!(rows.broken_at, None);
    let changes = "SELECT 1 + (SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM scim_members)
                       + 2 * (SELECT COUNT(*) FROM users WHERE inactive IS NOT NULL)";
    assert_eq!(
        rows.rows,
        world.number(changes).await,
        "every change is in the audit log"
    );
}
