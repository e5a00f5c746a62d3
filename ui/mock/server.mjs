// A stand-in for the server while pages are made: `npm run mock`, then `npm run dev`. With ui/dist built it also serves the pages.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { access, accessRow, explore, home, integration, liveProgress, nodes, panel, ref, search, snapshot, snapshotAt, state } from './answers.mjs'
import { ACTIVITY } from './activity.mjs'
import { IDENTITY, principal } from './identity.mjs'
import { runSql, schema, examples } from './sql.mjs'
import { byId, org, users, ways } from './world.mjs'

const dist = new URL('../dist/', import.meta.url).pathname
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
const session = () => ({ signed_in: state.signedIn, principal: state.signedIn ? principal() : null, csrf_token: state.signedIn ? 'mock' : null, expires_at: null, second_factor_required: false, setup_required: process.env.MOCK_SETUP === '1', version: '0.1.0-mock' })
const keyList = () => ({ keys: state.keys, jwks_url: 'http://127.0.0.1:8080/api/v1/integrations/okta/jwks' })
const missing = () => [404, { error: { code: 'not_found', message: 'there is no such thing' } }]

const step = (from, to, edge, explanation, derived) => ({ from: ref(from), to: ref(to), edge, explanation, ...(derived ? { derived } : {}) })
const abuse = { rule: 'help_desk_resets_password', explanation: 'A help desk administrator may reset the password.', abuse: 'Reset the password and the factors, then sign in as the person.', fix: 'Limit the role to a group, and give the target an administrator role of its own.', traversable: true, barrier: null }

