//! What is done in an organization, and nothing else is. Source: Okta, "User Sessions" and "User Lifecycle".

use http::Method;

use super::wire::segment;
use crate::{Class, Client, Endpoint, Fault};

/// The scope of both.
const MANAGE: &str = "okta.users.manage";

static CLEAR_SESSIONS: Endpoint =
    Endpoint::plain("DELETE /api/v1/users/{userId}/sessions", Class::Users, MANAGE);
static SUSPEND: Endpoint = Endpoint::plain(
    "POST /api/v1/users/{userId}/lifecycle/suspend",
    Class::Users,
    MANAGE,
);

impl Client {
    /// Ends every session of a user with Okta, and revokes the OAuth tokens that apps got for them. Doing it again does
    /// no harm. Sessions that apps keep by themselves go on until they ask Okta again.
    pub async fn clear_sessions(&self, user: &str) -> Result<(), Fault> {
        let path = format!("/api/v1/users/{}/sessions?oauthTokens=true", segment(user));
        self.act(&Method::DELETE, &CLEAR_SESSIONS, &path).await
    }

    /// Suspends a user who is active: they cannot sign in until somebody unsuspends them; groups and apps stay.
    /// Sessions are not ended by it.
    pub async fn suspend(&self, user: &str) -> Result<(), Fault> {
        let path = format!("/api/v1/users/{}/lifecycle/suspend", segment(user));
        self.act(&Method::POST, &SUSPEND, &path).await
    }
}
