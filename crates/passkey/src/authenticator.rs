//! What the authenticator says (WebAuthn level 2, sections 6.1, 7.1 and 7.2).

use ring::digest::{SHA256, digest};

use crate::Site;
use crate::cbor::{Value, first, whole};
use crate::client_data::{Ceremony, ClientData};
use crate::fault::PasskeyFault;
use crate::key::Key;

/// Flags of the authenticator data.
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

const BYTES_MAX: usize = 64 * 1024;
const ID_BYTES_MAX: usize = 1023;

/// A passkey that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The credential id.
    pub id: Vec<u8>,
    /// The public key, as [`sign_in`] takes it.
    pub public_key: Vec<u8>,
    /// The signature counter.
    pub counter: u32,
}

/// Verifies that a passkey was made for this site, by somebody whom the authenticator verified. Who made the
/// authenticator is not looked at: its attestation is not asked for.
///
/// # Errors
/// The first thing that is wrong.
pub fn register(
    client_data: &ClientData,
    attestation: &[u8],
    site: Site<'_>,
) -> Result<Registered, PasskeyFault> {
    client_data.check(Ceremony::Register, site)?;
    if attestation.len() > BYTES_MAX {
        return Err(PasskeyFault::Unreadable("its attestation"));
    }
    let object = whole(attestation).ok_or(PasskeyFault::Unreadable("its attestation"))?;
    let bytes = object.named("authData").and_then(Value::bytes);
    let data = Data::read(bytes.ok_or(PasskeyFault::Unreadable("its attestation"))?, site)?;
    let (id, public_key) = data
        .credential
        .ok_or(PasskeyFault::Unreadable("it made no passkey"))?;
    Key::read(&public_key)?;
    Ok(Registered {
        id,
        public_key,
        counter: data.counter,
    })
}

/// Verifies that a passkey was used on this site, by somebody whom the authenticator verified; the new counter.
///
/// # Errors
/// The first thing that is wrong.
pub fn sign_in(
    client_data: &ClientData,
    authenticator_data: &[u8],
    signature: &[u8],
    public_key: &[u8],
    site: Site<'_>,
) -> Result<u32, PasskeyFault> {
    let hash = client_data.check(Ceremony::SignIn, site)?;
    if authenticator_data.len() > BYTES_MAX {
        return Err(PasskeyFault::Unreadable("its data"));
    }
    let data = Data::read(authenticator_data, site)?;
    let signed = [authenticator_data, hash].concat();
    if !Key::read(public_key)?.verifies(&signed, signature) {
        return Err(PasskeyFault::Signature);
    }
    Ok(data.counter)
}

struct Data {
    counter: u32,
    /// Id and key of a new passkey.
    credential: Option<(Vec<u8>, Vec<u8>)>,
}

impl Data {
    fn read(bytes: &[u8], site: Site<'_>) -> Result<Self, PasskeyFault> {
        let fault = PasskeyFault::Unreadable("its data");
        let (site_hash, rest) = bytes.split_first_chunk::<32>().ok_or(fault.clone())?;
        let (flags, rest) = rest.split_first().ok_or(fault.clone())?;
        let (counter, rest) = rest.split_first_chunk::<4>().ok_or(fault.clone())?;
        if digest(&SHA256, site.id.as_bytes()).as_ref() != site_hash {
            return Err(PasskeyFault::OtherSite);
        }
        if flags & USER_PRESENT == 0 {
            return Err(PasskeyFault::NotPresent);
        }
        if flags & USER_VERIFIED == 0 {
            return Err(PasskeyFault::NotVerified);
        }
        let (credential, rest) = if flags & HAS_CREDENTIAL == 0 {
            (None, rest)
        } else {
            let (credential, rest) = credential(rest).ok_or(fault.clone())?;
            (Some(credential), rest)
        };
        let rest = if flags & HAS_EXTENSIONS == 0 {
            rest
        } else {
            first(rest).ok_or(fault.clone())?.1
        };
        if !rest.is_empty() {
            return Err(fault);
        }
        Ok(Self {
            counter: u32::from_be_bytes(*counter),
            credential,
        })
    }
}

type Credential = (Vec<u8>, Vec<u8>);

/// The kind of authenticator, the id and its length, the key; and what comes behind.
fn credential(bytes: &[u8]) -> Option<(Credential, &[u8])> {
    let (_, rest) = bytes.split_first_chunk::<16>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length == 0 || length > ID_BYTES_MAX {
        return None;
    }
    let (id, rest) = rest.split_at_checked(length)?;
    let (_, behind) = first(rest)?;
    let key = rest.get(..rest.len() - behind.len())?;
    Some(((id.to_vec(), key.to_vec()), behind))
}