/** [method, pattern, answer(parameters, query, body)] */
const ROUTES = [
  ['GET', /^\/session$/, () => session()],
  ['POST', /^\/session$/, (_, __, sent) => {
    const refused = (code, message) => [401, { error: { code, message } }]
    if (sent.password === 'wrong' || sent.code === '000000') return refused('wrong_credentials', 'the name, the password or the code is wrong')
    if (sent.name === 'second' && !sent.code) return refused('second_factor_required', 'enter the code that your authenticator app shows')
    state.signedIn = true
    return session()
  }],
  ['DELETE', /^\/session$/, () => { state.signedIn = false; return session() }],
  ['POST', /^\/setup$/, () => { state.signedIn = true; return session() }],
  ['GET', /^\/home$/, () => home()],
  ['GET', /^\/search$/, (_, query) => search(query.q, Number(query.limit ?? 20))],
  ['GET', /^\/nodes$/, (_, query) => nodes(query)],
  ['GET', /^\/nodes\/([^/]+)$/, ([id]) => (byId.has(id) ? panel(byId.get(id)) : missing())],
  ['GET', /^\/nodes\/([^/]+)\/access$/, ([id], query) => access(byId.get(id), query)],
  ['GET', /^\/nodes\/([^/]+)\/raw$/, ([id]) => ({ id, raw: { id, profile: { login: 'x' } }, snapshot })],
  ['GET', /^\/nodes\/([^/]+)\/connections$/, ([id]) => { const node = byId.get(id); const rows = ways.filter((way) => way.identity.id === id); return { node: ref(node), folds: [{ edge: 'member_of', direction: 'out', label: 'member of', count: rows.length, derived: false, other: 'identity_group', sample: rows.slice(0, 3).map((way) => ref(way.resource)) }], page: { edge: 'member_of', direction: 'out', rows: rows.map((way) => ({ node: ref(way.resource) })), total: rows.length, next_cursor: null }, snapshot } }],
  ['GET', /^\/graph\/explore$/, (_, query) => explore(query.nodes.split(','), (query.unfold ?? '').split(','))],
  ['POST', /^\/graph\/subgraph$/, (_, __, sent) => explore(sent.nodes, [])],
  ['GET', /^\/graph\/path$/, (_, query) => { const [from, to] = [byId.get(query.from), byId.get(query.to)]; if (!from || !to) return missing(); return { from: ref(from), to: ref(to), found: true, steps: [step(from, users[1], 'can_reset_password', 'As a help desk administrator he may reset her password.', abuse), step(users[1], to, 'super_admin', 'Super administrator of the organization.')], summary: 'In 2 steps.', assume_worst: query.assume_worst === 'true', snapshot } }],
  ['GET', /^\/graph\/blast$/, (_, query) => { const node = byId.get(query.node); return { node: ref(node), assume_worst: false, total: 41, by_kind: [{ kind: 'identity', sub_kind: 'okta_user', reached: 30, of: 192 }, { kind: 'resource', sub_kind: 'okta_app', reached: 11, of: 18 }], reaches_organization: true, rows: [...users.slice(0, 30), org].map((one, at) => ({ node: ref(one), distance: 1 + (at % 3), through: ref(node), edge: 'can_reset_password', explanation: 'May reset the password.' })), next_cursor: null, snapshot } }],
  ['GET', /^\/graph\/diff$/, (_, query) => ({ from: snapshotAt(1452), to: snapshot, summary: [{ class: 'memberships', gained: 6, lost: 2 }, { class: 'app_groups', gained: 1, lost: 0 }, { class: 'roles', gained: 1, lost: 0 }], rows: ways.slice(0, query.class ? 4 : 8).map((way, at) => ({ change: at < 6 ? 'gained' : 'lost', class: 'memberships', from: ref(way.identity), to: ref(way.resource), edge: 'member_of', explanation: `${way.identity.detail} ${at < 6 ? 'became' : 'is no longer'} a member of ${way.resource.name}.` })), total: 8, next_cursor: null })],
  ['POST', /^\/query$/, (_, __, sent) => runSql(sent)],
  ['DELETE', /^\/query\/([^/]+)$/, ([id]) => ({ id, cancelled: true })],
  ['GET', /^\/query\/schema$/, () => schema],
  ['GET', /^\/query\/examples$/, () => examples],
  ['GET', /^\/snapshots$/, () => ({ snapshots: [12, 42, 72, 1452, 2892].map((minutes, at) => ({ snapshot: snapshotAt(minutes), current: at === 0, coverage: [] })), next_cursor: null })],
  ['GET', /^\/integrations$/, () => ({ integrations: state.connected ? [integration()] : [] })],
  ['GET', /^\/integrations\/okta$/, () => (state.connected ? integration() : missing())],
  ['POST', /^\/integrations\/okta$/, () => { state.connected = true; return integration() }],
  ['PATCH', /^\/integrations\/okta$/, () => integration()],
  ['DELETE', /^\/integrations\/okta$/, () => { state.connected = false; return { org_url: 'https://northwind.okta.com', snapshots_kept: 5, snapshots_deleted: 0 } }],
  ['POST', /^\/integrations\/okta\/check$/, () => ({ usable: true, org_name: 'Northwind', summary: 'Usable: 9 of 10 endpoints answer.', notices: integration().notices, endpoints: home().coverage.map((row) => ({ class: row.class, label: row.label, endpoint: `GET /api/v1/${row.class}`, ok: row.reading === 'whole', message: row.reason })) })],
  ['POST', /^\/integrations\/okta\/scan$/, () => { state.running = true; setTimeout(() => { state.running = false }, 6000); return [202, { started: true, message: 'The scan has begun.' }] }],
  ['GET', /^\/integrations\/okta\/keys$/, () => keyList()],
  ['POST', /^\/integrations\/okta\/keys$/, () => { const key = { kid: `portolan-${state.keys.length + 1}`, algorithm: 'ES256', public_jwk: { kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0', use: 'sig', alg: 'ES256', kid: `portolan-${state.keys.length + 1}` }, in_use: false, created_at: new Date().toISOString() }; state.keys.unshift(key); return [201, key] }],
  ['POST', /^\/integrations\/okta\/cleanup$/, () => (state.connected ? [409, { error: { code: 'conflict', message: 'an organization is connected' } }] : { dry_run: true, keys: [], organizations: [{ org_url: 'https://northwind.okta.com', snapshots: 5, oldest: snapshotAt(2892).taken_at, newest: snapshot.taken_at }] })],
  ['GET', /^\/tokens$/, () => ({ tokens: state.tokens })],
  ['POST', /^\/tokens$/, (_, __, sent) => { const view = { ...state.tokens[0], id: `t${state.tokens.length + 1}`, name: sent.name, roles: sent.roles, last_used_at: null }; state.tokens.unshift(view); return [201, { token: 'ptl_9f3a1c77e0b24d5f8f6d', view }] }],
  ['DELETE', /^\/tokens\/([^/]+)$/, ([id]) => { state.tokens = state.tokens.filter((token) => token.id !== id); return { tokens: state.tokens } }],
  ...IDENTITY,
  ...ACTIVITY,
]

async function answer(request, url) {
  const path = url.pathname.slice('/api/v1'.length)
  let text = ''
  for await (const part of request) text += part
  for (const [method, pattern, give] of ROUTES) {
    const match = method === request.method ? pattern.exec(path) : null
    if (!match) continue
    const result = give(match.slice(1).map(decodeURIComponent), Object.fromEntries(url.searchParams), text ? JSON.parse(text) : {})
    return Array.isArray(result) ? result : [200, result]
  }
  return missing()
}

function stream(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const tell = () => response.write(`event: progress\ndata: ${JSON.stringify(liveProgress())}\n\n`)
  tell()
  const timer = setInterval(tell, 1000)
  response.on('close', () => clearInterval(timer))
}

function page(response, url) {
  const wanted = join(dist, url.pathname)
  const file = extname(url.pathname) && existsSync(wanted) ? wanted : join(dist, 'index.html')
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'content-security-policy': CSP })
  createReadStream(file).pipe(response)
}

const port = Number(process.env.PORT ?? 8080)
createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock')
  if (url.pathname === '/api/v1/integrations/okta/events') return stream(response)
  if (!url.pathname.startsWith('/api/')) return page(response, url)
  const [status, body] = await answer(request, url)
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(status === 204 ? undefined : JSON.stringify(body))
}).listen(port, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${port}`))
export { accessRow }
