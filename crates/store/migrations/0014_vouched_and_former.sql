-- The organization that a person's connector spoke for at the last sign-in: only that one takes the account over by its
-- name. Unknown until the next sign-in.
ALTER TABLE users ADD COLUMN vouched_org TEXT;

-- Names that a pushed group had: a sign-in of that time gave roles under them.
CREATE TABLE scim_group_names (
    group_id TEXT NOT NULL REFERENCES scim_groups (id) ON DELETE CASCADE,
    name     TEXT NOT NULL,
    PRIMARY KEY (group_id, name)
);

-- SCIM's own order is that of making: whoever reads page by page meets nobody twice when somebody known is adopted.
CREATE INDEX scim_users_by_age ON scim_users (plugin, created, id);
CREATE INDEX scim_groups_by_age ON scim_groups (plugin, created, id);

-- The tokens that a token was made with, one after the other between slashes: what ends one of those ends this one.
ALTER TABLE api_tokens ADD COLUMN ancestors TEXT NOT NULL DEFAULT '';
