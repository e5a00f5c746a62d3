import { expect, test } from 'vitest'
import { newestThrough } from './connectors'

const person = (name: string, connector: string | null, last_sign_in_at: string | null) => ({ name, connector, last_sign_in_at })

test('the newest sign-in counts, through this connector alone', () => {
  const people = [person('ann', 'okta', '2026-01-02T00:00:00Z'), person('bob', 'okta', '2026-03-01T00:00:00Z'), person('eve', 'other', '2026-05-01T00:00:00Z')]
  expect(newestThrough(people, 'okta')).toEqual({ who: 'bob', at: '2026-03-01T00:00:00Z' })
})

test('people who never signed in, or without a connector, prove nothing', () => {
  expect(newestThrough([person('ann', 'okta', null), person('demo', null, '2026-03-01T00:00:00Z')], 'okta')).toBeNull()
})
