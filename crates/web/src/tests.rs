//! The whole room, asked over HTTP as a client would.

mod openapi;
