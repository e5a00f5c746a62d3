// What a page says when the server is gone, slow, or has forgotten who is asking.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BASE, shot, signIn, start } from './browser.mjs'
import { settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')
const API = (url) => url.pathname.startsWith('/api/v1/') || url.pathname === '/healthz'

describe('when something is wrong', { skip: !ready }, () => {
  let browser, context, page

  before(async () => {
    ;({ browser, context, page } = await start())
    await signIn({ context, page })
  })
  after(() => browser?.close())

  test('a server that is gone is told on the page, and everything is read anew once it is back', async () => {
    await page.goto(`${BASE}/`)
    await settled(page)
    await context.route(API, (route) => route.abort())
    await page.getByRole('link', { name: 'Ways to super admin', exact: true }).click()
    const banner = page.getByText('The server cannot be reached.').first()
    await banner.waitFor()
    await shot(page, 'states-gone')
    await context.unroute(API)
    await page.getByRole('button', { name: 'Try now' }).click().catch(() => undefined)
    await page.getByText('The server cannot be reached.').first().waitFor({ state: 'detached' })
    await page.getByRole('table', { name: 'Ways to super administrator' }).waitFor()
  })

  test('a server that is gone before the page opens can be tried again', async () => {
    await context.route(API, (route) => route.abort())
    await page.goto(`${BASE}/dashboards/tokens`)
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await shot(page, 'states-gone-first')
    await context.unroute(API)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor()
  })

  test('whoever is no longer signed in signs in and comes back to the page', async () => {
    await page.goto(`${BASE}/`)
    await settled(page)
    const out = { signed_in: false, principal: null, csrf_token: null, expires_at: null, setup_required: false, version: '0' }
    await context.route(API, (route) =>
      route.request().url().endsWith('/session') ? route.fulfill({ json: out }) : route.fulfill({ status: 401, json: { error: { code: 'unauthenticated', message: 'nobody is signed in' } } }))
    await page.getByRole('link', { name: 'Unused access' }).first().click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    assert.match(decodeURIComponent(page.url()), /next=\/dashboards\/unused/)
    await shot(page, 'states-signed-out')
    await context.unroute(API)
  })

  test('a slow server shows that it is being waited for, on every page', async () => {
    await context.route(API, async (route) => {
      if (route.request().url().endsWith('/session')) return route.continue()
      // Never answered while the test looks.
      await new Promise((resolve) => { route.request().frame().page().once('close', resolve); setTimeout(resolve, 4000).unref() })
      return route.abort().catch(() => undefined)
    })
    for (const path of ['/', '/browse/okta_user', '/dashboards/standing', '/dashboards/escalation', '/coverage', '/integrations/okta']) {
      await page.goto(BASE + path)
      await page.getByRole('status').or(page.locator('[aria-busy="true"]')).or(page.locator('.mantine-Loader-root')).first().waitFor()
    }
    await context.unroute(API)
  })
})
