//! People at work, as Okta's System Log tells it. Ids are random in full, as real ones are.

use activity::event::Moment;

const START_MS: i64 = 1_767_225_600_000;
const DAYS_MS: i64 = 90 * 86_400_000;
const PEOPLE: u64 = 5_000;
const CITIES: [(&str, &str, &str, &str); 6] = [
    ("Berlin", "Land Berlin", "52.5196", "13.4069"),
    ("Hamburg", "Hamburg", "53.5511", "9.9937"),
    ("Munich", "Bavaria", "48.1351", "11.582"),
    ("Leipzig", "Saxony", "51.3397", "12.3731"),
    ("Cologne", "North Rhine-Westphalia", "50.9375", "6.9603"),
    ("Bremen", "Bremen", "53.0793", "8.8017"),
];
const TYPES: [(&str, u64); 9] = [
    ("user.authentication.sso", 40),
    ("policy.evaluate_sign_on", 60),
    ("user.session.start", 72),
    ("user.authentication.auth_via_mfa", 84),
    ("user.authentication.verify", 90),
    ("user.session.end", 93),
    ("group.user_membership.add", 96),
    ("app.oauth2.token.grant.access_token", 99),
    ("system.email.delivery", 100),
];

pub(crate) struct World {
    state: u64,
    now_us: i64,
    step_us: u64,
    /// Some of what was made, to ask for: id, session, request.
    kept: Vec<(String, String, String)>,
}

impl World {
    pub(crate) fn new(seed: u64, events: usize) -> Self {
        Self {
            state: seed,
            now_us: START_MS * 1_000,
            step_us: (DAYS_MS * 2_000) as u64 / events as u64,
            kept: Vec::new(),
        }
    }

    /// SplitMix64.
    fn next(&mut self, below: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }

    pub(crate) fn person(&mut self) -> String {
        format!("person{}@acme.example", self.next(PEOPLE))
    }

    pub(crate) fn address(&mut self) -> String {
        let person = self.next(PEOPLE);
        format!("198.51.{}.{}", person % 250, person % 199)
    }

    pub(crate) fn target(&mut self) -> String {
        format!("Wiki {}", self.next(200))
    }

    fn kept(&mut self) -> (String, String, String) {
        let index = self.next(self.kept.len() as u64) as usize;
        self.kept[index].clone()
    }

    pub(crate) fn id(&mut self) -> String {
        self.kept().0
    }

    pub(crate) fn session(&mut self) -> String {
        self.kept().1
    }

    pub(crate) fn word(&mut self) -> String {
        self.kept().2
    }

    pub(crate) fn page(&mut self, events: usize) -> String {
        let mut page = String::with_capacity(events * 2_700);
        page.push('[');
        for index in 0..events {
            if index > 0 {
                page.push(',');
            }
            self.event(&mut page);
        }
        page.push(']');
        page
    }

    fn event(&mut self, page: &mut String) {
        self.now_us += self.next(self.step_us) as i64;
        let person = self.next(PEOPLE);
        let draw = self.next(100);
        let kind = TYPES
            .iter()
            .find(|(_, upto)| draw < *upto)
            .map_or("", |(name, _)| *name);
        let failed = self.next(50) == 0;
        let (result, reason) = if failed {
            ("FAILURE", "\"INVALID_CREDENTIALS\"")
        } else {
            ("SUCCESS", "null")
        };
        let (app, version) = (self.next(200), 120 + person % 9);
        let (city, state, latitude, longitude) = CITIES[(person % 6) as usize];
        let request = format!("{:016x}{:08x}", self.next(u64::MAX), self.next(1 << 32));
        let login = format!("{:016x}{:016x}", self.next(u64::MAX), self.next(u64::MAX));
        let day = (self.now_us - START_MS * 1_000) / 86_400_000_000;
        let session = format!(
            "idx{:016x}",
            (person * 1_000 + day as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        );
        let (a, b) = (self.next(u64::MAX), self.next(u64::MAX));
        let id = format!(
            "{:08x}-{:04x}-11f0-{:04x}-{:012x}",
            a >> 32,
            a & 0xffff,
            b >> 48,
            b & 0xffff_ffff_ffff
        );
        let published = activity::normalise::time::to_text(Moment(self.now_us));
        let published = published.get(..23).unwrap_or("");
        let (net, host) = (person % 250, person % 199);
        if self.next(200) == 0 {
            self.kept.push((id.clone(), session.clone(), request.clone()));
        }
        page.push_str(&format!(
            r#"{{"actor":{{"id":"00u{person:017}","type":"User","alternateId":"person{person}@acme.example","displayName":"Person Number {person}","detailEntry":null}},"client":{{"userAgent":{{"rawUserAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36","os":"Mac OS 14.5.0 (Sonoma)","browser":"CHROME"}},"zone":"null","device":"Computer","id":null,"ipAddress":"198.51.{net}.{host}","geographicalContext":{{"city":"{city}","state":"{state}","country":"Germany","postalCode":"10115","geolocation":{{"lat":{latitude},"lon":{longitude}}}}}}},"device":null,"authenticationContext":{{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,"interface":null,"authenticationStep":0,"rootSessionId":"{session}","externalSessionId":"{session}"}},"displayMessage":"User single sign on to app","eventType":"{kind}","outcome":{{"result":"{result}","reason":{reason}}},"published":"{published}Z","securityContext":{{"asNumber":64500,"asOrg":"example internet service provider gmbh","isp":"example internet","domain":"example.net","isProxy":false}},"severity":"INFO","debugContext":{{"debugData":{{"authnRequestId":"{login}","deviceFingerprint":"{person:032x}","dtHash":"{:064x}","behaviors":"{{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}}","risk":"{{level=LOW}}","logOnlySecurityData":"{{\"risk\":{{\"level\":\"LOW\"}},\"behaviors\":{{\"New Geo-Location\":\"NEGATIVE\",\"New Device\":\"NEGATIVE\",\"New IP\":\"NEGATIVE\",\"New State\":\"NEGATIVE\",\"New Country\":\"NEGATIVE\",\"Velocity\":\"NEGATIVE\",\"New City\":\"NEGATIVE\"}}}}","requestId":"{request}","requestUri":"/app/acme_wiki_{app}/exk{app:017}/sso/saml","threatSuspected":"false","url":"/app/acme_wiki_{app}/exk{app:017}/sso/saml?SAMLRequest=redacted&RelayState=redacted","oktaUserAgentExtended":"okta-auth-js/7.7.0 okta-signin-widget-7.21.0","signOnMode":"SAML 2.0","initiationType":"SP_INITIATED"}}}},"legacyEventType":"app.auth.sso","transaction":{{"type":"WEB","id":"{request}","detail":{{}}}},"uuid":"{id}","version":"0","request":{{"ipChain":[{{"ip":"198.51.{net}.{host}","geographicalContext":{{"city":"{city}","state":"{state}","country":"Germany","postalCode":"10115","geolocation":{{"lat":{latitude},"lon":{longitude}}}}},"version":"V4","source":null}}]}},"target":[{{"id":"0oa{app:017}","type":"AppInstance","alternateId":"Wiki {app}","displayName":"Wiki {app}","detailEntry":{{"signOnModeType":"SAML_2_0"}}}},{{"id":"0ua{person:017}","type":"AppUser","alternateId":"person{person}@acme.example","displayName":"Person Number {person}","detailEntry":null}}]}}"#,
            person.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        ));
    }
}
