// Pictures of every page for people to look at: `node gallery.mjs [light|dark] [width …] [-- word in the page's name …]`.
import { BASE, shot, signIn, start } from './browser.mjs'

const words = process.argv.slice(2)
const cut = words.includes('--') ? words.indexOf('--') : words.length
const scheme = words.slice(0, cut).includes('dark') ? 'dark' : 'light'
const widths = words.slice(0, cut).map(Number).filter((width) => width > 0)
const wanted = words.slice(cut + 1)

const idOf = async (page, subKind, sort) => {
  const answer = await page.request.get(`${BASE}/api/v1/nodes?sub_kind=${subKind}&limit=1${sort ? `&sort=${sort}` : ''}`)
  return (await answer.json()).rows[0]?.node.id ?? ''
}

const { browser, context, page, complaints } = await start({ colorScheme: scheme })
await signIn({ context, page })
const [user, group, token, org] = [await idOf(page, 'okta_user', '-standing_privileges'), await idOf(page, 'okta_group', '-population'), await idOf(page, 'api_token'), await idOf(page, 'okta_org')]
const q = (value) => encodeURIComponent(value)
const list = (value) => q(JSON.stringify([value]))

const PAGES = {
  home: '/', search: '/search?q=adm', browse: '/browse/okta_user', explorer: '/explore', ways: `/explore?identity=${list(user)}`,
  'ways-org': `/explore?how=${list('admin_role')}`,
  connections: `/explore?around=${list(group)}`, panel: `/browse/okta_user?panel=${q(user)}`, 'panel-access': `/browse/okta_user?panel=${q(user)}&tab=access`,
  'panel-group': `/browse/okta_group?panel=${q(group)}`, path: `/paths?from=${q(token)}&to=${q(org)}`, blast: `/paths?mode=blast&node=${q(token)}`, compare: '/compare', sql: '/sql?run=true&sql=SELECT%20*%20FROM%20okta_api_tokens',
  standing: '/dashboards/standing', admins: '/dashboards/admins', tokens: '/dashboards/tokens', unused: '/dashboards/unused', escalation: '/dashboards/escalation', changes: '/dashboards/changes',
  coverage: '/coverage', integrations: '/integrations', status: '/integrations/okta', enroll: '/integrations/okta/new', account: '/account', nowhere: '/nowhere',
}

for (const width of widths.length > 0 ? widths : [1440]) {
  await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
  for (const [name, path] of Object.entries(PAGES)) {
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue
    await page.goto(BASE + path)
    await page.waitForLoadState('networkidle', { timeout: 8000 }).catch(() => undefined)
    await shot(page, `gallery-${scheme}-${width}-${name}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 1) console.log(`${name} at ${width} is ${wide} pixels too wide`)
  }
}
for (const line of new Set(complaints)) console.log(line)
await browser.close()
