//! Alerts on their way out: each destination has a turn of its own.

use crate::house::{House, text};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;

fn json_of(house: &House, arguments: &[&str]) -> Value {
    let all = [arguments, &["--format", "json"]].concat();
    let output = house.portolan(&all);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn add(house: &House, name: &str, listener: &TcpListener) {
    let target = format!("http://{}/hook", listener.local_addr().unwrap());
    let words = [
        "alerts",
        "forwards",
        "add",
        name,
        "--kind",
        "webhook",
        "--min-severity",
        "info",
    ];
    json_of(house, &[&words[..], &["--target", &target]].concat());
}

/// Reads one request and gives its body; the connection stays open.
fn request(stream: &TcpStream) -> Value {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(text) = line.to_lowercase().strip_prefix("content-length:") {
            length = text.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}

#[test]
fn a_destination_that_hangs_holds_up_no_other() {
    let house = House::demo(&["--events-per-minute", "30"]);
    let (hanging, failing, well) = (
        TcpListener::bind("127.0.0.1:0").unwrap(),
        TcpListener::bind("127.0.0.1:0").unwrap(),
        TcpListener::bind("127.0.0.1:0").unwrap(),
    );
    for (name, listener) in [("hanging", &hanging), ("failing", &failing), ("well", &well)] {
        add(&house, name, listener);
    }
    let (took, taken) = mpsc::channel::<Option<TcpStream>>();
    let hangs = took.clone();
    std::thread::spawn(move || {
        hanging
            .incoming()
            .flatten()
            .all(|stream| hangs.send(Some(stream)).is_ok())
    });
    std::thread::spawn(move || {
        for mut stream in failing.incoming().flatten() {
            request(&stream);
            let _ = stream.write_all(b"HTTP/1.1 503 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    std::thread::spawn(move || {
        for mut stream in well.incoming().flatten() {
            request(&stream);
            let _ = stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            if took.send(None).is_err() {
                break;
            }
        }
    });
    crate::events::tell(&house, "push_bombing");
    // Both were told; who hangs has the connection still and answers nothing.
    let (mut held, mut told) = (Vec::new(), 0);
    while held.is_empty() || told == 0 {
        match taken.recv().unwrap() {
            Some(stream) => held.push(stream),
            None => told += 1,
        }
    }
    let mut tries = 0;
    loop {
        let list = json_of(&house, &["alerts", "forwards", "ls"]);
        let of = |name: &str| {
            let mut all = list["forwards"].as_array().unwrap().iter();
            all.find(|one| one["name"] == name).cloned().unwrap()
        };
        if of("well")["waiting"] == 0 && of("failing")["last_error"].is_string() {
            assert!(
                of("failing")["last_error"].as_str().unwrap().contains("503"),
                "{list}"
            );
            assert!(of("failing")["waiting"].as_u64() > Some(0), "{list}");
            assert!(
                of("hanging")["waiting"].as_u64() > Some(0),
                "nothing of it is lost: {list}"
            );
            break;
        }
        tries += 1;
        assert!(tries < 2_000, "{list}");
    }
}
