//! The PostgreSQL wire protocol, asked with `psql` where that is installed.

use std::net::SocketAddr;
use std::process::{Command, Output};
use std::sync::Arc;

use query::pg::{Authenticator, Login, serve};
use tokio::net::TcpListener;

use crate::wire::Client;
use crate::world::Asked;

const TOKEN: &str = "a-token";

/// A server for the length of a test.
struct Served {
    address: SocketAddr,
    _asked: Asked,
}

impl Served {
    async fn start() -> Self {
        let asked = Asked::new();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = listener.local_addr().expect("has an address");
        let authenticator: Authenticator =
            Arc::new(|login: Login| Box::pin(async move { login.password.reveal() == TOKEN }));
        tokio::spawn(serve(listener, asked.engine.clone(), authenticator, None));
        Self {
            address,
            _asked: asked,
        }
    }

    /// What `psql` prints; `None` where there is no `psql`.
    async fn psql(&self, password: &str, commands: &[&str]) -> Option<Output> {
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
            .env("PGPASSWORD", password);
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
        let output = self.psql(TOKEN, commands).await?;
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
    let Some(output) = served.psql(TOKEN, &["SELECT count(*) FROM alerts"]).await else {
        return;
    };
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("NOTICE:  `alerts` is empty"), "{told}");
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
        .begin("SELECT a.value FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b")
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
