import { expect, test } from 'vitest'
import { narrowed, searchSlot } from '@/node/links'
import { condition, countSql, howWords, isNarrowed, quoted, waysSql } from './question'

const none = new Map<string, string>()

test('nothing chosen asks nothing', () => expect(condition({}, none)).toBeUndefined())

test('values of one list widen, lists narrow', () => {
  expect(condition({ identity: ['u1', 'u2'], resource: ['a1'], how: ['admin_role'] }, none)).toBe("identity_id IN ('u1', 'u2')\n  AND resource_id = 'a1'\n  AND action_type = 'admin_role'")
})

test('a group is found by its name and made sure of by its id', () => {
  expect(condition({ group: ['g1'] }, new Map([['g1', 'Eng']]))).toBe("identity_group = 'Eng' AND path = 'g1'")
  expect(condition({ group: ['g1', 'g2'] }, new Map([['g1', 'Eng']]))).toBe("((identity_group = 'Eng' AND path = 'g1') OR (path = 'g2'))")
})

test('a name cannot leave its quotes', () => {
  expect(quoted("O'Hara'; --")).toBe("'O''Hara''; --'")
  expect(condition({ group: ['g'] }, new Map([['g', "x' OR 'a' = 'a"]]))).toBe("identity_group = 'x'' OR ''a'' = ''a' AND path = 'g'")
})

test('the rows and their count ask the same', () => {
  const where = "identity_id = 'u1'"
  expect(waysSql(where)).toContain(`WHERE ${where}`)
  expect(countSql(where)).toContain(`WHERE ${where}`)
})

test('adding to the search keeps what is there, once, and leaves connections', () => {
  expect(narrowed({ identity: ['u1'], around: ['x'], open: ['f'] }, 'identity', 'u1')).toEqual({ identity: ['u1'] })
  expect(narrowed({ identity: ['u1'], how: ['membership'] }, 'group', 'g1')).toEqual({ identity: ['u1'], how: ['membership'], group: ['g1'] })
})

test('kinds that stand on no way have no place in the search', () => {
  expect(searchSlot({ kind: 'resource', sub_kind: 'okta_app' })).toBe('resource')
  expect(searchSlot({ kind: 'resource', sub_kind: 'okta_policy' })).toBeUndefined()
  expect(searchSlot({ kind: 'credential', sub_kind: 'api_token' })).toBe('identity')
})

test('whatever narrows can be cleared, the kind of way too', () => {
  for (const search of [{ how: ['admin_role'] }, { identity: ['u'] }, { group: ['g'] }, { resource: ['r'] }, { around: ['n'] }]) expect(isNarrowed(search), JSON.stringify(search)).toBe(true)
  for (const search of [{}, { as: 'table' as const }, { open: ['x'] }, { how: [] }]) expect(isNarrowed(search), JSON.stringify(search)).toBe(false)
})

test('a word that a link asks for is offered, so that it can be taken away', () => {
  expect(howWords({ how: ['requestable', 'admin_role'] })).toEqual([...howWords({}), 'requestable'])
})
