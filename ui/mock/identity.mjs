// People, roles, locks, connectors and one's own account, in the shape of openapi.json.
import { users } from './world.mjs'

const HOUR = 3_600_000
const at = (hours) => new Date(Date.now() + hours * HOUR).toISOString()
const fail = (status, code, message, more = {}) => [status, { error: { code, message, ...more } }]
const RESOURCES = ['access_graph', 'plugin', 'saml', 'user', 'role', 'lock', 'token', 'web_session', 'event', 'access_list', 'access_request', 'activity', 'alert', 'detection_rule']
const VERBS = ['list', 'read', 'create', 'update', 'delete', 'use']
const SEE = ['list', 'read']

const half = (rules = [], more = {}) => ({ rules, app_labels: {}, group_labels: {}, request_roles: [], review_roles: [], ...more })
const preset = (name, description, allow) => ({ name, description, preset: true, allow, deny: half(), max_session_ttl_s: null, locked: false, people: 0, revision: 0 })
const roles = [
  preset('access', 'Sees the access graph and every app and group; changes nothing', half([{ resources: ['access_graph', 'plugin', 'alert'], verbs: SEE }], { app_labels: { '*': ['*'] }, group_labels: { '*': ['*'] } })),
  preset('editor', 'Connects organizations, manages people, roles, locks and ways to sign in', half([{ resources: [], verbs: [] }], { app_labels: { '*': ['*'] }, request_roles: ['*'], review_roles: ['*'] })),
  preset('auditor', 'Reads everything, the audit log too; changes nothing', half([{ resources: [], verbs: SEE }])),
  preset('reviewer', 'Decides about requests for every role', half([{ resources: ['access_request', 'access_list'], verbs: SEE }], { review_roles: ['*'] })),
  preset('requester', 'Asks for every role', half([], { request_roles: ['*'] })),
  preset('okta-requester', 'What people synchronised from Okta get: signs in, and asks for Okta’s apps and groups', half()),
  { ...preset('help-desk', 'Unlocks people and ends their sessions', half([{ resources: ['user', 'web_session', 'lock'], verbs: [] }])), preset: false, deny: half([{ resources: ['user'], verbs: ['delete'] }]), max_session_ttl_s: 28_800, revision: 3 },
]
const names = (wanted) => (wanted ?? []).find((name) => !roles.some((role) => role.name === name))

