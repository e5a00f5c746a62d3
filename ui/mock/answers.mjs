// Answers in the shape of openapi.json, made from the invented organization.
import { admins, apps, byId, everything, groups, members, roles, rule, service, standing, tokens, users, ways } from './world.mjs'

const KINDS = [['okta_user', 'Users', users], ['service_app', 'Service apps', [service]], ['okta_group', 'Groups', groups], ['okta_app', 'Apps', apps], ['okta_role', 'Roles', roles], ['okta_resource_set', 'Resource sets', []], ['api_token', 'API tokens', tokens], ['client_secret', 'Client secrets', null], ['client_key', 'Client keys', null], ['okta_group_rule', 'Group rules', [rule]], ['okta_identity_provider', 'Identity providers', []], ['okta_policy', 'Policies', []], ['okta_network_zone', 'Network zones', []]]
const KIND_OF = { okta_user: 'identity', service_app: 'identity', okta_group: 'identity_group', okta_app: 'resource', okta_role: 'action', okta_resource_set: 'resource_group', api_token: 'credential', client_secret: 'credential', client_key: 'credential' }
const GAP = 'The credential may not read client secrets: give it the scope okta.apps.read and the role of a super administrator, or leave it.'
const facets = KINDS.map(([sub_kind, label, list]) => ({ kind: KIND_OF[sub_kind] ?? 'resource', sub_kind, label, count: list === null ? null : list.length, not_read: list === null ? GAP : null }))
const started = Date.now()
const snapshotAt = (minutes) => ({ id: `2026-11-21T${minutes}`, org_url: 'https://northwind.okta.com', taken_at: new Date(started - minutes * 60_000).toISOString(), age_s: minutes * 60 })
export const snapshot = snapshotAt(12)
export const ref = ({ id, name, kind, sub_kind, detail, status }) => ({ id, name, kind, sub_kind, detail, status })

const classes = [['users', 'Users'], ['groups', 'Groups'], ['memberships', 'Memberships'], ['apps', 'Apps'], ['app_users', 'App assignments of users'], ['app_groups', 'App assignments of groups'], ['roles', 'Roles and their assignments'], ['api_tokens', 'API tokens'], ['group_rules', 'Group rules'], ['client_secrets', 'Client secrets']]
export const coverage = classes.map(([name, label], at) => ({ class: name, label, reading: name === 'client_secrets' ? 'not_read' : 'whole', reason: name === 'client_secrets' ? GAP : null, rows: [192, 12, 520, 18, 22, 64, 27, 4, 1, 0][at], requests: 3 + at }))
const progress = (running) => ({ running, phase: running ? 'Reading memberships' : 'Done', done: running ? 212 : 840, of: 840, requests: running ? 31 : 96, requests_left: 269, eta_s: running ? 42 : null, started_at: new Date().toISOString(), classes: classes.map(([name, label], at) => ({ class: name, label, state: !running ? (name === 'client_secrets' ? 'not_read' : 'done') : at < 2 ? 'done' : at === 2 ? 'running' : 'waiting', done: at < 3 ? 100 : 0, of: 192 })) })

export const state = { keys: [], connected: process.env.MOCK_EMPTY !== '1', running: false, signedIn: process.env.MOCK_SIGNED_OUT !== '1', tokens: [{ id: 't1', name: 'grafana', roles: ['access'], created_at: new Date(started - 864e5 * 20).toISOString(), expires_at: new Date(started + 864e5 * 70).toISOString(), last_used_at: new Date(started - 6e5).toISOString(), created_by: 'admin', expired: false }] }
export const liveProgress = () => progress(state.running)

export const integration = () => ({
  kind: 'okta', org_url: 'https://northwind.okta.com', auth: { kind: 'api_token', client_id: null }, settings: { scan_interval_s: 1800, share_percent: 50, scan_enabled: true },
  state: state.running ? 'scanning' : 'incomplete', summary: 'The last scan was whole but for client secrets and keys, which the credential may not read.',
  scan: { state: state.running ? 'running' : 'done', reason: 'schedule', started_at: snapshot.taken_at, finished_at: new Date(started - 11.5 * 60_000).toISOString(), error: null, advice: null, progress: progress(state.running) },
  snapshot, next_scan_at: new Date(started + 18 * 60_000).toISOString(), created_at: new Date(started - 864e5 * 3).toISOString(),
  coverage, budget: [{ bucket: 'users', limit: 600, remaining: 288, ours: 190, others: 122, requests: 61, limited: 0 }, { bucket: 'groups', limit: 500, remaining: 410, ours: 88, others: 2, requests: 30, limited: 0 }, { bucket: 'apps', limit: 100, remaining: 12, ours: 50, others: 38, requests: 24, limited: 2 }],
  notices: [{ level: 'warning', message: 'The token belongs to a super administrator.', advice: 'A read-only administrator is enough: make a token as one and replace it.' }],
})

