import { expect, test } from 'vitest'
import { BLANK, endOfDay, phrase, whenOf } from './exception'

test('lines come to a selection: one value as itself, several as a list', () => {
  expect(whenOf([{ column: 'ip', how: 'cidr', values: ['192.0.2.0/24'] }, { column: ' person ', how: '', values: ['ada', 'bob'] }])).toEqual({ 'ip|cidr': '192.0.2.0/24', person: ['ada', 'bob'] })
})

test('what is only begun, or says the same twice, comes to nothing', () => {
  expect(whenOf([])).toBeUndefined()
  expect(whenOf([BLANK])).toBeUndefined()
  expect(whenOf([{ column: 'ip', how: '', values: [] }])).toBeUndefined()
  expect(whenOf([{ column: 'ip', how: '', values: ['a'] }, { column: 'ip', how: '', values: ['b'] }])).toBeUndefined()
})

test('a selection is told in words', () => {
  expect(phrase({ 'ip|cidr': '192.0.2.0/24', person: ['ada', 'bob'] })).toBe('ip is in the network 192.0.2.0/24 and person is ada or bob')
  expect(phrase({ 'raw.a.b|contains|all': ['x'] })).toBe('raw.a.b contains all x')
})

test('a day ends with its last second', () => {
  expect(endOfDay('2026-12-31')).toBe('2026-12-31T23:59:59Z')
  expect(endOfDay('')).toBeUndefined()
})
