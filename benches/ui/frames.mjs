// How fluid a picture of many nodes is: `node benches/ui/frames.mjs [nodes] [edges]`, after `npm run build` in ui and
// `npm ci` in tests/browser. The pages are the built ones; the answers are made up, so that nothing else is measured.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { createRequire } from 'node:module'

const root = new URL('../../', import.meta.url).pathname
const { chromium } = createRequire(join(root, 'tests/browser/package.json'))('playwright-core')
const nodes = Number(process.argv[2] ?? 50_000)
const edges = Number(process.argv[3] ?? nodes * 2)
const dist = join(root, 'ui/dist/')
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }

const snapshot = { id: 's', org_url: 'https://acme.okta.com', taken_at: new Date().toISOString(), age_s: 1 }
/** Two fifths people, then groups and apps; every person in some groups, every group with some apps. */
function picture() {
  const people = Math.floor(nodes * 0.9)
  const groups = Math.floor(nodes * 0.09)
  const kind = (at) => (at < people ? ['identity', 'okta_user', 'identity'] : at < people + groups ? ['identity_group', 'okta_group', 'group'] : ['resource', 'okta_app', 'resource'])
  const list = Array.from({ length: nodes }, (_, at) => {
    const [word, sub_kind, column] = kind(at)
    return { node: { id: `okta/acme.okta.com/n${at}`, name: `${sub_kind.slice(5)} ${at}`, kind: word, sub_kind }, column }
  })
  let seed = 7
  const random = (below) => ((seed = (seed * 48271) % 2147483647), seed % below)
  const links = Array.from({ length: edges }, (_, at) => {
    const toApp = at % 10 === 0
    const from = toApp ? people + random(groups) : random(people)
    const to = toApp ? people + groups + random(nodes - people - groups) : people + random(groups)
    return { from: `okta/acme.okta.com/n${from}`, to: `okta/acme.okta.com/n${to}`, edge: toApp ? 'assigned_to' : 'member_of', label: toApp ? 'assigned to' : 'member of', derived: false }
  })
  return { nodes: list, edges: links, folds: [], left_out: null, snapshot }
}
const ANSWERS = {
  '/api/v1/session': { signed_in: true, principal: { name: 'bench', via: 'session', role: 'admin' }, csrf_token: 'x', expires_at: null, setup_required: false, version: 'bench' },
  '/api/v1/integrations': { integrations: [] },
  '/api/v1/graph/explore': picture(),
}
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://bench')
  if (pathname.startsWith('/api/')) {
    const found = ANSWERS[pathname]
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(found ?? { error: { code: 'not_found', message: 'not here' } }))
  }
  const file = extname(pathname) && existsSync(join(dist, pathname)) ? join(dist, pathname) : join(dist, 'index.html')
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' })
  createReadStream(file).pipe(response)
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const base = process.env.PORTOLAN_PAGES ?? `http://127.0.0.1:${server.address().port}`

// A machine without a graphics card draws with the processor (SwiftShader): the worst case.
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] })
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
if (process.env.PORTOLAN_PAGES) await page.route((url) => url.pathname.startsWith('/api/'), (route) => route.fulfill({ json: ANSWERS[new URL(route.request().url()).pathname] ?? {} }))
await page.addInitScript(() => {
  globalThis.frames_ = []
  let last
  const tick = (now) => { if (last !== undefined) globalThis.frames_.push(now - last); last = now; requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
})
const began = Date.now()
await page.goto(`${base}/explore?around=${encodeURIComponent('["okta/acme.okta.com/n0"]')}`)
await page.locator('canvas').first().waitFor({ timeout: 120_000 })
await page.waitForFunction(() => globalThis.frames_.length > 5 && globalThis.frames_.slice(-5).every((one) => one < 500), undefined, { timeout: 120_000 }).catch(() => undefined)
const opened = Date.now() - began
const renderer = await page.evaluate(() => { const gl = document.createElement('canvas').getContext('webgl2'); return gl ? gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER) : 'none' })

const box = await page.locator('canvas').first().boundingBox()
const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
/** Frame times while something is done. */
async function during(name, act) {
  await page.evaluate(() => { globalThis.frames_.length = 0 })
  await act()
  const list = (await page.evaluate(() => globalThis.frames_)).sort((a, b) => a - b)
  const at = (share) => (list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0).toFixed(1)
  console.log(`${name.padEnd(26)} ${String(list.length).padStart(4)} frames   median ${at(0.5).padStart(7)} ms   p95 ${at(0.95).padStart(7)} ms   worst ${at(1).padStart(7)} ms`)
}
console.log(`${nodes} nodes, ${edges} edges; ${renderer}; opened in ${opened} ms`)
await during('still', () => page.waitForTimeout(1500))
await during('drag', async () => {
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= 40; step += 1) await page.mouse.move(x + step * 8, y + Math.sin(step / 4) * 60)
  await page.mouse.up()
  await page.waitForTimeout(600)
})
await during('zoom', async () => {
  for (let step = 0; step < 12; step += 1) { await page.mouse.wheel(0, step < 6 ? -240 : 240); await page.waitForTimeout(60) }
  await page.waitForTimeout(600)
})
await during('point at nodes', async () => {
  for (let step = 0; step < 40; step += 1) await page.mouse.move(box.x + 60 + step * 18, y + (step % 5) * 9)
  await page.waitForTimeout(600)
})
await page.screenshot({ path: join(root, 'tests/browser/test-results/frames.png') }).catch(() => undefined)
await browser.close()
server.close()
