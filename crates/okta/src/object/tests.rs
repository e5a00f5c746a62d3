use super::without_secrets;

#[test]
fn secrets_are_cut_out_and_nothing_else() {
    let clean = r#"{"b":1.50,"a":{"x":[ ]},"note":"é"}"#;
    assert_eq!(without_secrets(clean), clean);
    let app = r#"{"credentials":{"oauthClient":{"client_id":"0oa1","client_secret":"MARK"},"password":{"value":"MARK"}}}"#;
    let cut = without_secrets(app);
    assert!(!cut.contains("MARK") && cut.contains("0oa1"), "{cut}");
    let named = r#"{"z":{"token_endpoint_auth_method":"client_secret_basic"},"a":1}"#;
    assert_eq!(without_secrets(named), named);
    let policy =
        r#"{"z":1,"settings":{"password":{"complexity":{"minLength":8}}},"recoveryToken":{"b":1,"a":2}}"#;
    assert_eq!(without_secrets(policy), policy);
    let user = r#"{"credentials":{"password":{},"recovery_question":{"question":"MARK1","answer":"MARK2"}}}"#;
    assert!(
        !without_secrets(user).contains("MARK"),
        "{}",
        without_secrets(user)
    );
}
