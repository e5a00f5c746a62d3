//! Signature Version 4, checked as AWS checks it.

use super::{KEY_ID, REGION, SECRET};
use crate::memory::Clock;
use axum::http::{HeaderMap, Method, Uri};
use ring::{digest, hmac};

/// As AWS checks a signature: over what arrived, with what the caller says was signed.
pub(super) fn is_signed(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    service: &str,
    clock: &Clock,
) -> bool {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    };
    let given = text("authorization").to_owned();
    let part = |name: &str| {
        let (_, rest) = given.split_once(name)?;
        rest.split([',', ' ']).next().map(str::to_owned)
    };
    let (Some(credential), Some(names), Some(signature)) =
        (part("Credential="), part("SignedHeaders="), part("Signature="))
    else {
        return false;
    };
    let time = text("x-amz-date");
    let day = &time[..8.min(time.len())];
    let now = clock.now().as_ms();
    let is_now = (now - 900_000..now + 900_000).contains(&of_basic(time));
    if !is_now || credential != format!("{KEY_ID}/{day}/{REGION}/{service}/aws4_request") {
        return false;
    }
    let must = ["host", "x-amz-date"];
    if !must
        .iter()
        .all(|name| names.split(';').any(|signed| signed == *name))
    {
        return false;
    }
    let lines: String = names
        .split(';')
        .map(|name| format!("{name}:{}\n", text(name)))
        .collect();
    let hash = hex(digest::digest(&digest::SHA256, body).as_ref());
    if service == "s3" && text("x-amz-content-sha256") != hash {
        return false;
    }
    let canonical = format!(
        "{method}\n{}\n{}\n{lines}\n{names}\n{hash}",
        uri.path(),
        uri.query().unwrap_or("")
    );
    let scope = format!("{day}/{REGION}/{service}/aws4_request");
    let digested = hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref());
    let mac = |key: &[u8], text: &str| {
        hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
            .as_ref()
            .to_vec()
    };
    let mut key = format!("AWS4{SECRET}").into_bytes();
    for part in [day, REGION, service, "aws4_request"] {
        key = mac(&key, part);
    }
    signature
        == hex(&mac(
            &key,
            &format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{digested}"),
        ))
}

/// `20260301T120000Z` in milliseconds, by counting days.
fn of_basic(text: &str) -> i64 {
    let number = |from: usize, to: usize| {
        text.get(from..to)
            .and_then(|part| part.parse::<i64>().ok())
            .unwrap_or(0)
    };
    let (mut year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
    year -= i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    (days * 86_400 + number(9, 11) * 3_600 + number(11, 13) * 60 + number(13, 15)) * 1_000
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
