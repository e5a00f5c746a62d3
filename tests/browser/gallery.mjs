// Pictures of every page for people to look at: `node gallery.mjs [light|dark] [width …] [-- word in a page's name …]`.
import { BASE, shot, signIn, start } from './browser.mjs'
import { everyPage, settled } from './pages.mjs'

const words = process.argv.slice(2)
const cut = words.includes('--') ? words.indexOf('--') : words.length
const scheme = words.slice(0, cut).includes('dark') ? 'dark' : 'light'
const widths = words.slice(0, cut).map(Number).filter((width) => width > 0)
const wanted = words.slice(cut + 1)

const { browser, context, page, complaints } = await start({ colorScheme: scheme })
await signIn({ context, page })
const pages = Object.entries(await everyPage(page)).filter(([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
for (const width of widths.length > 0 ? widths : [1440]) {
  await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
  for (const [name, path] of pages) {
    await page.goto(BASE + path)
    await settled(page)
    await shot(page, `gallery-${scheme}-${width}-${name}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 1) console.log(`${name} at ${width} is ${wide} pixels too wide`)
  }
}
for (const line of new Set(complaints)) console.log(line)
await browser.close()
