//! Reading an identity provider's metadata (`saml-metadata-2.0-os`).
//!
//! Reading trusts nothing by itself: what comes out is a proposal that an administrator confirms, or that a key vouches
//! for which is pinned already ([`super::signed_metadata`]).

use jiff::Timestamp;

use crate::instant;
use crate::key::{KeyFault, TrustedKey};
use crate::names::{DSIG, HTTP_POST, HTTP_REDIRECT, METADATA, PROTOCOL};
use crate::provider::IdentityProvider;
use crate::refusal::shown;
use crate::xml::{METADATA_BYTES_MAX, Node, XmlFault, attribute, children, elements, is, parse_up_to, text};

const KEYS_MAX: usize = 8;

/// Why metadata cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataFault {
    /// Not a document that is read.
    #[error("{0}: paste the metadata XML as the identity provider offers it")]
    Xml(#[from] XmlFault),
    /// Not metadata, or not of an identity provider.
    #[error(
        "the document describes no identity provider: at Okta, take `Identity Provider metadata` of the app's sign-on page"
    )]
    NoIdentityProvider,
    /// Several identity providers.
    #[error("the document describes several identity providers: name the wanted entity id")]
    SeveralIdentityProviders,
    /// No entity id, or one that cannot be.
    #[error("the identity provider has no usable entity id")]
    NoEntityId,
    /// No certificate for signatures.
    #[error("the identity provider names no signing certificate")]
    NoKeys,
    /// More keys than a change of keys can need.
    #[error("the identity provider names more than {KEYS_MAX} signing certificates")]
    TooManyKeys,
    /// One key descriptor with several certificates, of which it is not clear which signs.
    #[error("one key descriptor holds several certificates: only one per key descriptor is accepted")]
    SeveralCertificates,
    /// A certificate that cannot be pinned.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// No address to send people to.
    #[error("the identity provider names no address for sign-in by HTTP-Redirect or HTTP-POST")]
    NoSignIn,
    /// An address that people must not be sent to.
    #[error("the address `{0}` is not an https address")]
    Location(String),
    /// It is over.
    #[error("the metadata was valid until {0}: load it again")]
    Expired(Timestamp),
    /// A time that cannot be read.
    #[error("`validUntil` is not a time in UTC")]
    ValidUntil,
}

/// Which addresses are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locations {
    /// `https` only.
    Https,
    /// `http` too: for a simulated identity provider on this machine.
    HttpToo,
}

/// Reads metadata that describes one identity provider, or the one with the entity id `wanted`.
pub fn read_metadata(
    xml: &str,
    wanted: Option<&str>,
    locations: Locations,
    now: Timestamp,
) -> Result<IdentityProvider, MetadataFault> {
    let document = parse_up_to(xml, METADATA_BYTES_MAX)?;
    let mut found = document
        .descendants()
        .filter(|node| is(*node, METADATA, "EntityDescriptor"))
        .filter(|entity| wanted.is_none() || attribute(*entity, "entityID") == wanted)
        .filter_map(|entity| descriptor(entity).map(|descriptor| (entity, descriptor)));
    let (entity, descriptor) = found.next().ok_or(MetadataFault::NoIdentityProvider)?;
    if found.next().is_some() {
        return Err(MetadataFault::SeveralIdentityProviders);
    }
    let entity_id = attribute(entity, "entityID").filter(|id| !id.is_empty() && id.len() <= 1024);
    let service = |name, binding| address(descriptor, name, binding, "Location", locations);
    let sso_redirect = service("SingleSignOnService", HTTP_REDIRECT)?;
    let sso_post = service("SingleSignOnService", HTTP_POST)?;
    if sso_redirect.is_none() && sso_post.is_none() {
        return Err(MetadataFault::NoSignIn);
    }
    let response = |binding| {
        address(
            descriptor,
            "SingleLogoutService",
            binding,
            "ResponseLocation",
            locations,
        )
    };
    let slo_response = match response(HTTP_REDIRECT)? {
        Some(address) => Some(address),
        None => response(HTTP_POST)?,
    };
    Ok(IdentityProvider {
        entity_id: entity_id.ok_or(MetadataFault::NoEntityId)?.to_owned(),
        sso_redirect,
        sso_post,
        slo_redirect: service("SingleLogoutService", HTTP_REDIRECT)?,
        slo_post: service("SingleLogoutService", HTTP_POST)?,
        slo_response,
        keys: keys(descriptor)?,
        wants_signed_requests: matches!(
            attribute(descriptor, "WantAuthnRequestsSigned"),
            Some("true" | "1")
        ),
        name_id_formats: children(descriptor, METADATA, "NameIDFormat")
            .filter_map(text)
            .map(|format| format.trim().to_owned())
            .collect(),
        valid_until: valid_until(descriptor, now)?,
    })
}

