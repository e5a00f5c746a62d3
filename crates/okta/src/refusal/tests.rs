use super::*;
use crate::FaultKind;

#[test]
fn every_code_of_the_table_leads_to_its_class() {
    use Cause::*;
    for (status, code, challenge, cause) in [
        (401, "E0000011", "", InvalidToken),
        (401, "E0000015", "", FeatureDisabled),
        (401, "", "", InvalidToken),
        (403, "E0000006", "", Forbidden),
        (
            403,
            "E0000006",
            r#"Bearer error="insufficient_scope", scope="okta.groups.read""#,
            ScopeMissing,
        ),
        (404, "E0000007", "", NotFound),
        (400, "E0000029", "", BadCursor),
        (400, "E0000001", "", Rejected),
        (429, "E0000047", "", RateLimited),
        (429, "", "", RateLimited),
        (500, "E0000009", "", ServerError),
        (503, "", "", ServerError),
        (501, "E0000060", "", Rejected),
        (302, "", "", Redirected),
        (400, "invalid_scope", "", ScopeNotGranted),
        (401, "invalid_client", "", InvalidClient),
    ] {
        assert_eq!(
            cause_of(status, Some(code), challenge, ""),
            cause,
            "{status} {code}"
        );
    }
    assert_eq!(
        cause_of(
            400,
            Some("E0000031"),
            "",
            "Invalid search criteria.; Invalid cursor."
        ),
        BadCursor
    );
}

#[test]
fn the_fault_says_what_where_and_what_to_do() {
    let mut headers = HeaderMap::new();
    headers.insert("x-okta-request-id", http::HeaderValue::from_static("req1"));
    let body = ErrorBody::parse(
        br#"{"errorCode":"E0000011","errorSummary":"Invalid token provided","errorCauses":[{"errorSummary":"a"}]}"#,
    );
    let fault = fault_of(
        "GET /api/v1/users",
        "/api/v1/users?limit=200&after=x",
        401,
        &headers,
        &body,
    );
    assert_eq!(fault.kind, FaultKind::NeedsPerson);
    assert_eq!(fault.path, "/api/v1/users");
    assert_eq!(fault.request_id.as_deref(), Some("req1"));
    insta::assert_snapshot!(fault, @"GET /api/v1/users: the token is not valid: Invalid token provided; a (401 E0000011)");
    assert!(fault.advice().contains("Security › API › Tokens"));
}

#[test]
fn a_body_of_another_form_is_no_trouble() {
    for body in [&b""[..], b"<html>", b"[]", b"{\"errorCode\":5}", b"\xff"] {
        assert_eq!(ErrorBody::parse(body).code(), None);
    }
}
