import { expect, test } from 'vitest'
import { covers, implied, labelLines, labelsOf, lasting, marksOf, rulesOf, says, withMark } from './matrix'

const KINDS = ['user', 'role', 'lock']
const VERBS = ['list', 'read', 'update']
const rule = (resources: string[], verbs: string[]) => ({ resources, verbs })

test('an empty list means every one', () => {
  expect(covers([rule([], [])], 'user', 'update')).toBe(true)
  expect(covers([rule(['user'], [])], 'user', 'update')).toBe(true)
  expect(covers([rule([], ['read'])], 'user', 'update')).toBe(false)
  expect(covers([], 'user', 'read')).toBe(false)
})

test('a denial wins', () => {
  expect(says([rule([], [])], [rule(['role'], ['update'])], 'role', 'update')).toBe('deny')
  expect(says([rule([], [])], [rule(['role'], ['update'])], 'role', 'read')).toBe('allow')
  expect(says([], [], 'role', 'read')).toBe('none')
})

test('rules come back from their marks', () => {
  for (const rules of [[rule([], [])], [rule(['user', 'role'], ['list', 'read'])], [rule([], ['read']), rule(['lock'], [])], []]) {
    expect(rulesOf(marksOf(rules), KINDS, VERBS)).toEqual(rules)
  }
})

test('kinds with the same verbs share a rule, and what a wider mark says is not said again', () => {
  const marks = withMark(withMark(withMark(marksOf([]), 'user', 'read', true), 'role', 'read', true), 'lock', '*', true)
  expect(rulesOf(marks, KINDS, VERBS)).toEqual([rule(['user', 'role'], ['read']), rule(['lock'], [])])
  const wider = withMark(marks, '*', 'read', true)
  expect(implied(wider, 'user', 'read')).toBe(true)
  expect(implied(wider, '*', 'read')).toBe(false)
  expect(rulesOf(wider, KINDS, VERBS)).toEqual([rule([], ['read']), rule(['lock'], [])])
})

test('labels go to lines and back; a key without patterns takes every value', () => {
  expect(labelsOf(labelLines({ env: ['prod', 'dev-*'] }))).toEqual({ env: ['prod', 'dev-*'] })
  expect(labelsOf([{ key: ' team ', patterns: [] }, { key: ' ', patterns: ['x'] }])).toEqual({ team: ['*'] })
})

test('lengths of sessions are told in hours', () => {
  expect([lasting(60), lasting(7200), lasting(45_000)]).toEqual(['1 min', '2 h', '12 h 30 min'])
})
