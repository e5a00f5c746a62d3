//! Whose requests they are: keys that were entered, or those that the machine has.

use crate::fault::Fault;
use crate::http::{Http, send};
use domain::{Secret, Timestamp};
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::{Host, Url};

/// Keys are fetched anew so long before they end.
const EARLY_MS: i64 = 5 * 60_000;
const METADATA_WITHIN: Duration = Duration::from_secs(3);
const METADATA_MOST: usize = 64 * 1024;
/// Where containers of ECS and EKS ask, and where machines of EC2 do (IMDSv2).
const CONTAINER: &str = "http://169.254.170.2";
const METADATA: &str = "http://169.254.169.254";

/// An access key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// `AKIA…`, or `ASIA…` for one that ends.
    pub access_key_id: String,
    /// Signs.
    pub secret: Secret,
    /// Goes with keys that end.
    pub session_token: Option<Secret>,
    /// When it ends.
    pub expires: Option<Timestamp>,
}

/// Where keys come from.
#[derive(Clone)]
pub enum Credentials {
    /// They were entered.
    Keys(Keys),
    /// The machine has them.
    Ambient(Arc<Ambient>),
}

impl Credentials {
    pub(super) async fn keys(&self, http: &Http, now: Timestamp) -> Result<Keys, Fault> {
        match self {
            Self::Keys(keys) => Ok(keys.clone()),
            Self::Ambient(ambient) => ambient.keys(http, now).await,
        }
    }
}

type Variable = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Keys of the machine: from the environment, from the container's agent, or from the instance's role.
pub struct Ambient {
    variable: Variable,
    known: Mutex<Option<Keys>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Given {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
    expiration: Option<String>,
}

impl Ambient {
    /// Asks for variables of the environment with this.
    pub fn new(variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self {
            variable: Box::new(variable),
            known: Mutex::default(),
        }
    }

    fn var(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.trim().is_empty())
    }

