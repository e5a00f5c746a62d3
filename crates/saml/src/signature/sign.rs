//! Signing what this service provider sends by HTTP-POST: an enveloped signature after the issuer.

use ring::digest;

use super::method::{RSA_SHA256, SHA256};
use crate::base64_text;
use crate::c14n::canonicalize;
use crate::names::{ASSERTION, DSIG, ENVELOPED, EXC_C14N};
use crate::sp_key::{SpKey, SpKeyFault};
use crate::xml::{Writer, attribute, children, parse};

/// The same document with an RSA-SHA256 signature behind its `Issuer`, where the schema wants it.
pub(crate) fn sign_enveloped(message: &str, key: &SpKey) -> Result<String, SpKeyFault> {
    let document = parse(message).map_err(|_| SpKeyFault::Signing)?;
    let root = document.root_element();
    let id = attribute(root, "ID").ok_or(SpKeyFault::Signing)?;
    let content = canonicalize(root, None, &[]).ok_or(SpKeyFault::Signing)?;
    let digest = base64_text::encode(digest::digest(&digest::SHA256, content.as_bytes()).as_ref());
    // Written in canonical form, so that the signed bytes are the written bytes.
    let signed_info = signed_info(id, &digest);
    let canonical_info = signed_info.replacen("<ds:SignedInfo>", CANONICAL_START, 1);
    let value = base64_text::encode(&key.sign(canonical_info.as_bytes())?);
    let mut signature = Writer::default();
    signature
        .open("ds:Signature", &[("xmlns:ds", Some(DSIG))])
        .leaf("ds:SignatureValue", &[], &value)
        .open("ds:KeyInfo", &[])
        .open("ds:X509Data", &[])
        .leaf("ds:X509Certificate", &[], &base64_text::encode(key.certificate()));
    let signature = signature.finish().replacen(
        "<ds:SignatureValue>",
        &format!("{signed_info}<ds:SignatureValue>"),
        1,
    );
    let issuer = children(root, ASSERTION, "Issuer")
        .next()
        .ok_or(SpKeyFault::Signing)?;
    let (before, after) = message
        .split_at_checked(issuer.range().end)
        .ok_or(SpKeyFault::Signing)?;
    Ok([before, &signature, after].concat())
}

/// How `SignedInfo` begins in canonical form, where it stands alone and so declares its prefix.
const CANONICAL_START: &str = "<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">";

fn signed_info(id: &str, digest: &str) -> String {
    let mut info = Writer::default();
    let reference = format!("#{id}");
    info.open("ds:SignedInfo", &[])
        .empty("ds:CanonicalizationMethod", &[("Algorithm", Some(EXC_C14N))])
        .empty("ds:SignatureMethod", &[("Algorithm", Some(RSA_SHA256))])
        .open("ds:Reference", &[("URI", Some(&reference))])
        .open("ds:Transforms", &[])
        .empty("ds:Transform", &[("Algorithm", Some(ENVELOPED))])
        .empty("ds:Transform", &[("Algorithm", Some(EXC_C14N))])
        .close()
        .empty("ds:DigestMethod", &[("Algorithm", Some(SHA256))])
        .leaf("ds:DigestValue", &[], digest);
    info.finish()
}
