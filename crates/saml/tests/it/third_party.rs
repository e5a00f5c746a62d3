//! Third parties on both sides: responses made by signxml, libxmlsec and pysaml2; verdicts by `xmlsec1` and
//! python3-saml over a corpus of changed responses. Without these programs the tests say that they were skipped.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::forge::{IDP, NEXT, P256, P384, Response, Signer, encode};
use crate::saml::{AuthnRequest, LogoutRequest, NameId, Waiting, verify_response};
use crate::world::{Bench, identity_provider, service_provider};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
        .join("tests")
        .join(name)
}

/// The Python with the libraries of `tests/oracle/requirements.txt`, kept beside the build output.
fn python() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let found = program
        .ancestors()
        .map(|folder| folder.join("python-saml/bin/python"))
        .find(|python| python.exists());
    if found.is_none() {
        println!(
            "skipped: no python-saml environment beside the build output (docs/reference/saml.md says how)"
        );
    }
    found
}

fn xmlsec1() -> Option<&'static str> {
    let there = Command::new("xmlsec1")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if there.is_ok_and(|status| status.success()) {
        return Some("xmlsec1");
    }
    println!("skipped: `xmlsec1` is not installed");
    None
}

/// Runs a script of the `oracle` folder: lines in, lines of JSON out.
fn run(python: &Path, script: &str, input: &str) -> Vec<Value> {
    let mut child = Command::new(python)
        .arg(folder("oracle").join(script))
        .arg(folder("it/keys"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{script} failed");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn responses_of_third_parties() {
    let Some(python) = python() else { return };
    let bench = Bench {
        idp: identity_provider(&[&IDP, &P256, &P384]),
        ..Bench::default()
    };
    let cases = run(&python, "generate.py", "");
    assert!(cases.len() >= 30, "only {} cases", cases.len());
    for case in cases {
        let (name, xml) = (case["name"].as_str().unwrap(), case["xml"].as_str().unwrap());
        let outcome = verify_response(
            &encode(xml),
            &bench.sp,
            &bench.idp,
            &bench.rules,
            Waiting::Request("_request1"),
            Timestamp::now(),
        );
        let found = match &outcome {
            Ok(_) => "ok",
            Err(refusal) => refusal.code(),
        };
        assert_eq!(found, case["expect"].as_str().unwrap(), "{name}: {outcome:?}");
        if let Ok(verified) = outcome {
            let person = verified.accept(true).unwrap();
            assert_eq!(person.name_id.value, "alice@example.com", "{name}");
            assert_eq!(person.values("groups").len(), 2, "{name}");
            if !name.starts_with("pysaml2") {
                assert_eq!(
                    person.values("groups"),
                    ["Tom & Jerry <é> \r \"x\"", "a < b"],
                    "{name}"
                );
            }
        }
    }
}

/// A response that is good now, as the judges have no clock to set.
fn fresh() -> Response {
    let at = |seconds: i64| -> &'static str {
        let time = Timestamp::now() + SignedDuration::from_secs(seconds);
        Box::leak(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into_boxed_str())
    };
    let mut response = Response {
        issued: at(0),
        ..Response::default()
    };
    let assertion = &mut response.assertion;
    (assertion.issued, assertion.authenticated, assertion.from) = (at(0), at(-1), at(-300));
    (assertion.bearer_until, assertion.until) = (at(300), at(300));
    response
}

/// Changes that must not be believed, and some that change nothing.
fn corpus() -> Vec<(String, String)> {
    let both = fresh().xml();
    let assertion_only = Response {
        sign_response: None,
        ..fresh()
    }
    .xml();
    let response_only = Response {
        sign_assertion: None,
        ..fresh()
    }
    .xml();
    let foreign = Response {
        sign_assertion: Some(Signer::with(|| &NEXT)),
        sign_response: None,
        ..fresh()
    }
    .xml();
    let unsigned = Response {
        sign_assertion: None,
        sign_response: None,
        ..fresh()
    }
    .xml();
    let mut corpus = vec![
        ("foreign key".to_owned(), foreign),
        ("unsigned".to_owned(), unsigned),
    ];
    for (form, xml) in [
        ("both", both),
        ("assertion", assertion_only),
        ("response", response_only),
    ] {
        corpus.push((form.to_owned(), xml.clone()));
        for (from, to) in [
            (
                "alice@example.com</saml2:NameID>",
                "admin@example.com</saml2:NameID>",
            ),
            (
                "alice@example.com</saml2:NameID>",
                "alice@<!-- x -->example.com</saml2:NameID>",
            ),
            (
                "alice@example.com</saml2:NameID>",
                "<![CDATA[alice@example.com]]></saml2:NameID>",
            ),
            (
                "alice@example.com</saml2:NameID>",
                "&#97;lice@example.com</saml2:NameID>",
            ),
            ("Everyone", "Admins"),
            ("portolan.example/saml<", "other.example/saml<"),
            ("<saml2:Subject>", "<saml2:Subject >"),
            ("<saml2:Subject>", "<saml2:Subject><!-- x -->"),
            ("<saml2:Subject>", "<saml2:Subject> "),
            ("<saml2:Subject>", "<saml2:Subject x=\"1\">"),
            ("<saml2:Subject>", "<saml2:Subject xmlns:unused=\"urn:unused\">"),
            ("xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID", "ID"),
            ("Version=\"2.0\"", "Version='2.0'"),
            ("xs:string", "xs:int"),
            ("></ds:DigestMethod>", "/>"),
            ("rsa-sha256", "rsa-sha1"),
            ("<ds:DigestValue>", "<ds:DigestValue> "),
            ("<ds:SignatureValue>", "<ds:SignatureValue>\n"),
            ("#id1assertion", "#id1other"),
            ("ID=\"id1assertion\"", "ID=\"id1other\""),
            (
                "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"",
                "xmlns:xs=\"urn:other\"",
            ),
            ("PrefixList=\"xs\"", "PrefixList=\"xs ds\""),
            (
                "InResponseTo=\"_request1\" NotOnOrAfter",
                "InResponseTo=\"_request2\" NotOnOrAfter",
            ),
        ] {
            corpus.push((format!("{form}: {from} -> {to}"), xml.replacen(from, to, 1)));
            corpus.push((format!("{form}: all {from} -> {to}"), xml.replace(from, to)));
        }
        // A byte here and there.
        for at in (0..xml.len()).step_by(61) {
            let mut bytes = xml.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(text) = String::from_utf8(bytes) {
                corpus.push((format!("{form}: byte {at}"), text));
            }
        }
    }
    corpus
}

/// Python3-saml judges the whole: whatever is accepted here, it accepts with the same name and the same groups; and
/// what it accepts but is refused here is refused for a rule of ours that is stricter, by name.
#[test]
fn python3_saml_agrees() {
    let Some(python) = python() else { return };
    let corpus = corpus();
    let input: String = corpus
        .iter()
        .map(|(_, xml)| format!("{}\n", json!({ "xml": xml })))
        .collect();
    let verdicts = run(&python, "judge.py", &input);
    assert_eq!(verdicts.len(), corpus.len());
    let bench = Bench::default();
    let (mut accepted, mut refused, mut stricter) = (0, 0, Vec::new());
    for ((name, xml), verdict) in corpus.iter().zip(&verdicts) {
        let ours = verify_response(
            &encode(xml),
            &bench.sp,
            &bench.idp,
            &bench.rules,
            Waiting::Request("_request1"),
            Timestamp::now(),
        );
        match (ours, verdict["ok"].as_bool().unwrap()) {
            (Ok(verified), true) => {
                let person = verified.accept(true).unwrap();
                assert_eq!(
                    verdict["name_id"].as_str(),
                    Some(person.name_id.value.as_str()),
                    "{name}"
                );
                let groups: Vec<_> = verdict["attributes"]["groups"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|v| v.as_str().unwrap())
                    .collect();
                assert_eq!(groups, person.values("groups"), "{name}");
                accepted += 1;
            }
            (Err(_), false) => refused += 1,
            (Err(refusal), true) => stricter.push((name.clone(), refusal.code())),
            (Ok(_), false) => panic!("only we accept {name}: {}", verdict["why"]),
        }
    }
    println!(
        "both accept {accepted}, both refuse {refused}, only we refuse {}: {stricter:#?}",
        stricter.len()
    );
    assert!(accepted > 20 && refused > 200);
    let known = [
        "signature_changed",
        "signature_algorithm",
        "signature_shape",
        "shape",
        "issuer",
        "xml_relative_namespace",
        "repeated_attribute",
        "not_yet_valid",
        "expired",
        "version",
        "signature_transform",
        "other_message",
        "signature_key",
    ];
    for (name, code) in stricter {
        assert!(known.contains(&code), "{name}: {code}");
    }
}

/// Runs `xmlsec1` on a document and says whether it verifies the signature at the path.
fn xmlsec1_verifies(xml: &str, path: &str, certificate: &Path) -> bool {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), xml).unwrap();
    let status = Command::new("xmlsec1")
        .args([
            "--verify",
            "--id-attr:ID",
            "urn:oasis:names:tc:SAML:2.0:assertion:Assertion",
        ])
        .args(["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:protocol:Response"])
        .args([
            "--id-attr:ID",
            "urn:oasis:names:tc:SAML:2.0:protocol:AuthnRequest",
        ])
        .args([
            "--id-attr:ID",
            "urn:oasis:names:tc:SAML:2.0:protocol:LogoutRequest",
        ])
        .args(["--node-xpath", path, "--pubkey-cert-pem"])
        .arg(certificate)
        .arg(file.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    status.success()
}

