import { expect, test } from 'vitest'
import { changesOf, changesSql, scanBefore, verbOf } from './changed'

const DAY = 86_400_000
const kept = (...days: number[]) => days.map((days_) => ({ id: `s${days_}`, at: 1000 * DAY - days_ * DAY }))

test('the newest scan that is old enough is taken, else the oldest', () => {
  expect(scanBefore(kept(0, 0.5, 1.2, 3), 1)).toEqual({ scan: kept(1.2)[0], isWhole: true })
  expect(scanBefore(kept(0, 0.5), 7)).toEqual({ scan: kept(0.5)[0], isWhole: false })
  expect(scanBefore(kept(0), 7)).toBeUndefined()
})

test('names cannot leave their quotes', () => expect(changesSql("okta/a/x' OR '1", '2026-01-01').gained).toContain("identity_id = 'okta/a/x'' OR ''1'"))

test('both directions ask the same two times', () => {
  const { gained, lost } = changesSql('n', 't')
  expect(gained.split('\nEXCEPT\n').toReversed()).toEqual(lost.split('\nEXCEPT\n'))
})

test('power stands before apps, and apps before groups', () => {
  const row = (resource: string, action_type: string) => ({ resource, resource_id: resource, action: 'x', action_type, identity_group: ['G'] })
  expect(changesOf([row('Eng', 'membership'), row('org', 'admin_role')], [row('Jira', 'assignment')]).map(({ change, resource, by }) => [change, resource, by])).toEqual([['gained', 'org', ['G']], ['lost', 'Jira', ['G']], ['gained', 'Eng', ['G']]])
})

test('changes are told in words', () => {
  expect(verbOf({ action: 'member', action_type: 'membership' })).toBe('member of')
  expect(verbOf({ action: 'Super admin', action_type: 'admin_role' })).toBe('Super admin, over')
})
