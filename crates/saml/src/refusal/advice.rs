//! What to do about each refusal: one table.

use super::Refusal;
use crate::signature::SignatureFault;
use crate::xml::XmlFault;

const HOSTILE: &str = "no identity provider sends this: look at where the request came from";
const CLOCK: &str = "compare the clock of this server with that of the identity provider; more than 60 seconds are not bridged";

/// Code and advice.
pub(super) fn explain(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::Xml(fault) => explain_xml(fault),
        Refusal::Signature(fault) => explain_signature(fault),
        Refusal::NotBase64 => ("not_base64", HOSTILE),
        Refusal::RedirectParameter(_) => ("redirect_parameter", HOSTILE),
        Refusal::Inflate => ("inflate", HOSTILE),
        Refusal::OtherMessage(_) => (
            "other_message",
            "check that the identity provider's addresses for sign-in and log-out are not mixed up",
        ),
        Refusal::Version => ("version", "set the identity provider to SAML 2.0"),
        Refusal::Missing(_) | Refusal::Repeated(_) | Refusal::Unreadable(_) | Refusal::Unexpected(_) => {
            ("shape", "show this text to whoever runs the identity provider")
        }
        Refusal::NoAssertion => (
            "no_assertion",
            "show this text to whoever runs the identity provider",
        ),
        Refusal::SeveralAssertions => ("several_assertions", HOSTILE),
        Refusal::Unsigned => (
            "unsigned",
            "in the app's SAML settings at the identity provider, set response and assertion to be signed",
        ),
        Refusal::NoPinnedKeys => (
            "no_pinned_keys",
            "add the identity provider's metadata or certificate to the connector",
        ),
        Refusal::MetadataExpired(_) => ("metadata_expired", "load the identity provider's metadata again"),
        Refusal::EncryptedInUnsigned => (
            "encrypted_in_unsigned",
            "in the app's SAML settings at the identity provider, set the response to be signed",
        ),
        Refusal::NoDecryptionKey => (
            "no_decryption_key",
            "give the connector a key and its certificate to the identity provider, or switch encryption off there",
        ),
        Refusal::EncryptionMethod(_) => (
            "encryption_method",
            "choose AES-GCM (or AES-CBC) of 128 or 256 bits with RSA-OAEP at the identity provider",
        ),
        Refusal::Undecryptable => (
            "undecryptable",
            "give the identity provider this connector's present encryption certificate",
        ),
        Refusal::Status { .. } => ("status", "look into the identity provider's log for this sign-in"),
        Refusal::Issuer { .. } => (
            "issuer",
            "compare the connector's issuer with the identity provider's entity id",
        ),
        Refusal::Destination { .. } => (
            "destination",
            "set the app's Single sign-on URL and destination to this connector's address",
        ),
        Refusal::Recipient { .. } => ("recipient", "set the app's recipient to this connector's address"),
        Refusal::Audience { .. } => (
            "audience",
            "set the app's Audience URI to this connector's entity id",
        ),
        Refusal::Unsolicited => (
            "unsolicited",
            "start from this product's sign-in page, or allow sign-in from the identity provider's side in the connector",
        ),
        Refusal::OtherRequest(_) => (
            "other_request",
            "sign in again from the beginning; if it happens often, check that cookies are not blocked",
        ),
        Refusal::RequestsDiffer => ("requests_differ", HOSTILE),
        Refusal::NoBearer => (
            "no_bearer",
            "show this text to whoever runs the identity provider",
        ),
        Refusal::Condition(_) => (
            "condition",
            "show this text to whoever runs the identity provider",
        ),
        Refusal::NotYetValid { .. } => ("not_yet_valid", CLOCK),
        Refusal::Expired { .. } => ("expired", CLOCK),
        Refusal::LivesTooLong { .. } => (
            "lives_too_long",
            "shorten the assertion's life at the identity provider, or allow longer in the connector",
        ),
        Refusal::AuthenticatedBefore { .. } => (
            "authenticated_before",
            "the identity provider ignored the wish for a new authentication: check its sign-on policy",
        ),
        Refusal::NameIdFormat { .. } => (
            "name_id_format",
            "set the app's Name ID format to the connector's",
        ),
        Refusal::EncryptedPart => ("encrypted_part", "encrypt the whole assertion, or nothing"),
        Refusal::RepeatedAttribute(_) => (
            "repeated_attribute",
            "give each attribute statement and group statement of the app its own name",
        ),
        Refusal::ComplexAttribute(_) => ("complex_attribute", "send this attribute as text"),
        Refusal::Replayed => (
            "replayed",
            "a reload of the page does this; if nobody reloaded, somebody has a copy of the response: look into the audit log",
        ),
    }
}

fn explain_xml(fault: &XmlFault) -> (&'static str, &'static str) {
    let code = match fault {
        XmlFault::TooLarge { .. } => {
            return (
                "xml_too_large",
                "narrow the group filter of the app, so that fewer groups are sent with a person",
            );
        }
        XmlFault::NotUtf8 => "xml_not_utf8",
        XmlFault::DocumentType => "xml_document_type",
        XmlFault::ProcessingInstruction => "xml_processing_instruction",
        XmlFault::TooDeep => "xml_too_deep",
        XmlFault::TooManyAttributes => "xml_too_many_attributes",
        XmlFault::TooManyNamespaces => "xml_too_many_namespaces",
        XmlFault::TooManyNodes => "xml_too_many_nodes",
        XmlFault::NameTooLong => "xml_name_too_long",
        XmlFault::RepeatedId(_) => "xml_repeated_id",
        XmlFault::RelativeNamespace(_) => "xml_relative_namespace",
        XmlFault::Malformed(_) => "xml_malformed",
    };
    (code, HOSTILE)
}

fn explain_signature(fault: &SignatureFault) -> (&'static str, &'static str) {
    match fault {
        SignatureFault::NoPinnedKey => (
            "signature_key",
            "if the identity provider has a new signing certificate, load its metadata again and confirm the change",
        ),
        SignatureFault::Algorithm(_) => (
            "signature_algorithm",
            "set signature and digest algorithm to RSA-SHA256 and SHA256 at the identity provider",
        ),
        SignatureFault::Transform(_) => (
            "signature_transform",
            "show this text to whoever runs the identity provider",
        ),
        SignatureFault::TooLarge => ("signature_too_large", HOSTILE),
        SignatureFault::Changed => ("signature_changed", HOSTILE),
        SignatureFault::SeveralSignatures => ("signature_several", HOSTILE),
        SignatureFault::Misplaced(_) => ("signature_misplaced", HOSTILE),
        SignatureFault::Shape(_) => ("signature_shape", HOSTILE),
        SignatureFault::Comment => ("signature_comment", HOSTILE),
        SignatureFault::SeveralReferences => ("signature_references", HOSTILE),
        SignatureFault::NoId => ("signature_no_id", HOSTILE),
        SignatureFault::OtherElement(_) => ("signature_other_element", HOSTILE),
        SignatureFault::Base64 => ("signature_base64", HOSTILE),
    }
}
