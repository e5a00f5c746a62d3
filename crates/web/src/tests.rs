//! The whole room, asked over HTTP as a client would.

mod activity;
mod admin;
mod assets;
mod chart;
mod cleanup;
mod components;
mod connectors;
mod giving;
mod headers;
mod holding;
mod home;
mod integrations;
mod nodes;
mod openapi;
mod openid;
mod passkeys;
mod policy;
mod proof;
mod resources;
mod scim;
mod session;
mod sql;
mod stay;
mod world;
