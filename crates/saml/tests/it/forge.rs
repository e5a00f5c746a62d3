//! An identity provider of our own, for tests: writes responses as canonical text by hand and signs that text, so
//! that it shares nothing with the code under test, least of all its canonicalisation.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256,
    RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RsaKeyPair,
};

pub(crate) const NOW: &str = "2026-01-31T12:00:00Z";
pub(crate) const ISSUER: &str = "http://www.okta.com/exk1test";
pub(crate) const AUDIENCE: &str = "https://portolan.example/saml";
pub(crate) const ACS: &str = "https://portolan.example/saml/acs";
pub(crate) const REQUEST: &str = "_request1";

pub(crate) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const EXC: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// A key of the `keys` folder.
pub(crate) struct Pem {
    pub(crate) key: &'static str,
    pub(crate) certificate: &'static str,
}

macro_rules! pem {
    ($name:literal) => {
        Pem {
            key: include_str!(concat!("keys/", $name, ".key.pem")),
            certificate: include_str!(concat!("keys/", $name, ".cert.pem")),
        }
    };
}

pub(crate) const IDP: Pem = pem!("idp");
pub(crate) const NEXT: Pem = pem!("idp-next");
pub(crate) const ATTACKER: Pem = pem!("attacker");
pub(crate) const SP: Pem = pem!("sp");
pub(crate) const P256: Pem = pem!("p256");
pub(crate) const P384: Pem = pem!("p384");

/// The bytes between the lines that begin and end a PEM text.
pub(crate) fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).unwrap()
}

/// How to sign.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) pem: fn() -> &'static Pem,
    pub(crate) method: &'static str,
    pub(crate) digest: &'static str,
    pub(crate) prefixes: &'static str,
}

impl Default for Signer {
    fn default() -> Self {
        Self {
            pem: || &IDP,
            method: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            digest: SHA256,
            prefixes: "xs",
        }
    }
}

impl Signer {
    pub(crate) fn with(pem: fn() -> &'static Pem) -> Self {
        Self {
            pem,
            ..Self::default()
        }
    }

    /// The signature element for canonical content that has the id.
    pub(crate) fn sign(&self, id: &str, content: &str) -> String {
        self.sign_reference(&format!("#{id}"), content)
    }

    pub(crate) fn sign_reference(&self, uri: &str, content: &str) -> String {
        let info = self.signed_info(uri, content);
        let canonical = info.replacen(
            "<ds:SignedInfo>",
            "<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">",
            1,
        );
        let value = STANDARD.encode(self.raw(canonical.as_bytes()));
        format!(
            "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{info}\
             <ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>"
        )
    }

    pub(crate) fn signed_info(&self, uri: &str, content: &str) -> String {
        let algorithm = match self.digest {
            SHA256 => &digest::SHA256,
            "http://www.w3.org/2001/04/xmldsig-more#sha384" => &digest::SHA384,
            "http://www.w3.org/2001/04/xmlenc#sha512" => &digest::SHA512,
            _ => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        };
        let hash = STANDARD.encode(digest::digest(algorithm, content.as_bytes()));
        let list = if self.prefixes.is_empty() {
            String::new()
        } else {
            format!(
                "<ec:InclusiveNamespaces xmlns:ec=\"{EXC}\" PrefixList=\"{}\"></ec:InclusiveNamespaces>",
                self.prefixes
            )
        };
        format!(
            "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"{EXC}\"></ds:CanonicalizationMethod>\
             <ds:SignatureMethod Algorithm=\"{method}\"></ds:SignatureMethod><ds:Reference URI=\"{uri}\">\
             <ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\">\
             </ds:Transform><ds:Transform Algorithm=\"{EXC}\">{list}</ds:Transform></ds:Transforms>\
             <ds:DigestMethod Algorithm=\"{digest}\"></ds:DigestMethod><ds:DigestValue>{hash}</ds:DigestValue>\
             </ds:Reference></ds:SignedInfo>",
            method = self.method,
            digest = self.digest,
        )
    }

