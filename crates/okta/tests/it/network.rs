//! The real transport against sockets of this machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use okta::{Cause, Client, Config, Credential, Patience, Reach};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers every request on a new port with the same bytes, and counts them.
async fn serve(answer: Vec<u8>) -> (u16, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&served);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let _ = socket.read(&mut request).await;
            count.fetch_add(1, Ordering::Relaxed);
            let _ = socket.write_all(&answer).await;
        }
    });
    (port, served)
}

fn client(url: String) -> Client {
    let mut config = Config::new(url, Credential::api_token("t"));
    config.reach = Reach::Loopback;
    config.patience = Patience::PROBE;
    Client::new(config).unwrap()
}

/// Why the people of an organization at this address cannot be listed.
async fn fault_at(url: String) -> okta::Fault {
    client(url).users().all().await.unwrap_err()
}

fn http(head: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn reads_compressed_answers() {
    let gzip = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 139, 174, 86, 202, 76, 81, 178, 82, 50, 48, 40, 53, 84, 170, 141, 5,
        0, 108, 146, 231, 142, 15, 0, 0, 0,
    ];
    let head = "200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip";
    let (port, _) = serve(http(head, &gzip)).await;
    let client = client(format!("http://127.0.0.1:{port}"));
    let users = client.users().all().await.unwrap();
    assert_eq!(users[0].id, "00u1");
    assert_eq!(client.progress().bytes, 15);
}

#[tokio::test]
async fn follows_no_redirect() {
    let (elsewhere, visits) = serve(http("200 OK\r\nContent-Type: application/json", b"[]")).await;
    let head = format!("302 Found\r\nLocation: http://127.0.0.1:{elsewhere}/api/v1/users");
    let (port, _) = serve(http(&head, b"")).await;
    let fault = fault_at(format!("http://127.0.0.1:{port}")).await;
    assert_eq!(fault.cause, Cause::Redirected);
    assert_eq!(visits.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_body_that_stops_early_is_no_answer() {
    let cut =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[{\"id\":".to_vec();
    let (port, _) = serve(cut).await;
    let fault = fault_at(format!("http://127.0.0.1:{port}")).await;
    assert_eq!(fault.cause, Cause::Unreachable, "{fault}");
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let fault = fault_at(format!("http://127.0.0.1:{port}")).await;
    assert_eq!(fault.cause, Cause::Unreachable, "{fault}");
    assert!(!fault.to_string().contains("limit="), "{fault}");
}

/// Answers over TLS with a certificate of its own; gives the port and the certificate.
async fn serve_tls() -> (u16, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let settings = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(settings));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            if let Ok(mut socket) = acceptor.accept(socket).await {
                let _ = socket.read(&mut vec![0; 4096]).await;
                let _ = socket
                    .write_all(&http("200 OK\r\nContent-Type: application/json", b"[]"))
                    .await;
                let _ = socket.shutdown().await;
            }
        }
    });
    (port, made.cert.pem())
}

#[tokio::test]
async fn a_certificate_of_nobody_is_refused() {
    let (port, _) = serve_tls().await;
    let fault = fault_at(format!("https://localhost:{port}")).await;
    assert_eq!(fault.cause, Cause::Certificate, "{fault}");
}

#[tokio::test]
async fn a_certificate_of_a_named_authority_is_accepted() {
    let (port, pem) = serve_tls().await;
    let mut config = Config::new(format!("https://localhost:{port}"), Credential::api_token("t"));
    config.reach = Reach::Loopback;
    config.extra_authorities = Some(pem);
    let users = Client::new(config.clone()).unwrap().users().all().await;
    assert!(users.unwrap().is_empty());
    config.extra_authorities = Some("no certificate".to_owned());
    assert!(Client::new(config).is_err());
}

#[tokio::test]
async fn goes_through_a_proxy_and_still_not_into_our_own_network() {
    // A proxy on this machine that answers in the organization's place.
    let (port, asked) = serve(http("200 OK\r\nContent-Type: application/json", b"[]")).await;
    let mut config = Config::new("http://acme.okta.example", Credential::api_token("t"));
    config.reach = Reach::Loopback;
    config.patience = Patience::PROBE;
    config.proxy = Some(format!("http://127.0.0.1:{port}").into());
    let users = Client::new(config.clone()).unwrap().users().all().await.unwrap();
    assert!(users.is_empty());
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    config.reach = Reach::Public;
    for inside in ["https://127.0.0.1", "https://localhost"] {
        inside.clone_into(&mut config.org_url);
        let fault = Client::new(config.clone())
            .unwrap()
            .users()
            .all()
            .await
            .unwrap_err();
        assert_eq!(fault.cause, Cause::ForbiddenAddress, "{fault}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    config.proxy = Some("socks://user:secret@host".to_owned().into());
    let error = Client::new(config).unwrap_err().to_string();
    assert!(!error.contains("secret"), "{error}");
}
