// Rules of one's own, exceptions, forwards, imports and whose accounts they are: a running `portolan demo`, in a real browser.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { BASE, shot, signIn, start } from './browser.mjs'
import { settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')
const mark = Date.now().toString(36)

describe('what is judged, told and taken in', { skip: !ready }, () => {
  let browser, context, page, complaints, other
  const open = async (path) => {
    await page.goto(BASE + path)
    await settled(page)
  }
  /** Writes a whole file into the editor. */
  const write = async (text) => {
    await page.getByRole('textbox', { name: 'Rule file' }).click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.insertText(text)
  }
  const rule = (id, more = '') => `id: ${id}\ntitle: Walked rule ${mark}\nseverity: low\nsource: okta\nselect:\n  opened: {action: app.access}\n${more}examples:\n  - {name: one, fires: 1, events: [{okta: {eventType: user.authentication.sso}}]}\n`

  before(async () => {
    ;({ browser, context, page, complaints } = await start())
    await signIn({ context, page })
  })
  after(async () => {
    other?.close()
    await browser?.close()
  })

  test('a mistake in a rule is told with its line, and marked there', async () => {
    await open('/rules/new')
    await page.locator('.cm-editor').waitFor()
    await page.getByText('ten in a row', { exact: true }).waitFor()
    await write(rule(`own.walk-${mark}`).replace('severity: low', 'severty: low'))
    await page.getByText(/^Line 3, column/).waitFor()
    await page.locator('.cm-lint-marker-error').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Keep, switched off' }).isDisabled(), true)
    await shot(page, 'rules-mistake')
  })

  test('an example that does not go as it says holds the rule back', async () => {
    await write(rule(`own.walk-${mark}`).replace('fires: 1', 'fires: 2'))
    await page.getByText('and that is not what it says').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Keep, switched off' }).isDisabled(), true)
  })

  test('a rule is kept switched off, run over history, switched on, excepted from, changed and removed', async () => {
    await write(rule(`own.walk-${mark}`))
    await page.getByRole('img', { name: 'As it says' }).waitFor()
    await page.getByRole('button', { name: 'Keep, switched off' }).click()
    await page.getByText('This rule is off, and says nothing').waitFor()
    await page.getByRole('button', { name: 'Run over it' }).click()
    await page.getByText(/It would have (said nothing|raised)/).waitFor()
    await shot(page, 'rules-own')
    await page.getByRole('button', { name: 'Switch it on' }).click()
    await page.getByText('This rule is off, and says nothing').waitFor({ state: 'detached' })
    await page.getByRole('textbox', { name: 'Column' }).or(page.getByRole('combobox', { name: 'Column' })).first().fill('ip')
    await page.keyboard.press('Escape')
    await page.getByLabel('How', { exact: true }).first().click()
    await page.getByRole('option', { name: 'is in the network' }).click()
    await page.getByRole('combobox', { name: 'Values' }).or(page.getByRole('textbox', { name: 'Values' })).first().fill('192.0.2.0/24')
    await page.keyboard.press('Enter')
    await page.getByLabel('Why', { exact: true }).fill('scanner of the red team')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('ip is in the network 192.0.2.0/24').waitFor()
    await shot(page, 'rules-exception')
    await page.getByRole('link', { name: 'Change the file' }).click()
    await page.getByRole('heading', { name: `Change own.walk-${mark}` }).waitFor()
    await page.locator('.cm-editor').waitFor()
    await write(rule(`own.walk-${mark}`).replace('Walked rule', 'Changed rule'))
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await page.getByRole('heading', { name: `Changed rule ${mark}`, level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('button', { name: `Remove own.walk-${mark}` }).click()
    await page.waitForURL((url) => url.pathname === '/rules')
  })

  test('a shipped rule is the beginning of one’s own', async () => {
    await open('/rules/okta.push-bombing')
    await page.getByRole('link', { name: 'Begin a rule of one’s own with it' }).click()
    await page.getByText('own.okta-push-bombing ·').waitFor()
  })

  test('a forward is made, shown without its secrets, and removed', async () => {
    let tested
    other = createServer(async (request, response) => {
      let text = ''
      for await (const part of request) text += part
      tested = JSON.parse(text)
      response.setHeader('connection', 'close').end()
    })
    await new Promise((done) => other.listen(0, '127.0.0.1', done))
    await open('/forwards')
    await page.getByRole('button', { name: 'New forward' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name').fill(`walk-${mark}`)
    await form.getByLabel('Address').fill('alerts.example.com')
    await form.getByText('Write it as https://').waitFor()
    await form.getByLabel('Address').fill(`http://127.0.0.1:${other.address().port}/secret-path`)
    await form.getByRole('button', { name: 'Make' }).click()
    await page.getByRole('cell', { name: `walk-${mark}`, exact: true }).waitFor()
    assert.equal(await page.getByText('secret-path').count(), 0)
    await shot(page, 'forwards')
    const test = page.getByRole('button', { name: `Send a test to walk-${mark}` })
    await test.click()
    await page.getByText('Test taken').waitFor()
    assert.equal(tested.kind, 'test')
    await new Promise((done) => other.close(done))
    await test.click()
    await page.getByText('Test failed').waitFor()
    await shot(page, 'forwards-tested')
    await page.getByRole('button', { name: `Remove walk-${mark}` }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await page.getByRole('cell', { name: `walk-${mark}`, exact: true }).waitFor({ state: 'detached' })
  })

  test('a mail server is asked for in fields, and its password goes with its user', async () => {
    await open('/forwards')
    await page.getByRole('button', { name: 'New forward' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Kind' }).or(form.getByRole('combobox', { name: 'Kind' })).first().click()
    await page.getByRole('option', { name: 'E-mail' }).click()
    await form.getByLabel('Name').fill(`mail-${mark}`)
    await form.getByLabel('Mail server').fill('127.0.0.1:9')
    await form.getByRole('textbox', { name: /^From/ }).fill('alerts@example.com')
    await form.getByRole('textbox', { name: /^To/ }).fill('soc@example.com, nobody')
    await form.getByText('nobody is no address').waitFor()
    await form.getByRole('textbox', { name: /^To/ }).fill('soc@example.com, cert@example.com')
    await form.getByRole('textbox', { name: /^User/ }).fill('relay')
    assert.equal(await form.getByRole('button', { name: 'Make' }).isDisabled(), true)
    await form.locator('input[type="password"]').fill('walk-password')
    await shot(page, 'forwards-mail')
    await form.getByRole('button', { name: 'Make' }).click()
    await page.getByRole('cell', { name: '127.0.0.1:9', exact: true }).waitFor()
    await page.getByRole('button', { name: `Remove mail-${mark}` }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await page.getByRole('cell', { name: `mail-${mark}`, exact: true }).waitFor({ state: 'detached' })
  })

  test('files are imported one after the other, and a second time nothing is kept twice', async () => {
    const events = Array.from({ length: 3 }, (_, at) => JSON.stringify({ eventVersion: '1.08', eventID: `walk-${mark}-${at}`, eventTime: new Date(Date.now() - 3_600_000).toISOString(), eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin', awsRegion: 'eu-central-1', sourceIPAddress: '192.0.2.7', recipientAccountId: '123456789012', userIdentity: { type: 'IAMUser', principalId: `AIDA${mark}`, userName: `walk-${mark}`, accountId: '123456789012' } })).join('\n')
    const file = { name: 'trail.json', mimeType: 'application/json', buffer: Buffer.from(events) }
    await open('/collectors/import')
    const chosen = page.locator('input[type="file"]')
    await chosen.setInputFiles([file, { ...file, name: 'again.json' }])
    await page.getByRole('button', { name: 'Import 2 files' }).click()
    const table = page.getByRole('table', { name: 'Imported files' })
    await table.getByRole('img', { name: 'Imported' }).nth(1).waitFor()
    const cells = async (name) => (await table.getByRole('row', { name: new RegExp(name) }).getByRole('cell').allTextContents()).slice(1, 4)
    assert.deepEqual(await cells('trail.json'), ['3', '3', '0'])
    assert.deepEqual(await cells('again.json'), ['3', '0', '3'])
    await shot(page, 'import')
  })

  test('an account is linked to a person with a reason, its events are theirs, and it is taken back', async () => {
    const { people } = await (await page.request.get(`${BASE}/api/v1/users?origin=okta&limit=1`)).json()
    await open(`/activity/identity?name=${encodeURIComponent(people[0].name)}`)
    await page.getByRole('button', { name: 'Link an account' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Organization').fill('123456789012')
    await form.getByLabel('Account').fill(`AIDA${mark}`)
    await form.getByLabel('How you know').fill('asked them')
    await form.getByRole('button', { name: 'Link', exact: true }).click()
    const row = page.getByRole('table', { name: 'Accounts' }).getByRole('row', { name: new RegExp(`AIDA${mark}`) })
    await row.getByText('said here by hand').waitFor()
    await shot(page, 'identity-accounts')
    await row.getByRole('button', { name: /^Take back the correction/ }).click()
    await row.getByRole('button', { name: 'Take it back' }).click()
    await row.waitFor({ state: 'detached' })
  })

  test('one identity: access beside use, what changed, and land under the places', async () => {
    const { facets } = await (await page.request.get(`${BASE}/api/v1/activity/facets?columns=actor_name&q=action:app.access&top=1`)).json()
    const name = facets[0].values[0]?.value
    await open(`/activity/identity?name=${encodeURIComponent(name)}`)
    await page.getByRole('heading', { name: /^Access, beside what was used/ }).waitFor()
    await page.getByText('All', { exact: true }).click()
    await page.getByRole('table', { name: 'Access beside use' }).locator('tbody tr').first().waitFor()
    await page.getByText(/Access now, beside the scan of|There is one scan so far/).waitFor()
    await page.locator('svg[aria-label*="place"] path').waitFor({ state: 'attached' })
    await shot(page, 'identity-page')
  })

  test('narrow screens keep every page in reach', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['/rules/new', '/rules/okta.push-bombing', '/forwards', '/collectors/import', '/integrations/enroll/okta/sign-on', '/integrations/enroll/okta/scim', '/integrations/enroll/okta/user-sync', '/integrations/enroll/okta/security']) {
      await open(path)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(wide <= 1, `${path} is ${wide} pixels too wide`)
    }
  })

  test('nothing was said on the console, and no other host was asked', () => assert.deepEqual(complaints, []))
})
