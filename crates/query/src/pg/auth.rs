//! Who may come in.

use std::fmt::Debug;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use domain::Secret;
use futures_util::Sink;
use futures_util::SinkExt;
use futures_util::future::BoxFuture;
use pgwire::api::auth::{
    DefaultServerParameterProvider, LoginInfo, StartupHandler, finish_authentication, protocol_negotiation,
    save_startup_parameters_to_metadata,
};
use pgwire::api::{ClientInfo, PgWireConnectionState, PidSecretKeyGenerator, RandomPidSecretKeyGenerator};
use pgwire::error::{PgWireError, PgWireResult};
use pgwire::messages::startup::Authentication;
use pgwire::messages::{PgWireBackendMessage, PgWireFrontendMessage};

use super::activity::Activity;
use super::attempts::Attempts;
use super::connection::Connections;
use super::fault::fault;
use crate::Rights;

/// What a client signs in with.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name it gives; any will do, the token says who it is.
    pub user: String,
    /// An API token.
    pub password: Secret,
    /// From where it connects.
    pub address: SocketAddr,
}

/// Says what a login may read besides the graph; `None` when it is not good.
pub type Authenticator = Arc<dyn Fn(Login) -> BoxFuture<'static, Option<Rights>> + Send + Sync>;

/// Longest password that is looked at, in bytes.
const PASSWORD_BYTES_MAX: usize = 1_024;

/// What logins of all clients share.
pub(super) struct Door {
    authenticator: Authenticator,
    connections: Arc<Connections>,
    attempts: Attempts,
    keys: RandomPidSecretKeyGenerator,
    parameters: DefaultServerParameterProvider,
}

impl Door {
    pub(super) fn new(authenticator: Authenticator, connections: Arc<Connections>) -> Self {
        let mut parameters = DefaultServerParameterProvider::default();
        parameters.server_version = super::setting::SERVER_VERSION.to_owned();
        parameters.is_superuser = false;
        parameters.default_transaction_read_only = true;
        parameters.time_zone = "UTC".to_owned();
        Self {
            authenticator,
            connections,
            attempts: Attempts::default(),
            keys: RandomPidSecretKeyGenerator::default(),
            parameters,
        }
    }

    /// Refuses an address that gave too many wrong tokens of late.
    fn check(&self, address: SocketAddr) -> PgWireResult<()> {
        match self.attempts.refused(address.ip(), Instant::now()) {
            None => Ok(()),
            Some(left) => Err(fault(
                "FATAL",
                "28000",
                "too many wrong tokens came from this address",
                Some(&format!("try again in {} seconds", left.as_secs() + 1)),
            )),
        }
    }

    async fn admit(&self, user: String, password: String, address: SocketAddr) -> PgWireResult<Rights> {
        self.check(address)?;
        let is_fit = password.len() <= PASSWORD_BYTES_MAX;
        let login = Login {
            user: user.clone(),
            password: Secret::new(password),
            address,
        };
        if is_fit && let Some(rights) = (self.authenticator)(login).await {
            self.attempts.succeeded(address.ip());
            return Ok(rights);
        }
        self.attempts.failed(address.ip(), Instant::now());
        let told = format!("the token given as the password of \"{user}\" is not valid");
        let advice = "use a Portolan API token as the password";
        Err(fault("FATAL", "28P01", told, Some(advice)))
    }
}

/// Takes one client from its first message to the first query.
pub(super) struct Startup {
    door: Arc<Door>,
    activity: Arc<Activity>,
}

impl Startup {
    pub(super) const fn new(door: Arc<Door>, activity: Arc<Activity>) -> Self {
        Self { door, activity }
    }
}

#[async_trait]
impl StartupHandler for Startup {
    async fn on_startup<C>(&self, client: &mut C, message: PgWireFrontendMessage) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        match message {
            PgWireFrontendMessage::Startup(ref startup) => {
                protocol_negotiation(client, startup).await?;
                save_startup_parameters_to_metadata(client, startup);
                if !client.is_secure() && !client.socket_addr().ip().is_loopback() {
                    let told = "a token is taken over TLS only, or from the same machine";
                    return Err(fault(
                        "FATAL",
                        "28000",
                        told,
                        Some("connect with sslmode=require"),
                    ));
                }
                self.door.check(client.socket_addr())?;
                client.set_state(PgWireConnectionState::AuthenticationInProgress);
                client
                    .send(PgWireBackendMessage::Authentication(
                        Authentication::CleartextPassword,
                    ))
                    .await?;
            }
            PgWireFrontendMessage::PasswordMessageFamily(message) => {
                let password = message.into_password()?.password;
                let user = LoginInfo::from_client_info(client)
                    .user()
                    .unwrap_or_default()
                    .to_owned();
                let rights = self.door.admit(user, password, client.socket_addr()).await?;
                let (pid, key) = self.door.keys.generate(client);
                client.set_pid_and_secret_key(pid, key.clone());
                let activity = Arc::clone(&self.activity);
                let connection = self.door.connections.add(pid, &key, activity, rights);
                client.session_extensions().insert(connection);
                finish_authentication(client, &self.door.parameters).await?;
                self.activity.touch();
            }
            _ => {}
        }
        Ok(())
    }
}
