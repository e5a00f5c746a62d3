"""The questions, in SQL that every relational peer understands. `{p}` is the peer's mark for a parameter.

`effective` is `memberships` without deactivated people: Okta leaves them in lists of members, and they have no access.
"""

# One row a path: what a person reaches, and through which group.
Q1 = """
SELECT 'member', g.name, NULL FROM users u JOIN memberships m ON m.usr = u.ordinal
  JOIN groups g ON g.ordinal = m.grp WHERE u.login = {p}
UNION ALL SELECT 'access', a.label, NULL FROM users u JOIN direct d ON d.usr = u.ordinal
  JOIN apps a ON a.ordinal = d.app WHERE u.login = {p}
UNION ALL SELECT 'access', a.label, g.name FROM users u JOIN effective m ON m.usr = u.ordinal
  JOIN app_groups ag ON ag.grp = m.grp JOIN apps a ON a.ordinal = ag.app
  JOIN groups g ON g.ordinal = m.grp WHERE u.login = {p}
"""

# One row a path: who reaches an app, and through which group.
Q2 = """
SELECT u.login, NULL FROM apps a JOIN direct d ON d.app = a.ordinal
  JOIN users u ON u.ordinal = d.usr WHERE a.id = {p}
UNION ALL SELECT u.login, g.name FROM apps a JOIN app_groups ag ON ag.app = a.ordinal
  JOIN groups g ON g.ordinal = ag.grp JOIN effective m ON m.grp = ag.grp
  JOIN users u ON u.ordinal = m.usr WHERE a.id = {p}
"""

Q3 = """
SELECT u.login FROM groups g JOIN memberships m ON m.grp = g.ordinal
  JOIN users u ON u.ordinal = m.usr WHERE g.id = {p}
"""

# Distinct groups and apps of every person.
Q4 = """
SELECT usr, count(*) FROM (
  SELECT usr, app AS resource FROM direct
  UNION SELECT m.usr, ag.app FROM effective m JOIN app_groups ag ON ag.grp = m.grp
  UNION ALL SELECT usr, -1 - grp FROM memberships
) AS reached GROUP BY usr
"""

PATHS = """
SELECT (SELECT count(*) FROM memberships) + (SELECT count(*) FROM direct)
     + (SELECT count(*) FROM effective m JOIN app_groups ag ON ag.grp = m.grp)
"""

# Administrators with the reason: directly, or through which group.
Q5 = """
SELECT u.login, r.role, NULL FROM assignments r JOIN users u ON u.ordinal = r.assignee
  WHERE r.kind = 'USER'
UNION ALL SELECT u.login, r.role, g.name FROM assignments r JOIN groups g ON g.ordinal = r.assignee
  JOIN effective m ON m.grp = g.ordinal JOIN users u ON u.ordinal = m.usr WHERE r.kind = 'GROUP'
"""

# Tokens with their owners.
Q6 = "SELECT t.id, t.name, u.login FROM tokens t LEFT JOIN users u ON u.ordinal = t.owner"

# The same questions for Portolan.
OURS = {
    "Q1": "SELECT action, resource, identity_group FROM access_path WHERE identity = '{key}' AND action_type IN ('membership', 'assignment')",
    "Q2": "SELECT identity, identity_group FROM access_path WHERE resource = '{key}' AND action_type = 'assignment'",
    "Q3": "SELECT identity FROM access_path WHERE resource = '{key}' AND action_type = 'membership'",
    "Q4": "SELECT identity_id, count(DISTINCT resource_id) FROM access_path WHERE action_type IN ('membership', 'assignment') GROUP BY identity_id",
    "paths": "SELECT count(*) FROM access_path WHERE action_type IN ('membership', 'assignment')",
    "Q6": "SELECT id, name, owner_login FROM okta_api_tokens",
}
