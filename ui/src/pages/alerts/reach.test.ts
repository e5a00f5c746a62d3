import { expect, test } from 'vitest'
import { controls, holds, listed } from './reach'

const kind = (sub_kind: string, reached: number) => ({ kind: 'identity' as const, sub_kind, reached, of: 200 })

test('what is held is counted, and what is held of nothing is left out', () => {
  expect(holds([{ id: 'memberships', total: 3 }, { id: 'assignments', total: 1 }, { id: 'tokens', total: 0 }, { id: 'owner', total: 1 }])).toEqual(['1 app', '3 groups'])
})

test('what was not read is no nothing', () => {
  expect(holds([{ id: 'roles', total: 0, not_read: 'the credential may not' }])).toEqual(['administrator roles that were not read'])
})

test('the organization is everything, else the kinds are told', () => {
  expect(controls({ reaches_organization: true, by_kind: [kind('okta_user', 203)] })).toEqual(['the whole organization'])
  expect(controls({ reaches_organization: false, by_kind: [kind('okta_app', 18), kind('okta_user', 1), kind('okta_group', 0), kind('client_key', 2)] })).toEqual(['1 user', '18 apps'])
  expect(controls({ reaches_organization: false, by_kind: [] })).toEqual([])
})

test('words are listed as people list them', () => {
  expect(listed([])).toBe('')
  expect(listed(['a'])).toBe('a')
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
})
