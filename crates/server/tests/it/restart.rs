//! Power cuts: what was whole before is whole after, and the work goes on.

use crate::house::House;

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
