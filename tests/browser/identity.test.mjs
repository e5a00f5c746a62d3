// People, roles, locks, connectors and the account of a running `portolan demo`, in a real browser.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BASE, prove, shot, signIn, start } from './browser.mjs'
import { settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')

describe('people and what they may do', { skip: !ready }, () => {
  let browser, context, page, complaints
  const open = async (path) => {
    await page.goto(BASE + path)
    await settled(page)
  }

  before(async () => {
    ;({ browser, context, page, complaints } = await start())
    await signIn({ context, page })
  })
  after(() => browser?.close())

  test('the menu offers what the roles permit', async () => {
    for (const name of ['Users', 'Roles', 'Locks', 'Connectors', 'Audit log']) assert.equal(await page.getByRole('link', { name, exact: true }).count(), 1, name)
  })

  test('users are listed, filtered, and a link reopens the filter', async () => {
    await open('/users?origin=local')
    await page.getByRole('table', { name: 'Users' }).locator('tbody tr').first().waitFor()
    await page.getByLabel('Filter by name or e-mail').fill('nobody-has-this-name')
    await page.getByText('Nobody matches').waitFor()
    assert.match(page.url(), /q=nobody-has-this-name/)
    await page.reload()
    await page.getByText('Nobody matches').waitFor()
    await shot(page, 'identity-users')
  })

  test('a local administrator is made, locked, lifted, barred and deleted', async () => {
    const name = `walk-${Date.now().toString(36)}`
    await open('/users')
    await page.getByRole('button', { name: 'New local administrator' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name').fill(name)
    await form.locator('input[autocomplete="new-password"]').fill('seven lanterns over the quay')
    await form.getByRole('button', { name: 'Make' }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
    await shot(page, 'identity-person')
    await page.getByRole('button', { name: 'Lock…' }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('a trial')
    await page.getByRole('dialog').getByRole('button', { name: 'Lock now' }).click()
    await page.getByRole('heading', { name: 'Locks in force' }).waitFor()
    await page.getByRole('button', { name: `Lift the lock of ${name}` }).click()
    await page.getByRole('button', { name: 'Lift now' }).click()
    await page.getByRole('heading', { name: 'Locks in force' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await page.waitForURL((url) => url.pathname === '/users')
  })

  test('a role is made by clicks in its table, and deleted', async () => {
    const name = `walk-${Date.now().toString(36)}`
    await open('/roles/new')
    await page.getByLabel('Name').fill(name)
    const cell = page.getByRole('button', { name: /^Users, list: not permitted/ })
    await cell.click()
    await page.getByRole('button', { name: /^Users, list: permitted/ }).waitFor()
    await page.getByRole('button', { name: 'Make the role' }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
    const row = page.getByRole('table', { name: 'Permissions' }).getByRole('row', { name: /^Users/ })
    assert.equal(await row.getByRole('img', { name: 'permitted', exact: true }).count(), 1)
    await shot(page, 'identity-role')
    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await page.waitForURL((url) => url.pathname === '/roles')
  })

  test('presets cannot be changed', async () => {
    await open('/roles/editor')
    await page.getByText('it cannot be changed').waitFor()
    assert.equal(await page.getByRole('link', { name: 'Change', exact: true }).count(), 0)
  })

  test('making a connector says what to enter in Okta, and what is wrong with metadata', async () => {
    await open('/connectors/new')
    await page.getByLabel('Name').fill('walk')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('/v1/webapi/saml/acs/walk').first().waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('As XML').click()
    await page.getByLabel('Metadata XML').fill('<nothing/>')
    await page.getByRole('button', { name: 'Read and look at it' }).click()
    await page.locator('[aria-invalid="true"]').waitFor()
    await shot(page, 'identity-connector')
  })

  test('the account shows roles and sessions, and offers a second factor with a drawn code', async () => {
    await open('/account')
    await page.getByText('this one').waitFor()
    const setUp = page.getByRole('button', { name: 'Set up…' })
    if ((await setUp.count()) > 0) {
      await setUp.click()
      await prove(page)
      await page.getByRole('img', { name: /authenticator app/ }).waitFor()
      await shot(page, 'identity-second-factor')
      await page.getByRole('button', { name: 'Cancel' }).click()
    }
  })

  test('the audit log tells what was just done', async () => {
    await open('/audit?about=role')
    await page.getByText('role delete').first().waitFor()
    await page.getByRole('button', { name: /^Detail of entry/ }).first().click()
    await page.getByText('role.delete').first().waitFor()
    await shot(page, 'identity-audit')
  })

  test('the whole audit log is searched, a link reopens the question, and a file takes the answer', async () => {
    await open('/audit?target=integration&from=24h')
    await page.getByText('entries that match').first().waitFor()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'CSV' }).click()
    assert.equal((await file).suggestedFilename(), 'portolan-audit.csv')
    await page.getByLabel('Who', { exact: true }).fill('nobody-at-all')
    await page.getByText('Nothing matches').waitFor()
    assert.match(page.url(), /actor=nobody-at-all/)
    await page.reload()
    await page.getByText('Nothing matches').waitFor()
  })

  test('narrow screens keep every page in reach', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['/users', '/roles', '/roles/editor', '/locks', '/connectors', '/connectors/new', '/audit', '/account']) {
      await open(path)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(wide <= 1, `${path} is ${wide} pixels too wide`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('nothing was said on the console, and no other host was asked', () => assert.deepEqual(complaints, []))
})
