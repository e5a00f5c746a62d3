import { expect, test } from 'vitest'
import { activityOf } from './activityOf'

const of = (sub_kind: string) => activityOf({ id: 'okta/acme.okta.com/00u1', sub_kind })

test('people and service apps are asked for what they did, groups and apps for what was done to them', () => {
  expect(of('okta_user')).toMatchObject({ q: 'actor:00u1', person: true })
  expect(of('service_app')?.q).toBe('actor:00u1')
  expect(of('service_app')?.person).toBeUndefined()
  expect(of('api_token')?.q).toBe('credential_id:00u1')
  expect(of('okta_group')?.q).toMatch(/^target:00u1 -verb:/)
})

test('kinds that no event names have no such list', () => {
  expect(of('network_zone')).toBeUndefined()
  expect(activityOf({ id: '', sub_kind: 'okta_user' })).toBeUndefined()
})
