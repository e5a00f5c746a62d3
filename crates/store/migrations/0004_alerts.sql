-- What rules said and what people did with it; what people decided about rules; whom alerts are told; searches and
-- corrections of whose account it is. The body of an alert is JSON of the room that judges.

CREATE TABLE alerts (
    id          TEXT NOT NULL PRIMARY KEY,
    rule        TEXT NOT NULL,
    title       TEXT NOT NULL,
    severity    BIGINT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('open', 'in_progress', 'triaged', 'resolved', 'closed')),
    owner       TEXT,
    identity    TEXT NOT NULL,
    entity      TEXT NOT NULL,
    first_seen  BIGINT NOT NULL,
    last_seen   BIGINT NOT NULL,
    findings    BIGINT NOT NULL,
    provisional BIGINT NOT NULL,
    body        TEXT NOT NULL,
    raised      BIGINT NOT NULL,
    updated     BIGINT NOT NULL
);
CREATE INDEX alerts_by_time ON alerts (last_seen, id);
CREATE INDEX alerts_by_rule ON alerts (rule, last_seen);
CREATE INDEX alerts_by_identity ON alerts (identity, last_seen);

CREATE TABLE alert_history (
    alert_id TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    seq      BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (alert_id, seq)
);

CREATE TABLE rule_settings (
    rule       TEXT NOT NULL PRIMARY KEY,
    enabled    BIGINT,
    severity   TEXT,
    parameters TEXT NOT NULL,
    exceptions TEXT NOT NULL,
    updated    BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);

CREATE TABLE own_rules (
    file       TEXT NOT NULL PRIMARY KEY,
    text       TEXT NOT NULL,
    updated    BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);

CREATE TABLE forwards (
    id            TEXT NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL CHECK (kind IN ('webhook', 'slack', 'email', 'syslog')),
    target_host   TEXT NOT NULL,
    sealed_target TEXT NOT NULL,
    min_severity  BIGINT NOT NULL,
    enabled       BIGINT NOT NULL,
    last_sent     BIGINT,
    last_error    TEXT,
    created       BIGINT NOT NULL
);

CREATE TABLE outbox (
    forward_id TEXT NOT NULL REFERENCES forwards (id) ON DELETE CASCADE,
    alert_id   TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    severity   BIGINT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given_up')),
    tries      BIGINT NOT NULL,
    next_try   BIGINT NOT NULL,
    error      TEXT,
    sent       BIGINT,
    created    BIGINT NOT NULL,
    PRIMARY KEY (forward_id, alert_id, severity)
);
CREATE INDEX outbox_by_next ON outbox (state, next_try);
CREATE INDEX outbox_by_alert ON outbox (alert_id);

CREATE TABLE saved_searches (
    id      TEXT NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    q       TEXT NOT NULL,
    begins  TEXT,
    ends    TEXT,
    owner   TEXT NOT NULL,
    shared  BIGINT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX saved_searches_by_owner ON saved_searches (owner, name);

CREATE TABLE account_corrections (
    source  TEXT NOT NULL,
    org     TEXT NOT NULL,
    account TEXT NOT NULL,
    person  TEXT,
    said_by TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (source, org, account)
);
