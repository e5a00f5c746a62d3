import { expect, test } from 'vitest'
import type { DiffRow } from '@/api/types'
import { byStatus, statusChange } from './statusChange'

const ann = { id: 'ann', name: 'ann', kind: 'identity' as const, sub_kind: 'okta_user' }
const status = (before: string, after: string, change: DiffRow['change'] = 'lost'): DiffRow => ({ change, class: 'status', from: ann, explanation: `ann went from ${before} to ${after}` })
const access = (explanation: string, change: DiffRow['change'] = 'lost'): DiffRow => ({ change, class: 'access', from: ann, explanation })

test.each([
  ['ACTIVE', 'DEPROVISIONED', 'deactivated'], ['DEPROVISIONED', 'ACTIVE', 'activated again'], ['SUSPENDED', 'ACTIVE', 'unsuspended'], ['ACTIVE', 'SUSPENDED', 'suspended'],
  ['LOCKED_OUT', 'ACTIVE', 'unlocked'], ['STAGED', 'ACTIVE', 'activated'], ['ACTIVE', 'PASSWORD_EXPIRED', 'now password expired'],
])('%s to %s is %s', (before, after, label) => expect(statusChange(status(before, after))?.label).toBe(label))

test('only a change of state is one', () => expect(statusChange(access('ann went from ACTIVE to DEPROVISIONED'))).toBeUndefined())

test('access that ended with the account says so, access that ended for its own reason does not', () => {
  const changes = new Map([['ann', status('ACTIVE', 'DEPROVISIONED')]])
  expect(byStatus(access('ann can no longer open Jira'), changes)?.label).toBe('deactivated')
  expect(byStatus(access('ann can no longer open Jira: the account is no longer enabled'), changes)?.label).toBe('deactivated')
  expect(byStatus(access('ann can no longer open Jira: ann is no longer a member of Eng; the account is no longer enabled'), changes)).toBeUndefined()
  expect(byStatus(access('ann can no longer open Jira: ann is no longer a member of Eng'), changes)).toBeUndefined()
  expect(byStatus(access('ann can now open Jira', 'gained'), changes)).toBeUndefined()
})
