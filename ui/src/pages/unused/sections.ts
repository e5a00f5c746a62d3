/** What can be said about access that nobody seems to use, from one whole scan and the sign-ins of ninety days. */
export interface Section {
  key: string
  label: string
  /** What it means, and what to do. */
  help: string
  tone: 'bad' | 'fair'
  /** One row a thing: `id`, `name`, `sub_kind`, `status`, then what is worth knowing. */
  sql: string
  /** The heading of every further column. */
  columns: Record<string, string>
  /** Classes of the scan that it stands on. */
  classes: string[]
  /** Whether its rows have no state that is worth a column. */
  stateless?: true
}

const DAY = 86_400_000

/** The beginning of the day, in UTC, `days` before `now`: it moves once a day, so that a link asks the same for a day. */
export const daysBefore = (now: number, days: number): string => new Date(Math.floor(now / DAY) * DAY - days * DAY).toISOString()

const people = (condition: string) =>
  `SELECT i.id, u.login AS name, 'okta_user' AS sub_kind, u.status, u.last_login, u.created, i.standing_privileges\nFROM okta_users u\nJOIN identities i ON i.sub_kind = 'okta_user' AND split_part(i.id, '/', 3) = u.id\nWHERE ${condition}\n  AND i.standing_privileges > 0\nORDER BY i.standing_privileges DESC, name`

const PEOPLE = { last_login: 'Last sign-in', created: 'Created', standing_privileges: 'Standing privileges' }
const ENABLED = "u.status NOT IN ('DEPROVISIONED', 'SUSPENDED', 'STAGED')"
const node = (id: string) => `concat('okta/', split_part(${id}.org, '://', 2), '/', ${id}.id)`

const UNOPENED = 'count(DISTINCT CASE WHEN used_90d = false THEN identity_id END)'
const ASSIGNMENTS = ['app_users', 'app_groups', 'memberships']

/** Assignments of which nobody knows whether they are used, because the System Log was not collected for long enough. */
export const UNKNOWN_USE = "SELECT count(*) FROM (SELECT DISTINCT identity_id, resource_id FROM access_path WHERE action_type = 'assignment' AND used_90d IS NULL) AS t"