    pub(crate) fn raw(&self, message: &[u8]) -> Vec<u8> {
        let key = der((self.pem)().key);
        let random = SystemRandom::new();
        match self.method.rsplit('#').next().unwrap() {
            "ecdsa-sha256" => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key, &random)
                .unwrap()
                .sign(&random, message)
                .unwrap()
                .as_ref()
                .to_vec(),
            "ecdsa-sha384" => EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &key, &random)
                .unwrap()
                .sign(&random, message)
                .unwrap()
                .as_ref()
                .to_vec(),
            "hmac-sha256" => {
                // The classic confusion: the public certificate as the secret of an HMAC.
                let secret = der((self.pem)().certificate);
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &secret);
                ring::hmac::sign(&key, message).as_ref().to_vec()
            }
            name => {
                let key = RsaKeyPair::from_pkcs8(&key).unwrap();
                let mut signature = vec![0; key.public().modulus_len()];
                let padding: &dyn ring::signature::RsaEncoding = match name {
                    "rsa-sha384" => &RSA_PKCS1_SHA384,
                    "rsa-sha512" => &RSA_PKCS1_SHA512,
                    _ => &RSA_PKCS1_SHA256,
                };
                key.sign(padding, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }
}

/// What a response shall say. The defaults are those of Okta for one person with two groups.
#[derive(Clone)]
pub(crate) struct Response {
    pub(crate) id: &'static str,
    pub(crate) destination: Option<&'static str>,
    pub(crate) in_response_to: Option<&'static str>,
    pub(crate) issuer: &'static str,
    pub(crate) issued: &'static str,
    pub(crate) status: &'static str,
    pub(crate) assertion: Assertion,
    pub(crate) sign_response: Option<Signer>,
    pub(crate) sign_assertion: Option<Signer>,
}

#[derive(Clone)]
pub(crate) struct Assertion {
    pub(crate) id: &'static str,
    pub(crate) issuer: &'static str,
    pub(crate) issued: &'static str,
    pub(crate) name_id: &'static str,
    pub(crate) name_format: &'static str,
    pub(crate) recipient: &'static str,
    pub(crate) in_response_to: Option<&'static str>,
    pub(crate) bearer_until: &'static str,
    pub(crate) from: &'static str,
    pub(crate) until: &'static str,
    pub(crate) audience: &'static str,
    pub(crate) authenticated: &'static str,
    pub(crate) session_until: Option<&'static str>,
    pub(crate) attributes: String,
    /// Anything more, before the end.
    pub(crate) extra: &'static str,
}

impl Default for Assertion {
    fn default() -> Self {
        Self {
            id: "id1assertion",
            issuer: ISSUER,
            issued: NOW,
            name_id: "alice@example.com",
            name_format: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            recipient: ACS,
            in_response_to: Some(REQUEST),
            bearer_until: "2026-01-31T12:05:00Z",
            from: "2026-01-31T11:55:00Z",
            until: "2026-01-31T12:05:00Z",
            audience: AUDIENCE,
            authenticated: "2026-01-31T11:59:58.123Z",
            session_until: None,
            attributes: [
                attribute("email", &["alice@example.com"]),
                attribute("groups", &["Everyone", "Engineering & Design"]),
            ]
            .concat(),
            extra: "",
        }
    }
}

impl Default for Response {
    fn default() -> Self {
        Self {
            id: "id2response",
            destination: Some(ACS),
            in_response_to: Some(REQUEST),
            issuer: ISSUER,
            issued: NOW,
            status: "urn:oasis:names:tc:SAML:2.0:status:Success",
            assertion: Assertion::default(),
            sign_response: Some(Signer::default()),
            sign_assertion: Some(Signer::default()),
        }
    }
}

/// An attribute with values, in canonical form.
pub(crate) fn attribute(name: &str, values: &[&str]) -> String {
    let values: String = values
        .iter()
        .map(|value| {
            format!(
                "<saml2:AttributeValue xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
                 xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\">{}\
                 </saml2:AttributeValue>",
                value
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
            )
        })
        .collect();
    format!(
        "<saml2:Attribute Name=\"{name}\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified\">\
         {values}</saml2:Attribute>"
    )
}

