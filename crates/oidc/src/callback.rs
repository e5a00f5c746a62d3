//! What the browser brings back (RFC 6749 section 4.1.2, RFC 9207).

use crate::discovery::Discovery;
use crate::json::shown;
use crate::refusal::Refusal;

const CODE_BYTES_MAX: usize = 4096;

/// The parameters of the answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    /// Names the sign-in.
    pub state: String,
    code: Result<String, String>,
    issuer: Option<String>,
}

impl std::fmt::Debug for Callback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Callback")
    }
}

impl Callback {
    /// Reads a query string. A parameter that comes twice is refused: it is not clear which one others saw.
    ///
    /// # Errors
    /// [`Refusal::Answer`].
    pub fn read(query: &str) -> Result<Self, Refusal> {
        let one = |wanted: &str, twice: &'static str| {
            let mut found = url::form_urlencoded::parse(query.as_bytes())
                .filter(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned());
            match (found.next(), found.next()) {
                (value, None) => Ok(value.filter(|value| !value.is_empty())),
                _ => Err(Refusal::Answer(twice)),
            }
        };
        let state = one("state", "it has two states")?.ok_or(Refusal::Answer("it has no state"))?;
        let code = one("code", "it has two codes")?;
        let error = one("error", "it has two errors")?;
        let issuer = one("iss", "it has two issuers")?;
        let code = match (code, error) {
            (Some(code), None) if code.len() <= CODE_BYTES_MAX => Ok(code),
            (None, Some(error)) => Err(shown(&error)),
            _ => return Err(Refusal::Answer("it has neither a code nor an error, or both")),
        };
        Ok(Self { state, code, issuer })
    }

    /// The code, if the one who was asked gave one.
    ///
    /// # Errors
    /// [`Refusal::OtherIssuer`], [`Refusal::Provider`].
    pub fn code(&self, provider: &Discovery) -> Result<&str, Refusal> {
        match &self.issuer {
            Some(issuer) if *issuer != provider.issuer => return Err(Refusal::OtherIssuer(shown(issuer))),
            None if provider.names_itself => return Err(Refusal::OtherIssuer("nobody".to_owned())),
            _ => {}
        }
        self.code
            .as_deref()
            .map_err(|error| Refusal::Provider(error.clone()))
    }
}
