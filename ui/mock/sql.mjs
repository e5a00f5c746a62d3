// Answers the few forms of SQL that pages ask by themselves; everything else gets the first rows of what it names.
import { snapshot } from './answers.mjs'
import { admins, tokens, users, ways, standing } from './world.mjs'

const labels = { 'teleport.dev/origin': 'okta', 'okta/org': 'https://northwind.okta.com' }
const PATH = [['identity', 'text'], ['identity_id', 'text'], ['identity_kind', 'text'], ['resource', 'text'], ['resource_id', 'text'], ['resource_kind', 'text'], ['identity_group', 'list'], ['resource_group', 'list'], ['action', 'text'], ['action_type', 'text'], ['kind', 'text'], ['level', 'text'], ['path', 'list'], ['standing_privileges', 'int'], ['resource_labels', 'json']]
const pathRow = (way) => [way.identity.name, way.identity.id, way.identity.kind, way.resource.name, way.resource.id, way.resource.kind, way.groups.map((one) => one.name), [], way.action, way.action_type, 'ALLOWED', 'standing', way.path.map((one) => one.id), standing(way.identity), labels]
const answer = (columns, rows, limit) => ({ id: 'q', columns: columns.map(([name, type]) => ({ name, type })), rows: rows.slice(0, limit), row_count: Math.min(rows.length, limit), truncated: rows.length > limit, elapsed_us: 412, snapshot, notices: [] })
const texts = (sql, column) => [...sql.matchAll(new RegExp(`${column} (?:= |IN \\()((?:'[^']*'(?:, )?)+)`, 'g'))].flatMap((match) => [...match[1].matchAll(/'([^']*)'/g)].map((one) => one[1]))

export function runSql({ sql, max_rows = 1000 }) {
  const wrong = /identty/.exec(sql)
  if (wrong) {
    const before = sql.slice(0, wrong.index).split('\n')
    return [400, { error: { code: 'query', message: 'there is no column identty', hint: 'Did you mean identity, identity_id or identity_kind?', position: { line: before.length, column: before.at(-1).length + 1 } } }]
  }
  if (/okta_role_assignments/i.test(sql)) return answer([['principal', 'text'], ['role', 'text'], ['through_group', 'text'], ['target', 'text']], admins.map((one) => [one.user.name, one.role.name, one.group?.name ?? null, one.target.name]), max_rows)
  if (/okta_api_tokens/i.test(sql)) return answer([['name', 'text'], ['owner', 'text'], ['created', 'timestamp']], tokens.map((one) => [one.name, one.owner.name, '2025-01-01T00:00:00Z']), max_rows)
  if (/FROM snapshots/i.test(sql)) return answer([['id', 'text'], ['taken_at', 'timestamp']], [12, 42, 1452, 2892].map((minutes) => [`2026-11-21T${minutes}`, new Date(Date.now() - minutes * 60_000).toISOString()]), max_rows)
  if (/okta_users|okta_apps|okta_groups|FROM coverage/i.test(sql)) return /count\(\*\)/i.test(sql) ? answer([['count', 'int']], [[3]], 1) : answer([['id', 'text'], ['name', 'text'], ['sub_kind', 'text'], ['status', 'text'], ['last_login', 'timestamp'], ['created', 'timestamp'], ['standing_privileges', 'int']], users.slice(0, 3).map((one) => [one.id, one.name, one.sub_kind, one.status, null, '2024-01-01T00:00:00Z', standing(one)]), max_rows)
  if (/FROM nodes/i.test(sql)) return answer([['id', 'text'], ['name', 'text'], ['kind', 'text']], users.map((one) => [one.id, one.name, one.kind]), max_rows)
  const identity = texts(sql, 'identity_id').concat(texts(sql, 'identity'))
  const resource = texts(sql, 'resource_id').concat(texts(sql, 'resource'))
  const how = texts(sql, 'action_type')
  const through = [...sql.matchAll(/path = '([^']*)'/g)].map((one) => one[1])
  const fits = ways.filter((way) =>
    (identity.length === 0 || identity.includes(way.identity.id) || identity.includes(way.identity.name)) &&
    (through.length > 0 || resource.length === 0 || resource.includes(way.resource.id) || resource.includes(way.resource.name)) &&
    (how.length === 0 || how.includes(way.action_type)) && (through.length === 0 || way.path.some((node) => through.includes(node.id))))
  if (/count\(\*\)/i.test(sql)) return answer([['ways', 'int'], ['identities', 'int'], ['resources', 'int']], [[fits.length, new Set(fits.map((way) => way.identity.id)).size, new Set(fits.map((way) => way.resource.id)).size]], 1)
  return answer(PATH, fits.map(pathRow), max_rows)
}

export const schema = {
  tables: [{ name: 'access_path', description: 'One row for every way from an identity to a resource.', columns: PATH.map(([name, type]) => ({ name, type, description: `The ${name.replaceAll('_', ' ')}.` })) }, { name: 'nodes', description: 'Every node.', columns: [{ name: 'id', type: 'text', description: 'Text id.' }, { name: 'name', type: 'text', description: 'Name.' }, { name: 'labels', type: 'json', description: 'Labels.' }] }],
  functions: [{ name: 'array_has', usage: 'array_has(list, value)', description: 'Whether the list holds the value.' }],
}
export const examples = {
  examples: [
    { id: 'all', group: 'Okta', title: 'Show all Okta resources', sql: `SELECT * FROM nodes WHERE labels @> '{"teleport.dev/origin": "okta"}';` },
    { id: 'user', group: 'Okta', title: 'Fetch all access paths for an Okta user', sql: "SELECT * FROM access_path WHERE identity = 'ada.moreno@northwind.example' AND kind = 'ALLOWED';" },
    { id: 'app', group: 'Okta', title: 'Fetch all users who can access an Okta application', sql: "SELECT * FROM access_path WHERE resource = 'Salesforce' AND resource_labels @> '{\"teleport.dev/origin\": \"okta\"}';" },
    { id: 'admins', group: 'Administrators', title: 'Administrators with their reasons', sql: 'SELECT * FROM okta_role_assignments' },
  ],
}
