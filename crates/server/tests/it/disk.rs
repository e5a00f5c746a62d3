//! The disk of the database is full, and then it is not. Where this user may not mount, there is no small disk.

use crate::house::House;
use crate::scim::Okta;
use crate::sign_on::api;
use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A disk of a few megabytes, gone when it is dropped.
struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        println!("skipped: this user may not mount a disk");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves not a byte.
    fn fill(&self) -> PathBuf {
        let path = self.path().join("filler");
        let mut file = std::fs::File::create(&path).unwrap();
        for bytes in [1 << 16, 1] {
            while file.write_all(&vec![0; bytes]).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

async fn ready(house: &House, wanted: StatusCode) {
    let url = format!("{}/readyz", house.fact("url"));
    let begun = Instant::now();
    loop {
        let status = Client::new().get(&url).send().await.unwrap().status();
        if status == wanted {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "still {status}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_space_brings_everything_back() {
    let Some(disk) = Disk::new() else { return };
    let database = disk.path().join("state.db");
    let arguments = [
        "--events-per-minute",
        "0",
        "--database-url",
        &database.to_string_lossy(),
    ];
    let house = House::demo(&arguments);
    let okta = Okta::of(&house);
    ready(&house, StatusCode::OK).await;
    let filler = disk.fill();
    let mut made = Vec::new();
    let make = async |number: usize| {
        let body = json!({ "userName": format!("full{number}@acme.example"), "title": "x".repeat(2000) });
        okta.ask(Method::POST, "/Users", Some(body)).await.unwrap()
    };
    // The log of the database may have some room left.
    let refused = loop {
        let (status, user) = make(made.len()).await;
        if status != StatusCode::CREATED {
            break (status, user);
        }
        made.push(user["id"].as_str().unwrap().to_owned());
        assert!(made.len() < 20_000, "the disk is not full");
    };
    assert_eq!(refused.0, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.1);
    ready(&house, StatusCode::SERVICE_UNAVAILABLE).await;
    // What is there can be read all the while.
    for id in &made {
        let (status, _) = okta
            .ask(Method::GET, &format!("/Users/{id}"), None)
            .await
            .unwrap();
        assert_eq!(status, StatusCode::OK);
    }

    std::fs::remove_file(filler).unwrap();
    let (status, user) = make(made.len()).await;
    assert_eq!(status, StatusCode::CREATED, "{user}");
    ready(&house, StatusCode::OK).await;
    let (_, check) = api(&house, Method::GET, "/api/v1/audit/verify", None).await;
    assert_eq!(check["whole"], true, "{check}");
    drop(house);
    drop(disk);
}