    async fn keys(&self, http: &Http, now: Timestamp) -> Result<Keys, Fault> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let holds = |keys: &Keys| keys.expires.is_none_or(|end| end.plus_ms(-EARLY_MS) > now);
        if let Some(keys) = known.filter(holds) {
            return Ok(keys);
        }
        let keys = match self.of_environment() {
            Some(keys) => keys,
            None => match self.container()? {
                Some((url, token)) => of_container(http, url, token).await?,
                None => self.of_instance(http).await?,
            },
        };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys.clone());
        Ok(keys)
    }

    fn of_environment(&self) -> Option<Keys> {
        Some(Keys {
            access_key_id: self.var("AWS_ACCESS_KEY_ID")?,
            secret: Secret::new(self.var("AWS_SECRET_ACCESS_KEY")?),
            session_token: self.var("AWS_SESSION_TOKEN").map(Secret::new),
            expires: None,
        })
    }

    /// The container's agent, and what to show it.
    fn container(&self) -> Result<Option<(Url, Option<Secret>)>, Fault> {
        let relative = self.var("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        let full = self.var("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        let Some(text) = relative.map(|path| format!("{CONTAINER}{path}")).or(full) else {
            return Ok(None);
        };
        let url = Url::parse(&text)
            .ok()
            .filter(may_be_asked)
            .ok_or_else(|| nowhere("AWS_CONTAINER_CREDENTIALS_FULL_URI names no address of this machine"))?;
        let token = match self.var("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            // Read each time: the file is replaced while the container runs.
            Some(file) => Some(
                std::fs::read_to_string(&file)
                    .map_err(|error| nowhere(&format!("{file} cannot be read: {error}")))?,
            ),
            None => self.var("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
        };
        Ok(Some((url, token.map(|token| Secret::new(token.trim())))))
    }

    async fn of_instance(&self, http: &Http) -> Result<Keys, Fault> {
        if self.var("AWS_EC2_METADATA_DISABLED").as_deref() == Some("true") {
            return Err(nowhere("the metadata of the machine is switched off"));
        }
        let base = self.var("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        let base = base
            .as_deref()
            .unwrap_or(METADATA)
            .trim_end_matches('/')
            .to_owned();
        let at = |path: &str| Url::parse(&format!("{base}{path}")).map_err(|_| nowhere("no such address"));
        let url = at("/latest/api/token")?;
        let ask = http.client(&url).put(url).timeout(METADATA_WITHIN);
        let ask = ask.header("x-aws-ec2-metadata-token-ttl-seconds", "300");
        let answer = send(ask, "the machine's metadata", METADATA_MOST).await;
        let token = answer.ok().filter(|answer| answer.status.is_success());
        let token = token
            .ok_or_else(|| nowhere("this machine has no metadata"))?
            .text();
        let get = async |path: &str| {
            let url = at(path)?;
            let ask = http.client(&url).get(url).timeout(METADATA_WITHIN);
            let ask = ask.header("x-aws-ec2-metadata-token", token.trim());
            let answer = send(ask, "the machine's metadata", METADATA_MOST).await?;
            if answer.status.is_success() {
                Ok(answer.body)
            } else {
                Err(nowhere("this machine has no role"))
            }
        };
        let roles = "/latest/meta-data/iam/security-credentials/";
        let role = String::from_utf8_lossy(&get(roles).await?).into_owned();
        let role = role.lines().next().unwrap_or_default().trim().to_owned();
        read(&get(&format!("{roles}{role}")).await?)
    }
}

/// Only this machine's agents get its token, or what is encrypted.
fn may_be_asked(url: &Url) -> bool {
    match url.host() {
        _ if url.scheme() == "https" => true,
        Some(Host::Ipv4(address)) => {
            address.is_loopback() || matches!(address.octets(), [169, 254, 170, 2 | 23])
        }
        Some(Host::Ipv6(address)) => {
            address.is_loopback() || address.segments() == [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23]
        }
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

async fn of_container(http: &Http, url: Url, token: Option<Secret>) -> Result<Keys, Fault> {
    let mut ask = http.client(&url).get(url).timeout(METADATA_WITHIN);
    if let Some(token) = token {
        ask = ask.header("authorization", token.reveal());
    }
    let answer = send(ask, "the container's agent", METADATA_MOST).await?;
    if !answer.status.is_success() {
        return Err(nowhere(&format!(
            "the container's agent answered {}",
            answer.status.as_u16()
        )));
    }
    read(&answer.body)
}

fn read(body: &[u8]) -> Result<Keys, Fault> {
    let given: Given = serde_json::from_slice(body).map_err(|_| nowhere("the answer holds no keys"))?;
    let expires = given
        .expiration
        .and_then(|text| text.parse::<jiff::Timestamp>().ok());
    Ok(Keys {
        access_key_id: given.access_key_id,
        secret: Secret::new(given.secret_access_key),
        session_token: given.token.map(Secret::new),
        expires: expires.map(|end| Timestamp::from_ms(end.as_millisecond())),
    })
}

fn nowhere(why: &str) -> Fault {
    Fault::new(
        format!("the machine gives no AWS credentials: {why}"),
        "enter an access key for this source, or give the machine a role",
    )
}

#[cfg(test)]
mod tests {
    use super::{Ambient, may_be_asked, read};
    use url::Url;

    #[test]
    fn the_environment_gives_keys_when_both_halves_are_there() {
        let of = |names: &'static [&'static str]| {
            let given = move |name: &str| names.contains(&name).then(|| format!("<{name}>"));
            Ambient::new(given).of_environment()
        };
        let keys = of(&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]).unwrap();
        assert_eq!(keys.access_key_id, "<AWS_ACCESS_KEY_ID>");
        assert_eq!(keys.session_token.unwrap().reveal(), "<AWS_SESSION_TOKEN>");
        assert!(of(&["AWS_ACCESS_KEY_ID"]).is_none());
    }

    #[test]
    fn a_token_of_the_machine_goes_to_the_machine() {
        let may = |text: &str| may_be_asked(&Url::parse(text).unwrap());
        assert!(may("http://169.254.170.23/v1/credentials") && may("http://localhost:8080/"));
        assert!(may("http://[fd00:ec2::23]/v1/credentials") && may("https://agent.example/"));
        assert!(!may("http://169.254.169.254/") && !may("http://agent.example/"));
    }

    #[test]
    fn keys_of_a_role_end() {
        let text = br#"{"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"s","Token":"t","Expiration":"2026-03-01T12:00:00Z"}"#;
        let keys = read(text).unwrap();
        assert_eq!(keys.expires.unwrap().as_ms(), 1_772_366_400_000);
        assert!(read(b"<html>").is_err());
    }
}
