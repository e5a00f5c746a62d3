import { expect, test } from 'vitest'
import { detailFacts, matching } from './detail'

const entry = (action: string, more: object = {}) => ({ id: 1, at: '2026-11-21T10:00:00Z', actor: 'admin', action, outcome: 'success', ...more })

test('details are told by name', () => {
  expect(detailFacts('{"before":["editor"],"after":[],"idp_initiated":false,"code":null}')).toEqual({ Before: 'editor', After: 'none', 'Idp initiated': 'no' })
  expect(detailFacts('plain words')).toEqual({ Detail: 'plain words' })
  expect(detailFacts('{broken')).toEqual({ Detail: '{broken' })
  expect(detailFacts(null)).toEqual({})
})

test('every word must be somewhere in the entry', () => {
  const entries = [entry('user.update', { target: 'user/ada', detail: '{"after":["editor"]}' }), entry('session.refuse', { outcome: 'failure', actor: 'anonymous' })]
  expect(matching(entries, { q: 'ADA editor' })).toHaveLength(1)
  expect(matching(entries, { q: 'ada auditor' })).toHaveLength(0)
  expect(matching(entries, { about: 'session' })).toEqual([entries[1]])
  expect(matching(entries, { outcome: 'failure' })).toEqual([entries[1]])
})
