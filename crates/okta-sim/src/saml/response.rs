//! The answer to a service provider: a `Response` with an assertion, or with a status that says why there is none.

use super::encrypt::encrypt;
use super::keys::SigningKey;
use super::settings::Settings;
use super::sign::{SignError, sign};
use super::subject::Attribute;
use super::xml::Element;
use crate::oauth::Source;
use crate::stamp::Stamp;

const ENTITY: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
const STATUS: &str = "urn:oasis:names:tc:SAML:2.0:status:";
/// An assertion begins to hold this long before it is issued, for clocks that are late.
const EARLY_MS: i64 = 300_000;

/// What an answer is made of.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) name_format: String,
    pub(super) attributes: Vec<Attribute>,
    /// `AuthnStatement/@SessionIndex`
    pub(super) session: String,
    pub(super) authenticated: Stamp,
}

/// Where an answer goes and what it answers.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    pub(super) issuer: &'a str,
    pub(super) destination: &'a str,
    pub(super) recipient: &'a str,
    /// Id of the request; empty when nobody asked.
    pub(super) in_response_to: &'a str,
    /// Ids of the response and of the assertion.
    pub(super) ids: [String; 2],
    pub(super) now: Stamp,
}

/// Why a response could not be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum ResponseError {
    /// The signature.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The encryption.
    #[error(
        "the assertion could not be encrypted; the app's assertionEncryption needs a known algorithm and an RSA certificate"
    )]
    Encrypt,
}

/// A response with an assertion about a person, signed and encrypted as the settings say.
pub(super) fn success(
    envelope: &Envelope<'_>,
    subject: &Subject,
    settings: &Settings,
    key: &SigningKey,
    random: Source,
) -> Result<Element, ResponseError> {
    let mut assertion = assertion(envelope, subject, settings);
    let prefixes = (!subject.attributes.is_empty()).then_some("xs");
    if settings.sign_assertion {
        sign(&mut assertion, key, settings.algorithms, prefixes)?;
    }
    let assertion = match &settings.encryption {
        Some(how) => encrypt(&assertion, how, random).ok_or(ResponseError::Encrypt)?,
        None => assertion,
    };
    let mut response = head(envelope, "Success", None).child(assertion);
    if settings.sign_response {
        let visible = prefixes.filter(|_| settings.encryption.is_none());
        sign(&mut response, key, settings.algorithms, visible)?;
    }
    Ok(response)
}

/// A signed response without an assertion. `reason` is the second status: `NoPassive`, `InvalidNameIDPolicy`.
pub(super) fn failure(
    envelope: &Envelope<'_>,
    reason: &'static str,
    settings: &Settings,
    key: &SigningKey,
) -> Result<Element, ResponseError> {
    let mut response = head(envelope, "Requester", Some(reason));
    sign(&mut response, key, settings.algorithms, None)?;
    Ok(response)
}

/// The identity provider's name.
pub(super) fn issuer(name: &str) -> Element {
    Element::new("saml2:Issuer").with("Format", ENTITY).text(name)
}

/// `saml2p:Status`
pub(super) fn status(first: &str, second: Option<&str>) -> Element {
    let code = |word: &str| Element::new("saml2p:StatusCode").with("Value", format!("{STATUS}{word}"));
    let second = second.map(code);
    Element::new("saml2p:Status").child(code(first).children(second))
}

fn head(envelope: &Envelope<'_>, first: &str, second: Option<&str>) -> Element {
    let [id, _] = &envelope.ids;
    let mut response = Element::new("saml2p:Response")
        .with("Destination", envelope.destination)
        .with("ID", id)
        .with("IssueInstant", envelope.now.to_string())
        .with("Version", "2.0");
    if !envelope.in_response_to.is_empty() {
        response = response.with("InResponseTo", envelope.in_response_to);
    }
    response
        .child(issuer(envelope.issuer))
        .child(status(first, second))
}

fn assertion(envelope: &Envelope<'_>, subject: &Subject, settings: &Settings) -> Element {
    let [_, id] = &envelope.ids;
    let until = envelope.now.plus_ms(settings.lifetime_ms).to_string();
    let mut confirmed = Element::new("saml2:SubjectConfirmationData")
        .with("NotOnOrAfter", &until)
        .with("Recipient", envelope.recipient);
    if !envelope.in_response_to.is_empty() {
        confirmed = confirmed.with("InResponseTo", envelope.in_response_to);
    }
    let name = Element::new("saml2:NameID")
        .with("Format", &subject.name_format)
        .text(&subject.name);
    let confirmation = Element::new("saml2:SubjectConfirmation")
        .with("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer")
        .child(confirmed);
    let audience = Element::new("saml2:Audience").text(&settings.audience);
    let conditions = Element::new("saml2:Conditions")
        .with("NotBefore", envelope.now.plus_ms(-EARLY_MS).to_string())
        .with("NotOnOrAfter", &until)
        .child(Element::new("saml2:AudienceRestriction").child(audience));
    let context = Element::new("saml2:AuthnContextClassRef").text(&settings.context);
    let statement = Element::new("saml2:AuthnStatement")
        .with("AuthnInstant", subject.authenticated.to_string())
        .with("SessionIndex", &subject.session)
        .child(Element::new("saml2:AuthnContext").child(context));
    let assertion = Element::new("saml2:Assertion")
        .with("ID", id)
        .with("IssueInstant", envelope.now.to_string())
        .with("Version", "2.0")
        .child(issuer(envelope.issuer))
        .child(Element::new("saml2:Subject").child(name).child(confirmation))
        .child(conditions)
        .child(statement);
    if subject.attributes.is_empty() {
        return assertion;
    }
    let attributes = subject.attributes.iter().map(attribute);
    assertion
        .declare("xs")
        .child(Element::new("saml2:AttributeStatement").children(attributes))
}

fn attribute(attribute: &Attribute) -> Element {
    let value = |text: &String| {
        Element::new("saml2:AttributeValue")
            .with("xsi:type", "xs:string")
            .text(text)
    };
    Element::new("saml2:Attribute")
        .with("Name", &attribute.name)
        .with("NameFormat", &attribute.format)
        .children(attribute.values.iter().map(value))
}
