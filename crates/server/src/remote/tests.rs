use super::*;

#[test]
fn a_refusal_is_the_servers_sentence_with_place_and_hint() {
    let text = r#"{"error":{"code":"sql","message":"unknown column `identty`","hint":"did you mean `identity`?",
        "position":{"line":1,"column":8}}}"#;
    let error = refusal(400, text).to_string();
    assert_eq!(
        error,
        "unknown column `identty` (line 1, column 8)\ndid you mean `identity`?"
    );
    assert_eq!(refusal(502, "<html>").to_string(), "the server answered 502");
}

#[test]
fn a_node_id_is_one_segment_of_a_path() {
    assert_eq!(
        segment("okta/acme.okta.com:443/00u1"),
        "okta%2Facme.okta.com%3A443%2F00u1"
    );
}

#[test]
fn a_client_command_without_a_token_says_where_to_get_one() {
    let server = Server {
        url: "http://127.0.0.1:1".to_owned(),
        token: String::new(),
    };
    let error = Remote::new(&server)
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default();
    assert!(error.contains("PORTOLAN_TOKEN"), "{error}");
}
