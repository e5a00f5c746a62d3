// Writes src/api/generated.d.ts from openapi.json; with --check only says whether the committed types are current.
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const root = new URL('../', import.meta.url)
const target = new URL('src/api/generated.d.ts', root)
const head = '// Generated from openapi.json by `npm run types`. Do not edit.\n\n'
const text = head + astToString(await openapiTS(new URL('openapi.json', root)))

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/generated.d.ts is not what openapi.json says: run `npm run types` and commit the result')
    process.exit(1)
  }
  console.log('types are current')
} else {
  writeFileSync(target, text)
  console.log('wrote src/api/generated.d.ts')
}
