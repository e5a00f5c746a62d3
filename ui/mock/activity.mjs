// Events, alerts, rules and collectors, in the shape of openapi.json.
import { users } from './world.mjs'

const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString()
const KINDS = [['user.session.start', 'login'], ['user.authentication.auth_via_mfa', 'mfa.challenge'], ['group.user_membership.add', 'group.member.add'], ['ConsoleLogin', 'login'], ['user.account.reset_password', 'password.reset'], ['repo.download_zip', 'data.read'], ['user.account.privilege.grant', 'role.grant']]
const PLACES = [['DE', 'Berlin', 52.5, 13.4], ['US', 'New York', 40.7, -74], ['JP', 'Tokyo', 35.7, 139.7], ['BR', 'São Paulo', -23.5, -46.6]]
const sourceOf = (n) => (n % 7 === 3 ? 'aws' : n % 7 === 5 ? 'github' : 'okta')
const events = Array.from({ length: 2400 }, (_, n) => {
  const [event_type, action] = KINDS[n % KINDS.length]
  const [country, city, latitude, longitude] = PLACES[n % 29 === 0 ? 2 : n % 11 === 0 ? 1 : n % 97 === 0 ? 3 : 0]
  const who = users[(n * 13) % 40]
  const event_time = at(-n * 4 - (n % 3))
  const event = { id: `${sourceOf(n)}/northwind/${n}`, person: who.name, actor: who.name, event_time, event_date: event_time.slice(0, 10), ingest_time: event_time, source: sourceOf(n), source_org: 'northwind', uid: String(n), event_type, class_uid: 3002, activity_id: 1, action, status: n % 9 === 0 ? 'failure' : 'success', severity_id: 1, actor_id: who.id.split('/').pop(), actor_name: who.name, actor_kind: 'user', ip: `203.0.113.${n % 30}`, country, city, latitude, longitude, ua_family: n % 2 ? 'Chrome/macOS' : 'Firefox/Windows', session_id: `102${n % 50}`, target_name: action === 'login' ? 'Okta Dashboard' : users[n % 90].name, target_kind: action === 'login' ? 'app' : 'user', target_ids: [`user:${users[n % 90].id.split('/').pop()}`], signals: n % 29 === 0 ? ['new_device', 'new_ip'] : [] }
  return event
})
const COLUMNS = ['source', 'action', 'status', 'actor', 'actor_name', 'actor_kind', 'country', 'city', 'ip', 'ua_family', 'event_type', 'target_name', 'target_kind', 'session_id', 'signals']
const spanOf = (text) => { const match = /^(\d+)([hdm])$/.exec(text ?? ''); return match ? Date.now() - Number(match[1]) * { h: 36e5, d: 864e5, m: 6e4 }[match[2]] : Date.parse(text ?? '') || 0 }
function ask({ q = '', from, until }) {
  const words = q.match(/(?:"(?:\\.|[^"\\])*"?|[^\s"])+/g) ?? []
  const tests = []
  for (const word of words) {
    const match = /^(-?)(\w+):(.*)$/.exec(word)
    if (!match) { tests.push((event) => JSON.stringify(event).toLowerCase().includes(word.replaceAll('"', '').toLowerCase())); continue }
    const [, not, column, value] = match
    if (!COLUMNS.includes(column)) return [400, { error: { code: 'query', message: `there is no column \`${column}\``, hint: 'perhaps `country`', position: { line: 1, column: q.indexOf(word) + 1 + not.length } } }]
    const wanted = value.replace(/^"|"$/g, '')
    tests.push((event) => [event[column]].flat().some((one) => String(one ?? '') === wanted) !== (not === '-'))
  }
  const [low, high] = [spanOf(from), until ? Date.parse(until) : Infinity]
  return events.filter((event) => { const time = Date.parse(event.event_time); return time >= low && time < high && tests.every((test) => test(event)) })
}
const asked = (query, give) => { const found = ask(query); return found[0] === 400 ? found : give(found) }
const facets = (found, columns = ['source', 'action', 'status', 'actor', 'country', 'ip', 'ua_family']) => columns.map((column) => {
  const counts = new Map()
  for (const event of found) counts.set(String(event[column]), (counts.get(String(event[column])) ?? 0) + 1)
  const all = [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count)
  return { column, values: all.slice(0, 8), more: Math.max(0, all.length - 8), nulls: 0 }
})
function timeline(found, { from, until }) {
  const [low, high] = [spanOf(from) || Date.parse(events.at(-1).event_time), until ? Date.parse(until) : Date.now()]
  const bucket = Math.max(60, Math.ceil((high - low) / 80_000 / 60) * 60)
  const buckets = Array.from({ length: Math.max(1, Math.ceil((high - low) / bucket / 1000)) }, (_, n) => ({ at: new Date(low + n * bucket * 1000).toISOString(), count: 0 }))
  for (const event of found) { const one = buckets[Math.floor((Date.parse(event.event_time) - low) / bucket / 1000)]; if (one) one.count += 1 }
  return { from: buckets[0].at, until: new Date(high).toISOString(), bucket_s: bucket, buckets, total: found.length }
}

