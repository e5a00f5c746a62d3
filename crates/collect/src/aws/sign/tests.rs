//! AWS's own vectors: the Signature Version 4 test suite, and the examples of the S3 reference.

use super::*;
use domain::Secret;

/// 2015-08-30T12:36:00Z.
const AT: Timestamp = Timestamp::from_ms(1_440_938_160_000);

fn keys(id: &str, secret: &str) -> Keys {
    Keys {
        access_key_id: id.to_owned(),
        secret: Secret::new(secret),
        session_token: None,
        expires: None,
    }
}

fn suite(method: &str, url: &str) -> String {
    let url = Url::parse(url).unwrap();
    let request = Request {
        method,
        url: &url,
        headers: &[],
        body: b"",
        region: "us-east-1",
        service: "service",
    };
    let keys = keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let signed = sign(&request, &keys, AT);
    signed
        .into_iter()
        .find(|(name, _)| *name == "authorization")
        .unwrap()
        .1
}

#[test]
fn get_vanilla() {
    assert_eq!(
        suite("GET", "https://example.amazonaws.com/"),
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    );
}

#[test]
fn post_vanilla() {
    let signed = suite("POST", "https://example.amazonaws.com/");
    assert!(
        signed.ends_with("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        "{signed}"
    );
}

#[test]
fn queries_are_ordered() {
    let signed = suite(
        "GET",
        "https://example.amazonaws.com/?Param2=value2&Param1=value1",
    );
    assert!(
        signed.ends_with("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        "{signed}"
    );
}

/// The S3 reference, "Signature Calculations for the Authorization Header", example of GET Object: the first ten bytes
/// of test.txt at 2013-05-24T00:00:00Z.
#[test]
fn get_object() {
    let url = Url::parse("https://examplebucket.s3.amazonaws.com/test.txt").unwrap();
    let request = Request {
        method: "GET",
        url: &url,
        headers: &[("range", "bytes=0-9")],
        body: b"",
        region: "us-east-1",
        service: "s3",
    };
    let keys = keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let signed = sign(&request, &keys, Timestamp::from_ms(1_369_353_600_000));
    let (_, signed) = signed.last().unwrap();
    assert!(
        signed.ends_with("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        "{signed}"
    );
}

#[test]
fn a_session_token_is_signed() {
    let url = Url::parse("http://127.0.0.1:9324/").unwrap();
    let mut keys = keys("id", "secret");
    keys.session_token = Some(Secret::new("token"));
    let request = Request {
        method: "POST",
        url: &url,
        headers: &[("x-amz-target", "AmazonSQS.ReceiveMessage")],
        body: b"{}",
        region: "eu-west-1",
        service: "sqs",
    };
    let signed = sign(&request, &keys, AT);
    assert!(signed.contains(&("x-amz-security-token", "token".to_owned())));
    assert!(
        signed
            .last()
            .unwrap()
            .1
            .contains("SignedHeaders=host;x-amz-date;x-amz-security-token;x-amz-target,"),
        "{signed:?}"
    );
    assert_eq!(host_of(&url), "127.0.0.1:9324");
}
