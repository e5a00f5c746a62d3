import { expect, test } from 'vitest'
import { explored, foldId, foldName } from './explored'
import { drawable, nodeIds, waysOfRows } from './rows'

const columns = ['identity', 'identity_id', 'identity_kind', 'resource', 'resource_id', 'resource_kind', 'identity_group', 'resource_group', 'action', 'action_type', 'path'].map((name) => ({ name }))

test('a way through a group finds the group’s id in the path', () => {
  const [way] = waysOfRows({ columns, rows: [['ann', 'o/u1', 'identity', 'Jira', 'o/a1', 'resource', ['Eng'], [], 'access', 'assignment', ['o/u1', 'o/g1', 'o/a1']]] })
  expect(way).toMatchObject({ identity: { id: 'o/u1', sub_kind: 'okta_user' }, groups: [{ id: 'o/g1', name: 'Eng' }], resource: { id: 'o/a1', kind: 'resource', sub_kind: 'okta_app' } })
})

test('a custom role over a resource set finds the set behind the role', () => {
  const [way] = waysOfRows({
    columns, rows: [['ann', 'o/u1', 'identity', 'HR', 'o/g9', 'identity_group', ['Desk'], ['HR set'], 'Resetter', 'admin_role', ['o/u1', 'o/g1', 'o/cr1', 'o/iam1', 'o/g9']]],
  })
  expect(way?.groups.map((group) => group.id)).toEqual(['o/g1'])
  expect(way?.resource_groups).toMatchObject([{ id: 'o/iam1', name: 'HR set' }])
  expect(way?.resource.sub_kind).toBe('okta_group')
})

test('a token takes its owner’s groups, and the owner is not taken for one', () => {
  const [way] = waysOfRows({
    columns, rows: [['ci', 'o/T1', 'credential', 'Acme', 'o/org', 'organization', ['Desk'], [], 'Help Desk Administrator', 'admin_role', ['o/T1', 'o/u1', 'o/g1', 'o/HELP', 'o/org']]],
  })
  expect(way?.identity.sub_kind).toBe('api_token')
  expect(way?.groups).toMatchObject([{ id: 'o/g1', name: 'Desk' }])
})

test('a damaged row still gives a way', () => {
  const [way] = waysOfRows({ columns, rows: [['ann', 'o/u1', null, null, null, null, null, 'x', null, null, null]] })
  expect(way).toMatchObject({ identity: { name: 'ann' }, groups: [], resource_groups: [], action: '' })
})

test('rows are drawn as ways only when both ends and the path are there', () => {
  expect(drawable({ columns, rows: [] })).toBe(true)
  expect(drawable({ columns: columns.filter((column) => column.name !== 'path'), rows: [] })).toBe(false)
})

test('ids of nodes are found in any column, once', () => {
  expect(nodeIds({ columns: [{ name: 'a' }], rows: [['okta/x/00u1', 'text', 3], ['okta/x/00u1', 'okta/x/00g2']] })).toEqual(['okta/x/00u1', 'okta/x/00g2'])
})

test('a picture of the server keeps its folds, and empty columns are left out', () => {
  const node = (id: string) => ({ id, name: id, kind: 'identity_group', sub_kind: 'okta_group' }) as const
  const chart = explored({
    nodes: [{ node: node('g'), column: 'group', seed: true, degree: 3 }],
    edges: [{ from: 'f|1', to: 'g', edge: 'member_of', label: 'members', derived: false }],
    folds: [{ id: 'f|1', anchor: 'g', edge: 'member_of', direction: 'in', count: 1204, label: '1,204 members', column: 'identity' }],
    left_out: null, snapshot: { id: 's', org_url: 'o', taken_at: 't', age_s: 0 },
  })
  expect(chart.columns).toEqual(['Identity', 'Group'])
  const fold = chart.nodes.find((one) => one.size === 1204)
  expect(fold?.name).toBe('1,204 members')
  expect(foldId(fold?.id ?? '')).toBe('f|1')
  expect(chart.edges).toHaveLength(1)
})

test('two nodes have one line, dashed where rules alone made it', () => {
  const node = (id: string, column: 'identity' | 'group') => ({ node: { id, name: id, kind: 'identity', sub_kind: 'okta_user' } as const, column, seed: false, degree: 1 })
  const chart = explored({
    nodes: [node('a', 'identity'), node('g', 'group'), node('h', 'group')],
    edges: [
      { from: 'a', to: 'g', edge: 'member_of', label: 'is a member of', derived: false },
      { from: 'a', to: 'g', edge: 'can_add_member', label: 'can add members to', derived: true },
      { from: 'a', to: 'h', edge: 'can_add_member', label: 'can add members to', derived: true },
    ],
    folds: [], left_out: null, snapshot: { id: 's', org_url: 'o', taken_at: 't', age_s: 0 },
  })
  expect(chart.edges.map(({ to, derived, ways }) => [to, derived, ways])).toEqual([['1:g', false, [0, 1]], ['1:h', true, [2]]])
})

test('a fold that rules made is named along its arrow', () => {
  const fold = (direction: 'in' | 'out', label: string) => ({ id: 'f', anchor: 'g', column: 'identity', edge: 'can_take_over', direction, count: 1180, label }) as const
  const edge = (from: string, to: string, derived: boolean) => ({ from, to, edge: 'can_take_over', label: 'can take over', derived })
  expect(foldName(fold('out', '1,180 can take over'), [edge('g', 'f', true)])).toBe('can take over 1,180')
  expect(foldName(fold('in', '1,180 more can be taken over by'), [edge('f', 'g', true)])).toBe('1,180 more can take over')
  expect(foldName(fold('in', '203 members'), [edge('f', 'g', false)])).toBe('203 members')
})
