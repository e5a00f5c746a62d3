-- Work that one server at a time does, reading metadata again, log-out at the identity provider, passkeys.

-- `fence` counts takings: what holds an older number has lost the lease, and its writes are refused.
CREATE TABLE leases (
    name  TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    fence BIGINT NOT NULL,
    until BIGINT NOT NULL
);

-- What reading a connector's metadata again by itself came to. `changes` waits for an administrator's word; `listed`
-- are the fingerprints of the certificates that the address named last. Both are JSON.
CREATE TABLE connector_refreshes (
    connector TEXT NOT NULL PRIMARY KEY REFERENCES connectors (name) ON DELETE CASCADE,
    due       BIGINT NOT NULL,
    checked   BIGINT,
    succeeded BIGINT,
    message   TEXT,
    advice    TEXT,
    changes   TEXT NOT NULL,
    listed    TEXT NOT NULL
);

-- What the identity provider wants to see when the session behind this one is to end there, sealed.
ALTER TABLE web_sessions ADD COLUMN sealed_hint TEXT;

CREATE TABLE passkeys (
    -- The credential id, base64url.
    id         TEXT NOT NULL PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    public_key TEXT NOT NULL,
    counter    BIGINT NOT NULL,
    created    BIGINT NOT NULL,
    last_used  BIGINT
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Challenges that were given out and not answered yet: each is answered once, on whichever server.
CREATE TABLE passkey_challenges (
    hash    TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id TEXT,
    expires BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_by_expires ON passkey_challenges (expires);
