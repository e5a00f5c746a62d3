//! The PostgreSQL wire protocol, asked with `psql` where that is installed.

use std::net::SocketAddr;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use query::Rights;
use query::pg::{Admission, Authenticator, Bounds, Login, Tls, serve_within};
use tokio::net::TcpListener;

use crate::wire::Client;
use crate::world::Asked;

pub(crate) const TOKEN: &str = "a-token";
/// Of somebody who may read the graph alone.
pub(crate) const GRAPH_TOKEN: &str = "a-graph-token";

fn staying(rights: Rights) -> Admission {
    Admission {
        rights,
        revoked: Box::pin(std::future::pending()),
    }
}

/// A server for the length of a test.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    asked: Asked,
}

impl Served {
    pub(crate) async fn start() -> Self {
        Self::start_within(Bounds::default(), None).await
    }

    async fn start_within(bounds: Bounds, tls: Option<Tls>) -> Self {
        let asked = Asked::new();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = listener.local_addr().expect("has an address");
        let authenticator: Authenticator = Arc::new(|login: Login| {
            Box::pin(async move {
                match login.password.reveal() {
                    TOKEN => Some(staying(Rights::ALL)),
                    GRAPH_TOKEN => Some(staying(Rights::default())),
                    _ => None,
                }
            })
        });
        let engine = asked.engine.clone();
        tokio::spawn(serve_within(listener, engine, authenticator, tls, bounds));
        Self { address, asked }
    }

    /// What `psql` prints; `None` where there is no `psql`.
    async fn psql(&self, password: &str, commands: &[&str]) -> Option<Output> {
        self.psql_with("prefer", password, commands).await
    }

    async fn psql_with(&self, sslmode: &str, password: &str, commands: &[&str]) -> Option<Output> {
        let mut psql = Command::new("psql");
        psql.args([
            "--no-psqlrc",
            "--no-align",
            "--tuples-only",
            "--host=127.0.0.1",
            "--username=anybody",
        ]);
        psql.arg(format!("--port={}", self.address.port()))
            .arg("--dbname=portolan")
            .env("PGPASSWORD", password)
            .env("PGSSLMODE", sslmode);
        for command in commands {
            psql.arg("--command").arg(command);
        }
        let output = tokio::task::spawn_blocking(move || psql.output())
            .await
            .expect("is not cut off");
        match output {
            Ok(output) => Some(output),
            Err(_) => {
                println!("skipped: psql is not installed");
                None
            }
        }
    }

    async fn lines(&self, commands: &[&str]) -> Option<Vec<String>> {
        self.lines_with("prefer", commands).await
    }

