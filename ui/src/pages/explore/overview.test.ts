import { expect, test } from 'vitest'
import type { HomeView, KindCount } from '@/api/types'
import { spoken } from '@/chart/LayeredChart'
import { overview } from './overview'

const counted = (kind: KindCount['kind'], sub_kind: string, count: number): KindCount => ({ kind, sub_kind, count, label: sub_kind })
const COUNTS = [counted('identity', 'okta_user', 203), counted('identity_group', 'okta_group', 30), counted('action', 'okta_role', 10)]
const TOP: HomeView['top_standing'] = [{ node: { id: 'ann', name: 'Ann', kind: 'identity', sub_kind: 'okta_user' }, standing_privileges: 3 }]
const ORG = { id: 'org', name: 'Harborline', kind: 'organization' as const, sub_kind: 'okta_org' }

test('roles end at the organization, which is drawn as itself', () => {
  const { nodes, edges } = overview(COUNTS, TOP, ORG)
  const org = nodes.find((node) => node.id === '3:org')
  expect(org).toMatchObject({ name: 'Harborline', kind: 'organization', column: 3 })
  expect(edges.find((edge) => edge.to === '3:org')).toMatchObject({ from: '2:fold:okta_role', ways: org?.ways })
})

test('without the organization, or without roles, no line goes there', () => {
  for (const chart of [overview(COUNTS, TOP), overview(COUNTS.slice(0, 2), TOP, ORG)]) expect(chart.edges.filter((edge) => edge.to === '3:org')).toEqual([])
})

test('a fold says what choosing it does, a node does not', () => {
  const { nodes } = overview(COUNTS, TOP, ORG)
  const [ann, users] = [nodes.find((node) => node.name === 'Ann'), nodes.find((node) => node.sub_kind === 'okta_user' && node.size === 203)]
  expect(users && spoken(users, 'opens the list')).toMatch(/^203 users, folded, Enter opens the list, \d+ ways?$/)
  expect(ann && spoken(ann, 'opens the list')).toBe('Ann 1 way, user')
})
