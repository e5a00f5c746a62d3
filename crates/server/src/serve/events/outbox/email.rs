//! Alerts by e-mail: SMTP (RFC 5321) with TLS from the start (`smtps://`) or by STARTTLS (`smtp://`), never without
//! unless the address says `tls=none`.

use super::super::forwards::Target;
use anyhow::{Context as _, anyhow};
use async_smtp::authentication::{Credentials, Mechanism};
use async_smtp::{EmailAddress, Envelope, SendableEmail, SmtpClient, SmtpTransport};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject as _;
use rustls_platform_verifier::Verifier;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufRead, AsyncWrite, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;

/// So long is waited for a server that took the message to say good-bye.
const GOOD_BYE: Duration = Duration::from_secs(2);

/// How the connection is kept from others' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    FromTheStart,
    Upgraded,
    None,
}

/// Where messages go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::serve::events) struct Mailbox {
    host: String,
    port: u16,
    tls: Tls,
    user: Option<String>,
    from: String,
    to: Vec<String>,
}

/// A message.
pub(super) struct Mail<'a> {
    /// Unique and always the same for the same telling, so that repetitions are known.
    pub(super) id: &'a str,
    pub(super) subject: &'a str,
    pub(super) text: &'a str,
    /// When it is sent (RFC 5322 section 3.3).
    pub(super) date: String,
}

impl Mailbox {
    /// Reads `smtps://host:465/?from=a@x&to=b@y,c@y&user=name`.
    pub(in crate::serve::events) fn of(address: &str, has_secret: bool) -> Result<Self, String> {
        let form = "write it as smtps://host:465/?from=alerts@x.example&to=soc@x.example, with &user=… and the \
                    password as secret where the server wants them";
        let url = Url::parse(address).map_err(|_| form.to_owned())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(form)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the password is the secret; it must not stand in the address".to_owned());
        }
        let (mut from, mut to, mut user, mut is_plain) = (None, Vec::new(), None, false);
        for (name, value) in url.query_pairs() {
            match &*name {
                "from" => from = Some(value.into_owned()),
                "to" => to.extend(value.split(',').map(|one| one.trim().to_owned())),
                "user" => user = Some(value.into_owned()),
                "tls" if value == "none" => is_plain = true,
                other => return Err(format!("`{other}` is not known; {form}")),
            }
        }
        let tls = match (url.scheme(), is_plain) {
            ("smtps", false) => Tls::FromTheStart,
            ("smtp", false) => Tls::Upgraded,
            ("smtp", true) => Tls::None,
            _ => return Err(form.to_owned()),
        };
        let from = from.ok_or(form)?;
        if to.is_empty() || !to.iter().chain([&from]).all(|one| is_mailbox(one)) {
            return Err(form.to_owned());
        }
        if tls == Tls::None && (has_secret || user.is_some()) {
            return Err(
                "a password must not go over the network in the open: leave out `tls=none`".to_owned(),
            );
        }
        if user.is_some() != has_secret {
            return Err("`user` and the secret, which is its password, go together".to_owned());
        }
        let usual = match tls {
            Tls::FromTheStart => 465,
            Tls::Upgraded => 587,
            Tls::None => 25,
        };
        Ok(Self {
            host: host.to_owned(),
            port: url.port().unwrap_or(usual),
            tls,
            user,
            from,
            to,
        })
    }

    /// Host and port, to show.
    pub(in crate::serve::events) fn shown(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Plain enough to stand in a header and an envelope.
fn is_mailbox(text: &str) -> bool {
    let is_plain =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b',' | b'"' | b'(' | b')');
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && text.bytes().all(is_plain)
}

