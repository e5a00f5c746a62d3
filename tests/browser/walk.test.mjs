// The walk of a new user through a running `portolan demo`, in a real browser.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BASE, shot, signIn, start } from './browser.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')

describe('the walk of a new user', { skip: !ready }, () => {
  let browser, context, page, complaints

  before(async () => {
    ;({ browser, context, page, complaints } = await start())
    await signIn({ context, page })
  })
  after(() => browser?.close())

  test('home answers the questions and says what it cannot answer', async () => {
    await page.goto(`${BASE}/`)
    for (const question of [/Which applications can a specific user access/, /administrator roles/, /API tokens exist/, /admin actions/, /suspicious (sign-ins|login)/]) {
      await page.getByText(question).first().waitFor()
    }
    for (const question of [/admin actions/, /suspicious (sign-ins|login)/]) assert.match(await page.getByRole('link', { name: question }).innerText(), /\n\d+/, 'a number')
    const number = await page.getByRole('link', { name: /administrator roles/ }).innerText()
    assert.match(number, /\b[1-9]\d*\b/, 'the number of administrators')
    await page.getByText('State of the scan').waitFor()
    await shot(page, '01-home')
  })

  test('a question opens its answer, ready', async () => {
    await page.getByRole('link', { name: /API tokens exist/ }).click()
    await page.waitForURL((url) => url.pathname !== '/')
    await page.locator('tbody tr').first().waitFor()
    await shot(page, '02-question')
  })

  test('what happened is one click away, with the number that the card says', async () => {
    await page.goto(`${BASE}/`)
    const card = page.getByRole('link', { name: /admin actions/ })
    const number = Number(/\n([\d,]+)/.exec(await card.innerText())[1].replace(',', ''))
    await card.click()
    await page.getByRole('button', { name: 'Admin actions', pressed: true }).waitFor()
    const lead = page.getByText(/^[\d,]+ events? in /)
    await lead.waitFor()
    const found = Number((await lead.innerText()).split(' ')[0].replace(',', ''))
    assert.ok(found >= number && found < number + 50, `${found} events, the card said ${number}`)
    await page.goto(`${BASE}/`)
    await page.getByRole('link', { name: /suspicious (sign-ins|login)/ }).click()
    await page.getByText('Only of initial access or credential access, in the last 7 days').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.waitForURL((url) => !url.search.includes('tactic'))
  })

  test('the explorer draws the ways of a person, and a link reopens them', async () => {
    await page.goto(`${BASE}/browse/okta_user?sort=-standing_privileges`)
    await page.locator('tbody tr').first().click()
    const panel = page.getByRole('complementary', { name: 'Details' })
    await panel.getByRole('link', { name: 'View Access' }).click()
    await page.waitForURL(/\/explore/)
    const chart = page.getByRole('application')
    await chart.waitFor()
    assert.ok((await chart.getByRole('button').count()) > 2, 'nodes are drawn')
    await page.getByText(/reach(es)? .* by .* way/).waitFor()
    assert.ok((await page.getByRole('table', { name: 'Ways' }).locator('tbody tr').count()) > 0, 'the table beside the picture has rows')
    await shot(page, '03-explorer')
    const address = page.url()
    const nodes = await chart.getByRole('button').count()
    await page.goto(`${BASE}/`)
    await page.goto(address)
    await chart.waitFor()
    assert.equal(await chart.getByRole('button').count(), nodes)
  })

  test('the picture is walked by keyboard, and its menu narrows the search', async () => {
    const first = page.getByRole('application').locator('[tabindex="0"]')
    await first.focus()
    await page.keyboard.press('ArrowRight')
    const next = await page.evaluate(() => document.activeElement?.getAttribute('data-node'))
    assert.ok(next && !next.startsWith('0:'), `the focus moved along a line, to ${next}`)
    await page.keyboard.press('m')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('Escape')
  })

  test('the node panel has its tabs', async () => {
    await page.goto(`${BASE}/browse/okta_group?sort=-population`)
    await page.locator('tbody tr').first().click()
    const panel = page.getByRole('complementary', { name: 'Details' })
    await panel.getByRole('region', { name: /Members/ }).waitFor()
    await panel.getByRole('region', { name: /Owners/ }).waitFor()
    await panel.getByRole('region', { name: 'Audit schedule' }).getByText('comes with Access Lists').waitFor()
    await panel.getByRole('tab', { name: 'Permissions & Eligibility' }).click()
    await shot(page, '04-panel')
    await panel.getByRole('tab', { name: 'View Access' }).click()
    await panel.getByText(/identit(y|ies) by/).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
  })

  test('connections grow from a node', async () => {
    await page.goto(`${BASE}/browse/okta_group?sort=-population`)
    await page.locator('tbody tr').first().click()
    await page.getByRole('complementary', { name: 'Details' }).getByRole('link', { name: 'Browse Connections' }).click()
    const chart = page.getByRole('application')
    await chart.waitFor()
    const folds = chart.getByRole('button', { name: /folded/ })
    assert.ok((await folds.count()) > 0, 'a big fan is folded')
    const before = page.url()
    await folds.first().click()
    await page.waitForURL((url) => url.href !== before && url.search.includes('open'))
    // A long column is drawn by the graphics card, or the page says that the browser has none; the table has it all.
    await page.getByText('Too many nodes for this browser').or(page.locator('canvas').first()).or(chart).first().waitFor()
    assert.ok((await page.getByRole('table', { name: 'Connections' }).locator('tbody tr').count()) > 5)
    await shot(page, '05-connections')
  })

  test('a query of the seed gives rows as table and as graph', async () => {
    await page.goto(`${BASE}/sql`)
    const editor = page.locator('.cm-content')
    await editor.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(`SELECT * FROM access_path WHERE standing_privileges >= 1 AND resource_labels @> '{"teleport.dev/origin": "okta"}';`)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('table', { name: 'Rows of the answer' }).locator('tbody tr').nth(3).waitFor()
    await shot(page, '06-sql-table')
    await page.getByText('Graph', { exact: true }).click()
    await page.getByRole('application').waitFor()
    await shot(page, '07-sql-graph')
    assert.match(page.url(), /view=graph/)
    const [picture, examples] = [await page.getByRole('application').boundingBox(), await page.getByRole('complementary', { name: 'Examples, tables and history' }).boundingBox()]
    assert.ok(picture.y + 40 < examples.y, 'the picture has the whole width, examples stand below')
  })

  test('a mistake in SQL is told with what is near', async () => {
    await page.goto(`${BASE}/sql?run=true&sql=${encodeURIComponent('SELECT identty FROM access_path')}`)
    const alert = page.getByRole('alert')
    await alert.waitFor()
    assert.match(await alert.innerText(), /identity/)
    await page.locator('.cm-lintRange-error, .cm-lint-marker-error').first().waitFor()
    await shot(page, '08-sql-error')
  })

  test('the integration shows how it is and what was read', async () => {
    await page.goto(`${BASE}/integrations`)
    await page.getByRole('main').getByRole('link', { name: /https?:\/\// }).first().click()
    await page.getByRole('heading', { name: 'What was read' }).waitFor()
    await page.getByRole('button', { name: /^(Run now|Scanning)$/ }).first().waitFor()
    await shot(page, '09-integration')
  })

  test('the status page has a card a component, and each leads to its settings', async () => {
    await page.goto(`${BASE}/integrations/okta`)
    const cards = page.getByRole('group', { name: 'Components' })
    const card = (name) => cards.getByRole('region', { name, exact: true })
    for (const name of ['Single sign-on', 'SCIM', 'User sync', 'App and group sync', 'Resource scan', 'System Log']) {
      // What is still being read has no facts yet.
      await card(name).getByRole('term').first().waitFor()
    }
    await card('App and group sync').getByText(/othing is synchronised yet/).waitFor()
    await card('App and group sync').getByText(/\(\d+ of \d+ now/).first().waitFor()
    await card('SCIM').getByText('Last call').waitFor()
    await card('Resource scan').getByText(/\d rows of \d+ classes/).waitFor()
    await card('User sync').getByRole('button', { name: 'Run now: User sync' }).click()
    await card('User sync').getByText('Last success').waitFor()
    await card('User sync').getByRole('link', { name: /: User sync$/ }).click()
    assert.match(page.url(), /#user-sync$/)
  })

  test('settings of SCIM and user sync say what they would change, and nothing is kept before it is saved', async () => {
    await page.goto(`${BASE}/integrations/okta`)
    const scim = page.locator('#scim')
    await scim.getByRole('table', { name: 'Tokens' }).locator('tbody tr').first().waitFor()
    const save = scim.getByRole('button', { name: 'Save the settings of SCIM' })
    assert.equal(await save.isDisabled(), true)
    await scim.getByLabel(/^Days until a deactivated/).fill('7')
    await scim.getByText(/stays on record, locked, for 7 days/).waitFor()
    assert.equal(await save.isDisabled(), false)
    await scim.getByRole('button', { name: 'Undo' }).click()
    await scim.getByText(/stays on record, locked/).waitFor({ state: 'detached' })
    const sync = page.locator('#user-sync')
    await sync.getByLabel(/^Days until an inactive/).fill('0')
    await sync.getByText(/go with the same run/).waitFor()
    await sync.getByRole('switch', { name: 'Give everybody a role' }).uncheck()
    await sync.getByText(/has no role of it/).waitFor()
    await shot(page, '09-settings')
  })

  test('dashboards, paths and compare open', async () => {
    for (const [path, heading] of [['/dashboards/standing', 'Standing privileges'], ['/dashboards/admins', 'Administrators'], ['/dashboards/tokens', 'API tokens'], ['/dashboards/escalation', 'Ways to super administrator'], ['/dashboards/unused', 'Unused access'], ['/dashboards/changes', 'What changed since yesterday'], ['/coverage', 'What was read'], ['/paths', 'Paths'], ['/compare', 'Compare'], ['/account', 'Account']]) {
      await page.goto(BASE + path)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await page.waitForLoadState('load')
      assert.equal(await page.getByRole('alert').count(), 0, `${path} shows a failure: ${await page.getByRole('alert').allInnerTexts()}`)
      await shot(page, `10${path.replaceAll('/', '-')}`)
    }
  })

  test('search by keyboard alone: slash, words, arrow, Enter, Escape', async () => {
    await page.goto(`${BASE}/`)
    await page.getByText('State of the scan').waitFor()
    await page.keyboard.press('/')
    const box = page.getByRole('combobox', { name: 'Search' })
    await box.waitFor()
    await page.keyboard.type('everyone')
    await page.getByRole('option').filter({ hasText: /everyone/i }).first().waitFor()
    await shot(page, '11-search')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: 'Details' })
    await panel.getByRole('heading', { level: 2 }).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
  })

  test('what is typed while the search is on its way is not lost', async () => {
    let arrive
    const held = new Promise((resolve) => { arrive = resolve })
    await page.route(/\/assets\/SearchBox.*\.js/, async (route) => { await held; await route.fallback() })
    await page.goto(`${BASE}/coverage`)
    await page.getByRole('heading', { name: 'What was read' }).first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('alise')
    await page.getByRole('textbox', { name: 'Search' }).waitFor()
    arrive()
    const box = page.getByRole('combobox', { name: 'Search' })
    await page.keyboard.type(' brwn', { delay: 30 })
    await box.waitFor()
    assert.equal(await box.inputValue(), 'alise brwn')
    await page.keyboard.press('Escape')
    await box.waitFor({ state: 'detached' })
    await page.unroute(/\/assets\/SearchBox.*\.js/)
  })

  test('the kind of way alone is a filter that shows and can be taken away', async () => {
    await page.goto(`${BASE}/explore?how=${encodeURIComponent('["admin_role"]')}`)
    await page.getByRole('group', { name: 'Only ways by' }).getByRole('checkbox', { name: 'Admin roles', checked: true }).waitFor({ state: 'attached' })
    await page.getByRole('link', { name: 'Clear' }).click()
    await page.waitForURL((url) => !url.search.includes('how'))
    await page.getByRole('button', { name: /users, folded, Enter opens the list/ }).click()
    await page.waitForURL(/\/browse\/okta_user/)
  })

  test('super administrators are as many on every page', async () => {
    await page.goto(`${BASE}/dashboards/admins`)
    const told = async (name) => (await page.getByRole('button', { name }).innerText()).split('\n')[0]
    await page.locator('tbody tr').first().waitFor()
    const holders = await told(/super administrators/)
    await page.goto(`${BASE}/dashboards/escalation`)
    await page.locator('tbody tr').first().waitFor()
    assert.equal(await told(/super administrators already/), holders)
  })

  test('dark colours stay after a reload', async () => {
    await page.goto(`${BASE}/`)
    await page.getByRole('button', { name: 'Use dark colours' }).click()
    await page.reload()
    await page.getByText('State of the scan').waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark')
    await shot(page, '12-dark')
    await page.getByRole('button', { name: 'Use light colours' }).click()
  })

  test('a narrow screen keeps everything in reach', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${BASE}/`)
    await page.getByText('State of the scan').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 1, `the page is ${wide} pixels too wide`)
    await page.getByRole('button', { name: 'Navigation', exact: true }).click()
    await page.getByRole('link', { name: 'SQL editor' }).waitFor()
    await shot(page, '13-narrow')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('on a narrow screen roles are in sight, and the text of a query comes first', async () => {
    await page.setViewportSize({ width: 420, height: 844 })
    await page.goto(`${BASE}/dashboards/admins`)
    const role = page.getByRole('table', { name: 'Administrators' }).getByText('Super Administrator').first()
    await role.waitFor()
    const at = await role.boundingBox()
    assert.ok(at.x + at.width <= 420, `the role ends at ${at.x + at.width}`)
    await page.goto(`${BASE}/sql`)
    const [editor, examples] = [await page.getByRole('region', { name: 'Query' }).boundingBox(), await page.getByRole('complementary', { name: 'Examples, tables and history' }).boundingBox()]
    assert.ok(editor.y < examples.y, 'examples stand below the editor')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('deletion leads through what stays behind, people first', async () => {
    await page.goto(`${BASE}/integrations/okta`)
    const left = page.getByRole('list', { name: 'What outlives the integration' })
    await left.getByRole('listitem').first().getByRole('link', { name: /people of Okta are active here/ }).waitFor()
    await left.getByRole('link', { name: /The connector/ }).first().waitFor()
    await page.getByRole('button', { name: 'Delete…' }).last().click()
    const dialog = page.getByRole('dialog', { name: /Delete the integration with/ })
    await dialog.getByRole('textbox').fill(await dialog.locator('code').innerText())
    assert.equal(await dialog.getByRole('button', { name: 'Delete', exact: true }).isEnabled(), false, 'people are active, and nobody said to leave them')
    await dialog.getByRole('checkbox', { name: /^Leave .* as they are/ }).check()
    assert.equal(await dialog.getByRole('button', { name: 'Delete', exact: true }).isEnabled(), true)
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await left.getByRole('link', { name: /people of Okta/ }).click()
    await page.waitForURL(/\/users\?.*origin=okta/)
  })

  test('nothing was said on the console, and no other host was asked', () => assert.deepEqual(complaints, []))
})
