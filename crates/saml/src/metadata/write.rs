//! Writing our own metadata (`saml-metadata-2.0-os` section 2.4.4).

use crate::base64_text;
use crate::names::{DSIG, HTTP_POST, HTTP_REDIRECT, METADATA, PROTOCOL};
use crate::provider::ServiceProvider;
use crate::xml::Writer;

/// The metadata of a connector, for the administrator of the identity provider.
#[must_use]
pub fn write_metadata(sp: &ServiceProvider, name_id_format: Option<&str>) -> String {
    let mut metadata = Writer::default();
    let signs = if sp.key.is_some() { "true" } else { "false" };
    metadata
        .open(
            "md:EntityDescriptor",
            &[("xmlns:md", Some(METADATA)), ("entityID", Some(&sp.entity_id))],
        )
        .open(
            "md:SPSSODescriptor",
            &[
                ("AuthnRequestsSigned", Some(signs)),
                ("WantAssertionsSigned", Some("true")),
                ("protocolSupportEnumeration", Some(PROTOCOL)),
            ],
        );
    if let Some(key) = &sp.key {
        let certificate = base64_text::encode(key.certificate());
        write_key(&mut metadata, "signing", &certificate);
        write_key(&mut metadata, "encryption", &certificate);
    }
    if let Some(address) = &sp.slo_url {
        for binding in [HTTP_REDIRECT, HTTP_POST] {
            let attributes = [("Binding", Some(binding)), ("Location", Some(address.as_str()))];
            metadata.empty("md:SingleLogoutService", &attributes);
        }
    }
    if let Some(format) = name_id_format {
        metadata.leaf("md:NameIDFormat", &[], format);
    }
    metadata.empty(
        "md:AssertionConsumerService",
        &[
            ("Binding", Some(HTTP_POST)),
            ("Location", Some(&sp.acs_url)),
            ("index", Some("0")),
            ("isDefault", Some("true")),
        ],
    );
    metadata.finish()
}

fn write_key(metadata: &mut Writer, purpose: &str, certificate: &str) {
    metadata
        .open("md:KeyDescriptor", &[("use", Some(purpose))])
        .open("ds:KeyInfo", &[("xmlns:ds", Some(DSIG))])
        .open("ds:X509Data", &[])
        .leaf("ds:X509Certificate", &[], certificate)
        .close()
        .close();
    if purpose == "encryption" {
        // Best first: the identity provider takes the first it can do.
        for method in [
            "http://www.w3.org/2009/xmlenc11#aes256-gcm",
            "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
        ] {
            metadata.empty("md:EncryptionMethod", &[("Algorithm", Some(method))]);
        }
    }
    metadata.close();
}
