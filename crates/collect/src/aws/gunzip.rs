//! Takes compression away, within bounds.

use flate2::read::MultiGzDecoder;
use std::io::Read as _;

/// The first bytes of gzip (RFC 1952 section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Why an object is unreadable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("its gzip data is damaged or ends too early")]
    Damaged,
    #[error("it has more than {0} bytes")]
    TooLong(usize),
}

/// The text of an object; what is not compressed stays as it is.
pub(super) fn gunzip(bytes: Vec<u8>, most: usize) -> Result<Vec<u8>, Unreadable> {
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes);
    }
    let mut text = Vec::new();
    let mut reader = MultiGzDecoder::new(&*bytes).take(most as u64 + 1);
    reader.read_to_end(&mut text).map_err(|_| Unreadable::Damaged)?;
    if text.len() > most {
        return Err(Unreadable::TooLong(most));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, gunzip};
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write as _;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_cut_or_too_long_is_not_taken_for_whole() {
        let bytes = packed(b"{\"Records\":[]}");
        assert_eq!(gunzip(bytes.clone(), 100).unwrap(), b"{\"Records\":[]}");
        assert_eq!(gunzip(b"plain".to_vec(), 100).unwrap(), b"plain");
        assert_eq!(
            gunzip([bytes.clone(), packed(b"x")].concat(), 100).unwrap().len(),
            15
        );
        for cut in 2..bytes.len() {
            assert_eq!(
                gunzip(bytes[..cut].to_vec(), 100),
                Err(Unreadable::Damaged),
                "{cut}"
            );
        }
        assert_eq!(
            gunzip(packed(&[0; 5_000]), 4_999),
            Err(Unreadable::TooLong(4_999))
        );
        assert!(gunzip(packed(&[0; 5_000]), 5_000).is_ok());
    }
}
