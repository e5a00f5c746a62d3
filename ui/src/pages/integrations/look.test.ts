import { expect, test } from 'vitest'
import { mustLookFirst, summary } from './look'

test('switching on asks for a look at the plan, and so do other people', () => {
  const on = { enabled: true, scope: 'app' as const, app: 'Teleport' }
  expect(mustLookFirst({ enabled: false }, on)).toBe(true)
  expect(mustLookFirst(on, { ...on, scope: 'all' })).toBe(true)
  expect(mustLookFirst(on, { ...on, app: 'Jira' })).toBe(true)
})

test('switching off and turning the brake do not', () => {
  expect(mustLookFirst({ enabled: true }, { enabled: false })).toBe(false)
  expect(mustLookFirst({ enabled: true, brake_percent: 20 }, { enabled: true, brake_percent: 10 })).toBe(false)
})

test('a run is told in one line', () => {
  expect(summary({ counts: { create: 2, update: 0, lock: 1 } })).toBe('create 2, lock 1')
  expect(summary({ counts: {} })).toBe('nothing to do')
  expect(summary({ counts: {}, fault: 'no app' })).toBe('no app')
})
