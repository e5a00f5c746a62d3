// Passkeys of a running `portolan demo`, with the virtual authenticator of the browser's DevTools.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { BASE, prove, shot, start } from './browser.mjs'
import { settled } from './pages.mjs'

const file = process.env.PORTOLAN_READY_FILE
const ready = file ? JSON.parse(readFileSync(file, 'utf8')) : {}
// Browsers make no passkeys for bare addresses.
const NAMED = BASE.replace('127.0.0.1', 'localhost')
const NAME = `key-${Date.now().toString(36)}`
const PASSWORD = 'seven lanterns over the quay'

describe('passkeys', { skip: !ready.token && 'skipped: PORTOLAN_READY_FILE is not set' }, () => {
  let browser, context, page, devtools, authenticator

  const open = async (path) => {
    await page.goto(NAMED + path)
    await settled(page)
  }
  const signOut = async () => {
    await context.clearCookies()
    await open('/sign-in')
  }
  const typePassword = async () => {
    await page.getByLabel('Name').fill(NAME)
    await page.locator('input[autocomplete="current-password"]').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  const isIn = () => page.getByRole('heading', { name: 'Who can reach what' }).waitFor()

  before(async () => {
    const made = await fetch(`${BASE}/api/v1/users`, {
      method: 'POST', headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: NAME, password: PASSWORD, roles: ['editor'] }),
    })
    assert.equal(made.status, 201)
    ;({ browser, context, page } = await start())
    devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
    authenticator = (await devtools.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId
  })
  after(() => browser?.close())

  test('one is made and renamed on the account page', async () => {
    await open('/sign-in')
    await typePassword()
    await isIn()
    await open('/account')
    await page.getByRole('button', { name: 'Add…' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('laptop')
    await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click()
    await prove(page, PASSWORD)
    const table = page.getByRole('table', { name: 'Passkeys' })
    await table.getByText('laptop').waitFor()
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId: authenticator })
    assert.deepEqual(credentials.map((one) => [one.isResidentCredential, one.rpId]), [[true, 'localhost']])
    await page.getByRole('button', { name: 'Rename laptop' }).click()
    await page.getByLabel('New name').fill('work laptop')
    await page.getByRole('button', { name: 'Rename', exact: true }).click()
    await table.getByText('work laptop').waitFor()
    await shot(page, 'identity-passkeys')
  })

  test('the same authenticator is not taken twice', async () => {
    await page.getByRole('button', { name: 'Add…' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('again')
    await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click()
    await prove(page, PASSWORD)
    await page.getByText('holds a passkey of yours already').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  })

  test('it signs in without a name', async () => {
    await signOut()
    await shot(page, 'identity-passkey-sign-in')
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await isIn()
    await open('/account')
    await page.getByRole('table', { name: 'Passkeys' }).getByText('never').waitFor({ state: 'detached' })
  })

  test('the password alone is not enough any more', async () => {
    await signOut()
    await typePassword()
    await page.getByText('Now show your passkey').waitFor()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await isIn()
  })

  test('one that does not verify who uses it is refused', async () => {
    await signOut()
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: false })
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('Nothing was chosen').waitFor()
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: true })
  })

  test('removed, it signs nobody in, and the password does again', async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await isIn()
    await open('/account')
    await page.getByRole('button', { name: 'Remove work laptop' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    const dialog = page.getByRole('dialog', { name: 'Prove that it is you' })
    await dialog.locator('input[autocomplete="current-password"]').fill('not the password')
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await dialog.getByText('neither your password nor a passkey').waitFor()
    await shot(page, 'identity-proof')
    await dialog.getByRole('button', { name: 'Show a passkey' }).click()
    await page.getByRole('table', { name: 'Passkeys' }).waitFor({ state: 'detached' })
    await signOut()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('does not sign anybody in').waitFor()
    await typePassword()
    await isIn()
  })
})
