import { expect, test } from 'vitest'
import type { Way } from '@/chart/ways'
import { group, user } from '@/chart/fixture'
import { buckets } from './buckets'
import { holders, over } from './holders'
import { CONCERNS, tokensOf } from './tokens'

const org = { id: 'org', name: 'acme', kind: 'organization', sub_kind: 'okta_org' }
const role = (who: string, action: string, through: string[], target = org): Way => ({
  identity: user(who), groups: through.map(group), action, action_type: 'admin_role', resource_groups: [], resource: target,
})

test('an administrator has every reason once, super administrators first', () => {
  const list = holders([role('ann', 'Help Desk Administrator', ['Desk']), role('bob', 'Super Administrator', []), role('ann', 'Help Desk Administrator', []), role('ann', 'Help Desk Administrator', ['Desk'], group('HR'))])
  expect(list.map((holder) => holder.identity.name)).toEqual(['bob', 'ann'])
  expect(list[1]?.reasons.map((reason) => [reason.groups.map((one) => one.name), reason.targets.length])).toEqual([[['Desk'], 2], [[], 1]])
})

test('what a role is over is said shortly and truly', () => {
  expect(over({ role: 'r', groups: [], targets: [group('HR'), org] })).toBe('the whole organization')
  expect(over({ role: 'r', groups: [], targets: [group('HR')] })).toBe('HR')
  expect(over({ role: 'r', groups: [], targets: [group('HR'), group('IT')] })).toBe('2 targets')
})

test('bars cover every count once', () => {
  const counts = [0, 1, 5, 6, 50, 51, 5000].map((privileges) => ({ privileges, identities: 1 }))
  const bars = buckets(counts)
  expect(bars.reduce((sum, bar) => sum + bar.identities, 0)).toBe(counts.length)
  expect(bars.map((bar) => bar.label)).toEqual(['0', '1–5', '6–10', '11–20', '21–50', '51–100', '101–200', '201+'])
  expect(buckets([{ privileges: 2, identities: 3 }]).map((bar) => bar.label)).toEqual(['0', '1–5'])
})

test('a token takes the roles of its owner, whatever form the ids have', () => {
  const now = Date.parse('2026-11-21T00:00:00Z')
  const [token] = tokensOf(
    [{ id: '00T1', name: 'ci', owner_id: '00u1', owner_login: 'ann', owner_status: 'SUSPENDED', created: '2024-01-01T00:00:00Z', last_updated: '2026-11-20T00:00:00Z', network_connection: 'ANYWHERE' }],
    [{ identity_id: 'okta/acme.okta.com/00u1', action: 'Super Administrator' }, { identity_id: 'okta/acme.okta.com/00u2', action: 'Other' }],
  )
  expect(token?.roles).toEqual(['Super Administrator'])
  const concerns = Object.entries(CONCERNS).filter(([, applies]) => token && applies(token, now)).map(([name]) => name)
  expect(concerns).toEqual(['super', 'old', 'orphan', 'anywhere'])
})
