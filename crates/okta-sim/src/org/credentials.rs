//! What service apps prove themselves with and what they were allowed: secrets, public keys, signing keys, grants.

mod grants;
mod keys;
mod secrets;

use crate::route::{Route, read, write};

const READ: &str = "okta.apps.read";
const MANAGE: &str = "okta.apps.manage";

pub(crate) const ROUTES: &[Route] = &[
    read(
        "GET",
        "/api/v1/apps/{}/grants",
        "okta.appGrants.read",
        grants::list,
    ),
    write(
        "POST",
        "/api/v1/apps/{}/grants",
        "okta.appGrants.manage",
        grants::grant,
    ),
    read(
        "GET",
        "/api/v1/apps/{}/grants/{}",
        "okta.appGrants.read",
        grants::get,
    ),
    write(
        "DELETE",
        "/api/v1/apps/{}/grants/{}",
        "okta.appGrants.manage",
        grants::revoke,
    ),
    read("GET", "/api/v1/apps/{}/credentials/secrets", READ, secrets::list),
    write(
        "POST",
        "/api/v1/apps/{}/credentials/secrets",
        MANAGE,
        secrets::create,
    ),
    read(
        "GET",
        "/api/v1/apps/{}/credentials/secrets/{}",
        READ,
        secrets::get,
    ),
    write(
        "DELETE",
        "/api/v1/apps/{}/credentials/secrets/{}",
        MANAGE,
        secrets::delete,
    ),
    write(
        "POST",
        "/api/v1/apps/{}/credentials/secrets/{}/lifecycle/{}",
        MANAGE,
        secrets::lifecycle,
    ),
    read("GET", "/api/v1/apps/{}/credentials/jwks", READ, keys::list_jwks),
    write("POST", "/api/v1/apps/{}/credentials/jwks", MANAGE, keys::add_jwk),
    read("GET", "/api/v1/apps/{}/credentials/jwks/{}", READ, keys::get_jwk),
    write(
        "DELETE",
        "/api/v1/apps/{}/credentials/jwks/{}",
        MANAGE,
        keys::remove_jwk,
    ),
    write(
        "POST",
        "/api/v1/apps/{}/credentials/jwks/{}/lifecycle/{}",
        MANAGE,
        keys::lifecycle,
    ),
    write("GET", "/api/v1/apps/{}/credentials/keys", READ, keys::signing),
    write(
        "POST",
        "/api/v1/apps/{}/credentials/keys/generate",
        MANAGE,
        keys::generate,
    ),
    write(
        "GET",
        "/api/v1/apps/{}/credentials/keys/{}",
        READ,
        keys::signing_one,
    ),
];