const rule = (id, title, severity, more = {}) => ({ id, title, severity, kind: 'sequence', sources: ['okta'], tactics: ['credential-access'], techniques: ['T1621'], enabled: true, alerting: true, origin: 'shipped', tuned: false, open_alerts: 1, alerts: 3, last_alert: at(-50), ...more })
const rules = [rule('okta.mfa.push_bombing', 'Push bombing that was given in to', 'critical'), rule('okta.password.spray', 'One address tries many people', 'high', { kind: 'count', techniques: ['T1110.003'] }), rule('okta.session.travel', 'One session in two countries', 'high', { kind: 'travel', tuned: true }), rule('okta.admin.granted', 'Administrator role granted', 'medium', { kind: 'event' }), rule('github.repos.downloaded', 'Many repositories downloaded', 'medium', { kind: 'count', sources: ['github'], enabled: false, open_alerts: 0, alerts: 0, last_alert: null })]
const alertOf = (n) => { const one = rules[n % 4]; return { id: `a${n}`, rule: one.id, title: one.title, severity: one.severity, status: n === 0 || n > 3 ? 'open' : ['in_progress', 'triaged', 'resolved'][n - 1], owner: n === 1 ? 'admin' : null, identity: users[n * 3].name, entity: `actor_name=${users[n * 3].name}`, first_seen: at(-60 - n * 300), last_seen: at(-50 - n * 300), findings: 1 + n, provisional: n === 0, raised_at: at(-49 - n * 300) } }
const alerts = Array.from({ length: 9 }, (_, n) => alertOf(n))
const history = new Map()
const alertView = (alert) => ({ alert, description: 'Many push notices were refused or ran out, and then one was accepted: somebody who knows the password wore the person down.', steps: ['Ask the person whether they accepted the last notice.', 'Clear their sessions in Okta and reset the password.', 'Look at what the session did afterwards.'], false_positives: ['A phone without network makes people try again and again.'], tactics: ['credential-access'], techniques: ['T1621'], entity: [{ column: 'actor_name', value: alert.identity }], about: { person: alert.identity, actor_id: '00u103', actor_name: alert.identity, ip: '198.51.100.9', country: 'BR', session_id: '1029', credential_id: '', target: '', target_kind: '' }, evidence: events.slice(0, 7).map((event) => ({ id: event.id, time: event.event_time, source: event.source, event_type: event.event_type })), evidence_left_off: 4, node: users[3].id, q: `actor:${alert.identity}`, history: [{ at: alert.raised_at, actor: 'system', action: 'raised', detail: alert.severity }, ...(history.get(alert.id) ?? [])], deliveries: [] })
const ruleView = (one) => ({ rule: one, description: 'Five or more push notices that were not accepted within ten minutes, and then one that was.', steps: ['Ask the person.', 'Clear the sessions.'], false_positives: ['A phone without network.'], references: ['https://attack.mitre.org/techniques/T1621/'], by: ['actor_id'], fold_s: 3600, parameters: [{ name: 'refusals', meaning: 'How many notices are too many', values: ['5'], tuned: one.tuned }], exceptions: one.exceptions ?? [], severity_set: one.severity_set ?? null, examples: [{ name: 'five refused, one accepted', passed: true, alerts: 1 }, { name: 'two refused, one accepted', passed: true, alerts: 0 }], file: `${one.id}.yaml`, text: `id: ${one.id}\ntitle: ${one.title}\nseverity: ${one.severity}\n` })
const ready = [['admin-actions', 'Admin actions', 'action:role.grant'], ['sign-ins', 'Sign-ins', 'action:login'], ['mfa', 'MFA', 'action:mfa.challenge']].map(([id, name, q]) => ({ id, name, q, from: '7d', about: `what ${name} finds` }))
let sources = [{ name: 'trail', kind: 'aws', enabled: true, credential: 'credentials of the machine', aws: { queue_url: 'https://sqs.eu-west-1.amazonaws.com/111122223333/trail' }, github: null, intake_url: null, created_at: at(-9000), updated_at: at(-9000) }]
const madeSource = (sent) => ({ name: sent.name, kind: sent.kind, enabled: true, credential: sent.kind === 'teleport' ? 'token of this source' : 'token', aws: sent.aws ?? null, github: sent.github ?? null, intake_url: sent.kind === 'teleport' ? 'http://127.0.0.1:8080/api/v1/activity/intake/teleport' : null, created_at: at(0), updated_at: at(0) })
const searches = [{ id: 's1', name: 'Failed sign-ins', q: 'action:login status:failure', from: '7d', until: null, owner: 'admin', shared: true, created_at: at(-9000) }]
const forwards = [{ id: 'f1', name: 'security team', kind: 'slack', target_host: 'hooks.slack.com', min_severity: 'high', enabled: true, last_sent: at(-50), last_error: null, waiting: 0 }, { id: 'f2', name: 'siem', kind: 'syslog', target_host: 'siem.northwind.example:6514', min_severity: 'medium', enabled: true, last_sent: at(-900), last_error: 'nobody listens at siem.northwind.example:6514', waiting: 3 }]
const missing = [404, { error: { code: 'not_found', message: 'there is no such thing' } }]
const one = (list, key, value, give) => { const found = list.find((candidate) => candidate[key] === value); return found ? give(found) : missing }

