use super::fault;

#[test]
fn a_login_is_a_text_that_people_can_read() {
    for login in [
        "grace@acme.example",
        "GRACE",
        "José Núñez",
        "王秀英@例え.jp",
        "uid=ann,ou=people",
        &"x".repeat(256),
    ] {
        assert_eq!(fault(login), None, "{login}");
    }
    for hostile in [
        "",
        "line\nbreak@x.example",
        "tab\t@x.example",
        "\u{7f}",
        "gra\u{200b}ce@acme.example",
        "\u{202e}elpmaxe@ecarg",
        "grace\u{feff}",
        &"x".repeat(257),
    ] {
        assert!(fault(hostile).is_some(), "{hostile:?}");
    }
}
