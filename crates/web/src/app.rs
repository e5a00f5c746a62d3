//! What the handlers share, and the door: [`App`] becomes an `axum::Router`.

use std::sync::Arc;

use crate::loops::Loops;

/// Everything the server hands over.
pub struct AppParts {
    /// The loops.
    pub loops: Arc<dyn Loops>,
    /// What the administrator of the server set.
    pub settings: Settings,
}

/// What the administrator of the server set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How people reach the server, for example `https://portolan.example.com`; decides on `Secure` cookies.
    pub public_url: String,
    /// Whether organizations in private networks and over plain http are allowed (simulated ones).
    pub allow_private_org_urls: bool,
}

/// The web application and its API.
pub struct App {
    #[expect(dead_code, reason = "read by the handlers")]
    parts: AppParts,
}

impl App {
    /// Puts the application together.
    pub fn new(parts: AppParts) -> Self {
        Self { parts }
    }
}

/// What every handler holds.
pub(crate) type Shared = Arc<App>;
