-- Alerts that were found in events of long ago, or in files that somebody brought in: nobody was waiting for them. And
-- times of which events of a source are missing: told before the place in its log moves on.

ALTER TABLE alerts ADD COLUMN from_history BIGINT NOT NULL DEFAULT 0;

CREATE TABLE source_gaps (
    source TEXT NOT NULL,
    org    TEXT NOT NULL,
    begins BIGINT NOT NULL,
    ends   BIGINT NOT NULL,
    why    TEXT NOT NULL,
    noted  BIGINT NOT NULL,
    PRIMARY KEY (source, org, begins)
);