/** [method, pattern, answer(parameters, query, body)] */
export const ACTIVITY = [
  ['GET', /^\/activity\/events$/, (_, query) => asked(query, (found) => { const from = Number(query.cursor ?? 0); const to = from + Number(query.limit ?? 50); return { events: found.slice(from, to), next_cursor: to < found.length ? String(to) : null, count: from === 0 ? found.length : null, elapsed_us: 840 } })],
  ['GET', /^\/activity\/events\/([^/]+)$/, ([id]) => one(events, 'id', id, (event) => ({ ...event, raw: JSON.stringify({ uuid: event.uid, published: event.event_time, eventType: event.event_type, actor: { alternateId: event.actor_name }, outcome: { result: event.status.toUpperCase() } }) }))],
  ['GET', /^\/activity\/facets$/, (_, query) => asked(query, (found) => ({ facets: facets(found), total: found.length, elapsed_us: 900 }))],
  ['GET', /^\/activity\/timeline$/, (_, query) => asked(query, (found) => timeline(found, query))],
  ['GET', /^\/activity\/language$/, () => ({ columns: COLUMNS.map((name) => ({ name, kind: 'word', meaning: name, aliases: [], is_facet: true })), examples: [{ title: 'Admin actions', q: 'action:role.grant' }, { title: 'Failed sign-ins', q: 'action:login status:failure' }] })],
  ['GET', /^\/activity\/searches$/, () => ({ searches, ready })],
  ['POST', /^\/activity\/searches$/, (_, __, sent) => { searches.push({ id: `s${searches.length + 1}`, owner: 'admin', created_at: at(0), ...sent }); return [201, { searches, ready }] }],
  ['DELETE', /^\/activity\/searches\/([^/]+)$/, ([id]) => { searches.splice(searches.findIndex((search) => search.id === id), 1); return { searches, ready } }],
  ['GET', /^\/activity\/stats$/, () => ({ events: 2400, bytes: 420_000, bytes_per_event: 175.2, first: events.at(-1).event_time, last: events[0].event_time, sources: [], unknown_types: [{ source: 'okta', event_type: 'app.new.thing', count: 3 }], malformed: 0 })],
  ['GET', /^\/activity\/identity$/, (_, { name }) => {
    const found = events.filter((event) => event.person === name)
    return { name, kind: 'person', person: name, people: [], node: users.find((user) => user.name === name)?.id ?? null, q: `actor:${name}`, events: found.length, first: found.at(-1)?.event_time ?? null, last: found[0]?.event_time ?? null, accounts: found.length === 0 ? [] : [{ source: 'okta', org: 'northwind', id: found[0].actor_id, person: name, reason: 'directory', evidence: 'login', event: null, since: null }, { source: 'aws', org: '123456789012', id: `AROA:${name}`, person: name, reason: 'saml_subject', evidence: name, event: null, since: at(-4000) }], timeline: timeline(found, { from: '7d' }), facets: facets(found, ['source', 'action', 'status', 'country']), sessions: [{ session: '1027', source: 'okta', first: at(-200), last: at(-10), events: 12, ips: ['203.0.113.7'], countries: ['DE', 'BR'], agents: ['Chrome/macOS'] }], places: PLACES.map(([country, city, latitude, longitude], n) => ({ country, region: null, city, latitude, longitude, events: 40 - n * 12, first: at(-9000), last: at(-n * 100) })), devices: [{ device: null, agent: 'Chrome/macOS', events: 30, first: at(-900), last: at(-9) }], alerts: alerts.filter((alert) => alert.identity === name), looked_at: found.length }
  }],
  ['GET', /^\/alerts$/, (_, { status, severity, rule: id, q }) => ({ count: alerts.length, alerts: alerts.filter((alert) => (!status || status.split(',').includes(alert.status)) && (!severity || alert.severity === severity) && (!id || alert.rule === id) && (!q || alert.title.toLowerCase().includes(q.toLowerCase()))), next_cursor: null, by_status: ['open', 'in_progress', 'triaged', 'resolved', 'closed'].map((word) => ({ word, count: alerts.filter((alert) => alert.status === word).length })), by_severity: ['critical', 'high', 'medium'].map((word) => ({ word, count: alerts.filter((alert) => alert.severity === word).length })) })],
  ['GET', /^\/alerts\/([^/]+)$/, ([id]) => one(alerts, 'id', id, alertView)],
  ['PATCH', /^\/alerts\/([^/]+)$/, ([id], _, sent) => one(alerts, 'id', id, (alert) => { for (const [action, detail] of Object.entries(sent)) history.set(id, [...(history.get(id) ?? []), { at: at(0), actor: 'admin', action, detail }]); if (sent.status) alert.status = sent.status; if (sent.owner !== undefined) alert.owner = sent.owner || null; return alertView(alert) })],
  ['GET', /^\/alerts\/([^/]+)\/actions$/, ([id]) => one(alerts, 'id', id, ({ identity }) => ({ person: identity, actions: [{ kind: 'lock', does: `locks ${identity} here: sessions end, tokens rest`, available: true, confirm: identity, why_not: null, hint: null }, { kind: 'clear_sessions', does: `ends every session of ${identity} with Okta and revokes their OAuth tokens`, available: true, confirm: identity, why_not: null, hint: null }, { kind: 'suspend', does: `suspends ${identity} in Okta until somebody unsuspends them there`, available: false, confirm: identity, why_not: 'this is the last active super administrator of the organization', hint: 'make another one in Okta first: nobody could undo it' }] }))],
  ['POST', /^\/alerts\/([^/]+)\/actions$/, ([id], _, sent) => one(alerts, 'id', id, (alert) => ({ message: `${sent.kind}: done to ${sent.confirm}`, alert: alertView(alert) }))],
  ['GET', /^\/forwards$/, () => ({ forwards })],
  ['POST', /^\/forwards$/, (_, __, sent) => { forwards.push({ id: `f${forwards.length + 1}`, enabled: true, last_error: null, last_sent: null, waiting: 0, kind: sent.kind, name: sent.name, min_severity: sent.min_severity, target_host: sent.target.split('/')[2] }); return [201, { forwards }] }],
  ['DELETE', /^\/forwards\/([^/]+)$/, ([id]) => { forwards.splice(forwards.findIndex((forward) => forward.id === id), 1); return { forwards } }],
  ['POST', /^\/activity\/accounts$/, () => ({ accounts: [] })],
  ['DELETE', /^\/activity\/accounts$/, () => ({ accounts: [] })],
  ['POST', /^\/rules$/, (_, __, sent) => { const id = /^id: (.+)$/m.exec(sent.text)?.[1]; if (!id) return [400, { error: { code: 'invalid', message: 'rule.yaml:1:1: `id` is missing (near `' + sent.text.split('\n')[0] + '`)', field: 'text' } }]; const made = rule(id, /^title: (.+)$/m.exec(sent.text)?.[1] ?? id, 'medium', { origin: 'own', enabled: false, open_alerts: 0, alerts: 0, last_alert: null }); if (!sent.dry_run) rules.push(made); return [sent.dry_run ? 200 : 201, { saved: !sent.dry_run, rules: [ruleView(made)] }] }],
  ['DELETE', /^\/rules\/([^/]+)$/, ([id]) => { rules.splice(rules.findIndex((one_) => one_.id === id), 1); return { rules } }],
  ['GET', /^\/rules$/, () => ({ rules })],
  ['GET', /^\/rules\/([^/]+)$/, ([id]) => one(rules, 'id', id, ruleView)],
  ['PATCH', /^\/rules\/([^/]+)$/, ([id], _, sent) => one(rules, 'id', id, (found) => { if (sent.enabled !== undefined) found.enabled = sent.enabled; if (sent.exceptions) found.exceptions = sent.exceptions; if (sent.severity !== undefined) found.severity_set = sent.severity || null; found.tuned = true; return ruleView(found) })],
  ['POST', /^\/rules\/([^/]+)\/replay$/, () => ({ events: 2400, hits: 38, alerts: alerts.slice(0, 2), alerts_left_off: 0, elapsed_ms: 12 })],
  ['GET', /^\/collectors$/, () => ({ collectors: [{ source: 'okta', org: 'https://northwind.okta.com', state: 'following', lag_s: 4, last_success: at(-0.4), last_failure: null, error: null, advice: null, events: 2100, history_until: at(-60 * 24 * 90), gaps: [] }, { source: 'aws', org: '', state: 'by_import', lag_s: null, last_success: at(-700), last_failure: null, error: null, advice: null, events: 300, history_until: null, gaps: [] }, { source: 'github', org: 'northwind', state: 'failing', lag_s: 4000, last_success: at(-70), last_failure: at(-1), error: 'GitHub answers 401', advice: 'make a new token with `read:audit_log`', events: 12, history_until: null, gaps: [{ from: at(-70), until: at(0), why: 'the token ended' }] }] })],
  ['GET', /^\/activity\/sources$/, () => ({ sources })],
  ['POST', /^\/activity\/sources$/, (_, __, sent) => { const source = madeSource(sent); sources.push(source); return [201, { source, token: sent.kind === 'teleport' ? 'ptn_in_mock' : null }] }],
  ['PATCH', /^\/activity\/sources\/([^/]+)$/, ([name], _, sent) => one(sources, 'name', name, (source) => { Object.assign(source, sent); return { source, token: null } })],
  ['POST', /^\/activity\/sources\/([^/]+)\/token$/, ([name]) => one(sources, 'name', name, (source) => ({ source, token: 'ptn_in_mock' }))],
  ['DELETE', /^\/activity\/sources\/([^/]+)$/, ([name]) => { sources = sources.filter((source) => source.name !== name); return { sources } }],
  ['POST', /^\/forwards\/([^/]+)\/test$/, () => ({ outcome: 'taken', message: 'the other side took the message', hint: null, elapsed_ms: 41 })],
  ['POST', /^\/collectors\/([^/]+)\/run$/, () => [202, { message: 'the collectors of okta read now' }]],
]
