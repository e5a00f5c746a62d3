// The focus and the keys, in a real browser: what was opened by keyboard gives the focus back when it goes away.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BASE, signIn, start } from './browser.mjs'
import { settled } from './pages.mjs'

const ready = BASE !== ''
if (!ready) console.log('skipped: PORTOLAN_READY_FILE is not set')

describe('by keyboard alone', { skip: !ready }, () => {
  let browser, context, page, complaints
  const open = async (path) => {
    await page.goto(BASE + path)
    await settled(page)
  }
  /** Waits until an element has the focus. */
  const focused = (locator) => locator.and(page.locator(':focus')).waitFor()

  before(async () => {
    ;({ browser, context, page, complaints } = await start())
    await signIn({ context, page })
  })
  after(() => browser?.close())

  test('the search gives the focus back, opened by its key or by its button', async () => {
    await open('/coverage')
    const box = page.getByRole('combobox', { name: 'Search' })
    const link = page.getByRole('link', { name: 'Browse', exact: true })
    await link.focus()
    await page.keyboard.press('/')
    await focused(box)
    await page.keyboard.press('Escape')
    await focused(link)
    const button = page.getByRole('button', { name: /^Search people/ })
    await button.focus()
    await page.keyboard.press('Enter')
    await focused(box)
    await page.keyboard.press('Escape')
    await focused(button)
  })

  for (const [path, name, title] of [['/account', 'Create token', /API token/], ['/account', 'Set up…', 'Prove that it is you'], ['/forwards', 'New forward', 'New forward'], ['/collectors', 'Add a source', /source/i], ['/users', 'New local administrator', 'New local administrator']]) {
    test(`the dialog of “${name}” gives the focus back`, async () => {
      await open(path)
      const button = page.getByRole('button', { name, exact: true }).first()
      await button.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: title })
      await dialog.waitFor()
      await dialog.locator(':focus').waitFor()
      await dialog.getByRole('button', { name: 'Close', exact: true }).waitFor()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await focused(page.getByRole('button', { name, exact: true }).first())
    })
  }

  test('the menu of the account gives the focus back, and leads to the keys', async () => {
    await open('/coverage')
    const button = page.getByRole('button', { name: /^Account of/ })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('Escape')
    await focused(button)
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: /^Keys/ }).click()
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Search people, groups').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
  })

  test('a question mark tells the keys, but not to somebody who types one', async () => {
    await open('/search')
    await page.getByRole('textbox', { name: /search/i }).or(page.getByRole('searchbox')).first().focus()
    await page.keyboard.type('who?')
    assert.equal(await page.getByRole('dialog').count(), 0)
    await page.getByRole('link', { name: 'Browse', exact: true }).focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await focused(page.getByRole('link', { name: 'Browse', exact: true }))
  })

  test('the menu shows the page that is open, however long it is', async () => {
    await page.setViewportSize({ width: 1440, height: 700 })
    await open('/integrations')
    const link = page.getByRole('navigation').getByRole('link', { name: 'Integrations' })
    await page.waitForFunction(() => {
      const box = document.querySelector('nav [aria-current]')?.getBoundingClientRect()
      return box && box.top >= 0 && box.bottom <= window.innerHeight
    })
    assert.equal(await link.getAttribute('aria-current'), 'page')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('a time line is narrowed by arrows', async () => {
    await open('/activity?from=all')
    const line = page.getByRole('slider', { name: /^Events over time/ })
    await line.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Shift+ArrowLeft')
    assert.match((await line.getAttribute('aria-valuetext')) ?? '', /^[\d,]+ events?, .* to /)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.searchParams.has('until'))
    await page.getByRole('table', { name: 'Events' }).locator('tbody tr').first().waitFor()
  })

  test('nothing was said on the console, and no other host was asked', () => assert.deepEqual(complaints, []))
})
