-- A connector vouches for people of its organization alone, told by the address where people sign in, or named. Where there is
-- one connector, and people of an organization came through it, that is its organization, whatever the address: it may be a
-- custom domain.

UPDATE connectors SET spec = '{"organization":"'
        || (SELECT MIN(u.org_url) FROM users u WHERE u.origin = 'okta' AND u.connector = connectors.name)
        || '",' || SUBSTR(spec, 2)
    WHERE spec LIKE '{"%' AND (SELECT COUNT(*) FROM connectors) = 1
        AND (SELECT COUNT(DISTINCT u.org_url) FROM users u WHERE u.origin = 'okta' AND u.connector = connectors.name) = 1;
