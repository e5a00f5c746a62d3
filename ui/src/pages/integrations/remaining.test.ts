import { expect, test } from 'vitest'
import { remains } from './remaining'

const ids = (...args: Parameters<typeof remains>) => remains(...args).map((one) => one.id)

test('people come first, then what serves them', () => {
  const left = remains({ active: 195, inactive: 2, syncs: 'app', connectors: [{ name: 'okta', display: 'Okta' }], scim: { on: true, tokens: 1, groups: 3 } })
  expect(left.map((one) => one.id)).toEqual(['people', 'inactive', 'scim', 'groups', 'connector okta'])
  expect(left.filter((one) => one.first).map((one) => one.id)).toEqual(['people'])
  expect(left[0]?.what).toBe('195 people of Okta are active here')
})

test('what is gone, or was not read, is not listed', () => {
  expect(ids({ active: 0, inactive: 0, connectors: [], scim: { on: false, tokens: 0, groups: 0 } })).toEqual([])
  expect(ids({})).toEqual([])
})

test('where user sync is off, unassigning in Okta is no advice', () => {
  const [on, off] = [remains({ active: 1, syncs: 'app' })[0], remains({ active: 1, syncs: 'off' })[0]]
  expect(on?.where).toBe('people')
  expect(on?.fate).toContain('wait for the next sync')
  expect(off?.where).toBe('sync')
  expect(off?.fate).not.toContain('wait for the next sync')
})

test('how people leave is told for whom user sync reads', () => {
  expect(remains({ active: 1, syncs: 'groups' })[0]?.fate).toContain('out of the groups')
  expect(remains({ active: 1, syncs: 'all' })[0]?.fate).toContain('whole organization')
})

test('tokens of a SCIM that is off are still told', () => expect(ids({ scim: { on: false, tokens: 1, groups: 0 } })).toEqual(['scim']))
