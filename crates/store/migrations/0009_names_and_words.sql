-- One person under one name, whoever changes it; each source's own word; roles that go with their group.

-- Since when user sync says that the person is gone from the organization. `inactive` is what follows from this and from
-- SCIM's word.
ALTER TABLE users ADD COLUMN sync_gone BIGINT;
UPDATE users SET sync_gone = inactive WHERE inactive IS NOT NULL AND EXISTS (
    SELECT 1 FROM locks l WHERE l.target_kind = 'user' AND l.target_key = users.name_key AND l.cause = 'sync'
        AND l.message <> 'suspended in Okta');
-- What a connector said at the last sign-in; `traits` is what user sync says.
ALTER TABLE users ADD COLUMN sso_traits TEXT NOT NULL DEFAULT '{}';
UPDATE users SET sso_traits = traits, traits = '{}' WHERE origin = 'sso';
-- Which attribute's value gave each of `mapped_roles`; JSON.
ALTER TABLE users ADD COLUMN mapped_by TEXT NOT NULL DEFAULT '[]';

-- Whom a lock was made for: the name may be somebody else's one day.
ALTER TABLE locks ADD COLUMN okta_id TEXT;
UPDATE locks SET okta_id = (SELECT u.okta_id FROM users u WHERE u.name_key = locks.target_key)
    WHERE target_kind = 'user';
CREATE INDEX locks_by_okta_id ON locks (okta_id);

-- Names that people of an organization had before: a sign-in under one of them makes nobody new.
CREATE TABLE former_names (
    name_key TEXT NOT NULL PRIMARY KEY,
    user_id  TEXT NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX former_names_by_user ON former_names (user_id);

-- `user_name` and `is_active` are those of the person; these are what SCIM itself said last, and when.
ALTER TABLE scim_users ADD COLUMN told_name TEXT NOT NULL DEFAULT '';
ALTER TABLE scim_users ADD COLUMN told_active BIGINT;
ALTER TABLE scim_users ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
UPDATE scim_users SET told_name = user_name, told_active = is_active, told = modified;
UPDATE scim_users SET is_active = 0, version = version + 1
    WHERE COALESCE(is_active, 1) = 1 AND id IN (SELECT id FROM users WHERE inactive IS NOT NULL);
-- Names may have been exchanged: all are given up before any is taken.
UPDATE scim_users SET user_name_key = '?' || id, version = version + 1
    WHERE user_name <> (SELECT u.name FROM users u WHERE u.id = scim_users.id);
UPDATE scim_users SET user_name = (SELECT u.name FROM users u WHERE u.id = scim_users.id),
        user_name_key = (SELECT u.name_key FROM users u WHERE u.id = scim_users.id)
    WHERE user_name_key = '?' || id;
