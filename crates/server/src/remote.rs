//! A client command's way to the server: one place that sends, and that turns a refusal into a sentence.

use crate::cli::Server;
use crate::commands::Usage;
use anyhow::{Context as _, anyhow};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A server and the token to ask it with.
pub(crate) struct Remote {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Remote {
    /// Addresses the server that the command line names.
    pub(crate) fn new(server: &Server) -> anyhow::Result<Self> {
        install_crypto();
        let base = server.url.trim_end_matches('/').to_owned();
        if !base.starts_with("http://") && !base.starts_with("https://") {
            return Err(Usage::error(format!(
                "`{base}` is not an address; write it as http://127.0.0.1:8080"
            )));
        }
        if server.token.is_empty() {
            return Err(Usage::error(
                "no API token; make one under Account › API tokens and give it as PORTOLAN_TOKEN or --token",
            ));
        }
        let http = reqwest::Client::builder()
            .user_agent(concat!("portolan/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            http,
            base,
            token: server.token.clone(),
        })
    }

    /// Asks and reads the answer as JSON.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        read(self.send(self.http.get(self.address(path))).await?).await
    }

    /// Sends a JSON body and reads the answer as JSON; an empty answer reads as `null`.
    pub(crate) async fn send_json<T: DeserializeOwned>(
        &self,
        method: reqwest::Method,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<T> {
        let request = self
            .http
            .request(method, self.address(path))
            .header("content-type", "application/json");
        read(self.send(request.body(body.to_string())).await?).await
    }

    /// Asks and reads the answer as text of this type.
    pub(crate) async fn text(&self, path: &str, accept: &str) -> anyhow::Result<String> {
        let request = self.http.get(self.address(path)).header("accept", accept);
        self.send(request)
            .await?
            .text()
            .await
            .context("the answer broke off")
    }

    /// Sends a text of this type and reads the answer as JSON.
    pub(crate) async fn send_text<T: DeserializeOwned>(
        &self,
        method: reqwest::Method,
        path: &str,
        text: String,
        kind: &str,
    ) -> anyhow::Result<T> {
        let request = self
            .http
            .request(method, self.address(path))
            .header("content-type", kind);
        read(self.send(request.body(text)).await?).await
    }

    /// Sends a JSON body and gives the answer as it comes, in the form that `accept` names.
    pub(crate) async fn open(
        &self,
        path: &str,
        body: &Value,
        accept: &str,
    ) -> anyhow::Result<reqwest::Response> {
        let request = self
            .http
            .post(self.address(path))
            .header("content-type", "application/json");
        self.send(request.header("accept", accept).body(body.to_string()))
            .await
    }

    /// Sends a body of any length as it comes and reads the answer as JSON.
    pub(crate) async fn send_body<T: DeserializeOwned>(
        &self,
        path: &str,
        body: reqwest::Body,
    ) -> anyhow::Result<T> {
        let request = self.http.post(self.address(path));
        let request = request.header("content-type", "application/x-ndjson");
        read(self.send(request.body(body)).await?).await
    }

    /// Asks and gives the answer as it comes.
    pub(crate) async fn stream(&self, path: &str) -> anyhow::Result<reqwest::Response> {
        self.send(self.http.get(self.address(path))).await
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> anyhow::Result<reqwest::Response> {
        let request = request.bearer_auth(&self.token).build()?;
        // What is asked for stands on the command line; what is sent may come from a file.
        let is_asked = request.method() == reqwest::Method::GET;
        let answer = self.http.execute(request).await.with_context(|| {
            format!(
                "the server at {} could not be reached; is `portolan serve` running there?",
                self.base
            )
        })?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let status = answer.status();
        let text = answer.text().await.unwrap_or_default();
        let error = refusal(status.as_u16(), &text);
        match error.downcast_ref::<Refusal>() {
            Some(refused) if is_asked && NO_VALUE.contains(&refused.code.as_str()) => {
                Err(Usage::error(error.to_string()))
            }
            _ => Err(error),
        }
    }
}

/// rustls is built without a default crypto provider; ring is ours. A second call changes nothing.
pub(crate) fn install_crypto() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Escapes one segment of a path, as RFC 3986 section 3.3 wants.
pub(crate) fn segment(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte))
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

async fn read<T: DeserializeOwned>(answer: reqwest::Response) -> anyhow::Result<T> {
    let bytes = answer.bytes().await.context("the answer broke off")?;
    let text: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
    serde_json::from_slice(text)
        .context("the answer is not what this version expects; are both of one version?")
}

/// The server's word for a kind of resource that there is not: the command line is wrong, not what it asks for.
const UNKNOWN_KIND: &str = "unknown_kind";
/// Its words for values that cannot be meant, whatever there is.
const NO_VALUE: [&str; 2] = ["bad_request", "invalid"];

/// A refusal of the server.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// Its stable word.
    pub(crate) code: String,
    sentence: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Refusal {}

/// The server's own words, with the place of a mistake in SQL where it gave one.
pub(crate) fn refusal(status: u16, text: &str) -> anyhow::Error {
    let body: Value = serde_json::from_str(text).unwrap_or_default();
    let error = &body["error"];
    let Some(message) = error["message"].as_str() else {
        return anyhow!("the server answered {status}");
    };
    let mut sentence = message.to_owned();
    if let (Some(line), Some(column)) = (
        error["position"]["line"].as_u64(),
        error["position"]["column"].as_u64(),
    ) {
        sentence.push_str(&format!(" (line {line}, column {column})"));
    }
    if let Some(hint) = error["hint"].as_str() {
        sentence.push_str(&format!("\n{hint}"));
    }
    let code = error["code"].as_str().unwrap_or_default().to_owned();
    if code == UNKNOWN_KIND {
        return Usage::error(sentence);
    }
    anyhow::Error::new(Refusal { code, sentence })
}

#[cfg(test)]
mod tests;
