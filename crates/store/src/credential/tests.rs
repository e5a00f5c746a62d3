use super::*;

#[test]
fn what_was_written_down_reads_back() {
    let token = OktaCredential::ApiToken(Secret::new("00abc"));
    let app = OktaCredential::ServiceApp {
        client_id: "0oa1".to_owned(),
        private_key: Secret::new("{}"),
        key_id: None,
        scopes: vec!["okta.users.read".to_owned()],
    };
    for credential in [token, app] {
        assert_eq!(
            OktaCredential::from_secret(&credential.to_secret()),
            Ok(credential)
        );
    }
}

#[test]
fn an_unreadable_one_says_what_to_do_and_shows_nothing() {
    let error =
        OktaCredential::from_secret(&Secret::new("{\"kind\":\"later\",\"token\":\"hush\"}")).unwrap_err();
    assert!(error.to_string().contains("enter it again") && !error.to_string().contains("hush"));
}
