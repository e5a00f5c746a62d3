// How fast pages open against a running server, from the click to what the reader came for:
// `PORTOLAN_READY_FILE=ready.json node benches/ui/opens.mjs [rounds]`, where the file is the one that
// `portolan demo --org large --ready-file ready.json` writes.
import { BASE, signIn, start } from '../../tests/browser/browser.mjs'
import { everyPage } from '../../tests/browser/pages.mjs'

const rounds = Number(process.argv[2] ?? 5)
const { browser, context, page } = await start()
await signIn({ context, page })
const pages = await everyPage(page)
/** A page, and what its reader waits for. */
const VIEWS = [
  ['first view (Home)', pages.home, 'State of the scan'],
  ['Browse, users', pages.browse, null],
  ['ways of one user', pages.ways, null],
  ['connections of the largest group', pages.connections, null],
  ['standing privileges', pages['dash-standing'], null],
  ['ways to super administrator', pages['dash-escalation'], null],
]
for (const [name, path, text] of VIEWS) {
  const times = []
  for (let round = 0; round < rounds; round += 1) {
    // A context of its own, so that nothing is in the cache: a first visit.
    const fresh = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState: await context.storageState() })
    if (process.env.PORTOLAN_TOKEN) await fresh.setExtraHTTPHeaders({ authorization: `Bearer ${process.env.PORTOLAN_TOKEN}` })
    const visit = await fresh.newPage()
    const began = performance.now()
    await visit.goto(BASE + path, { waitUntil: 'commit' })
    await (text ? visit.getByText(text).first() : visit.locator('tbody tr, [role="application"], canvas').first()).waitFor({ timeout: 60_000 })
    times.push(performance.now() - began)
    await fresh.close()
  }
  times.sort((a, b) => a - b)
  console.log(`${name.padEnd(36)} median ${Math.round(times[Math.floor(times.length / 2)])} ms   worst ${Math.round(times.at(-1))} ms   (${rounds} first visits)`)
}
await browser.close()
