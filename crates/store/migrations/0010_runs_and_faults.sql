-- A run of user sync that comes to the same as the one before is counted there. What failed, component by component.

ALTER TABLE sync_runs ADD COLUMN repeats BIGINT NOT NULL DEFAULT 1;

-- The last failures of each component of an integration: one row for each message, however often it came.
CREATE TABLE component_faults (
    org_url   TEXT NOT NULL,
    component TEXT NOT NULL,
    message   TEXT NOT NULL,
    advice    TEXT NOT NULL,
    first     BIGINT NOT NULL,
    last      BIGINT NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (org_url, component, message)
);
