import { expect, test } from 'vitest'
import { scimEffects, syncEffects } from './effects'

const scim = { purge_after_days: 30, requests_per_s: 200 }

test('nothing changes where nothing is changed', () => {
  expect(scimEffects(scim, scim)).toEqual([])
  expect(syncEffects({ enabled: true, role: 'okta-requester' }, { enabled: true, role: 'okta-requester' })).toEqual([])
})

test('the days and the rate of SCIM are told one by one, and zero as what it is', () => {
  expect(scimEffects(scim, { ...scim, purge_after_days: 1 })[0]).toMatch(/for 1 day\./)
  expect(scimEffects(scim, { ...scim, purge_after_days: 0 })[0]).toMatch(/at once/)
  expect(scimEffects(scim, { purge_after_days: 7, requests_per_s: 0 })).toHaveLength(2)
  expect(scimEffects(scim, { ...scim, requests_per_s: 50 })[0]).toMatch(/50 calls a second/)
})

test('a role that is switched off is told, and that it is not taken back', () => {
  const [effect] = syncEffects({ role: 'okta-requester' }, { role: null })
  expect(effect).toMatch(/no role/)
  expect(effect).toMatch(/keeps it/)
  expect(syncEffects({ role: null }, { role: 'requester' })[0]).toMatch(/the role requester/)
})

test('days, brake and switching off are told', () => {
  expect(syncEffects({ purge_days: 30 }, { purge_days: 0 })[0]).toMatch(/same run/)
  expect(syncEffects({ brake_percent: 20 }, { brake_percent: 5 })[0]).toMatch(/5%/)
  expect(syncEffects({ brake_count: 10 }, { brake_count: null })[0]).toMatch(/only the share/)
  expect(syncEffects({ enabled: true }, { enabled: false })[0]).toMatch(/not kept in step/)
})