/// Whatever is accepted here for its assertion's signature, `xmlsec1` verifies too; and what it does not, neither do we.
#[test]
fn xmlsec1_agrees() {
    if xmlsec1().is_none() {
        return;
    }
    let certificate = folder("it/keys/idp.cert.pem");
    let bench = Bench::default();
    let (mut both, mut neither, mut stricter) = (0, 0, 0);
    for (name, xml) in corpus()
        .iter()
        .filter(|(name, _)| name.starts_with("assertion"))
        .step_by(2)
    {
        let theirs = xmlsec1_verifies(
            xml,
            "/*/*[local-name()='Assertion']/*[local-name()='Signature']",
            &certificate,
        );
        let ours = verify_response(
            &encode(xml),
            &bench.sp,
            &bench.idp,
            &bench.rules,
            Waiting::Request("_request1"),
            Timestamp::now(),
        );
        match (ours.is_ok(), theirs) {
            (true, true) => both += 1,
            (false, false) => neither += 1,
            (false, true) => stricter += 1,
            (true, false) => panic!("only we accept {name}"),
        }
    }
    println!("both accept {both}, both refuse {neither}, only we refuse {stricter}");
    assert!(both > 3 && neither > 20);
}

/// What we sign, `xmlsec1` verifies.
#[test]
fn xmlsec1_verifies_what_we_sign() {
    use base64::Engine;
    if xmlsec1().is_none() {
        return;
    }
    let (sp, idp) = (service_provider(), identity_provider(&[&IDP]));
    let now = Timestamp::now();
    let request = AuthnRequest {
        sp: &sp,
        idp: &idp,
        now,
        entropy: [5; 20],
        relay_state: "",
        force_authn: true,
        name_id_format: None,
        authn_contexts: &[],
        sign: true,
    };
    let name_id = NameId {
        value: "a<b>&\"c\"\r\n".to_owned(),
        format: "urn:x".to_owned(),
        name_qualifier: Some("\t'\"".to_owned()),
        sp_name_qualifier: None,
    };
    let logout = LogoutRequest {
        sp: &sp,
        idp: &idp,
        now,
        entropy: [6; 20],
        relay_state: "",
        name_id: &name_id,
        session_index: None,
    };
    for (_, form) in [request.post().unwrap(), logout.post().unwrap()] {
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(&form.fields[0].1)
            .unwrap();
        let xml = String::from_utf8(bytes).unwrap();
        let verifies = |xml: &str| {
            xmlsec1_verifies(
                xml,
                "/*/*[local-name()='Signature']",
                &folder("it/keys/sp.cert.pem"),
            )
        };
        assert!(verifies(&xml), "{xml}");
        assert!(!verifies(&xml.replace("Version=\"2.0\"", "Version=\"2.1\"")));
    }
}
