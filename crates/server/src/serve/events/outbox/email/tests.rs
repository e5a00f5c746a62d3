use super::*;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

fn target(address: &str, secret: Option<&str>) -> Target {
    Target {
        address: address.to_owned(),
        secret: secret.map(str::to_owned),
    }
}

fn mail() -> Mail<'static> {
    Mail {
        id: "a1-3",
        subject: "high: Tür\r\nBcc: evil@x.example",
        text: "what\r\n.\r\nQUIT",
        date: "Sun, 01 Mar 2026 12:00:00 +0000".to_owned(),
    }
}

/// A mail server on loopback that answers each command with the next of its answers; gives what it was told.
async fn server(answers: &'static [&'static str]) -> (u16, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let told = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut told = Vec::new();
        let mut answers = answers.iter();
        let mut is_text = false;
        stream.write_all(b"220 standin\r\n").await.unwrap();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return told;
            }
            let line = line.trim_end().to_owned();
            told.push(line.clone());
            if is_text && line != "." {
                continue;
            }
            is_text = line == "DATA";
            let Some(answer) = answers.next() else { return told };
            stream
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .unwrap();
        }
    });
    (port, told)
}

async fn sent(answers: &'static [&'static str]) -> (anyhow::Result<()>, Vec<String>) {
    let (port, told) = server(answers).await;
    let address = format!(
        "smtp://127.0.0.1:{port}/?from=alerts@acme.example&to=soc@acme.example,ada@acme.example&tls=none"
    );
    let outcome = send(&target(&address, None), &mail(), None).await;
    (outcome, told.await.unwrap())
}

const TAKES: &[&str] = &[
    "250 standin",
    "250 ok",
    "250 ok",
    "250 ok",
    "354 go",
    "250 taken",
    "221 bye",
];

#[tokio::test]
async fn a_message_is_delivered_to_everybody_and_nothing_in_it_is_a_command() {
    let (outcome, told) = sent(TAKES).await;
    outcome.unwrap();
    assert!(told[1].starts_with("MAIL FROM:<alerts@acme.example>"), "{told:?}");
    assert!(
        told[2].starts_with("RCPT TO:<soc@acme.example>") && told[3].contains("ada@acme.example"),
        "{told:?}"
    );
    assert!(
        told.contains(&"Message-ID: <a1-3@portolan>".to_owned()),
        "{told:?}"
    );
    assert!(!told.iter().any(|line| line.starts_with("Bcc")), "{told:?}");
    let body = told.iter().skip_while(|line| !line.is_empty()).nth(1).unwrap();
    assert_eq!(STANDARD.decode(body).unwrap(), b"what\r\n.\r\nQUIT");
}

#[tokio::test]
async fn what_the_server_refuses_is_told_and_tried_again() {
    let (outcome, _) = sent(&[
        "250 standin",
        "250 ok",
        "450 greylisted, come back",
        "250 ok",
        "354 go",
        "250 x",
    ])
    .await;
    let error = format!("{:#}", outcome.unwrap_err());
    assert!(error.contains("greylisted"), "{error}");
    let (outcome, _) = sent(&[
        "250 standin",
        "250 ok",
        "250 ok",
        "250 ok",
        "354 go",
        "452 no room",
    ])
    .await;
    assert!(format!("{:#}", outcome.unwrap_err()).contains("no room"));
    let (outcome, _) = sent(&["250 standin", "250 ok"]).await;
    assert!(outcome.is_err(), "a connection that ends is no success");
}

#[tokio::test]
async fn without_tls_nothing_is_sent_that_was_to_be_sealed() {
    let (port, told) = server(&["250 standin", "221 bye"]).await;
    let address = format!("smtp://127.0.0.1:{port}/?from=a@x.example&to=b@x.example&user=u");
    let error = send(&target(&address, Some("MARK")), &mail(), None)
        .await
        .unwrap_err();
    assert!(format!("{error:#}").contains("STARTTLS"), "{error:#}");
    let told = told.await.unwrap().join("\n");
    assert!(!told.contains("AUTH") && !told.contains("MAIL"), "{told}");
}

#[test]
fn addresses_are_whole_and_passwords_are_not_in_the_open() {
    let of =
        |address: &str, has_secret: bool| Mailbox::of(address, has_secret).map(|mailbox| mailbox.shown());
    let ends = "from=a@x.example&to=b@x.example";
    assert_eq!(
        of(&format!("smtps://mail.example/?{ends}"), false),
        Ok("mail.example:465".to_owned())
    );
    assert_eq!(
        of(&format!("smtp://mail.example/?{ends}&user=u"), true),
        Ok("mail.example:587".to_owned())
    );
    for (address, has_secret) in [
        (format!("smtp://mail.example/?{ends}&tls=none&user=u"), true),
        (format!("smtp://mail.example/?{ends}&user=u"), false),
        (format!("smtp://mail.example/?{ends}"), true),
        (format!("smtps://u:p@mail.example/?{ends}"), false),
        (format!("https://mail.example/?{ends}"), false),
        ("smtps://mail.example/".to_owned(), false),
        ("smtps://mail.example/?from=a@x.example".to_owned(), false),
        (
            "smtps://mail.example/?from=a@x.example&to=b%0d%0ac@x.example".to_owned(),
            false,
        ),
        (
            "smtps://mail.example/?from=a@x.example&to=<b@x.example>".to_owned(),
            false,
        ),
        (format!("smtps://mail.example/?{ends}&bcc=c@x.example"), false),
    ] {
        assert!(of(&address, has_secret).is_err(), "{address}");
    }
}
