// A small invented organization, enough to see every page filled. The real answers come from the server.
const ORG = 'northwind.okta.com'
const id = (native) => `okta/${ORG}/${native}`
const ref = (native, name, kind, sub_kind, more = {}) => ({ id: id(native), name, kind, sub_kind, ...more })

const FIRST = ['Ada', 'Grace', 'Linus', 'Margaret', 'Edsger', 'Barbara', 'Ken', 'Radia', 'Donald', 'Frances', 'Tim', 'Shafi', 'Leslie', 'Hedy', 'Niklaus', 'Katherine']
const LAST = ['Moreno', 'Lindqvist', 'Okafor', 'Tanaka', 'Novak', 'Silva', 'Haddad', 'Byrne', 'Kaur', 'Weber', 'Rossi', 'Dubois']
const TEAMS = ['Engineering', 'Platform', 'Security', 'Finance', 'Sales', 'Support', 'Help Desk', 'People', 'Legal', 'Data', 'Contractors', 'Everyone']
const APPS = ['AWS Console', 'GitHub Enterprise', 'Salesforce', 'Slack', 'Jira', 'Confluence', 'Workday', 'NetSuite', 'Zendesk', 'Snowflake', 'Datadog', 'PagerDuty', 'Figma', 'Zoom', 'Box', 'Teleport', 'Expensify', 'DocuSign']
const ROLES = [['SUPER_ADMIN', 'Super Administrator'], ['HELP_DESK_ADMIN', 'Help Desk Administrator'], ['APP_ADMIN', 'Application Administrator'], ['READ_ONLY_ADMIN', 'Read-Only Administrator'], ['crLogin', 'Login resetter']]

export const users = Array.from({ length: 192 }, (_, at) => {
  const first = FIRST[at % FIRST.length]
  const last = LAST[(at * 7 + Math.floor(at / 16)) % LAST.length]
  const login = `${first}.${last}${at >= 96 ? at : ''}@northwind.example`.toLowerCase()
  return ref(`00u${100 + at}`, login, 'identity', 'okta_user', { detail: `${first} ${last}`, status: at % 41 === 40 ? 'SUSPENDED' : at % 37 === 36 ? 'DEPROVISIONED' : 'ACTIVE' })
})
export const groups = TEAMS.map((name, at) => ref(`00g${10 + at}`, name, 'identity_group', 'okta_group', { detail: `Everyone in ${name}` }))
export const apps = APPS.map((name, at) => ref(`0oa${10 + at}`, name, 'resource', 'okta_app', { detail: 'SAML 2.0', status: 'ACTIVE' }))
export const service = ref('0oa90', 'Nightly HR sync', 'identity', 'service_app', { status: 'ACTIVE' })
export const roles = ROLES.map(([type, label]) => ref(type, label, 'action', 'okta_role'))
export const org = ref('org', ORG, 'organization', 'okta_org')
export const tokens = [['Terraform', 1], ['old-migration-script', 3], ['SIEM export', 12], ['Jenkins', 5]].map(([name, owner], at) => ({ ...ref(`00T${at}`, name, 'credential', 'api_token'), owner: users[owner] }))
export const rule = ref('0pr1', 'Department is Help Desk', 'resource', 'okta_group_rule', { status: 'ACTIVE' })
export const everything = [...users, service, ...groups, ...apps, ...roles, ...tokens, rule, org]
export const byId = new Map(everything.map((node) => [node.id, node]))

export const members = groups.map((group, at) => users.filter((user, number) => at === 11 || number % 11 === at || (at === 1 && number % 22 === 0)))
export const groupApps = groups.map((group, at) => (at === 11 ? [apps[3], apps[13]] : apps.filter((app, number) => (number + at * 3) % 7 < 2)))
export const admins = [
  { user: users[1], role: roles[0], group: null, target: org }, { user: users[3], role: roles[0], group: null, target: org },
  { user: users[8], role: roles[2], group: null, target: apps[0] },
  ...members[6].map((user) => ({ user, role: roles[1], group: groups[6], target: org })),
  ...members[2].slice(0, 6).map((user) => ({ user, role: roles[3], group: groups[2], target: org })),
]

const row = (identity, groupNodes, action, action_type, resource, path, sets = []) => ({ identity, groups: groupNodes, action, action_type, resource, path, sets })

/** Every way of the organization. */
export const ways = [
  ...groups.flatMap((group, at) => members[at].map((user) => row(user, [], 'member', 'membership', group, [user, group]))),
  ...groups.flatMap((group, at) => members[at].flatMap((user) => groupApps[at].map((app) => row(user, [group], 'access', 'assignment', app, [user, group, app])))),
  ...users.filter((_, at) => at % 9 === 0).map((user, at) => row(user, [], 'access', 'assignment', apps[at % apps.length], [user, apps[at % apps.length]])),
  ...admins.map(({ user, role, group, target }) => row(user, group ? [group] : [], role.name, 'admin_role', target, [user, ...(group ? [group] : []), role, target])),
  ...tokens.map((token) => row(token.owner, [], 'owns', 'credential', token, [token.owner, token])),
  row(service, [], 'okta.users.manage', 'oauth_scope', org, [service, org]),
]

export const standing = (node) => new Set(ways.filter((way) => way.identity.id === node.id).map((way) => way.resource.id)).size
