import { expect, test } from 'vitest'
import type { BlastView } from '@/api/types'
import { chokepoints, climbers, tally } from './climbers'

type Reached = BlastView['rows'][number]
const ref = (id: string, sub_kind = 'okta_user') => ({ id, name: id, kind: sub_kind === 'okta_group' ? ('identity_group' as const) : ('identity' as const), sub_kind })
const step = (from: string, edge: string, to: string, distance: number, sub_kind?: string): Reached => ({ node: ref(from, sub_kind), through: ref(to), edge, distance, explanation: `${from} ${edge} ${to}` })

const OPEN = [step('boss', 'controls', 'org', 1), step('glass', 'controls', 'org', 1, 'okta_group'), step('key', 'acts_as', 'boss', 2, 'api_token'), step('robot', 'can_add_member', 'glass', 2, 'service_app'), step('guest', 'has_role_through_group', 'glass', 2)]
const WORST = [...OPEN, step('desk', 'can_take_over', 'boss', 2, 'okta_group'), step('ann', 'has_role_through_group', 'desk', 3), step('bob', 'has_role_through_group', 'desk', 3)]

test('who holds the role, directly or through a group, is no climber; a key to one is a credential', () => {
  const standing = Object.fromEntries(climbers('org', OPEN, OPEN, new Set(['robot'])).map((one) => [one.node.id, one.standing]))
  expect(standing).toEqual({ boss: 'holder', glass: 'holder', key: 'credential', robot: 'holder', guest: 'holder' })
})

test('a group that gives the role is no super administrator more', () => {
  const held = climbers('org', OPEN, OPEN, new Set(['robot'])).filter((one) => one.standing === 'holder')
  expect(tally(held)).toEqual({ single: 3, groups: 1 })
  expect(tally([])).toEqual({ single: 0, groups: 0 })
})

test('whoever may only get there by a step is a climber', () => {
  expect(climbers('org', OPEN, OPEN, new Set()).find((one) => one.node.id === 'robot')?.standing).toBe('climber')
})

test('ways that only exist without barriers are told apart, and each is listed once', () => {
  const all = climbers('org', OPEN, WORST, new Set())
  expect(all).toHaveLength(WORST.length)
  expect(all.filter((one) => one.onlyWorst).map((one) => one.node.id)).toEqual(['desk', 'ann', 'bob'])
})

test('a way runs to the organization', () => {
  const ann = climbers('org', OPEN, WORST, new Set()).find((one) => one.node.id === 'ann')
  expect(ann?.way.map((one) => one.edge)).toEqual(['has_role_through_group', 'can_take_over', 'controls'])
})

test('the step that most share comes first, and a step of one alone is none', () => {
  const beyond = climbers('org', OPEN, WORST, new Set()).filter((one) => one.onlyWorst)
  expect(chokepoints(beyond, 5).map((one) => [one.step.node.id, one.passed])).toEqual([['desk', 3]])
})

test('a circle in the answer ends', () => {
  const circle = [step('a', 'can_take_over', 'b', 1), step('b', 'can_take_over', 'a', 1)]
  expect(climbers('org', circle, circle, new Set())).toHaveLength(2)
})
