use std::net::SocketAddr;
use std::sync::Arc;

use domain::Reach;
use okta_sim::{ServeOptions, World};
use url::Url;
use web::ProviderCall;

use super::{Providers, allowed};

/// What comes of a call to this address, past the look at its text.
async fn told(providers: &Providers, url: &str) -> String {
    let call = ProviderCall::default();
    match providers.exchange(&Url::parse(url).unwrap(), call).await {
        Ok(answer) => answer.status.to_string(),
        Err(told) => told,
    }
}

#[tokio::test]
async fn a_name_that_leads_into_the_own_network_is_not_called() {
    let providers = Providers::new(Reach::Public, None);
    // A name that a hosts file knows everywhere stands for one that somebody's DNS answers with an address of ours.
    let said = told(&providers, "https://localhost:9/metadata").await;
    assert!(said.contains("of this machine or of a private network"), "{said}");
    let said = told(&providers, "https://127.0.0.1:9/metadata").await;
    assert!(said.contains("of this machine or of a private network"), "{said}");
    let said = told(
        &Providers::new(Reach::Loopback, None),
        "https://localhost:9/metadata",
    )
    .await;
    assert!(said.contains("cannot connect"), "{said}");
}

#[tokio::test]
async fn authorities_of_the_settings_are_trusted_and_no_others() {
    let sim = Arc::new(World::small());
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    let options = ServeOptions {
        tls_listen: Some(local),
        ..ServeOptions::new(local)
    };
    let served = sim.serve(options).await.unwrap();
    let url = format!(
        "{}/.well-known/openid-configuration",
        served.tls_url.as_ref().unwrap()
    );
    let stranger = Providers::new(Reach::Loopback, None);
    let said = told(&stranger, &url).await;
    assert!(said.contains("secure connection"), "{said}");
    let friend = Providers::new(Reach::Loopback, served.ca_pem.clone());
    assert_eq!(told(&friend, &url).await, "200");
    let broken = Providers::new(Reach::Loopback, Some("no certificate".to_owned()));
    let said = told(&broken, &url).await;
    assert!(said.contains("PEM"), "{said}");
}

#[test]
fn the_text_of_an_address_is_looked_at_first() {
    for url in [
        "http://acme.okta.com/x",
        "https://10.0.0.5/x",
        "https://printer/x",
        "https://x.internal/x",
        "file:///etc/passwd",
        "x",
    ] {
        assert!(allowed(url, Reach::Public).is_err(), "{url}");
    }
    assert!(allowed("https://acme.okta.com/app/x/sso/saml/metadata", Reach::Public).is_ok());
    assert!(allowed("http://127.0.0.1:4010/x", Reach::Loopback).is_ok());
}
