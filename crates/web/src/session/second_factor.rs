//! One-time passwords by time (RFC 6238): six digits, thirty seconds, HMAC-SHA-1, as authenticator apps expect.

use domain::{Secret, Timestamp};
use http::StatusCode;
use rand::RngCore;
use ring::hmac;
use store::state::seed_place;

use crate::app::App;
use crate::error::ApiError;

const STEP_MS: i64 = 30_000;
/// Steps before and after this one that are taken too: clocks differ (RFC 6238 section 5.2).
const DRIFT: i64 = 1;
const SEED_BYTES: usize = 20;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new seed, in base32 (RFC 4648) without padding.
pub(crate) fn new_seed() -> String {
    let mut bytes = [0; SEED_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    // 20 bytes are 32 letters of 5 bits without a rest.
    let (mut text, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[((held >> bits) & 31) as usize]));
        }
    }
    text
}

/// The address that authenticator apps read from a picture.
pub(crate) fn url(seed: &str, name: &str) -> String {
    let label: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("otpauth://totp/Portolan:{label}?secret={seed}&issuer=Portolan&algorithm=SHA1&digits=6&period=30")
}

/// The step of time whose code this is, if it is one of now.
pub(crate) fn step_of(seed: &str, code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base32(seed)?);
    let present = now.as_ms().div_euclid(STEP_MS);
    (present - DRIFT..=present + DRIFT).find(|step| super::token::same(&code_at(&key, *step), &code))
}

/// Whether the code is right, and was not used before.
pub(super) async fn accepts(app: &App, user_id: &str, sealed: &str, code: &str) -> Result<bool, ApiError> {
    let seed = app
        .parts
        .vault
        .open(sealed, &seed_place(user_id))
        .map_err(ApiError::internal)?;
    let Some(step) = step_of(seed.reveal(), code, app.now()) else {
        return Ok(false);
    };
    Ok(app.parts.state.use_totp_step(user_id, step).await?)
}

/// Seals a seed for its user.
pub(crate) fn seal(app: &App, user_id: &str, seed: &str) -> Result<String, ApiError> {
    let secret = Secret::new(seed.to_owned());
    app.parts
        .vault
        .seal(&secret, &seed_place(user_id))
        .map_err(ApiError::internal)
}

/// 401: the password was right, a code is needed.
pub(super) fn required() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "second_factor_required",
        "enter the code that your authenticator app shows",
    )
    .hint("send it as `code` with name and password")
}

/// RFC 4226 section 5.3.
fn code_at(key: &hmac::Key, step: i64) -> String {
    let tag = hmac::sign(key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 15);
    let number = bytes
        .get(offset..offset + 4)
        .and_then(|four| four.try_into().ok())
        .map_or(0, u32::from_be_bytes);
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|one| *one == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 255).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::{from_base32, new_seed, step_of};

    /// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    #[test]
    fn codes_of_the_rfc() {
        let seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(from_base32(seed).unwrap(), b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let now = Timestamp::from_ms(seconds * 1000);
            assert_eq!(step_of(seed, code, now), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_holds_for_a_minute_and_a_half() {
        let seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let at = |seconds: i64| step_of(seed, "287 082", Timestamp::from_ms(seconds * 1000));
        assert_eq!(
            [at(29), at(30), at(89), at(90)],
            [Some(1), Some(1), Some(1), None]
        );
        assert_eq!(step_of(seed, "28708", Timestamp::from_ms(59_000)), None);
        assert_eq!(step_of(seed, "28708x", Timestamp::from_ms(59_000)), None);
    }

    #[test]
    fn seeds_are_long_and_differ() {
        let (one, other) = (new_seed(), new_seed());
        assert_eq!((one.len(), from_base32(&one).unwrap().len()), (32, 20));
        assert_ne!(one, other);
    }
}
