// The enrolment of an Okta organization, step by step: once as an administrator of a running `portolan demo` finds it,
// and once from nothing, on a server of its own (`PORTOLAN_BIN`, the binary), with the demonstration's organization.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { BASE, shot, signIn, start } from './browser.mjs'
import { settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')
const demo = process.env.PORTOLAN_READY_FILE ? JSON.parse(readFileSync(process.env.PORTOLAN_READY_FILE, 'utf8')) : {}
const binary = process.env.PORTOLAN_BIN
const STEPS = ['Organization and credentials', 'Single sign-on', 'SCIM', 'User sync', 'App and group sync', 'Identity Security']
const at = (step) => `/integrations/enroll/okta/${step}`

/** The sign-in page of the simulated Okta, and on to where it leads. */
async function signInAtOkta(page) {
  await page.locator('#okta-signin-username').fill(demo.saml_people[0])
  await page.locator('#okta-signin-password').fill(demo.saml_password)
  await page.locator('#okta-signin-submit').click()
}

describe('an enrolment that others began', { skip: !ready }, () => {
  let browser, context, page, complaints
  const open = async (path) => {
    await page.goto(BASE + path)
    await settled(page)
  }
  const title = () => page.locator('#enroll-step').textContent()

  before(async () => {
    ;({ browser, context, page, complaints } = await start())
    await signIn({ context, page })
  })
  after(() => browser?.close())

  test('every step has a link, and the steps are walked by keyboard with the focus on each', async () => {
    await open(at('organization'))
    for (const [index, name] of STEPS.entries()) {
      assert.equal(await title(), name)
      assert.equal(await page.getByRole('link', { name: new RegExp(`^${name}`) }).first().getAttribute('aria-current'), 'step')
      if (index === STEPS.length - 1) break
      if (index > 0) assert.equal(await page.evaluate(() => document.activeElement?.id), 'enroll-step')
      await page.getByRole('link', { name: /^(Next:|Skip for now|Skip: no)/ }).focus()
      await page.keyboard.press('Enter')
      await page.getByText(`Step ${index + 2} of 6`).waitFor()
    }
    await page.goBack()
    await page.getByText('Step 5 of 6').waitFor()
    await page.reload()
    await page.getByText('Step 5 of 6').waitFor()
    await page.getByRole('link', { name: 'Leave, go on later' }).click()
    await page.getByRole('heading', { name: 'Okta', level: 1 }).waitFor()
  })

  test('filters of apps and groups are previewed, and the step says what begins when', async () => {
    await open(at('lists'))
    await page.getByText(/othing is synchronised yet/).waitFor()
    const groups = page.getByRole('group', { name: 'Groups' })
    await groups.getByText(/^\d+ of \d+$/).waitFor()
    await groups.getByLabel('Groups to include').fill('no-such-group-*')
    await page.keyboard.press('Enter')
    await groups.getByText(/^0 of \d+$/).waitFor()
    await groups.getByText('No name is like no-such-group-*').waitFor()
    await shot(page, 'enroll-lists')
  })

  test('a trial sign-in goes through Okta, comes back to its step, and shows assertion, attributes and roles', async () => {
    await open(at('sign-on'))
    await page.getByRole('button', { name: 'Try a sign-in' }).click()
    await signInAtOkta(page)
    await page.waitForURL((url) => url.pathname === at('sign-on'))
    await page.getByText('Would be let in').first().waitFor()
    await page.getByText('The assertion as it was signed').first().waitFor()
    await page.getByText(/is like .* gives/).first().waitFor()
    await shot(page, 'enroll-trial')
  })

  test('a token of SCIM is shown once', async () => {
    await open(at('scim'))
    await page.getByText('Okta has called.').waitFor()
    await page.getByRole('button', { name: 'New token' }).click()
    await page.getByText('The token, shown this once').waitFor()
    await shot(page, 'enroll-scim')
    await page.reload()
    await page.getByText('Okta has called.').waitFor()
    assert.equal(await page.getByText('The token, shown this once').count(), 0)
  })

  test('user sync for other people is saved after a look at its plan, not before', async () => {
    await open(at('user-sync'))
    const save = page.getByRole('button', { name: 'Save' })
    await page.getByRole('combobox', { name: 'Who' }).click()
    await page.getByRole('option', { name: 'Members of groups' }).click()
    await page.getByRole('combobox', { name: 'Groups' }).fill('Engineering')
    await page.keyboard.press('Enter')
    assert.equal(await save.isDisabled(), true)
    await page.getByRole('button', { name: 'What would this do?' }).click()
    await page.getByText('What this would do').waitFor()
    assert.equal(await save.isDisabled(), false)
    await shot(page, 'enroll-user-sync')
  })

  test('where nothing is connected, steps say what they need and lead there', async () => {
    const organizations = (url) => url.pathname === '/api/v1/integrations'
    const ways = (url) => url.pathname === '/api/v1/connectors'
    await context.route(organizations, (route) => route.fulfill({ json: { integrations: [] } }))
    await context.route(ways, (route) => route.fulfill({ json: { connectors: [] } }))
    await open('/integrations/okta/new')
    assert.equal(await title(), STEPS[0])
    await open(at('user-sync'))
    await page.getByText('This step is not available yet').waitFor()
    await shot(page, 'enroll-needs')
    await page.locator('[role="note"]').getByRole('link', { name: 'Single sign-on' }).click()
    await page.getByText('/v1/webapi/saml/acs/okta').first().waitFor()
    await context.unroute(organizations)
    await context.unroute(ways)
  })

  test('nothing was said on the console, and no other host was asked', () => assert.deepEqual(complaints.filter((line) => !line.includes(new URL(demo.okta_url ?? BASE).host)), []))
})

describe('an enrolment from nothing', { skip: !ready || !binary || !demo.okta_token }, () => {
  let browser, page, server, folder, base
  const next = () => page.getByRole('link', { name: /^Next/ }).click()

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-enroll-'))
    server = spawn(binary, ['serve', '--listen', '127.0.0.1:0', '--data-dir', folder, '--allow-private-org-urls'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const setup = await new Promise((resolve, reject) => {
      createInterface({ input: server.stdout }).on('line', (line) => { const found = /http\S+\/setup\?code=\S+/.exec(line); if (found) resolve(found[0]) })
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    })
    base = new URL(setup).origin
    ;({ browser, page } = await start({ base }))
    await page.goto(setup)
    await page.getByLabel('Name').fill('admin')
    for (const field of await page.locator('input[autocomplete="new-password"]').all()) await field.fill('correct horse battery staple')
    await page.getByRole('button', { name: 'Make administrator' }).click()
    await page.getByRole('link', { name: 'Connect Okta' }).first().click()
  })
  after(async () => {
    await browser?.close()
    server?.kill()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  test('organization and credentials: checked, then connected', async () => {
    await page.getByLabel('Okta organization URL').fill(demo.okta_url)
    await page.locator('input[type="password"]').fill(demo.okta_token)
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByRole('img', { name: 'May be read' }).first().waitFor()
    await shot(page, 'enroll-fresh-check')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('Signs in with').waitFor()
    await next()
  })

  test('single sign-on: the app in Okta, its metadata, roles, a trial', async () => {
    const acs = (await page.getByText('/v1/webapi/saml/acs/okta').first().textContent()) ?? ''
    const made = await fetch(`${demo.okta_url}/_sim/sso`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ acs_url: acs, label: 'Portolan from nothing' }) })
    const { metadata_url } = await made.json()
    await page.getByLabel('Metadata URL').fill(metadata_url)
    await page.getByRole('button', { name: 'Read and look at it' }).click()
    await page.getByText('The metadata can be read').waitFor()
    await page.getByLabel('Value').first().fill('*')
    await page.getByRole('button', { name: 'Make the connector' }).click()
    await page.getByRole('button', { name: 'Try a sign-in' }).click()
    await signInAtOkta(page)
    await page.waitForURL((url) => url.pathname === at('sign-on'))
    await page.getByText('Would be let in').first().waitFor()
    await shot(page, 'enroll-fresh-sign-on')
    await next()
  })

  test('SCIM: Okta’s first call shows as it comes', async () => {
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('Waiting for Okta’s first call').waitFor()
    const token = await page.getByText(/^portolan_scim_/).textContent()
    await fetch(`${base}/v1/webapi/scim/okta/Users?startIndex=1&count=2`, { headers: { authorization: `Bearer ${token}` } })
    await page.getByText('Okta has called.').waitFor()
    await shot(page, 'enroll-fresh-scim')
    await next()
  })

  test('user sync: the plan, then on', async () => {
    await page.getByRole('switch', { name: 'Keep people in step with Okta' }).check()
    await page.getByRole('combobox', { name: 'Who' }).click()
    await page.getByRole('option', { name: 'Everybody' }).click()
    await page.getByRole('button', { name: 'What would this do?' }).click()
    await page.getByText(/^Created: /).waitFor()
    await shot(page, 'enroll-fresh-plan')
    await page.getByRole('button', { name: 'Save' }).click()
    await next()
    await next()
  })

  test('Identity Security: scan and log, and the status page at the end', async () => {
    await page.getByText('Okta System Log').first().waitFor()
    await page.getByText('Resource scan').first().waitFor()
    await page.getByRole('link', { name: 'Finish' }).click()
    await page.getByRole('heading', { name: 'Okta', level: 1 }).waitFor()
    await shot(page, 'enroll-fresh-status')
  })
})