const question = (id, text, number, unit, sentence, state_, link) => ({ id, question: text, state: state_, number, unit, sentence, link })
export const home = () => ({
  questions: [
    question('apps_of_user', 'Which applications can a specific user access?', 18, 'applications', 'Nobody reaches more than ada.moreno@northwind.example: 9 applications.', 'answered', { to: 'sql', sql: "SELECT * FROM access_path WHERE identity = 'ada.moreno@northwind.example' AND kind = 'ALLOWED'" }),
    question('administrators', 'Who has administrator roles in the Okta organization?', admins.length, 'administrators', '2 of them are super administrators.', 'answered', { to: 'sql', sql: 'SELECT * FROM okta_role_assignments' }),
    question('api_tokens', 'Which API tokens exist and who owns them?', 4, 'API tokens', '2 belong to super administrators.', 'answered', { to: 'browse', sub_kind: 'api_token' }),
    question('admin_actions', 'What admin actions have been performed recently?', 12, 'admin actions in 7 days', '3 of them in the last day; most by ada.moreno@northwind.example, 7', 'answered', { to: 'activity', q: 'action:role.grant', from: '7d' }),
    question('suspicious_sign_ins', 'Is my upstream IDP being compromised, and are there any suspicious login patterns?', 4, 'alerts about sign-ins in 7 days', '2 of them not settled yet; 9 sign-ins look suspicious by themselves', 'answered', { to: 'alerts', tactic: 'initial-access,credential-access', from: '7d' }),
  ],
  counts: facets, integration: state.connected ? integration() : null, snapshot: state.connected ? snapshot : null, coverage,
  top_standing: [...users].map((node) => ({ node: ref(node), standing_privileges: standing(node) })).sort((a, b) => b.standing_privileges - a.standing_privileges).slice(0, 10), notices: [],
})

export const search = (q, limit) => {
  const words = q.toLowerCase()
  const hits = everything.filter((node) => [node.name, node.detail ?? '', node.id].some((text) => text.toLowerCase().includes(words)))
  return { hits: hits.slice(0, limit).map((node) => ({ node: ref(node), matched: node.name, score: 1 })), snapshot }
}

export const nodes = ({ sub_kind, q, status, cursor, limit = '50', sort }) => {
  const list = (KINDS.find(([word]) => word === sub_kind)?.[2] ?? []).filter((node) => (!q || node.name.includes(q)) && (!status || node.status === status))
  const rows = list.map((node) => ({ node: ref(node), standing_privileges: node.kind === 'identity' ? standing(node) : null, population: node.sub_kind === 'okta_group' ? members[groups.indexOf(node)].length : node.sub_kind === 'okta_app' ? 40 : null, created: '2024-03-02T10:00:00Z', last_updated: '2026-11-01T08:00:00Z' }))
  rows.sort((a, b) => (sort === '-standing_privileges' ? b.standing_privileges - a.standing_privileges : sort === '-population' ? b.population - a.population : (sort === '-name' ? -1 : 1) * a.node.name.localeCompare(b.node.name)))
  const from = Number(cursor ?? 0)
  const to = from + Number(limit)
  const unread = KINDS.find(([word]) => word === sub_kind)?.[2] === null
  return { rows: rows.slice(from, to), total: rows.length, next_cursor: to < rows.length ? String(to) : null, facets, not_read: unread ? [{ class: sub_kind, reading: 'not_read', reason: GAP }] : [], snapshot }
}

