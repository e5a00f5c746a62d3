use super::begin::page_of;

#[test]
fn a_link_leads_to_a_page_of_this_server_only() {
    for ours in ["/", "/sql?run=true&sql=SELECT%201", "/nodes/okta%2Facme"] {
        assert_eq!(page_of(Some(ours)), ours);
    }
    for foreign in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/a b",
        "",
        "/\r\nX: y",
    ] {
        assert_eq!(page_of(Some(foreign)), "/", "{foreign}");
    }
    assert_eq!(page_of(None), "/");
}
