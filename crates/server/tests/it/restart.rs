//! Power cuts: what was whole before is whole after, and the work goes on.

use crate::house::House;
use std::process::{Command, Stdio};

#[test]
fn a_server_killed_at_work_comes_back_with_everything_it_had() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let before = house.count("SELECT count(*) FROM access_path");
    let users = house.count("SELECT count(*) FROM okta_users");
    // Killed in the middle of a scan that nobody waits for.
    assert!(house.portolan(&["scan", "--no-wait"]).status.success());
    let folder = house.kill();

    let data = folder.path().join("data").to_string_lossy().into_owned();
    let again = House::start(
        folder,
        &[
            "demo",
            "--listen",
            "127.0.0.1:0",
            "--data-dir",
            &data,
            "--events-per-minute",
            "0",
        ],
    );
    assert_eq!(again.count("SELECT count(*) FROM okta_users"), users);
    assert_eq!(again.count("SELECT count(*) FROM access_path"), before);
}

#[test]
fn a_server_killed_while_it_starts_starts_again() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let users = house.count("SELECT count(*) FROM okta_users");
    let folder = house.kill();
    let data = folder.path().join("data");
    for attempt in 0..8 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_portolan"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(&data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Each attempt dies somewhat later in its start: at once, and after more and more looks at the folder.
        for _ in 0..attempt * attempt * 50 {
            let _ = std::fs::read_dir(&data).unwrap().count();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let data = data.to_string_lossy().into_owned();
    let again = House::start(
        folder,
        &[
            "demo",
            "--listen",
            "127.0.0.1:0",
            "--data-dir",
            &data,
            "--events-per-minute",
            "0",
        ],
    );
    assert_eq!(again.count("SELECT count(*) FROM okta_users"), users);
}