/** Every question that one whole scan can answer today. `now` in milliseconds. */
export function sections(now: number): Section[] {
  const quiet = daysBefore(now, 90)
  const month = daysBefore(now, 30)
  const unusedSince = `(u.last_login IS NULL OR u.last_login < '${quiet}')`
  return [
    {
      key: 'admins', label: 'administrators who do not sign in', tone: 'bad', columns: PEOPLE, classes: ['users', 'user_roles', 'group_roles'],
      help: 'They hold an administrator role, and have not signed in for 90 days or ever. Take the role away; break-glass accounts are meant to look like this.',
      sql: people(`${ENABLED}\n  AND ${unusedSince}\n  AND i.id IN (SELECT identity_id FROM access_path WHERE action_type = 'admin_role')`),
    },
    {
      key: 'never', label: 'never signed in', tone: 'fair', columns: PEOPLE, classes: ['users'],
      help: 'Accounts that may sign in, reach something, and never did. Service accounts that only use tokens look like this too.',
      sql: people(`${ENABLED}\n  AND u.last_login IS NULL`),
    },
    {
      key: 'quiet', label: 'not signed in for 90 days', tone: 'fair', columns: PEOPLE, classes: ['users'],
      help: 'Their access stands while they are away. Suspend them, or take away what they do not need.',
      sql: people(`${ENABLED}\n  AND u.last_login < '${quiet}'`),
    },
    {
      key: 'unopened', label: 'apps that a person has and does not open', tone: 'fair', columns: { app: 'App', last_used: 'Last opened', via: 'Given by' }, classes: ASSIGNMENTS, stateless: true,
      help: 'Assigned, and not opened through Okta for 90 days. Take the app away from the person, or narrow the group that gives it.',
      sql: `SELECT identity_id AS id, identity AS name, 'okta_user' AS sub_kind, NULL AS status, resource_id, resource AS app, max(last_used) AS last_used, min(source) AS via\nFROM access_path\nWHERE action_type = 'assignment' AND used_90d = false\nGROUP BY identity_id, identity, resource_id, resource\nORDER BY app, name`,
    },
    {
      key: 'idle', label: 'apps that not all of their people open', tone: 'fair', columns: { unopened: 'People who do not open it', people: 'People who have it', last_used: 'Last opened' }, classes: ASSIGNMENTS, stateless: true,
      help: 'How many of those who have an app did not open it for 90 days. Where it is nearly all, the app or the group that gives it can go.',
      sql: `SELECT resource_id AS id, resource AS name, 'okta_app' AS sub_kind, NULL AS status, ${UNOPENED} AS unopened, count(DISTINCT identity_id) AS people, max(last_used) AS last_used\nFROM access_path\nWHERE action_type = 'assignment' AND used_90d IS NOT NULL\nGROUP BY resource_id, resource\nHAVING ${UNOPENED} > 0\nORDER BY unopened DESC, name`,
    },
    {
      key: 'suspended', label: 'suspended, access still standing', tone: 'fair', columns: PEOPLE, classes: ['users', 'memberships'],
      help: 'They cannot sign in now. When somebody lifts the suspension, all of this is back at once.',
      sql: people("u.status = 'SUSPENDED'"),
    },
    {
      key: 'gone', label: 'deactivated, still in groups', tone: 'fair', columns: { groups: 'Groups that list them', status_changed: 'Since' }, classes: ['users', 'memberships'],
      help: 'It gives them nothing today. If the account is activated again, its groups give everything back.',
      sql: `SELECT ${node('u')} AS id, u.login AS name, 'okta_user' AS sub_kind, u.status, u.status_changed, count(*) AS groups\nFROM okta_users u\nJOIN okta_group_members m ON m.user_id = u.id\nWHERE u.status = 'DEPROVISIONED'\nGROUP BY u.org, u.id, u.login, u.status, u.status_changed\nORDER BY groups DESC, name`,
    },
    {
      key: 'tokens', label: 'API tokens not used for 30 days', tone: 'bad', columns: { owner: 'Owner', last_updated: 'Last used', created: 'Created' }, classes: ['api_tokens'],
      help: 'Okta ends a token that is not used for 30 days, and until then it works. Revoke it.',
      sql: `SELECT ${node('t')} AS id, t.name, 'api_token' AS sub_kind, t.owner_status AS status, t.owner_login AS owner, t.last_updated, t.created\nFROM okta_api_tokens t\nWHERE t.last_updated < '${month}'\nORDER BY t.last_updated`,
    },
    {
      key: 'apps', label: 'apps that nobody is assigned', tone: 'fair', columns: { sign_on_mode: 'Sign-on', created: 'Created' }, classes: ['apps', 'app_users', 'app_groups'],
      help: 'Active, and neither a person nor a group is assigned. Deactivate what is no longer needed; Okta’s own apps may be left.',
      sql: `SELECT ${node('a')} AS id, a.label AS name, 'okta_app' AS sub_kind, a.status, a.sign_on_mode, a.created\nFROM okta_apps a\nLEFT JOIN (SELECT DISTINCT app_id FROM okta_app_assignments) u ON u.app_id = a.id\nLEFT JOIN (SELECT DISTINCT app_id FROM okta_app_groups) g ON g.app_id = a.id\nWHERE a.status = 'ACTIVE' AND NOT a.is_service AND u.app_id IS NULL AND g.app_id IS NULL\nORDER BY name`,
    },
    {
      key: 'groups', label: 'groups with nobody in them', tone: 'fair', stateless: true, columns: { type: 'Type', apps: 'Apps it would give', created: 'Created' }, classes: ['groups', 'memberships', 'app_groups'],
      help: 'Whoever is added gets what the group gives. Those that give nothing can go.',
      sql: `SELECT ${node('g')} AS id, g.name, 'okta_group' AS sub_kind, NULL AS status, g.type, count(a.app_id) AS apps, g.created\nFROM okta_groups g\nLEFT JOIN (SELECT DISTINCT group_id FROM okta_group_members) m ON m.group_id = g.id\nLEFT JOIN okta_app_groups a ON a.group_id = g.id\nWHERE m.group_id IS NULL\nGROUP BY g.org, g.id, g.name, g.type, g.created\nORDER BY apps DESC, g.name`,
    },
  ]
}

/** How many rows a section has. */
export const countOf = (section: Section): string => `SELECT count(*) FROM (${section.sql.slice(0, section.sql.lastIndexOf('\nORDER BY'))}) AS t`
