use super::*;

fn proxy(host: &str, variables: &[(&str, &str)]) -> Option<String> {
    let found = proxy_for(host, |name| {
        let known = variables.iter().find(|(known, _)| *known == name);
        known.map(|(_, value)| (*value).to_owned())
    });
    found.map(|secret| secret.reveal().to_owned())
}

#[test]
fn the_proxy_is_read_as_other_programs_read_it() {
    let one = ("HTTPS_PROXY", "http://proxy:3128");
    let host = "acme.okta.com";
    assert_eq!(proxy(host, &[]), None);
    assert_eq!(proxy(host, &[one]).as_deref(), Some("http://proxy:3128"));
    assert_eq!(
        proxy(host, &[("all_proxy", "http://all:1")]).as_deref(),
        Some("http://all:1")
    );
    assert_eq!(proxy(host, &[("HTTPS_PROXY", " ")]), None);
    for excepted in ["okta.com", ".okta.com", "other, ACME.okta.com", "*"] {
        assert_eq!(
            proxy("acme.okta.com:443", &[one, ("NO_PROXY", excepted)]),
            None,
            "{excepted}"
        );
    }
    for other in ["kta.com", "me.okta.com", "", "acme.okta.com.evil"] {
        assert!(proxy(host, &[one, ("no_proxy", other)]).is_some(), "{other}");
    }
}
