//! The connector that all tests sign in to.

use crate::forge::{ACS, AUDIENCE, IDP, ISSUER, NOW, Pem, REQUEST, SP, der, encode};
use crate::saml::{
    IdentityProvider, Refusal, Rules, ServiceProvider, SignIn, SpKey, TrustedKey, Verified, Waiting,
    verify_response,
};

pub(crate) fn service_provider() -> ServiceProvider {
    ServiceProvider {
        entity_id: AUDIENCE.to_owned(),
        acs_url: ACS.to_owned(),
        slo_url: Some("https://portolan.example/saml/slo".to_owned()),
        key: Some(SpKey::from_der(&der(SP.key), &der(SP.certificate)).unwrap()),
        retired_keys: Vec::new(),
    }
}

pub(crate) fn identity_provider(keys: &[&Pem]) -> IdentityProvider {
    IdentityProvider {
        entity_id: ISSUER.to_owned(),
        sso_redirect: Some("https://org.okta.com/app/x/exk1test/sso/saml".to_owned()),
        sso_post: Some("https://org.okta.com/app/x/exk1test/sso/saml".to_owned()),
        slo_redirect: Some("https://org.okta.com/app/x/exk1test/slo/saml".to_owned()),
        slo_post: Some("https://org.okta.com/app/x/exk1test/slo/saml".to_owned()),
        slo_response: None,
        keys: keys
            .iter()
            .map(|pem| TrustedKey::from_text(pem.certificate).unwrap())
            .collect(),
        wants_signed_requests: false,
        name_id_formats: Vec::new(),
        valid_until: None,
    }
}

/// One judgement with everything adjustable.
pub(crate) struct Bench {
    pub(crate) sp: ServiceProvider,
    pub(crate) idp: IdentityProvider,
    pub(crate) rules: Rules,
    pub(crate) waiting: Waiting<'static>,
    pub(crate) now: &'static str,
}

impl Default for Bench {
    fn default() -> Self {
        Self {
            sp: service_provider(),
            idp: identity_provider(&[&IDP]),
            rules: Rules::default(),
            waiting: Waiting::Request(REQUEST),
            now: NOW,
        }
    }
}

impl Bench {
    pub(crate) fn verify_field(&self, field: &str) -> Result<Verified, Refusal> {
        keep(field);
        let now = self.now.parse().unwrap();
        verify_response(field, &self.sp, &self.idp, &self.rules, self.waiting, now)
    }

    pub(crate) fn sign_in(&self, xml: &str) -> Result<SignIn, Refusal> {
        self.verify_field(&encode(xml))?.accept(true)
    }
}

/// Documents that test sizes are no use to a fuzzer.
const CORPUS_BYTES_MAX: usize = 60_000;

/// With `PORTOLAN_CORPUS`, what is judged is written there, a file for each different document: the corpus of `fuzz`.
fn keep(field: &str) {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    let Some(folder) = std::env::var_os("PORTOLAN_CORPUS") else {
        return;
    };
    if let Ok(xml) = base64::engine::general_purpose::STANDARD.decode(field)
        && xml.len() <= CORPUS_BYTES_MAX
    {
        let name: String = Sha256::digest(&xml)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        std::fs::write(std::path::Path::new(&folder).join(name), xml).unwrap();
    }
}

pub(crate) fn sign_in(xml: &str) -> Result<SignIn, Refusal> {
    Bench::default().sign_in(xml)
}

/// The code of the refusal; fails if it was accepted.
pub(crate) fn refusal(xml: &str) -> &'static str {
    code(sign_in(xml))
}

pub(crate) fn code(outcome: Result<SignIn, Refusal>) -> &'static str {
    match outcome {
        Ok(sign_in) => panic!("accepted as {:?}", sign_in.name_id.value),
        Err(refusal) => {
            assert!(!refusal.advice().is_empty());
            refusal.code()
        }
    }
}