const person = (id, name, origin, more = {}) => ({
  id, name, display_name: '', email: '', origin, state: 'active', org_url: null, okta_id: null, node: null, roles: [], mapped_roles: [], connector: null, labels: {}, traits: {}, has_password: origin === 'local', has_second_factor: false,
  created_at: at(-24 * 90), updated_at: at(-24 * 2), last_sign_in_at: null, inactive_since: null, purge_at: null, revision: 1, ...more,
})
const okta = users.slice(0, 160).map((node, n) => person(`p${n + 10}`, node.name, n % 5 === 0 ? 'sso' : 'okta', {
  display_name: node.detail, email: node.name, org_url: 'https://northwind.okta.com', okta_id: node.id.split('/').pop(), node: node.id, roles: n % 5 === 0 ? [] : ['okta-requester'], mapped_roles: n % 7 === 0 ? ['access'] : n % 23 === 0 ? ['help-desk'] : [],
  connector: n % 4 === 0 ? 'okta' : null, labels: { 'okta/org': 'https://northwind.okta.com', 'teleport.dev/origin': 'okta' }, traits: { 'okta/department': ['Engineering'], groups: ['Engineering', 'Everyone', 'Platform'], 'okta/title': ['Engineer'] },
  state: node.status === 'ACTIVE' ? 'active' : node.status === 'SUSPENDED' ? 'locked' : 'inactive', inactive_since: node.status === 'DEPROVISIONED' ? at(-100) : null, purge_at: node.status === 'DEPROVISIONED' ? at(600) : null, last_sign_in_at: n % 3 === 0 ? at(-n) : null,
}))
const people = [person('p1', 'admin', 'local', { roles: ['editor'], last_sign_in_at: at(-0.1) }), person('p2', 'break-glass', 'local', { roles: ['editor'], has_second_factor: true, last_sign_in_at: at(-24 * 40) }), ...okta]
const sessions = [
  { id: 's1', created_at: at(-3), last_seen_at: at(-0.01), expires_at: at(9), address: '203.0.113.7', user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', connector: null, is_current: true },
  { id: 's2', created_at: at(-8), last_seen_at: at(-2), expires_at: at(4), address: '198.51.100.20', user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1', connector: 'okta', is_current: false },
]
const kept = { account: [...sessions], locks: [
  { id: 'l1', kind: 'user', target: okta[40].name, cause: 'sync', message: 'suspended in Okta', created_at: at(-30), created_by: 'system', expires_at: null },
  { id: 'l2', kind: 'role', target: 'help-desk', cause: 'manual', message: 'Until the review of Friday is done', created_at: at(-5), created_by: 'admin', expires_at: at(43) },
] }
roles.at(-1).locked = true

const provider = { entity_id: 'http://www.okta.com/exk1f2g3h4', sso_url: 'https://northwind.okta.com/app/northwind_portolan_1/exk1f2g3h4/sso/saml', slo_url: null, keys: [{ fingerprint: '9f3a1c77e0b24d5f8f6d0b41aa7720c4d1e5b6f7980a1b2c3d4e5f60718293a4', expires_at: at(24 * 3000) }], valid_until: null }
const connectorOf = (name, spec) => {
  const base = `http://127.0.0.1:8080/v1/webapi/saml`
  return {
    name, kind: 'saml', display: spec.display || name, login_url: `${base}/login/${name}`, spec, identity_provider: provider, refresh: { checked_at: at(-2), read_at: at(-2), next_at: at(4), message: null, advice: null, changes: [] }, oidc: null, oidc_client: null, created_at: at(-200), updated_at: at(-20), revision: 4,
    service_provider: { acs_url: `${base}/acs/${name}`, entity_id: spec.audience ?? `${base}/acs/${name}`, metadata_url: `${base}/metadata/${name}`, slo_url: `${base}/slo/${name}`, login_url: `${base}/login/${name}`, certificate_pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' },
  }
}
const connectors = process.env.MOCK_NO_CONNECTOR === '1' ? [] : [connectorOf('okta', { display: 'Okta', metadata_xml: '<EntityDescriptor/>', metadata_url: 'https://northwind.okta.com/app/exk1/sso/saml/metadata', audience: null, allow_idp_initiated: true, sign_requests: true, force_authn: false, name_id_format: null, name_attribute: null, attributes_to_roles: [{ name: 'groups', value: 'portolan-admins', roles: ['editor'] }, { name: 'groups', value: 'eng-*', roles: ['access', 'requester'] }] })]
const trials = [
  { id: 't2', at: at(-0.2), accepted: true, refusal: null, message: null, advice: null, name: okta[3].name, attributes: { groups: ['eng-platform', 'Everyone'], email: [okta[3].name] }, matched: [{ name: 'groups', value: 'eng-*', roles: ['access', 'requester'] }], roles: ['access', 'requester'], assertion_xml: '<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="id1">\n  <saml2:Issuer>http://www.okta.com/exk1f2g3h4</saml2:Issuer>\n</saml2:Assertion>' },
  { id: 't1', at: at(-1), accepted: false, refusal: 'audience', message: 'the assertion is meant for `https://portolan.example`, not for this server', advice: 'In Okta set Audience URI (SP Entity ID) to the value on this connector’s page.', name: null, attributes: {}, matched: [], roles: [], assertion_xml: null },
]

const state = { secondFactor: false }
const account = () => ({ person: { ...people[0], has_second_factor: state.secondFactor }, has_codes: state.secondFactor, advice: state.secondFactor ? [] : ['set up a second factor: whoever learns the password of this account can administer the server'] })
export const principal = () => ({ name: 'admin', via: 'session', roles: (process.env.MOCK_ROLE ?? 'editor').split(','), connector: null, permissions: process.env.MOCK_ROLE === 'requester' ? [] : RESOURCES.flatMap((kind) => (process.env.MOCK_ROLE === 'access' ? (['access_graph', 'plugin', 'alert'].includes(kind) ? SEE : []) : VERBS).map((verb) => `${kind}.${verb}`)) })

const counted = (role) => ({ ...role, people: people.filter((one) => [...one.roles, ...one.mapped_roles].includes(role.name)).length })
const found = (list, key, value, give) => { const one = list.find((candidate) => candidate[key] === value); return one ? give(one) : fail(404, 'not_found', `there is no \`${value}\``) }
const ACTIONS = [['role.delete', 'role/old', '{"people":0}'], ['session.create', 'session', '{"address":"203.0.113.7"}'], ['user.update', 'user/help', '{"before":["access"],"after":["access","help-desk"]}'], ['session.refuse', 'session', '{"address":"192.0.2.9","name":"root"}'], ['saml.update', 'saml/okta', '{"metadata":[],"mappings":2}'], ['integration.scan', 'https://northwind.okta.com', null], ['lock.create', 'role/help-desk', '{"message":"Until the review of Friday is done","hours":48}']]

/** [method, pattern, answer(parameters, query, body)] */
export const IDENTITY = [
  ['GET', /^\/sign-in$/, () => ({ connectors: connectors.map((one) => ({ name: one.name, display: one.spec.display, login_url: one.service_provider.login_url })) })],
  ['GET', /^\/account$/, () => account()],
  ['POST', /^\/account\/proof$/, (_, __, sent) => (sent.password === 'wrong' ? fail(422, 'invalid', 'this is neither your password nor a passkey of yours', { field: 'password' }) : { ticket: 'ticket' })],
  ['POST', /^\/account\/password$/, (_, __, sent) => (sent.current === 'wrong' ? fail(400, 'invalid', 'this is not your present password', { field: 'current' }) : account())],
  ['POST', /^\/account\/second-factor$/, () => ({ url: 'otpauth://totp/Portolan:admin?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Portolan', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', ticket: 'ticket' })],
  ['PUT', /^\/account\/second-factor$/, (_, __, sent) => { if (sent.code === '000000') return fail(400, 'invalid', 'this is not the code of now', { field: 'code', hint: 'check that the clock of the phone is right' }); state.secondFactor = true; return account() }],
  ['DELETE', /^\/account\/second-factor$/, () => { state.secondFactor = false; return account() }],
  ['GET', /^\/account\/passkeys$/, () => ({ passkeys: [{ id: 'cGsx', name: 'work laptop', created_at: at(-400), last_used_at: at(-3) }] })],
  ['GET', /^\/account\/sessions$/, () => ({ sessions: kept.account })],
  ['DELETE', /^\/account\/sessions\/([^/]+)$/, ([id]) => { kept.account = kept.account.filter((one) => one.id !== id); return { sessions: kept.account } }],
  ['GET', /^\/users$/, (_, { q, origin, state: wanted, role, cursor, limit = '50' }) => {
    const all = people.filter((one) => (!q || `${one.name} ${one.display_name}`.toLowerCase().includes(q.toLowerCase())) && (!origin || one.origin === origin) && (!wanted || one.state === wanted) && (!role || [...one.roles, ...one.mapped_roles].includes(role))).toSorted((a, b) => a.name.localeCompare(b.name))
    const from = cursor ? all.findIndex((one) => one.name > cursor) : 0
    const page = from < 0 ? [] : all.slice(from, from + Number(limit))
    return { people: page, total: all.length, next_cursor: page.length === Number(limit) ? page.at(-1).name : null }
  }],
  ['POST', /^\/users$/, (_, __, sent) => { if (people.some((one) => one.name === sent.name)) return fail(409, 'exists', `there is a person \`${sent.name}\` already`, { field: 'name' }); people.push(person(`p${people.length + 500}`, sent.name, 'local', { roles: sent.roles })); return [201, people.at(-1)] }],
  ['GET', /^\/users\/([^/]+)$/, ([id]) => found(people, 'id', id, (one) => one)],
  ['PATCH', /^\/users\/([^/]+)$/, ([id], _, sent) => found(people, 'id', id, (one) => { if (names(sent.roles)) return fail(400, 'invalid', `there is no role \`${names(sent.roles)}\``, { field: 'roles' }); if (sent.roles) one.roles = sent.roles; if (sent.disabled !== undefined) one.state = sent.disabled ? 'inactive' : 'active'; return one })],
  ['DELETE', /^\/users\/([^/]+)$/, ([id]) => found(people, 'id', id, (one) => { people.splice(people.indexOf(one), 1); return [204, null] })],
  ['GET', /^\/users\/([^/]+)\/sessions$/, ([id]) => ({ sessions: id === 'p2' ? [] : sessions.map((one) => ({ ...one, is_current: false })) })],
  ['DELETE', /^\/users\/([^/]+)\/sessions$/, () => ({ sessions: [] })],
  ['GET', /^\/roles$/, () => ({ roles: roles.map(counted), resources: RESOURCES, verbs: VERBS })],
  ['POST', /^\/roles$/, (_, __, sent) => { roles.push({ ...sent, preset: false, locked: false, people: 0, revision: 1 }); return [201, counted(roles.at(-1))] }],
  ['PUT', /^\/roles\/([^/]+)$/, ([name], _, sent) => found(roles, 'name', name, (one) => { Object.assign(one, sent, { revision: one.revision + 1 }); return counted(one) })],
  ['DELETE', /^\/roles\/([^/]+)$/, ([name]) => found(roles, 'name', name, (one) => { if (counted(one).people > 0) return fail(409, 'in_use', `${counted(one).people} people have the role \`${name}\``, { hint: 'take it from them first: the page Users filters by role' }); roles.splice(roles.indexOf(one), 1); return [204, null] })],
  ['GET', /^\/locks$/, () => ({ locks: kept.locks })],
  ['POST', /^\/locks$/, (_, __, sent) => { if (sent.target === 'admin') return fail(400, 'invalid', 'you cannot lock yourself', { field: 'target' }); kept.locks = [{ id: `l${Date.now()}`, cause: 'manual', created_at: at(0), created_by: 'admin', expires_at: sent.hours ? at(sent.hours) : null, ...sent }, ...kept.locks]; const one = people.find((candidate) => candidate.name === sent.target); if (one) one.state = 'locked'; return [201, { locks: kept.locks }] }],
  ['DELETE', /^\/locks\/([^/]+)$/, ([id]) => { kept.locks = kept.locks.filter((one) => one.id !== id); return { locks: kept.locks } }],
  ['GET', /^\/connectors$/, () => ({ connectors })],
  ['POST', /^\/connectors$/, (_, __, sent) => { connectors.push(connectorOf(sent.name, sent.spec)); return [201, connectors.at(-1)] }],
  ['POST', /^\/connectors\/check$/, (_, __, sent) => (sent.metadata_xml?.startsWith('<nothing') ? fail(400, 'invalid', 'this is no metadata of an identity provider', { field: 'metadata_xml' }) : sent.metadata_url?.includes('wrong') ? fail(400, 'invalid', 'nothing answers at this address', { field: 'metadata_url', hint: 'open it in a browser; paste the XML if this server cannot reach Okta' }) : { identity_provider: provider, metadata_xml: sent.metadata_url?.includes('other') ? '<EntityDescriptor other="1"/>' : '<EntityDescriptor/>', changes: sent.connector && sent.metadata_url?.includes('other') ? ['a new signing key 77aa31…, valid until 2034-01-01'] : [], needs_confirmation: Boolean(sent.connector && sent.metadata_url?.includes('other')) })],
  ['GET', /^\/connectors\/([^/]+)$/, ([name]) => found(connectors, 'name', name, (one) => one)],
  ['PUT', /^\/connectors\/([^/]+)$/, ([name], _, sent) => found(connectors, 'name', name, (one) => { if (!sent.confirm && sent.spec.metadata_xml.includes('other')) return fail(409, 'needs_confirmation', 'a new signing key 77aa31…, valid until 2034-01-01; the key 9f3a1c… is gone', { hint: 'if that is what changed in Okta, send the same with `confirm`' }); Object.assign(one, { spec: sent.spec, revision: one.revision + 1 }); return one })],
  ['DELETE', /^\/connectors\/([^/]+)$/, ([name]) => found(connectors, 'name', name, (one) => { connectors.splice(connectors.indexOf(one), 1); return [204, null] })],
  ['GET', /^\/connectors\/([^/]+)\/trials$/, ([name]) => ({ trials: name === 'okta' ? trials : [] })],
  ['POST', /^\/connectors\/([^/]+)\/trials$/, ([name]) => ({ id: 't3', url: `/connectors/${name}?tab=trial` })],
  ['GET', /^\/audit$/, (_, { cursor, limit = '50' }) => { const newest = cursor ? Number(cursor) - 1 : 900; const entries = Array.from({ length: Math.min(Number(limit), newest) }, (__, n) => { const [action, target, detail] = ACTIONS[(newest - n) % ACTIONS.length]; return { id: newest - n, at: at(-n / 3 - (900 - newest)), actor: action === 'session.refuse' ? 'anonymous' : n % 4 === 0 ? 'system' : 'admin', action, target, outcome: action.endsWith('.refuse') ? 'failure' : 'success', detail } }); return { entries, next_cursor: entries.at(-1)?.id > 1 ? String(entries.at(-1).id) : null } }],
]

const sync = { settings: { enabled: true, scope: 'app', app: 'Teleport', groups: [], role: 'okta-requester', brake_percent: 20, purge_days: 30 }, apps: ['Teleport'], is_held: false, runs: [{ id: 'r1', started_at: at(-0.1), ended_at: at(-0.09), outcome: 'applied', woken_by: 'scan', plan: { counts: { create: 2, lock: 1 }, names: { create: ['new.one@northwind.example'], lock: ['gone.one@northwind.example'] }, held: null, clashes: [], clash_count: 0, withheld: 0, fault: null } }] }
IDENTITY.push(
  ['GET', /^\/integrations\/okta\/sync$/, () => sync],
  ['PUT', /^\/integrations\/okta\/sync$/, (_, __, sent) => { sync.settings = sent; return sync }],
  ['POST', /^\/integrations\/okta\/sync\/plan$/, () => sync.runs[0].plan],
  ['POST', /^\/integrations\/okta\/sync\/run$/, () => ({ outcome: 'applied', plan: sync.runs[0].plan })],
)

const scim = { on: false, base_url: 'http://127.0.0.1:8080/v1/webapi/scim/okta', last_call: null, users: 0, inactive_users: 0, groups: 0, tokens: [], refusals: [], purge_after_days: 30, requests_per_s: 50 }
IDENTITY.push(
  ['GET', /^\/integrations\/okta\/scim$/, () => { if (scim.on && !scim.last_call && Date.now() - scim.since > 8000) scim.last_call = { at: at(0), method: 'GET', path: '/Users', status: 200 }; return scim }],
  ['POST', /^\/integrations\/okta\/scim$/, () => { Object.assign(scim, { on: true, since: Date.now(), tokens: [{ id: 't1', created_at: at(0), expires_at: null, last_used_at: null }] }); return [201, { token: 'portolan_scim_9f3a1c77e0b24d5f8f6d', view: scim }] }],
  ['POST', /^\/integrations\/okta\/scim\/token$/, () => [201, { token: 'portolan_scim_0b41aa7720c4d1e5b6f7', view: scim }]],
  ['DELETE', /^\/integrations\/okta\/scim$/, () => { Object.assign(scim, { on: false, last_call: null, tokens: [] }); return scim }],
)
