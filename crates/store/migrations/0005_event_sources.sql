-- Where events come from besides Okta: what is read, with which credential, and who may send.

CREATE TABLE event_sources (
    name              TEXT NOT NULL PRIMARY KEY,
    kind              TEXT NOT NULL CHECK (kind IN ('aws', 'github', 'teleport')),
    -- JSON without secrets, of the room that reads.
    settings          TEXT NOT NULL,
    sealed_credential TEXT,
    -- SHA-256 of the token that may send events, for sources that send by themselves.
    token_hash        TEXT UNIQUE,
    enabled           BIGINT NOT NULL,
    created           BIGINT NOT NULL,
    updated           BIGINT NOT NULL,
    revision          BIGINT NOT NULL
);