const section = (id, title, tab, rows, empty) => ({ id, title, tab, total: rows.length, rows: rows.slice(0, 8), empty, ...(rows.length > 8 ? { more: { edge: id, direction: 'out' } } : {}) })
const of = (node) => ways.filter((way) => way.identity.id === node.id)
export const panel = (node) => {
  const mine = of(node)
  const to = ways.filter((way) => way.resource.id === node.id)
  const sections = node.kind === 'identity'
    ? [
        section('memberships', 'Group memberships', 'overview', mine.filter((way) => way.action_type === 'membership').map((way) => ({ node: ref(way.resource), text: 'direct', via: [] })), 'In no group.'),
        section('assignments', 'App assignments', 'overview', mine.filter((way) => way.action_type === 'assignment').map((way) => ({ node: ref(way.resource), text: 'direct', via: way.groups.map(ref) })), 'No app is assigned.'),
        section('roles', 'Administrator roles', 'overview', mine.filter((way) => way.action_type === 'admin_role').map((way) => ({ node: byId.get(way.path.at(-2).id), text: 'direct', via: way.groups.map(ref), detail: 'whole organization' })), 'No administrator role.'),
        section('tokens', 'API tokens', 'overview', tokens.filter((token) => token.owner === node).map((token) => ({ node: ref(token), text: 'owns', detail: 'last used 3 days ago' })), 'Owns no API token.'),
      ]
    : [
        section('members', 'Members', 'overview', to.map((way) => ({ node: ref(way.identity), text: 'direct' })), 'No members.'),
        section('owners', 'Owners', 'overview', [], 'No owners.'),
        section('apps', 'Gives access to', 'permissions', [...new Set(ways.filter((way) => way.groups.includes(node)).map((way) => way.resource))].map((app) => ({ node: ref(app), text: 'assignment' })), 'Gives nothing.'),
      ]
  return {
    node: ref(node), aliases: node.detail ? [node.detail] : [], labels: { 'teleport.dev/origin': 'okta' }, properties: {}, standing_privileges: node.kind === 'identity' ? standing(node) : null,
    fields: [
      { key: 'status', label: 'State', value: node.status ?? 'ACTIVE', format: 'status' }, { key: 'created', label: 'Created', value: '2024-03-02T10:00:00Z', format: 'time' },
      { key: 'id', label: 'Okta id', value: node.id.split('/').pop(), format: 'code' },
      ...(node.owner ? [{ key: 'owner', label: 'Owner', value: node.owner.name, format: 'text', node: ref(node.owner) }] : []),
    ],
    sections, notices: node.sub_kind === 'api_token' ? [{ level: 'warning', message: 'Its owner is a super administrator, and no network zone limits it.', advice: 'Limit it to a zone, or replace it by a service app with few scopes.' }] : [],
    okta_url: null, has_raw: true, snapshot,
  }
}

const COLUMN = { identity: 'identity', identity_group: 'group', action: 'action', resource: 'resource', organization: 'resource', credential: 'identity', resource_group: 'resource' }
const accessRow = (way) => ({ identity: ref(way.identity), resource: ref(way.resource), action: way.action, action_type: way.action_type, kind: 'ALLOWED', level: 'standing', path: way.path.map((node) => ({ node: ref(node), column: COLUMN[node.kind] })), why: way.groups.length > 0 ? `Member of ${way.groups[0].name}, which gives it.` : 'Given directly.' })
export const access = (node, { cursor, limit = '50' }) => {
  const direction = node.kind === 'identity' ? 'from' : 'to'
  const rows = ways.filter((way) => (direction === 'from' ? way.identity.id === node.id : way.resource.id === node.id))
  const from = Number(cursor ?? 0)
  const to = from + Number(limit)
  return { node: ref(node), direction, rows: rows.slice(from, to).map(accessRow), total: rows.length, distinct: new Set(rows.map((way) => (direction === 'from' ? way.resource.id : way.identity.id))).size, next_cursor: to < rows.length ? String(to) : null, sql: `SELECT * FROM access_path WHERE ${direction === 'from' ? 'identity_id' : 'resource_id'} = '${node.id}'`, snapshot }
}

export const explore = (ids, unfold) => {
  const seeds = ids.map((one) => byId.get(one)).filter(Boolean)
  const found = new Map(seeds.map((node) => [node.id, node]))
  const edges = []
  const folds = []
  for (const seed of seeds) {
    const fans = new Map()
    for (const way of ways) {
      for (let at = 1; at < way.path.length; at += 1) {
        const [a, b] = [way.path[at - 1], way.path[at]]
        const other = a === seed ? b : b === seed ? a : undefined
        if (other) fans.set(`${seed.id}|${other.sub_kind}`, new Map([...(fans.get(`${seed.id}|${other.sub_kind}`) ?? []), [other.id, [a, b, other]]]))
      }
    }
    for (const [fold, others] of fans) {
      const [[, , sample]] = others.values()
      if (others.size > 12 && !unfold.includes(fold)) {
        folds.push({ id: fold, anchor: seed.id, edge: 'x', direction: 'in', count: others.size, label: `${others.size} ${sample.sub_kind.replace('okta_', '')}s`, column: COLUMN[sample.kind] })
        edges.push({ from: seed.id, to: fold, edge: 'x', label: 'bound to', derived: false })
      } else {
        for (const [a, b, other] of others.values()) {
          found.set(other.id, other)
          edges.push({ from: a.id, to: b.id, edge: 'x', label: 'bound to', derived: false })
        }
      }
    }
  }
  return { nodes: [...found.values()].map((node) => ({ node: ref(node), column: COLUMN[node.kind], seed: ids.includes(node.id), degree: 3 })), edges, folds, left_out: null, snapshot }
}
export { snapshotAt, accessRow }
