import { expect, test } from 'vitest'
import { appUses, goneButUsed, holdings, lastUses, type WayRow } from './access'

const way = (resource: string, groups: string[], more: Partial<WayRow> = {}): WayRow => ({ resource, resource_id: `okta/acme/0oa${resource}`, action: 'access', action_type: 'assignment', identity_group: groups, ...more })

test('each app stands once with all its causes, unused before used, power before apps', () => {
  const held = holdings(
    [way('Jira', ['Eng']), way('Slack', []), way('Slack', ['Everyone']), way('acme', ['IT'], { action: 'Super admin', action_type: 'admin_role' }), way('Eng', [], { action: 'member', action_type: 'membership' })],
    new Map([['0oaSlack', 7]]), new Map([['0oaSlack', '2026-01-02T00:00:00Z']]),
  )
  expect(held).toEqual([
    { id: 'okta/acme/0oaacme', name: 'Super admin, over acme', kind: 'power', by: ['IT'] },
    { id: 'okta/acme/0oaJira', name: 'Jira', kind: 'app', by: ['Eng'], uses: 0, last: undefined },
    { id: 'okta/acme/0oaSlack', name: 'Slack', kind: 'app', by: ['directly', 'Everyone'], uses: 7, last: '2026-01-02T00:00:00Z' },
  ])
  expect(goneButUsed(held, new Map([['0oaSlack', 7], ['0oaOld', 2]]))).toEqual([['0oaOld', 2]])
})

test('uses are read from what events name as their targets', () => {
  expect(appUses([{ value: 'app:0oa1', count: 3 }, { value: 'app_user:00u1', count: 3 }])).toEqual(new Map([['0oa1', 3]]))
  expect(lastUses([{ event_time: 'b', target_ids: ['app_user:x', 'app:1'] }, { event_time: 'a', target_ids: ['app:1', 'app:2'] }, { event_time: '0' }])).toEqual(new Map([['1', 'b'], ['2', 'a']]))
})
