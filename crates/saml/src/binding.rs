//! How messages travel: in an address by redirect, or in a form by post (`saml-bindings-2.0-os` 3.4 and 3.5).

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::base64_text;
use crate::key::TrustedKey;
use crate::refusal::Refusal;
use crate::request::RequestFault;
use crate::signature::{Method, RSA_SHA256, SignatureFault};
use crate::sp_key::SpKey;
use crate::xml::{self, BYTES_MAX};

/// Most bytes of a relay state (`saml-bindings-2.0-os` 3.4.3).
const RELAY_STATE_BYTES_MAX: usize = 80;
const DEFLATE_LEVEL: u8 = 6;
const DEFLATE: &str = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE";
/// Everything but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What a message is: a request or an answer to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Request,
    Response,
}

impl Kind {
    /// The name of the parameter or form field.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Request => "SAMLRequest",
            Self::Response => "SAMLResponse",
        }
    }
}

/// A form that the browser shall post: the page that holds it posts it at once, or by a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostForm {
    /// Where to.
    pub action: String,
    /// Hidden fields, name and value; to be escaped for HTML by the caller.
    pub fields: Vec<(&'static str, String)>,
}

/// Puts a message into a form.
pub(crate) fn post(
    action: &str,
    kind: Kind,
    message: &str,
    relay_state: &str,
) -> Result<PostForm, RequestFault> {
    check_relay_state(relay_state)?;
    let mut fields = vec![(kind.field(), base64_text::encode(message.as_bytes()))];
    if !relay_state.is_empty() {
        fields.push(("RelayState", relay_state.to_owned()));
    }
    Ok(PostForm {
        action: action.to_owned(),
        fields,
    })
}

/// Puts a message into an address, signed if there is a key to sign with.
pub(crate) fn redirect(
    location: &str,
    kind: Kind,
    message: &str,
    relay_state: &str,
    key: Option<&SpKey>,
) -> Result<String, RequestFault> {
    check_relay_state(relay_state)?;
    let packed = base64_text::encode(&compress_to_vec(message.as_bytes(), DEFLATE_LEVEL));
    let mut query = format!("{}={}", kind.field(), utf8_percent_encode(&packed, RESERVED));
    if !relay_state.is_empty() {
        query.push_str("&RelayState=");
        query.extend(utf8_percent_encode(relay_state, RESERVED));
    }
    if let Some(key) = key {
        query.push_str("&SigAlg=");
        query.extend(utf8_percent_encode(RSA_SHA256, RESERVED));
        let signature = base64_text::encode(&key.sign(query.as_bytes())?);
        query.push_str("&Signature=");
        query.extend(utf8_percent_encode(&signature, RESERVED));
    }
    let joint = if location.contains('?') { '&' } else { '?' };
    Ok(format!("{location}{joint}{query}"))
}

fn check_relay_state(relay_state: &str) -> Result<(), RequestFault> {
    if relay_state.len() > RELAY_STATE_BYTES_MAX {
        return Err(RequestFault::RelayState(relay_state.len()));
    }
    Ok(())
}

/// A message that came by redirect, unpacked; still to be judged.
#[derive(Debug)]
pub(crate) struct Redirected<'q> {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    pub(crate) relay_state: Option<String>,
    signature: Option<(Method, Vec<u8>)>,
    /// The parameters as they came, letter by letter: what is signed (3.4.4.1).
    message_as_sent: &'q str,
    relay_state_as_sent: Option<&'q str>,
    method_as_sent: Option<&'q str>,
}

impl<'q> Redirected<'q> {
    /// Reads the query of an address, as it came: without any decoding before.
    pub(crate) fn read(query: &'q str) -> Result<Self, Refusal> {
        let request = parameter(query, "SAMLRequest")?;
        let response = parameter(query, "SAMLResponse")?;
        let (kind, sent) = match (request, response) {
            (Some(sent), None) => (Kind::Request, sent),
            (None, Some(sent)) => (Kind::Response, sent),
            _ => return Err(Refusal::RedirectParameter("SAMLRequest")),
        };
        let encoding = parameter(query, "SAMLEncoding")?
            .map(|sent| decoded(sent, "SAMLEncoding"))
            .transpose()?;
        if encoding.is_some_and(|encoding| encoding != DEFLATE) {
            return Err(Refusal::RedirectParameter("SAMLEncoding"));
        }
        let relay_state_as_sent = parameter(query, "RelayState")?;
        let method_as_sent = parameter(query, "SigAlg")?;
        let signature = match (method_as_sent, parameter(query, "Signature")?) {
            (Some(method), Some(signature)) => {
                let method = Method::named(&decoded(method, "SigAlg")?)?;
                let bytes = base64_text::decode(&decoded(signature, "Signature")?);
                Some((method, bytes.ok_or(Refusal::RedirectParameter("Signature"))?))
            }
            (None, None) => None,
            _ => return Err(Refusal::RedirectParameter("Signature")),
        };
        Ok(Self {
            kind,
            message: inflate(&decoded(sent, kind.field())?)?,
            relay_state: relay_state_as_sent
                .map(|sent| decoded(sent, "RelayState"))
                .transpose()?,
            signature,
            message_as_sent: sent,
            relay_state_as_sent,
            method_as_sent,
        })
    }

    /// Checks the signature over the parameters; a message without one is refused.
    pub(crate) fn check_signature(&self, keys: &[TrustedKey]) -> Result<(), Refusal> {
        let (Some((method, signature)), Some(method_as_sent)) = (&self.signature, self.method_as_sent) else {
            return Err(Refusal::Unsigned);
        };
        let mut signed = format!("{}={}", self.kind.field(), self.message_as_sent);
        if let Some(relay_state) = self.relay_state_as_sent {
            signed.push_str("&RelayState=");
            signed.push_str(relay_state);
        }
        signed.push_str("&SigAlg=");
        signed.push_str(method_as_sent);
        if keys
            .iter()
            .any(|key| key.verifies(*method, signed.as_bytes(), signature))
        {
            Ok(())
        } else {
            Err(Refusal::Signature(SignatureFault::NoPinnedKey))
        }
    }
}

/// The value of a parameter as it stands in the query; a second one of the name is refused.
fn parameter<'q>(query: &'q str, name: &'static str) -> Result<Option<&'q str>, Refusal> {
    let mut values = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(found, _)| percent_decode_str(found).eq(name.bytes()))
        .map(|(_, value)| value);
    let first = values.next();
    match values.next() {
        None => Ok(first),
        Some(_) => Err(Refusal::RedirectParameter(name)),
    }
}

fn decoded(value: &str, name: &'static str) -> Result<String, Refusal> {
    let spaced = value.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| Refusal::RedirectParameter(name))
}

/// Unpacks a message, never to more than a document may have.
fn inflate(packed: &str) -> Result<String, Refusal> {
    xml::check_base64_length(packed)?;
    let bytes = base64_text::decode(packed).ok_or(Refusal::NotBase64)?;
    let message = decompress_to_vec_with_limit(&bytes, BYTES_MAX).map_err(|_| Refusal::Inflate)?;
    Ok(xml::utf8(message, BYTES_MAX)?)
}
