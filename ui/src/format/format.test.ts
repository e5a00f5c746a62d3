import { describe, expect, test } from 'vitest'
import { ago, compact, count, counted, elapsed, humane, onDay, percent } from './format'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const before = (seconds: number) => NOW - seconds * 1000

test('numbers keep every digit, or are shortened where there is little room', () => {
  expect(count(1234567)).toBe('1,234,567')
  expect([compact(9999), compact(20_000), compact(5_300_000)]).toEqual(['9,999', '20K', '5.3M'])
  expect([counted(1, 'app'), counted(0, 'app'), counted(3, 'identity', 'identities')]).toEqual(['1 app', '0 apps', '3 identities'])
})

test.each([
  [0, 'just now'], [44, 'just now'], [50, '1 min ago'], [119, '2 min ago'], [3599, '60 min ago'], [3600, '1 hour ago'], [7200, '2 hours ago'],
  [86_400, '1 day ago'], [86_400 * 3, '3 days ago'], [86_400 * 90, '3 months ago'], [86_400 * 800, '2 years ago'],
  [-3, 'just now'], [-30, 'in a moment'], [-300, 'in 5 min'], [-86_400 * 2, 'in 2 days'],
])('an age of %i seconds reads %s', (seconds, words) => expect(ago(before(seconds), NOW)).toBe(words))

test.each([[340, '340 µs'], [1234, '1.23 ms'], [12_400, '12.4 ms'], [3_200_000, '3.2 s'], [252_000_000, '4 min 12 s']])(
  '%i µs reads %s', (micros, words) => expect(elapsed(micros)).toBe(words),
)

describe('percent', () => {
  test('never says none or all when it is neither', () => {
    expect([percent(0, 200), percent(1, 2000), percent(1999, 2000), percent(200, 200), percent(75, 200)]).toEqual(['0%', '<1%', '>99%', '100%', '38%'])
  })
  test('of nothing is no number', () => expect(percent(0, 0)).toBe('–'))
})

test('a text that is no time is shown as it came', () => {
  expect(onDay('soon')).toBe('soon')
  expect(onDay('2026-11-21T12:00:00Z')).toBe('21 Nov 2026')
})

test('names of properties become words', () => expect([humane('client_id'), humane('lastLogin'), humane('app-groups')]).toEqual(['Client id', 'Last login', 'App groups']))

test('abbreviations stay abbreviations, and words that only begin like them do not', () => expect([humane('ip'), humane('sourceIp'), humane('api_token'), humane('shipped_apis')]).toEqual(['IP', 'Source IP', 'API token', 'Shipped apis']))
