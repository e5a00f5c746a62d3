// Prints what the first view downloads, gzipped, and fails when it outgrows its budget.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 200
const dist = new URL('../dist/', import.meta.url).pathname
const gz = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length
const html = readFileSync(join(dist, 'index.html'), 'utf8')
const first = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1])
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(7) + ' kB'

let total = gz('index.html')
console.log('first view, gzipped')
for (const path of first) {
  total += gz(path)
  console.log(kb(gz(path)), path)
}
console.log(kb(total), 'in all, budget', BUDGET_KB, 'kB')
console.log('loaded when needed, gzipped')
const rest = readdirSync(join(dist, 'assets'))
  .filter((name) => /\.(js|css)$/.test(name) && !first.includes('assets/' + name))
  .map((name) => [gz('assets/' + name), name])
  .sort((a, b) => b[0] - a[0])
for (const [size, name] of rest) console.log(kb(size), name)
if (total > BUDGET_KB * 1000) {
  console.error(`the first view is ${kb(total).trim()}, more than ${BUDGET_KB} kB: make a route or a library lazy`)
  process.exit(1)
}
