//! Who may come in.

use std::fmt::Debug;
use std::sync::Arc;

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

use super::connection::Connections;
use super::fault::fault;

/// What a client signs in with.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name it gives; any will do, the token says who it is.
    pub user: String,
    /// An API token.
    pub password: Secret,
    /// From where it connects.
    pub address: std::net::SocketAddr,
}

/// Says whether a login is good.
pub type Authenticator = Arc<dyn Fn(Login) -> BoxFuture<'static, bool> + Send + Sync>;

/// Longest password that is looked at, in bytes.
const PASSWORD_BYTES_MAX: usize = 1_024;

/// Takes a client from its first message to the first query.
pub(super) struct Startup {
    authenticator: Authenticator,
    connections: Arc<Connections>,
    keys: RandomPidSecretKeyGenerator,
    parameters: DefaultServerParameterProvider,
}

impl Startup {
    pub(super) fn new(authenticator: Authenticator, connections: Arc<Connections>) -> Self {
        let mut parameters = DefaultServerParameterProvider::default();
        parameters.server_version = "16.6 (Portolan)".to_owned();
        parameters.is_superuser = false;
        parameters.default_transaction_read_only = true;
        parameters.time_zone = "UTC".to_owned();
        Self {
            authenticator,
            connections,
            keys: RandomPidSecretKeyGenerator::default(),
            parameters,
        }
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
                let address = client.socket_addr();
                let is_fit = password.len() <= PASSWORD_BYTES_MAX;
                let login = Login {
                    user: user.clone(),
                    password: Secret::new(password),
                    address,
                };
                if !is_fit || !(self.authenticator)(login).await {
                    let told = format!("the token given as the password of \"{user}\" is not valid");
                    let advice = "use a Portolan API token as the password";
                    return Err(fault("FATAL", "28P01", told, Some(advice)));
                }
                let (pid, key) = self.keys.generate(client);
                client.set_pid_and_secret_key(pid, key.clone());
                let connection = self.connections.add(pid, &key);
                client.session_extensions().insert(connection);
                finish_authentication(client, &self.parameters).await?;
            }
            _ => {}
        }
        Ok(())
    }
}
