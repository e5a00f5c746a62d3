// Events, alerts, rules and collectors of a running `portolan demo`, in a real browser.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BASE, shot, signIn, start } from './browser.mjs'
import { settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')

describe('what happened', { skip: !ready }, () => {
  let browser, context, page, complaints
  const open = async (path) => {
    await page.goto(BASE + path)
    await settled(page)
  }
  const rows = () => page.getByRole('table', { name: 'Events' }).locator('tbody tr')

  before(async () => {
    ;({ browser, context, page, complaints } = await start())
    await signIn({ context, page })
  })
  after(() => browser?.close())

  test('a facet narrows the question, its minus leaves a value out, and a link reopens it', async () => {
    await open('/activity?from=all')
    await rows().first().waitFor()
    const source = page.getByRole('region', { name: 'Source', exact: true }).getByRole('button').first()
    await source.click()
    await page.waitForURL(/q=source/)
    await rows().first().waitFor()
    const address = page.url()
    await page.goto(`${BASE}/`)
    await page.goto(address)
    await rows().first().waitFor()
    assert.match(await page.getByRole('combobox', { name: 'Question' }).inputValue(), /^source:/)
    await page.getByRole('region', { name: 'Source', exact: true }).getByRole('button', { name: /^Leave out/ }).first().click()
    await page.waitForURL(/q=-source/)
    await shot(page, 'activity-facets')
  })

  test('an event opens with its raw text, and each value leads on', async () => {
    await open('/activity?from=all')
    await rows().first().click()
    await page.getByText('As the source wrote it').waitFor()
    assert.match(page.url(), /event=/)
    await page.getByRole('button', { name: /^Only action / }).click()
    await page.waitForURL(/q=action/)
    await shot(page, 'activity-event')
  })

  test('events scroll with the page, under the heads of their columns, and what narrows them stays beside', async () => {
    await open('/activity?from=all')
    await rows().nth(12).waitFor()
    const table = page.getByRole('table', { name: 'Events' })
    const wide = await table.evaluate((element) => element.scrollWidth - element.parentElement.clientWidth)
    assert.ok(wide <= 1, `the columns need ${wide} pixels more than there are`)
    for (const name of ['When', 'Source', 'Who', 'Action', 'On', 'Outcome', 'From']) await table.getByRole('columnheader', { name, exact: true }).waitFor()
    await page.mouse.move(900, 700)
    await page.mouse.wheel(0, 2000)
    await page.waitForFunction(() => window.scrollY > 1000)
    const head = await table.getByRole('columnheader').first().boundingBox()
    const facet = await page.getByRole('region', { name: 'Source', exact: true }).boundingBox()
    assert.ok(head.y >= 0 && head.y < 100, `the heads are at ${head.y}`)
    assert.ok(facet.y >= 0 && facet.y < 200, `the facets are at ${facet.y}`)
    await shot(page, 'activity-scrolled')
  })

  test('a folded facet is counted once it is opened', async () => {
    await open('/activity?from=all')
    const city = page.getByRole('region', { name: 'City', exact: true })
    await city.getByRole('button', { name: 'City', expanded: false }).click()
    await city.locator('button[aria-pressed="false"]').first().click()
    await page.waitForURL(/q=city/)
    await page.reload()
    await city.getByRole('button', { pressed: true }).first().waitFor()
  })

  test('on a narrow screen an event is a card, and opens over the page', async () => {
    await page.setViewportSize({ width: 420, height: 844 })
    await open('/activity?from=all')
    const card = rows().nth(3)
    await card.waitFor()
    assert.equal(await card.getByRole('cell').count(), 1)
    const box = await card.boundingBox()
    assert.ok(box.x >= 0 && box.x + box.width <= 420, 'the card is in the window')
    await page.getByRole('button', { name: 'Narrow down' }).click()
    await page.getByRole('region', { name: 'Source', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Narrow down' }).click()
    await card.click()
    await page.getByRole('button', { name: 'Close the event' }).click()
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('a mistake is shown where it is', async () => {
    await open(`/activity?q=${encodeURIComponent('contry:DE')}`)
    await page.getByRole('alert').waitFor()
    await page.locator('mark').waitFor()
    await shot(page, 'activity-mistake')
  })

  test('columns are completed by keyboard', async () => {
    await open('/activity')
    const field = page.getByRole('combobox', { name: 'Question' })
    await field.pressSequentially('sour')
    await page.getByRole('option', { name: 'source:', exact: true }).waitFor()
    await page.keyboard.press('Tab')
    assert.equal(await field.inputValue(), 'source:')
  })

  test('alerts open with evidence, steps and history, and somebody takes one', async () => {
    await open('/alerts?status=all')
    const first = page.locator('tbody tr').first()
    await first.or(page.getByText('No alerts')).first().waitFor()
    if ((await page.getByText('No alerts').count()) > 0) return
    await first.getByRole('link').first().click()
    for (const name of ['Evidence', 'What to do', 'Work']) await page.getByRole('heading', { name, exact: true }).waitFor()
    await page.getByPlaceholder('What you found out').fill('looked at by the walk')
    await page.getByRole('button', { name: 'Add the note' }).click()
    await page.getByText('looked at by the walk').first().waitFor()
    await shot(page, 'activity-alert')
  })

  test('an action from an alert says what will happen, asks for the name, and tells what came of it', async () => {
    const alert = { id: 'a1', rule: 'okta.push-bombing', title: 'Push bombing', severity: 'high', status: 'open', owner: null, identity: 'ada@acme.example', entity: '', first_seen: '2026-01-01T00:00:00Z', last_seen: '2026-01-01T00:01:00Z', findings: 1, provisional: false, raised_at: '2026-01-01T00:01:00Z' }
    const view = { alert, description: 'Push after push.', steps: [], false_positives: [], tactics: [], techniques: [], entity: [], about: { person: 'ada@acme.example', actor_id: '', actor_name: '', ip: '', country: '', session_id: '', credential_id: '', target: '', target_kind: '' }, evidence: [], evidence_left_off: 0, node: null, q: '', history: [], deliveries: [] }
    const actions = [
      { kind: 'lock', to: 'subject', does: 'locks ada@acme.example here: sessions end, tokens rest', available: true, confirm: 'ada@acme.example' },
      { kind: 'clear_sessions', to: 'subject', does: 'ends every session of ada@acme.example with Okta', available: false, confirm: 'ada@acme.example', why_not: 'this identity is no person of the organization that is connected', hint: 'the last scan did not see anybody of this name' },
    ]
    const sent = []
    const one = (url) => url.pathname === '/api/v1/alerts/a1'
    const deeds = (url) => url.pathname === '/api/v1/alerts/a1/actions'
    await context.route(one, (route) => route.fulfill({ json: view }))
    await context.route(deeds, (route) => {
      if (route.request().method() === 'GET') return route.fulfill({ json: { person: 'ada@acme.example', actions } })
      sent.push(route.request().postDataJSON())
      return route.fulfill({ json: { message: 'locked ada@acme.example here', alert: view } })
    })
    await open('/alerts/a1')
    assert.equal(await page.getByRole('button', { name: 'Clear Okta sessions…' }).isDisabled(), true)
    await page.getByText('The last scan did not see anybody of this name.').waitFor()
    await page.getByRole('button', { name: 'Lock here…' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('Nothing changes in Okta.').waitFor()
    const go = form.getByRole('button', { name: 'Lock now' })
    assert.equal(await go.isDisabled(), true)
    await form.getByLabel(/^Type/).fill('ada@acme.example')
    await form.getByLabel('Why').fill('the laptop was stolen')
    await shot(page, 'alert-action')
    await go.click()
    await page.getByText('Locked ada@acme.example here.').waitFor()
    assert.deepEqual(sent, [{ kind: 'lock', to: 'subject', confirm: 'ada@acme.example', note: 'the laptop was stolen' }])
    await context.unroute(one)
    await context.unroute(deeds)
  })

  test('a rule shows its examples and is replayed', async () => {
    await open('/rules')
    await page.locator('tbody tr').first().getByRole('link').first().click()
    await page.getByRole('heading', { name: 'Examples' }).waitFor()
    await page.getByRole('button', { name: 'Run over it' }).click()
    await page.getByText(/It would have (said nothing|raised)/).waitFor()
    await shot(page, 'activity-rule')
  })

  test('collectors say how far behind they are', async () => {
    await open('/collectors')
    await page.getByText('Okta System Log').first().waitFor()
    await shot(page, 'activity-collectors')
  })

  test('a ready view is one click, says what it finds, and a second click leaves it', async () => {
    await open('/activity')
    const views = page.getByRole('group', { name: 'Ready views' })
    for (const name of ['Admin actions', 'Sign-ins', 'MFA', 'Access changes', 'Suspicious sign-ins']) await views.getByRole('button', { name, exact: true }).waitFor()
    await views.getByRole('button', { name: 'Sign-ins', exact: true }).click()
    await page.waitForURL(/q=verb/)
    await rows().first().waitFor()
    assert.equal(await views.getByRole('button', { name: 'Sign-ins', exact: true }).getAttribute('aria-pressed'), 'true')
    await views.getByText(/^Sign-ins and the apps/).waitFor()
    await shot(page, 'activity-view')
    await views.getByRole('button', { name: 'Sign-ins', exact: true }).click()
    await page.waitForURL((url) => !url.search.includes('q='))
  })

  test('a source is added with the keyboard, shown with its state, edited, switched off and removed', async () => {
    const name = `walk-${Date.now() % 100_000}`
    await open('/collectors')
    await page.getByRole('button', { name: 'Add a source' }).press('Enter')
    const form = page.getByRole('dialog')
    assert.equal(await form.getByRole('button', { name: 'Read it' }).isDisabled(), true)
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('Address of the queue').fill('not an address')
    await form.getByText('Write it as https://…').waitFor()
    await form.getByLabel('Address of the queue').fill('http://127.0.0.1:9/111122223333/trail')
    await form.getByLabel('Region').fill('eu-west-1')
    await form.getByText('Access key', { exact: true }).click()
    await form.getByLabel('Access key', { exact: true }).last().fill('AKIAWALK')
    await form.getByLabel('Its secret').fill('walk-secret')
    await shot(page, 'collectors-add')
    await form.getByRole('button', { name: 'Read it' }).click()
    await form.waitFor({ state: 'detached' })
    const card = page.locator('section', { has: page.getByRole('button', { name: `More about ${name}` }) })
    await card.getByText('access key AKIAWALK').waitFor()
    assert.doesNotMatch(await card.innerText(), /walk-secret/)
    await card.getByRole('button', { name: `More about ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    assert.equal(await form.getByLabel('Address of the queue').inputValue(), 'http://127.0.0.1:9/111122223333/trail')
    await form.getByLabel('Region').fill('eu-central-1')
    await form.getByRole('button', { name: 'Keep', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await card.getByRole('button', { name: `More about ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await card.getByText('Off', { exact: true }).waitFor()
    await shot(page, 'collectors-source')
    await card.getByRole('button', { name: `More about ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
    await card.waitFor({ state: 'detached' })
  })

  test('Teleport gets address and token once', async () => {
    const name = `prod-${Date.now() % 100_000}`
    await open('/collectors')
    await page.getByRole('button', { name: 'Connect Teleport audit log' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.getByRole('dialog').getByRole('button', { name: 'Read it' }).click()
    const lines = page.getByTestId('handler-lines')
    await lines.waitFor()
    assert.match(await lines.innerText(), /url = "https?:\/\/portolan:ptn_in_\S+@/)
    await shot(page, 'collectors-token')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: `More about ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
    await page.getByRole('button', { name: `More about ${name}` }).waitFor({ state: 'detached' })
  })

  test('narrow screens keep every page in reach', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['/activity', '/activity/identity', '/alerts', '/rules', '/collectors']) {
      await open(path)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(wide <= 1, `${path} is ${wide} pixels too wide`)
    }
  })

  test('nothing was said on the console, and no other host was asked', () => assert.deepEqual(complaints, []))
})
