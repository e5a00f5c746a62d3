// Every page, in both colours, judged by axe-core: no serious or critical violation.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { BASE, signIn, start } from './browser.mjs'
import { everyPage, settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WEIGHTY = new Set(['serious', 'critical'])

/** Weighty violations of the page as it stands, each with the first elements that it is about. */
async function violations(page) {
  // Evaluated by the debugger, which the page's content security policy does not bind.
  await page.evaluate(AXE)
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
  return found.violations.filter((one) => WEIGHTY.has(one.impact)).map((one) => `${one.id}: ${one.help} — ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`).join(' | ')}${one.nodes.length > 3 ? ` and ${one.nodes.length - 3} more` : ''}`)
}

for (const colorScheme of ['light', 'dark']) {
  describe(`everybody can use every page, ${colorScheme}`, { skip: !ready }, () => {
    let browser, context, page

    before(async () => {
      ;({ browser, context, page } = await start({ colorScheme }))
      await signIn({ context, page })
    })
    after(() => browser?.close())

    test('every page', async (suite) => {
      for (const [name, path] of Object.entries(await everyPage(page))) {
        await suite.test(name, async () => {
          await page.goto(BASE + path)
          await settled(page)
          assert.deepEqual(await violations(page), [])
        })
      }
    })

    test('the search, open', async () => {
      await page.goto(`${BASE}/`)
      await settled(page)
      await page.keyboard.press('/')
      await page.keyboard.type('adm')
      await page.getByRole('option').nth(2).waitFor()
      assert.deepEqual(await violations(page), [])
    })
  })
}
