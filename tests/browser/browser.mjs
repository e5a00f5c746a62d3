// A headless Chromium that watches the page: errors on the console, failed requests, requests to any other host.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const file = process.env.PORTOLAN_READY_FILE
const ready = file ? JSON.parse(readFileSync(file, 'utf8')) : {}

export const BASE = (process.env.PORTOLAN_URL ?? ready.url ?? '').replace(/\/$/, '')
const shots = new URL('./test-results/', import.meta.url).pathname

const ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

/** Starts a browser that is not signed in; `base` is another server than that of the environment. */
export async function start({ base = BASE, ...options } = {}) {
  mkdirSync(shots, { recursive: true })
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ARGS })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', ...options })
  if (process.env.PORTOLAN_UI_DIST) await otherPages(context, process.env.PORTOLAN_UI_DIST, base)
  const page = await context.newPage()
  page.setDefaultTimeout(Number(process.env.PORTOLAN_PATIENCE ?? 15_000))
  return { browser, context, page, complaints: watch(page, base) }
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }

/** Pages of a folder (`ui/dist` after `npm run build`) in place of those in the binary, under the server's own policy. */
async function otherPages(context, dist, base) {
  const policy = (await fetch(base)).headers.get('content-security-policy') ?? ''
  const isPage = (url) => url.origin === new URL(base).origin && !/^\/(api|v1|healthz|readyz|metrics|\.well-known)(\/|$)/.test(url.pathname)
  await context.route(isPage, (route) => {
    const wanted = join(dist, new URL(route.request().url()).pathname)
    const isFile = wanted.includes('/assets/') || existsSync(wanted)
    if (isFile && !existsSync(wanted)) return route.continue()
    const path = isFile && extname(wanted) ? wanted : join(dist, 'index.html')
    return route.fulfill({ path, headers: { 'content-type': TYPES[extname(path)] ?? 'text/plain', 'content-security-policy': policy } })
  })
  // What a redirect leads to is not routed, so a sign-in that comes back is led on by a page.
  await context.route((url) => url.origin === new URL(base).origin && url.pathname.startsWith('/v1/webapi/saml/acs/'), async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 })
    const { location, ...headers } = answer.headers()
    return location ? route.fulfill({ status: 200, headers: { ...headers, 'content-type': 'text/html' }, body: `<meta http-equiv="refresh" content="0;url=${location}">` }) : route.fulfill({ response: answer })
  })
}

function watch(page, base) {
  const host = new URL(base).host
  const complaints = []
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // Chromium itself writes a line for every answer of 400 and more; the pages show those, and tests ask for them.
    if (message.text().startsWith('Failed to load resource')) return
    complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.host !== host) complaints.push(`request to another host: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`)
  })
  return complaints
}

/**
 * Signs in the way that the environment offers: the ready file of `portolan demo` has a name and a password; the
 * one-time link makes an administrator of a fresh server; a token goes with every request of the context.
 */
export async function signIn({ context, page }) {
  const link = process.env.PORTOLAN_SIGN_IN_URL
  const token = process.env.PORTOLAN_TOKEN
  if (ready.sign_in_password) {
    await page.goto(ready.sign_in_url)
    await page.getByLabel('Name').fill(ready.sign_in_name)
    await page.locator('input[autocomplete="current-password"]').fill(ready.sign_in_password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  } else if (link) {
    await page.goto(link)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    if (page.url().includes('/setup')) await setUp(page)
  } else if (token) {
    await context.setExtraHTTPHeaders({ authorization: `Bearer ${token}` })
    await page.goto(`${BASE}/`)
  } else {
    throw new Error('set PORTOLAN_READY_FILE to the file that `portolan demo --ready-file FILE` writes')
  }
  await page.getByRole('heading', { name: 'Who can reach what' }).waitFor()
}

async function setUp(page) {
  const fields = page.locator('input[autocomplete="new-password"]')
  if ((await fields.count()) === 0) return
  await page.getByLabel('Name').fill('admin')
  await fields.nth(0).fill('correct horse battery staple')
  await fields.nth(1).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Make administrator' }).click()
}

/** Proves anew who one is, with the password that `signIn` used. */
export async function prove(page, password = ready.sign_in_password ?? 'correct horse battery staple') {
  const dialog = page.getByRole('dialog', { name: 'Prove that it is you' })
  await dialog.locator('input[autocomplete="current-password"]').fill(password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Keeps a picture of the page for people to look at. */
export const shot = (page, name) => page.screenshot({ path: `${shots}${name}.png` })
