//! The identity provider's metadata of an app (SAML 2.0 Metadata, section 2.4.3).

use super::settings::Settings;
use super::sign::key_info;
use super::xml::Element;

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const BINDINGS: [&str; 2] = [
    "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
    "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
];

/// The document. `certificates` are DER in base64, the one in use first.
pub(super) fn document(
    issuer: &str,
    sign_on: &str,
    log_out: Option<&str>,
    certificates: &[String],
    settings: Option<&Settings>,
) -> String {
    let key = |certificate: &String| {
        Element::new("md:KeyDescriptor")
            .with("use", "signing")
            .child(key_info(certificate))
    };
    let service = |name: &'static str, location: &str| {
        let location = location.to_owned();
        BINDINGS.map(|binding| {
            Element::new(name)
                .with("Binding", binding)
                .with("Location", &location)
        })
    };
    let mut formats = vec![
        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified".to_owned(),
        "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress".to_owned(),
    ];
    if let Some(own) = settings.map(|settings| settings.name_format.clone()) {
        formats.retain(|format| *format != own);
        formats.insert(0, own);
    }
    let formats = formats
        .into_iter()
        .map(|format| Element::new("md:NameIDFormat").text(format));
    let wants_signed = settings.is_some_and(|settings| settings.wants_signed_requests);
    let descriptor = Element::new("md:IDPSSODescriptor")
        .with("WantAuthnRequestsSigned", wants_signed.to_string())
        .with("protocolSupportEnumeration", PROTOCOL)
        .children(certificates.iter().map(key))
        .children(
            log_out
                .into_iter()
                .flat_map(|url| service("md:SingleLogoutService", url)),
        )
        .children(formats)
        .children(service("md:SingleSignOnService", sign_on));
    Element::new("md:EntityDescriptor")
        .with("entityID", issuer)
        .child(descriptor)
        .document()
}
