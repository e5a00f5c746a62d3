import { expect, test } from 'vitest'
import { asks, complete, condition, has, pretty, span, toggled, words, written } from './question'

test('values are quoted where they must be', () => {
  expect(written('user.session.start')).toBe('user.session.start')
  expect(written('Help Desk')).toBe('"Help Desk"')
  expect(written('say "a\\b"')).toBe(String.raw`"say \"a\\b\""`)
  expect([written('a*'), written('or'), written('=x'), written('')]).toEqual(['"a*"', '"or"', '"=x"', '""'])
})

test('a query falls into words, quotes kept together', () => {
  expect(words('source:okta -actor:"a b"  ip:1.2.3.4')).toEqual(['source:okta', '-actor:"a b"', 'ip:1.2.3.4'])
  expect(words('  ')).toEqual([])
})

test('a condition goes in, out, and takes the place of its opposite', () => {
  expect(toggled('source:okta', 'status', 'failure')).toBe('source:okta status:failure')
  expect(toggled('source:okta status:failure', 'status', 'failure')).toBe('source:okta')
  expect(toggled('status:failure source:okta', 'status', 'failure', true)).toBe('source:okta -status:failure')
  expect(has(toggled('', 'city', 'New York'), condition('city', 'New York'))).toBe(true)
})

test('alternatives are held together', () => {
  expect(toggled('source:okta OR source:aws', 'status', 'failure')).toBe('(source:okta OR source:aws) status:failure')
})

test('columns are completed, and values after a column', () => {
  const values = (column: string) => (column === 'source' ? ['okta', 'aws'] : [])
  expect(complete('so', 2, ['source', 'source_org', 'status'], values)).toEqual({ from: 0, to: 2, options: ['source:', 'source_org:'] })
  expect(complete('x:1 -source:o', 13, ['source'], values)).toEqual({ from: 12, to: 13, options: ['okta'] })
  expect(complete('', 0, ['source'], values)).toBeUndefined()
  expect(complete('source:okta', 11, ['source'], values)).toBeUndefined()
})

test('chosen bars make a time, whichever way they were drawn', () => {
  const buckets = [{ at: '2026-11-21T10:00:00Z' }, { at: '2026-11-21T11:00:00Z' }, { at: '2026-11-21T12:00:00Z' }]
  expect(span(buckets, 3600, 2, 1)).toEqual({ from: '2026-11-21T11:00:00Z', until: '2026-11-21T13:00:00.000Z' })
  expect(span([], 3600, 0, 0)).toBeUndefined()
})

test('raw text is broken into lines when it is JSON', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(pretty('not json')).toBe('not json')
})

test('a query asks about a column where a word begins with it, left out or in parentheses too', () => {
  for (const q of ['ip:1.2.3.4', 'source:okta -ip:1.2.3.4', '(ip:1.2.3.4 OR ip:5.6.7.8)']) expect(asks(q, 'ip'), q).toBe(true)
  for (const q of ['', 'zip:1', '"about ip:1"', 'ip']) expect(asks(q, 'ip'), q).toBe(false)
})
