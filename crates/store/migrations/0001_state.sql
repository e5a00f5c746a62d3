-- State of one Portolan. Every statement runs on SQLite and on PostgreSQL 14 or newer.
-- Times are milliseconds since 1970-01-01T00:00:00Z, hashes are lower-case hexadecimal, JSON is text.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE integrations (
    id                TEXT NOT NULL PRIMARY KEY,
    plugin            TEXT NOT NULL,
    name              TEXT NOT NULL UNIQUE,
    org_url           TEXT NOT NULL,
    org_id            TEXT,
    credential_kind   TEXT NOT NULL,
    sealed_credential TEXT NOT NULL,
    settings          TEXT NOT NULL,
    created           BIGINT NOT NULL,
    updated           BIGINT NOT NULL,
    revision          BIGINT NOT NULL,
    UNIQUE (plugin, org_url)
);

CREATE TABLE scan_runs (
    id             TEXT NOT NULL PRIMARY KEY,
    integration_id TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    woken_by       TEXT NOT NULL,
    started        BIGINT NOT NULL,
    ended          BIGINT,
    state          TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    progress       TEXT NOT NULL,
    coverage       TEXT,
    snapshot_id    TEXT,
    fault          TEXT
);
CREATE INDEX scan_runs_by_integration ON scan_runs (integration_id, started);

CREATE TABLE users (
    id            TEXT NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    name_key      TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    roles         TEXT NOT NULL,
    created       BIGINT NOT NULL,
    disabled      BIGINT
);

CREATE TABLE web_sessions (
    hash      TEXT NOT NULL PRIMARY KEY,
    user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    csrf      TEXT NOT NULL,
    created   BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    expires   BIGINT NOT NULL
);
CREATE INDEX web_sessions_by_user ON web_sessions (user_id);
CREATE INDEX web_sessions_by_expires ON web_sessions (expires);

CREATE TABLE api_tokens (
    id        TEXT NOT NULL PRIMARY KEY,
    hash      TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    roles     TEXT NOT NULL,
    created   BIGINT NOT NULL,
    expires   BIGINT,
    last_used BIGINT
);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

CREATE TABLE one_time_links (
    hash    TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used    BIGINT
);

CREATE TABLE audit_log (
    seq      BIGINT NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    target   TEXT NOT NULL,
    detail   TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
);
CREATE INDEX audit_log_by_time ON audit_log (at);
