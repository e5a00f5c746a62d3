// Pictures that say what their lines mean, tables that do not pretend, pages that keep their shape.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BASE, shot, signIn, start } from './browser.mjs'
import { settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')

describe('views', { skip: !ready }, () => {
  let browser, context, page, complaints
  const open = async (path) => {
    await page.goto(BASE + path)
    await settled(page)
  }
  const read = async (path) => (await page.request.get(`${BASE}/api/v1/${path}`)).json()

  before(async () => {
    ;({ browser, context, page, complaints } = await start())
    await signIn({ context, page })
  })
  after(() => browser?.close())

  test('lines that rules made have a head and a legend, and lead to why', async () => {
    const desk = (await read('nodes?sub_kind=okta_group&q=Help%20Desk&limit=1')).rows[0].node.id
    await open(`/explore?around=${encodeURIComponent(JSON.stringify([desk]))}`)
    const chart = page.getByRole('application')
    await chart.getByRole('button', { name: /^can take over [\d,]+, folded/ }).waitFor()
    await page.getByRole('list', { name: 'What the lines and boxes mean' }).getByText('worked out from what roles allow').waitFor()
    await shot(page, 'views-derived')
    await chart.getByRole('button', { name: /^Help Desk \d/ }).focus()
    await page.keyboard.press('ArrowRight')
    assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /role/i, 'to the right stands the role')
    await page.getByRole('table', { name: 'Connections' }).getByRole('link', { name: /^Why / }).first().click()
    await page.waitForURL(/\/paths\?/)
    await page.getByText('How to close it:').first().waitFor()
  })

  test('what was lost is found, however much was gained before it', async () => {
    const node = (name) => ({ id: `okta/x/${name}`, name, kind: 'identity', sub_kind: 'okta_user' })
    const change = (kind, name) => ({ change: kind, class: 'access', from: node(name), to: node('Ledger'), explanation: `${name} ${kind} it.` })
    const snapshot = (id) => ({ id, taken_at: '2026-01-01T00:00:00Z', org: 'x' })
    const asked = []
    await page.route('**/api/v1/graph/diff?*', (route) => {
      const query = new URL(route.request().url()).searchParams
      asked.push(query.get('cursor'))
      const last = query.get('cursor') === 'two'
      const rows = query.get('class') === 'status' ? [] : last ? [change('lost', 'zoe')] : [change('gained', 'ann'), change('gained', 'bob')]
      return route.fulfill({ json: { from: snapshot('a'), to: snapshot('b'), summary: [{ class: 'access', gained: 2, lost: 1 }], rows, total: 3, next_cursor: last || rows.length === 0 ? null : 'two' } })
    })
    await open('/compare?from=a&to=b&show=lost')
    await page.getByRole('table', { name: 'Changes' }).getByText('zoe lost it.').waitFor()
    await page.getByRole('heading', { name: '1 change only what was lost' }).waitFor()
    assert.ok(asked.includes('two'))
    await page.unroute('**/api/v1/graph/diff?*')
  })

  test('a table of which rows are still on the server offers no order of its own', async () => {
    const token = (await read('nodes?sub_kind=api_token&limit=1')).rows[0].node.id
    await page.route('**/api/v1/graph/blast?*', async (route) => {
      const answer = await route.fetch()
      const view = await answer.json()
      return route.fulfill({ json: { ...view, rows: view.rows.slice(0, 5), total: 5000, next_cursor: null } })
    })
    await open(`/paths?mode=blast&worst=true&node=${encodeURIComponent(token)}`)
    const table = page.getByRole('table', { name: 'What it leads to' })
    await table.getByRole('columnheader', { name: 'Steps' }).waitFor()
    assert.equal(await table.locator('thead button').count(), 0)
    await page.unroute('**/api/v1/graph/blast?*')
  })

  test('the reason of a row ends inside the table', async () => {
    const token = (await read('nodes?sub_kind=api_token&limit=1')).rows[0].node.id
    await open(`/paths?mode=blast&worst=true&node=${encodeURIComponent(token)}`)
    const table = page.getByRole('table', { name: 'What it leads to' })
    await table.locator('tbody tr').first().waitFor()
    const over = await table.evaluate((element) => element.scrollWidth - element.parentElement.clientWidth)
    assert.ok(over <= 1, `the table is ${over} pixels wider than its place`)
  })

  test('the order that one chose is in the link', async () => {
    await open('/dashboards/tokens')
    const table = page.getByRole('table', { name: 'API tokens' })
    await table.getByRole('button', { name: 'Created' }).click()
    await page.waitForURL(/order=/)
    const first = await table.locator('tbody tr').first().innerText()
    const address = page.url()
    await page.goto(`${BASE}/`)
    await page.goto(address)
    await table.locator('tbody tr').first().waitFor()
    assert.equal(await table.locator('tbody tr').first().innerText(), first)
    await table.getByRole('columnheader', { name: 'Created' }).and(page.locator('[aria-sort]')).waitFor()
  })

  test('details lie over a page of middling width, which keeps its shape and its search', async () => {
    await page.setViewportSize({ width: 1024, height: 800 })
    await open('/browse/okta_user')
    const before = await page.getByRole('table', { name: /users/i }).boundingBox()
    await page.locator('tbody tr').first().click()
    const panel = page.getByRole('complementary', { name: 'Details' })
    await panel.getByRole('heading', { level: 2 }).waitFor()
    assert.deepEqual(await page.getByRole('table', { name: /users/i }).boundingBox(), before)
    const box = await panel.boundingBox()
    assert.ok(box.width <= 440 && Math.abs(box.x + box.width - 1024) <= 1, JSON.stringify(box))
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('a long name breaks, and not the page', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open(`/activity/identity?name=${'a'.repeat(90)}@harborline.example`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 1, `the page is ${wide} pixels too wide`)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('records tell their time with its zone', async () => {
    await open('/audit')
    assert.match(await page.locator('tbody time').first().innerText(), /^\d{1,2} \w+ \d{4}, \d\d:\d\d:\d\d \S+/)
    await open('/activity?from=all')
    await page.getByText(/events? in .*, times of \S+/).waitFor()
  })

  test('the menu says how many alerts wait', async () => {
    const waiting = (await read('alerts?status=open&limit=1')).count
    assert.ok(waiting > 0)
    await open('/coverage')
    const link = page.getByRole('navigation').getByRole('link', { name: /^Alerts/ })
    await link.getByText('open').waitFor({ state: 'attached' })
    assert.match(await link.innerText(), /\d/)
  })

  test('the search offers only pages that one may open', async () => {
    await page.route('**/api/v1/session', async (route) => {
      const session = await (await route.fetch()).json()
      session.principal.permissions = ['access_graph.read']
      return route.fulfill({ json: session })
    })
    await open('/coverage')
    await page.keyboard.press('/')
    await page.getByRole('option', { name: /SQL editor/ }).waitFor()
    assert.equal(await page.getByRole('option', { name: /Audit log/ }).count(), 0)
    await page.unroute('**/api/v1/session')
  })

  test('a link to one way to super administrator shows the list that it stands in', async () => {
    await open('/dashboards/escalation?only=beyond')
    await page.getByRole('table', { name: 'Ways to super administrator' }).locator('tbody tr').first().click()
    await page.waitForURL(/who=/)
    const who = new URL(page.url()).searchParams.get('who')
    await open(`/dashboards/escalation?who=${encodeURIComponent(who)}`)
    await page.getByRole('button', { name: /more if Okta’s barrier fell/, pressed: true }).waitFor()
  })

  test('nothing was said on the console, and no other host was asked', () => assert.deepEqual(complaints, []))
})
