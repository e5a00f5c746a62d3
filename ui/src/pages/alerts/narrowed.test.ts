import { expect, test } from 'vitest'
import { narrowed } from './narrowed'

test('a list that a link narrowed says to what', () => {
  expect(narrowed({})).toBeUndefined()
  expect(narrowed({ tactic: 'initial-access,credential-access', from: '7d' })).toBe('Only of initial access or credential access, in the last 7 days')
  expect(narrowed({ rule: 'okta.x', who: 'ada' })).toBe('Only of the rule okta.x, about ada')
  expect(narrowed({ from: '2026-01-01' })).toBe('Only since 2026-01-01')
})
