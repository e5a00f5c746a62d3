-- Keys that Portolan made for service apps of Okta: Okta has the public half, the private one is sealed.

CREATE TABLE client_keys (
    kid            TEXT NOT NULL PRIMARY KEY,
    algorithm      TEXT NOT NULL,
    public_jwk     TEXT NOT NULL,
    sealed_private TEXT NOT NULL,
    created        BIGINT NOT NULL
);
