-- People of every origin, what they may do, how they sign in, and what SCIM provisions.

-- 'local' (an administrator made here), 'sso' (came by signing in), 'okta' (synchronised or provisioned).
ALTER TABLE users ADD COLUMN origin TEXT NOT NULL DEFAULT 'local';
ALTER TABLE users ADD COLUMN org_url TEXT;
-- The id in the organization: a rename there is a rename here.
ALTER TABLE users ADD COLUMN okta_id TEXT;
ALTER TABLE users ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT '';
-- JSON: name to list of texts, and name to text.
ALTER TABLE users ADD COLUMN traits TEXT NOT NULL DEFAULT '{}';
ALTER TABLE users ADD COLUMN labels TEXT NOT NULL DEFAULT '{}';
-- Set while the person is inactive; after `purge_after` the record goes.
ALTER TABLE users ADD COLUMN inactive BIGINT;
ALTER TABLE users ADD COLUMN purge_after BIGINT;
ALTER TABLE users ADD COLUMN connector TEXT;
-- Roles that the connector's mapping gave at the last sign-in, beside those in `roles`; JSON.
ALTER TABLE users ADD COLUMN mapped_roles TEXT NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN last_sign_in BIGINT;
-- Second factor of a local administrator: sealed seed of one-time passwords, and the last step that was used.
ALTER TABLE users ADD COLUMN sealed_totp TEXT;
ALTER TABLE users ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN updated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
-- The names that roles had before there were presets.
UPDATE users SET roles = REPLACE(REPLACE(roles, '"admin"', '"editor"'), '"reader"', '"access"');
UPDATE api_tokens SET roles = REPLACE(REPLACE(roles, '"admin"', '"editor"'), '"reader"', '"access"');
CREATE UNIQUE INDEX users_by_okta_id ON users (org_url, okta_id);

ALTER TABLE web_sessions ADD COLUMN connector TEXT;
ALTER TABLE web_sessions ADD COLUMN name_id TEXT;
ALTER TABLE web_sessions ADD COLUMN session_index TEXT;
ALTER TABLE web_sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE web_sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';

CREATE TABLE roles (
    name        TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL,
    spec        TEXT NOT NULL,
    created     BIGINT NOT NULL,
    updated     BIGINT NOT NULL,
    revision    BIGINT NOT NULL
);

-- Whoever a lock in force names neither signs in nor goes on. Each cause has a lock of its own, so that one that
-- lifts does not lift another.
CREATE TABLE locks (
    id          TEXT NOT NULL PRIMARY KEY,
    target_kind TEXT NOT NULL CHECK (target_kind IN ('user', 'role', 'token')),
    target      TEXT NOT NULL,
    target_key  TEXT NOT NULL,
    cause       TEXT NOT NULL,
    message     TEXT NOT NULL,
    created     BIGINT NOT NULL,
    created_by  TEXT NOT NULL,
    expires     BIGINT,
    UNIQUE (target_kind, target_key, cause)
);

CREATE TABLE connectors (
    name          TEXT NOT NULL PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('saml', 'oidc')),
    spec          TEXT NOT NULL,
    sealed_secret TEXT,
    created       BIGINT NOT NULL,
    updated       BIGINT NOT NULL,
    revision      BIGINT NOT NULL
);

-- Sign-ins that were begun here and not answered yet.
CREATE TABLE sso_requests (
    id        TEXT NOT NULL PRIMARY KEY,
    connector TEXT NOT NULL,
    browser   TEXT NOT NULL,
    go_to     TEXT NOT NULL,
    is_trial  BIGINT NOT NULL,
    detail    TEXT NOT NULL,
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL
);
CREATE INDEX sso_requests_by_expires ON sso_requests (expires);

-- Assertions that were used; unique over all replicas.
CREATE TABLE sso_used (
    issuer    TEXT NOT NULL,
    assertion TEXT NOT NULL,
    expires   BIGINT NOT NULL,
    PRIMARY KEY (issuer, assertion)
);
CREATE INDEX sso_used_by_expires ON sso_used (expires);

-- The last trial sign-ins, shown to administrators; JSON without secrets.
CREATE TABLE sso_trials (
    id        TEXT NOT NULL PRIMARY KEY,
    connector TEXT NOT NULL,
    at        BIGINT NOT NULL,
    outcome   TEXT NOT NULL,
    detail    TEXT NOT NULL
);

CREATE TABLE scim_tokens (
    id        TEXT NOT NULL PRIMARY KEY,
    plugin    TEXT NOT NULL,
    hash      TEXT NOT NULL UNIQUE,
    created   BIGINT NOT NULL,
    expires   BIGINT,
    last_used BIGINT
);

-- What SCIM said of a user, beside the row in `users` with the same id.
CREATE TABLE scim_users (
    id               TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    plugin           TEXT NOT NULL,
    user_name        TEXT NOT NULL,
    user_name_key    TEXT NOT NULL,
    external_id      TEXT,
    -- `displayName`, where there is one; the key is its form for comparing.
    display_name     TEXT,
    display_name_key TEXT,
    -- `active` as it was given.
    is_active        BIGINT,
    document         TEXT NOT NULL,
    version          BIGINT NOT NULL,
    created          BIGINT NOT NULL,
    modified         BIGINT NOT NULL,
    UNIQUE (plugin, user_name_key)
);
CREATE INDEX scim_users_by_external_id ON scim_users (plugin, external_id);
CREATE INDEX scim_users_by_display_name ON scim_users (plugin, display_name_key);

CREATE TABLE scim_groups (
    id               TEXT NOT NULL PRIMARY KEY,
    plugin           TEXT NOT NULL,
    display_name     TEXT NOT NULL,
    display_name_key TEXT NOT NULL,
    external_id      TEXT,
    document         TEXT NOT NULL,
    version          BIGINT NOT NULL,
    created          BIGINT NOT NULL,
    modified         BIGINT NOT NULL
);
CREATE INDEX scim_groups_by_name ON scim_groups (plugin, display_name_key);
CREATE INDEX scim_groups_by_external_id ON scim_groups (plugin, external_id);

CREATE TABLE scim_members (
    group_id  TEXT NOT NULL REFERENCES scim_groups (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL,
    kind      TEXT NOT NULL,
    PRIMARY KEY (group_id, member_id)
);
CREATE INDEX scim_members_by_member ON scim_members (member_id);

CREATE TABLE scim_emails (
    user_id TEXT NOT NULL REFERENCES scim_users (id) ON DELETE CASCADE,
    value   TEXT NOT NULL
);
CREATE INDEX scim_emails_by_user ON scim_emails (user_id);
CREATE INDEX scim_emails_by_value ON scim_emails (value);

-- The last runs of the loops that keep people in step.
CREATE TABLE sync_runs (
    id       TEXT NOT NULL PRIMARY KEY,
    loop     TEXT NOT NULL,
    org_url  TEXT NOT NULL,
    started  BIGINT NOT NULL,
    ended    BIGINT,
    outcome  TEXT NOT NULL,
    woken_by TEXT NOT NULL,
    plan     TEXT NOT NULL
);
CREATE INDEX sync_runs_by_loop ON sync_runs (loop, started);
