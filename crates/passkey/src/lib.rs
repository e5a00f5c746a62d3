//! Passkeys (WebAuthn level 2) as a library: what a browser answers comes in, a verified passkey or a reason comes out.
//!
//! No HTTP, no store, no clock, no randomness. The narrow part that signing in needs: discoverable credentials, user
//! verification always, attestation neither asked for nor looked at, three algorithms. What is not in it is refused.
//!
//! The caller gives out challenges, lets each be answered once ([`ClientData::challenge`]), finds the key that an answer
//! names, and keeps the signature counter.

mod authenticator;
mod cbor;
mod client_data;
mod fault;
mod key;
#[cfg(test)]
mod tests;

pub use authenticator::{Registered, register, sign_in};
pub use client_data::{Ceremony, ClientData};
pub use fault::PasskeyFault;

/// Where passkeys are for.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The name that passkeys are bound to: the host, without port.
    pub id: &'a str,
    /// The origin of the pages, for example `https://portolan.example.com`.
    pub origin: &'a str,
}
