// Addresses of every page, with nodes of the running organization in them.
import { BASE } from './browser.mjs'

const q = encodeURIComponent
const list = (value) => q(JSON.stringify([value]))

/** Pages by name, as paths. `page` must be signed in. */
export async function everyPage(page) {
  const first = async (subKind, sort) => {
    const answer = await page.request.get(`${BASE}/api/v1/nodes?sub_kind=${subKind}&limit=1${sort ? `&sort=${sort}` : ''}`)
    return (await answer.json()).rows?.[0]?.node.id ?? ''
  }
  const read = async (path) => { const answer = await page.request.get(`${BASE}/api/v1/${path}`); return answer.ok() ? answer.json() : {} }
  const [alert, person, connector] = [(await read('alerts?limit=1')).alerts?.[0]?.id, (await read('users?origin=okta&limit=1')).people?.[0]?.id, (await read('connectors')).connectors?.[0]?.name]
  const name = (await read('activity/facets?columns=actor_name&top=1')).facets?.[0]?.values[0]?.value ?? 'demo'
  const [user, group, token, org] = [await first('okta_user', '-standing_privileges'), await first('okta_group', '-population'), await first('api_token'), await first('okta_org')]
  return {
    home: '/', search: '/search?q=adm', browse: '/browse/okta_user', explorer: '/explore', ways: `/explore?identity=${list(user)}`, admins: `/explore?how=${list('admin_role')}`,
    connections: `/explore?around=${list(group)}`, panel: `/browse/okta_user?panel=${q(user)}`, 'panel-access': `/browse/okta_user?panel=${q(user)}&tab=access`,
    'panel-group': `/browse/okta_group?panel=${q(group)}`, path: `/paths?from=${q(token)}&to=${q(org)}&worst=true`, blast: `/paths?mode=blast&node=${q(token)}`, compare: '/compare',
    sql: '/sql?run=true&sql=SELECT%20*%20FROM%20okta_api_tokens', 'sql-graph': `/sql?run=true&view=graph&sql=${q("SELECT * FROM access_path WHERE action_type = 'admin_role'")}`,
    'dash-standing': '/dashboards/standing', 'dash-admins': '/dashboards/admins', 'dash-tokens': '/dashboards/tokens', 'dash-unused': '/dashboards/unused',
    'dash-escalation': '/dashboards/escalation?only=beyond', 'dash-escalation-way': `/dashboards/escalation?who=${q(token)}`, 'dash-changes': '/dashboards/changes',
    coverage: '/coverage', integrations: '/integrations', status: '/integrations/okta', 'enroll-organization': '/integrations/enroll/okta/organization', 'enroll-sign-on': '/integrations/enroll/okta/sign-on', 'enroll-connector': '/integrations/enroll/okta/sign-on?connector=new', 'enroll-scim': '/integrations/enroll/okta/scim', 'enroll-user-sync': '/integrations/enroll/okta/user-sync', 'enroll-lists': '/integrations/enroll/okta/lists', 'enroll-security': '/integrations/enroll/okta/security',
     account: '/account', users: '/users', roles: '/roles', role: '/roles/editor', 'role-new': '/roles/new', locks: '/locks', connectors: '/connectors', 'connector-new': '/connectors/new', audit: '/audit',
    investigate: '/activity?from=all', identity: '/activity/identity', 'identity-person': `/activity/identity?name=${q(name)}`, alerts: '/alerts?status=all', ...(alert ? { alert: `/alerts/${alert}` } : {}), rules: '/rules', rule: '/rules/okta.push-bombing', 'rule-new': '/rules/new', forwards: '/forwards', collectors: '/collectors', import: '/collectors/import',
    ...(person ? { person: `/users/${person}` } : {}), ...(connector ? { connector: `/connectors/${connector}`, 'connector-trial': `/connectors/${connector}?tab=trial`, 'connector-settings': `/connectors/${connector}?tab=settings` } : {}),
     nowhere: '/nowhere', 'sign-in': '/sign-in', setup: '/setup?code=x',
  }
}

/** Waits until a page has what it asked for. */
export const settled = async (page) => {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle', { timeout: 8000 }).catch(() => undefined)
  await page.locator('.mantine-Loader-root').first().waitFor({ state: 'detached', timeout: 8000 }).catch(() => undefined)
}