/// Sends a message; done when the server has taken it over.
pub(super) async fn send(target: &Target, mail: &Mail<'_>, extra_ca_pem: Option<&str>) -> anyhow::Result<()> {
    let mailbox = Mailbox::of(&target.address, target.secret.is_some()).map_err(anyhow::Error::msg)?;
    let stream = TcpStream::connect((mailbox.host.as_str(), mailbox.port)).await;
    let stream = stream.with_context(|| format!("{} cannot be reached", mailbox.shown()))?;
    match mailbox.tls {
        Tls::None => deliver(BufReader::new(stream), SmtpClient::new(), &mailbox, target, mail).await,
        Tls::FromTheStart => {
            let stream = secured(stream, &mailbox.host, extra_ca_pem).await?;
            deliver(BufReader::new(stream), SmtpClient::new(), &mailbox, target, mail).await
        }
        Tls::Upgraded => {
            let plain = SmtpTransport::new(SmtpClient::new(), BufReader::new(stream)).await?;
            let plain = plain.starttls().await.context("STARTTLS was refused")?;
            // What came before the handshake could be anybody's.
            if !plain.buffer().is_empty() {
                return Err(anyhow!("the server spoke before TLS began"));
            }
            let stream = secured(plain.into_inner(), &mailbox.host, extra_ca_pem).await?;
            let client = SmtpClient::new().without_greeting();
            deliver(BufReader::new(stream), client, &mailbox, target, mail).await
        }
    }
}

async fn deliver<S: AsyncBufRead + AsyncWrite + Unpin>(
    stream: S,
    client: SmtpClient,
    mailbox: &Mailbox,
    target: &Target,
    mail: &Mail<'_>,
) -> anyhow::Result<()> {
    let mut transport = SmtpTransport::new(client, stream).await?;
    if let (Some(user), Some(secret)) = (&mailbox.user, &target.secret) {
        let credentials = Credentials::new(user.clone(), secret.clone());
        transport
            .try_login(&credentials, &[Mechanism::Plain, Mechanism::Login])
            .await
            .context("the mail server did not let us in")?;
    }
    let address = |text: &String| EmailAddress::new(text.clone());
    let to: Result<Vec<_>, _> = mailbox.to.iter().map(address).collect();
    let envelope = Envelope::new(Some(address(&mailbox.from)?), to?)?;
    transport
        .send(SendableEmail::new(envelope, text_of(mailbox, mail)))
        .await
        .context("the mail server did not take the message")?;
    // It is taken over already; whether and how the other side says good-bye does not matter, and a silence here must
    // not have the letter sent again.
    let _ = tokio::time::timeout(GOOD_BYE, transport.quit()).await;
    Ok(())
}

async fn secured(
    stream: TcpStream,
    host: &str,
    extra_ca_pem: Option<&str>,
) -> anyhow::Result<tokio_rustls::client::TlsStream<TcpStream>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut extra = Vec::new();
    for certificate in
        rustls::pki_types::CertificateDer::pem_slice_iter(extra_ca_pem.unwrap_or_default().as_bytes())
    {
        extra.push(certificate?);
    }
    let verifier = Verifier::new_with_extra_roots(extra, Arc::clone(&provider))?;
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    stream.with_context(|| format!("no TLS with {host}"))
}

/// The message with its headers (RFC 5322, RFC 2045, RFC 2047): nothing in it can end a line or a header.
fn text_of(mailbox: &Mailbox, mail: &Mail<'_>) -> String {
    let coded = STANDARD.encode(mail.text);
    let lines: Vec<&str> = coded
        .as_bytes()
        .chunks(76)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    let id: String = mail
        .id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    format!(
        "From: Portolan <{}>\r\nTo: {}\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{id}@portolan>\r\n\
         Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        mailbox.from,
        mailbox.to.join(", "),
        words(mail.subject),
        mail.date,
        lines.join("\r\n"),
    )
}

/// A header's text in encoded words of at most 75 characters, cut between characters.
fn words(text: &str) -> String {
    let (mut words, mut piece) = (Vec::new(), String::new());
    for c in text.chars().take(200) {
        if piece.len() + c.len_utf8() > 42 {
            words.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    words.push(piece);
    let coded = words
        .iter()
        .map(|piece| format!("=?UTF-8?B?{}?=", STANDARD.encode(piece)));
    coded.collect::<Vec<_>>().join("\r\n ")
}

#[cfg(test)]
mod tests;