/// The part of an entity that is an identity provider for SAML 2.0.
fn descriptor<'a, 'i: 'a>(entity: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    children(entity, METADATA, "IDPSSODescriptor").find(|descriptor| {
        attribute(*descriptor, "protocolSupportEnumeration")
            .is_some_and(|protocols| protocols.split_ascii_whitespace().any(|name| name == PROTOCOL))
    })
}

/// The earliest end of the descriptor and all that is around it.
fn valid_until(descriptor: Node<'_, '_>, now: Timestamp) -> Result<Option<Timestamp>, MetadataFault> {
    let mut earliest: Option<Timestamp> = None;
    for around in descriptor.ancestors().filter(roxmltree::Node::is_element) {
        if let Some(text) = attribute(around, "validUntil") {
            let end = instant::read(text).ok_or(MetadataFault::ValidUntil)?;
            earliest = Some(earliest.map_or(end, |known| known.min(end)));
        }
    }
    match earliest {
        Some(end) if end <= now => Err(MetadataFault::Expired(end)),
        other => Ok(other),
    }
}

/// All certificates that are for signing, or for everything.
fn keys(descriptor: Node<'_, '_>) -> Result<Vec<TrustedKey>, MetadataFault> {
    let mut keys: Vec<TrustedKey> = Vec::new();
    let for_signing = children(descriptor, METADATA, "KeyDescriptor")
        .filter(|key| attribute(*key, "use").is_none_or(|purpose| purpose == "signing"));
    for key in for_signing {
        let mut certificates = key
            .descendants()
            .filter(|node| is(*node, DSIG, "X509Certificate"))
            .filter_map(text);
        let Some(certificate) = certificates.next() else {
            continue;
        };
        if certificates.next().is_some() {
            return Err(MetadataFault::SeveralCertificates);
        }
        let read = TrustedKey::from_text(&certificate)?;
        if !keys.contains(&read) {
            keys.push(read);
        }
    }
    match keys.len() {
        0 => Err(MetadataFault::NoKeys),
        1..=KEYS_MAX => Ok(keys),
        _ => Err(MetadataFault::TooManyKeys),
    }
}

/// The address of a service with this binding: the first one, as the others are for indexes we do not use.
fn address(
    descriptor: Node<'_, '_>,
    service: &str,
    binding: &str,
    name: &str,
    locations: Locations,
) -> Result<Option<String>, MetadataFault> {
    let found = elements(descriptor)
        .find(|node| is(*node, METADATA, service) && attribute(*node, "Binding") == Some(binding))
        .and_then(|node| attribute(node, name));
    let Some(location) = found else {
        return Ok(None);
    };
    let is_good = url::Url::parse(location).is_ok_and(|url| {
        let has_scheme = match locations {
            Locations::Https => url.scheme() == "https",
            Locations::HttpToo => matches!(url.scheme(), "http" | "https"),
        };
        has_scheme && url.has_host() && url.fragment().is_none() && url.username().is_empty()
    });
    // The parser forgives line breaks and blanks, an address in a form or header must not have them.
    let is_plain = location.bytes().all(|byte| byte.is_ascii_graphic());
    if is_good && is_plain {
        Ok(Some(location.to_owned()))
    } else {
        Err(MetadataFault::Location(shown(location)))
    }
}