fn optional(name: &str, value: Option<&str>) -> String {
    value.map_or_else(String::new, |value| format!(" {name}=\"{value}\""))
}

impl Assertion {
    /// The assertion in canonical form with `signature` after the issuer.
    pub(crate) fn text(&self, signature: &str) -> String {
        format!(
            "<saml2:Assertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" \
             IssueInstant=\"{issued}\" Version=\"2.0\">\
             <saml2:Issuer Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:entity\">{issuer}</saml2:Issuer>\
             {signature}<saml2:Subject><saml2:NameID Format=\"{name_format}\">{name_id}</saml2:NameID>\
             <saml2:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
             <saml2:SubjectConfirmationData{in_response_to} NotOnOrAfter=\"{bearer_until}\" \
             Recipient=\"{recipient}\"></saml2:SubjectConfirmationData></saml2:SubjectConfirmation></saml2:Subject>\
             <saml2:Conditions NotBefore=\"{from}\" NotOnOrAfter=\"{until}\"><saml2:AudienceRestriction>\
             <saml2:Audience>{audience}</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions>\
             <saml2:AuthnStatement AuthnInstant=\"{authenticated}\" SessionIndex=\"_session1\"{session_until}>\
             <saml2:AuthnContext><saml2:AuthnContextClassRef>\
             urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml2:AuthnContextClassRef>\
             </saml2:AuthnContext></saml2:AuthnStatement><saml2:AttributeStatement>{attributes}\
             </saml2:AttributeStatement>{extra}</saml2:Assertion>",
            id = self.id,
            issued = self.issued,
            issuer = self.issuer,
            name_format = self.name_format,
            name_id = self.name_id,
            in_response_to = optional("InResponseTo", self.in_response_to),
            bearer_until = self.bearer_until,
            recipient = self.recipient,
            from = self.from,
            until = self.until,
            audience = self.audience,
            authenticated = self.authenticated,
            session_until = optional("SessionNotOnOrAfter", self.session_until),
            attributes = self.attributes,
            extra = self.extra,
        )
    }

    pub(crate) fn signed(&self, signer: Option<&Signer>) -> String {
        let signature = signer.map(|signer| signer.sign(self.id, &self.text("")));
        self.text(&signature.unwrap_or_default())
    }
}

impl Response {
    /// The response in canonical form around `content`, with `signature` after the issuer.
    pub(crate) fn text(&self, signature: &str, content: &str) -> String {
        format!(
            "<saml2p:Response xmlns:saml2p=\"urn:oasis:names:tc:SAML:2.0:protocol\"{destination} ID=\"{id}\"\
             {in_response_to} IssueInstant=\"{issued}\" Version=\"2.0\">\
             <saml2:Issuer xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\" \
             Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:entity\">{issuer}</saml2:Issuer>{signature}\
             <saml2p:Status><saml2p:StatusCode Value=\"{status}\"></saml2p:StatusCode></saml2p:Status>\
             {content}</saml2p:Response>",
            destination = optional("Destination", self.destination),
            id = self.id,
            in_response_to = optional("InResponseTo", self.in_response_to),
            issued = self.issued,
            issuer = self.issuer,
            status = self.status,
        )
    }

    /// The whole document.
    pub(crate) fn xml(&self) -> String {
        self.around(&self.assertion.signed(self.sign_assertion.as_ref()))
    }

    /// The whole document around other content than its own assertion.
    pub(crate) fn around(&self, content: &str) -> String {
        let signature = self
            .sign_response
            .as_ref()
            .map(|signer| signer.sign(self.id, &self.text("", content)));
        self.text(&signature.unwrap_or_default(), content)
    }

    pub(crate) fn field(&self) -> String {
        encode(&self.xml())
    }
}

/// The value of the form field.
pub(crate) fn encode(xml: &str) -> String {
    STANDARD.encode(xml)
}
