import { expect, test } from 'vitest'
import { isNamed, toBytes, toText } from './webauthn'

test('bytes go through text and come back', () => {
  const bytes = Uint8Array.from([0, 255, 254, 62, 63, 1])
  const text = toText(bytes.buffer)
  expect(text).toMatch(/^[A-Za-z0-9_-]+$/)
  expect(toBytes(text)).toEqual(bytes)
  expect(toText(toBytes('').buffer)).toBe('')
})

test('passkeys need a name', () => {
  expect(['localhost', 'portolan.example.com', '1and1.example'].map(isNamed)).toEqual([true, true, true])
  expect(['127.0.0.1', '[::1]'].map(isNamed)).toEqual([false, false])
})
