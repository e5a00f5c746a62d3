//! The whole room, asked over HTTP as a client would.

mod admin;
mod assets;
mod chart;
mod headers;
mod home;
mod integrations;
mod nodes;
mod openapi;
mod policy;
mod resources;
mod scim;
mod session;
mod sql;
mod world;