    async fn lines_with(&self, sslmode: &str, commands: &[&str]) -> Option<Vec<String>> {
        let output = self.psql_with(sslmode, TOKEN, commands).await?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
        Some(
            String::from_utf8_lossy(&output.stdout)
                .lines()
                .map(str::to_owned)
                .collect(),
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn psql_gets_rows() {
    let served = Served::start().await;
    let sql = "SELECT resource, action, identity_group, temporary, standing_privileges FROM access_path WHERE identity = 'dave'";
    let Some(mut lines) = served.lines(&[sql]).await else {
        return;
    };
    lines.sort();
    assert_eq!(lines, ["Everyone|member|{}|f|2", "slack|access|{Everyone}|f|2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn psql_copies_rows_to_a_file() {
    let served = Served::start().await;
    let query = "SELECT identity, resource FROM access_path WHERE identity = 'dave' ORDER BY resource";
    let copy = format!("\\copy ({query}) TO STDOUT CSV HEADER");
    let Some(lines) = served.lines(&[&copy]).await else {
        return;
    };
    assert_eq!(lines, ["identity,resource", "dave,Everyone", "dave,slack"]);
    let copy = format!("COPY ({query} LIMIT 1) TO STDOUT WITH (DELIMITER '|')");
    assert_eq!(
        served.lines(&[&copy]).await.unwrap_or_default(),
        ["dave|Everyone"]
    );
    let groups = served
        .lines(&["COPY okta_groups (name) TO STDOUT"])
        .await
        .unwrap_or_default();
    assert!(groups.contains(&"Everyone".to_owned()), "{groups:?}");
    let output = served
        .psql(TOKEN, &["COPY nodes FROM STDIN"])
        .await
        .expect("psql is there");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("COPY FROM is refused"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn drivers_copy_in_both_protocols_and_in_binary() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let tags =
        |messages: &[crate::wire::Message]| messages.iter().map(|message| message.tag).collect::<String>();
    client
        .begin("COPY (SELECT 7::int) TO STDOUT (FORMAT binary)")
        .await;
    let messages = client.until_ready().await;
    assert_eq!(tags(&messages), "HdddcCZ");
    let data: Vec<u8> = messages
        .iter()
        .filter(|message| message.tag == 'd')
        .flat_map(|message| message.body.clone())
        .collect();
    let expected = [
        &b"PGCOPY\n\xff\r\n\0"[..],
        &[0; 8],
        &[0, 1, 0, 0, 0, 4, 0, 0, 0, 7],
        &[0xff, 0xff],
    ]
    .concat();
    assert_eq!(data, expected);
    let messages = client
        .prepared(
            "COPY (SELECT name FROM nodes WHERE name = $1) TO STDOUT",
            &["alice"],
        )
        .await;
    assert_eq!(tags(&messages), "1tT2HdcCZ");
    let found = messages.iter().find(|message| message.tag == 'C').expect("a tag");
    assert_eq!(found.body, b"COPY 1\0");
    // Not even a line of what fails later counts as a copy.
    client
        .begin("COPY (SELECT 1 / (length(name) - 5) FROM nodes) TO STDOUT")
        .await;
    let messages = client.until_ready().await;
    assert!(
        tags(&messages).ends_with("EZ") && !tags(&messages).contains('c'),
        "{}",
        tags(&messages)
    );
    client.begin("SELECT 1; COPY nodes TO STDOUT").await;
    assert!(tags(&client.until_ready().await).ends_with("EZ"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_told_and_gets_nothing() {
    let served = Served::start().await;
    let Some(output) = served.psql("wrong", &["SELECT 1"]).await else {
        return;
    };
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("is not valid"), "{told}");
    assert!(!told.contains("wrong"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_point_at_their_place() {
    let served = Served::start().await;
    let Some(output) = served.psql(TOKEN, &["SELECT identiy FROM access_path"]).await else {
        return;
    };
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    insta::assert_snapshot!(told.trim_end(), @r"
    ERROR:  there is no column `identiy`
    LINE 1: SELECT identiy FROM access_path
                   ^
    HINT:  did you mean `identity`?
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_can_be_changed() {
    let served = Served::start().await;
    let Some(output) = served.psql(TOKEN, &["DROP TABLE nodes"]).await else {
        return;
    };
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("DROP TABLE is refused: queries can only read"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_last_for_the_connection() {
    let served = Served::start().await;
    let counted = "SELECT count(*) FROM access_path";
    let commands = [
        counted,
        "SET portolan.as_of = '2026-01-31'",
        counted,
        "SHOW portolan.as_of",
        "RESET portolan.as_of",
        counted,
    ];
    let Some(lines) = served.lines(&commands).await else {
        return;
    };
    assert_eq!(
        lines,
        ["23", "SET", "19", "2026-01-31T23:59:59.999Z", "SET", "23"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn psql_lists_and_describes_tables() {
    let served = Served::start().await;
    let Some(lines) = served.lines(&["\\dt", "\\d coverage"]).await else {
        return;
    };
    assert!(
        lines.iter().any(|line| line.contains("|access_path|")),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.starts_with("reading|")), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_empty_for_now_comes_with_a_notice() {
    let served = Served::start().await;
    let Some(output) = served.psql(TOKEN, &["SELECT count(*) FROM access_lists"]).await else {
        return;
    };
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("NOTICE:  `access_lists` is empty"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn prepared_statements_take_parameters() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let sql = "SELECT resource FROM access_path WHERE identity = $1 AND action_type = $2";
    for (identity, rows) in [("Alice Liddell", 3), ("dave", 1), ("nobody", 0)] {
        let messages = client.prepared(sql, &[identity, "membership"]).await;
        assert_eq!(
            messages.iter().filter(|message| message.tag == 'D').count(),
            rows,
            "{messages:?}"
        );
    }
    let messages = client
        .prepared(
            "SELECT count(*) FROM identities WHERE standing_privileges >= $1",
            &["4"],
        )
        .await;
    let row = messages.iter().find(|message| message.tag == 'D').expect("a row");
    assert_eq!(row.values(), [Some("2".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_have_a_sqlstate_and_the_connection_goes_on() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    for (sql, state) in [
        ("SELECT nothing_like_it FROM nodes", "42703"),
        ("SELECT * FROM nowhere", "42P01"),
        ("SELEC 1", "42601"),
        ("DELETE FROM nodes", "25006"),
        ("SELECT nofunction(1)", "42883"),
    ] {
        let messages = client.prepared(sql, &[]).await;
        let error = messages
            .iter()
            .find(|message| message.tag == 'E')
            .expect("an error");
        assert_eq!(error.field(b'C').as_deref(), Some(state), "{sql}: {error:?}");
    }
    assert!(
        client
            .prepared("SELECT 1", &[])
            .await
            .iter()
            .any(|message| message.tag == 'D')
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_query_is_cancelled_from_another_connection() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    // The description of the columns shows that it runs.
    client
        .begin("SELECT a FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b")
        .await;
    client.until('T').await;
    client.cancel().await;
    let messages = client.until_ready().await;
    let error = messages
        .iter()
        .find(|message| message.tag == 'E')
        .expect("an error");
    assert_eq!(error.field(b'C').as_deref(), Some("57014"), "{error:?}");
    assert_eq!(error.field(b'M').as_deref(), Some("the query was cancelled"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_prepared_reads_the_snapshot_of_now() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    let sql = "SELECT count(*) AS n FROM access_path";
    client.prepare(sql).await;
    assert_eq!(client.count_prepared().await, Ok("23".to_owned()));
    let small = graph::fixture::graph("user alice\ngroup eng: alice").expect("parses");
    served
        .asked
        .engine
        .set_current(Arc::new(small), None)
        .expect("is set");
    assert_eq!(client.count_prepared().await, Ok("1".to_owned()));
    served.asked.engine.clear();
    assert_eq!(
        client.count_prepared().await,
        Err("no snapshot yet: enrol an organization and scan it".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_settings_are_reset_at_once() {
    let served = Served::start().await;
    let mut client = Client::connect(served.address, TOKEN).await;
    for reset in ["RESET ALL", "DISCARD ALL"] {
        for (sql, value) in [
            ("SET portolan.as_of = '2026-01-31'", None),
            ("SHOW portolan.as_of", Some("2026-01-31T23:59:59.999Z")),
            (reset, None),
            ("SHOW portolan.as_of", Some("now")),
        ] {
            client.begin(sql).await;
            let messages = client.until_ready().await;
            let shown = messages.iter().find(|message| message.tag == 'D');
            let shown = shown.and_then(|row| row.values().remove(0));
            assert_eq!(shown.as_deref(), value, "{reset}: {sql}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_many_wrong_tokens_is_refused_for_a_while() {
    let served = Served::start().await;
    for _ in 0..5 {
        let told = Client::refused(served.address, "wrong").await;
        assert_eq!(told.field(b'C').as_deref(), Some("28P01"));
    }
    let told = Client::refused(served.address, TOKEN).await;
    assert_eq!(told.field(b'C').as_deref(), Some("28000"));
    assert_eq!(
        told.field(b'M').as_deref(),
        Some("too many wrong tokens came from this address")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_over_the_limit_is_told() {
    let bounds = Bounds {
        connections_max: 1,
        ..Bounds::default()
    };
    let served = Served::start_within(bounds, None).await;
    let _first = Client::connect(served.address, TOKEN).await;
    let told = Client::refused(served.address, TOKEN).await;
    assert_eq!(told.field(b'C').as_deref(), Some("53300"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_client_loses_its_place() {
    let bounds = Bounds {
        idle: Duration::from_millis(1),
        ..Bounds::default()
    };
    let served = Served::start_within(bounds, None).await;
    let mut client = Client::connect(served.address, TOKEN).await;
    client.until_closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_goes_when_its_right_ends_even_while_it_asks() {
    let asked = Asked::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("has an address");
    let (end, ended) = tokio::sync::watch::channel(false);
    let authenticator: Authenticator = Arc::new(move |_: Login| {
        let mut ended = ended.clone();
        Box::pin(async move {
            Some(Admission {
                rights: Rights::ALL,
                revoked: Box::pin(async move {
                    let _ = ended.wait_for(|ended| *ended).await;
                }),
            })
        })
    });
    let engine = asked.engine.clone();
    tokio::spawn(serve_within(
        listener,
        engine,
        authenticator,
        None,
        Bounds::default(),
    ));
    let (mut silent, mut asking) = (
        Client::connect(address, TOKEN).await,
        Client::connect(address, TOKEN).await,
    );
    asking
        .begin("SELECT count(*) FROM access_path a, access_path b, access_path c")
        .await;
    end.send(true).expect("somebody waits");
    silent.until_closed().await;
    asking.until_closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn psql_speaks_tls() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("is made");
    let tls = Tls::from_pem(
        made.cert.pem().as_bytes(),
        made.signing_key.serialize_pem().as_bytes(),
    )
    .expect("is read");
    let served = Served::start_within(Bounds::default(), Some(tls)).await;
    let Some(lines) = served
        .lines_with("require", &["SELECT count(*) FROM access_path"])
        .await
    else {
        return;
    };
    assert_eq!(lines, ["23"]);
}

#[test]
fn a_certificate_that_is_none_is_told() {
    let told = |certificate: &[u8], key: &[u8]| {
        Tls::from_pem(certificate, key)
            .expect_err("is refused")
            .to_string()
    };
    let make = || rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("is made");
    let (one, other) = (make(), make());
    let (pem, key) = (one.cert.pem(), one.signing_key.serialize_pem());
    assert!(told(b"", key.as_bytes()).contains("certificate is not PEM"));
    assert!(told(pem.as_bytes(), b"nonsense").contains("private key is not PEM"));
    let strange = other.signing_key.serialize_pem();
    assert!(told(pem.as_bytes(), strange.as_bytes()).contains("cannot be used together"));
}
