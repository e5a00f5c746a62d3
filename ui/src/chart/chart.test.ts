import { describe, expect, test } from 'vitest'
import { chartOf, objectId } from './ways'
import { ALL, fold, FOLDING } from './fold'
import { layout } from './layout'
import { place } from './map'
import { step } from './moves'
import { group, user, ways } from './fixture'

const many = (count: number, of: (at: number) => string) => Array.from({ length: count }, (_, at) => of(at))
const folding = (open: string[] = []) => ({ ...FOLDING, open: new Set(open) })
const idOf = (nodes: readonly { id: string; name: string }[], name: string) => nodes.find((node) => node.name === name)?.id ?? ''

describe('ways laid over each other', () => {
  const chart = chartOf(ways('ann Eng Jira', 'bob Eng Jira', 'ann Slack'))

  test('run through the columns in the order identity, group, action, resource', () => {
    expect(chart.columns).toEqual(['Identity', 'Group', 'Action', 'Resource'])
    expect(chart.nodes.map((node) => `${node.column} ${node.name}`).sort()).toEqual(['0 ann', '0 bob', '1 Eng', '2 access', '2 access', '3 Jira', '3 Slack'])
  })

  test('draw a node once and remember every way through it', () => {
    expect(chart.nodes.find((node) => node.name === 'Eng')?.ways).toEqual([0, 1])
    expect(chart.edges.find((edge) => edge.to === idOf(chart.nodes, 'Eng') && edge.from === '0:ann')?.ways).toEqual([0])
  })

  test('keep apart the actions of different grantors, so that no line promises access that does not exist', () => {
    const crossing = chartOf(ways('ann Eng Jira', 'bob Ops Slack'))
    const from = (id: string) => crossing.edges.filter((edge) => edge.from === id).map((edge) => edge.to)
    const reach = (id: string): string[] => from(id).flatMap((next) => [next, ...reach(next)])
    expect(reach('0:ann')).toContain('3:Jira')
    expect(reach('0:ann')).not.toContain('3:Slack')
  })

  test('without groups need no column for groups', () => expect(chartOf(ways('ann Jira')).columns).toEqual(['Identity', 'Action', 'Resource']))
  test('of nobody are an empty chart', () => expect(chartOf([]).nodes).toEqual([]))
})

describe('folding', () => {
  const fan = chartOf(ways(...many(9, (at) => `user${at} Eng Jira`), 'ann Ops Jira'))

  test('gathers a fan into its count and leaves the rest alone', () => {
    const folded = fold(fan, folding())
    expect(folded.nodes.filter((node) => node.column === 0).map((node) => node.size).sort()).toEqual([1, 9])
    expect(folded.edges.filter((edge) => edge.to === idOf(folded.nodes, 'Eng'))).toHaveLength(1)
  })

  test('opens where it is asked to, under the same name after a reload', () => {
    const id = fold(fan, folding()).nodes.find((node) => node.size === 9)?.id ?? ''
    expect(fold(chartOf(fan.ways), folding([id])).nodes.filter((node) => node.column === 0)).toHaveLength(10)
  })

  test('loses no way', () => {
    const folded = fold(fan, folding())
    for (let column = 0; column < folded.columns.length; column += 1) {
      const passing = new Set(folded.nodes.filter((node) => node.column === column).flatMap((node) => node.ways))
      expect(passing.size).toBe(fan.ways.length)
    }
  })

  test('bounds an overfull column of nodes that have nothing in common', () => {
    const wide = chartOf(ways(...many(500, (at) => `user${at} Group${at} App${at}`)))
    const folded = fold(wide, folding())
    expect(Math.max(...folded.columns.map((_, column) => folded.nodes.filter((node) => node.column === column).length))).toBeLessThanOrEqual(FOLDING.column)
    expect(folded.nodes.reduce((sum, node) => sum + (node.column === 0 ? node.size : 0), 0)).toBe(500)
  })

  test('draws every node when asked to', () => {
    expect(fold(fan, folding([ALL])).nodes).toHaveLength(fan.nodes.length)
  })

  test('never draws a line to a node that it folded away', () => {
    const folded = fold(chartOf(ways(...many(500, (at) => `user${at} Group${at % 90} App${at % 7}`))), folding())
    const known = new Set(folded.nodes.map((node) => node.id))
    expect(folded.edges.filter((edge) => !known.has(edge.from) || !known.has(edge.to))).toEqual([])
  })

  test('folds memberships early, because their groups mostly stand on the picture already', () => {
    const memberships = ['A', 'B', 'C'].map((name) => ({ identity: user('ann'), groups: [], action: 'member', action_type: 'membership', resource_groups: [], resource: group(name) }))
    expect(fold(chartOf(memberships), folding()).nodes.find((node) => node.column === 2)?.size).toBe(3)
  })
})

describe('layout', () => {
  const drawn = layout(fold(chartOf(ways('ann Eng Jira', 'bob Ops Slack', 'ann Slack')), folding()), 1000)

  test('puts every column to the right of the one before, without overlap', () => {
    const [first, second] = drawn.columns
    expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThan(second?.x ?? 0)
    for (const one of drawn.nodes) {
      const same = drawn.nodes.filter((other) => other !== one && other.x === one.x)
      expect(same.every((other) => Math.abs(other.y - one.y) >= one.height)).toBe(true)
    }
  })

  test('stays inside its own size', () => {
    expect(drawn.nodes.every((node) => node.y >= 0 && node.y + node.height <= drawn.height && node.x + node.width <= drawn.width)).toBe(true)
  })

  test('leads a line that skips a column past it, not behind a node', () => {
    const skip = drawn.lines.find((line) => line.from === '0:ann' && line.to.startsWith('2:'))
    expect(skip?.line).toMatch(/H/)
  })

  test('untangles two ways that do not cross', () => {
    const y = (name: string) => drawn.nodes.find((placed) => placed.node.name === name)?.y ?? 0
    expect(Math.sign(y('Eng') - y('Ops'))).toBe(Math.sign(y('ann') - y('bob')))
  })
})

describe('arrow keys', () => {
  const drawn = layout(fold(chartOf(ways('ann Eng Jira', 'bob Ops Slack')), folding()), 1000)
  const id = (name: string) => idOf(drawn.nodes.map((placed) => placed.node), name)

  test('walk along lines and back', () => {
    expect(step(drawn, '0:ann', 'ArrowRight')).toBe(id('Eng'))
    expect(step(drawn, id('Eng'), 'ArrowLeft')).toBe('0:ann')
  })
  test('walk up and down a column and stop at its ends', () => {
    const [top, bottom] = drawn.nodes.filter((placed) => placed.node.column === 0).sort((a, b) => a.y - b.y).map((placed) => placed.node.id)
    expect(step(drawn, top ?? '', 'ArrowDown')).toBe(bottom)
    expect(step(drawn, bottom ?? '', 'ArrowDown')).toBeUndefined()
  })
})

describe('lines that rules made', () => {
  // The Help Desk can take over ann, who stands to the left of it, and Break Glass can take over the Help Desk, in its column.
  const drawn = layout({
    columns: ['Identity', 'Group'], ways: [],
    nodes: [['0:ann', 0], ['1:Help Desk', 1], ['1:Break Glass', 1]].map(([id, column]) => ({ ...user(String(id).slice(2)), id: String(id), column: Number(column), ways: [0], inside: [], size: 1 })),
    edges: [{ from: '1:Help Desk', to: '0:ann', ways: [0], derived: true }, { from: '1:Break Glass', to: '1:Help Desk', ways: [1], derived: true }, { from: '0:ann', to: '1:Break Glass', ways: [2] }],
  }, 800)
  const placed = (id: string) => drawn.nodes.find(({ node }) => node.id === id)
  const head = (from: string, to: string) => drawn.lines.find((line) => line.from === from && line.to === to)?.head

  test('point at what they reach, also against the order of the columns', () => {
    const ann = placed('0:ann')
    expect(head('1:Help Desk', '0:ann')).toMatch(new RegExp(`^M${(ann?.x ?? 0) + (ann?.width ?? 0)} ${(ann?.y ?? 0) + (ann?.height ?? 0) / 2}l8 `))
    const desk = placed('1:Help Desk')
    expect(head('1:Break Glass', '1:Help Desk')).toMatch(new RegExp(`^M${(desk?.x ?? 0) + (desk?.width ?? 0)} `))
  })
  test('have a head, and facts have none', () => expect(head('0:ann', '1:Break Glass')).toBeUndefined())
  test('are walked by the place of their ends', () => {
    expect(step(drawn, '1:Help Desk', 'ArrowLeft')).toBe('0:ann')
    expect(step(drawn, '1:Help Desk', 'ArrowRight')).toBeUndefined()
    expect(step(drawn, '0:ann', 'ArrowRight')).toMatch(/^1:/)
  })
})

test('a map gives every node a place of its own and keeps the columns in order', () => {
  const chart = fold(chartOf(ways(...many(2000, (at) => `user${at} Group${at % 40} App${at % 9}`))), { from: 1e9, column: 1e9, open: new Set() })
  const placed = place(chart)
  expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(chart.nodes.length)
  const edge = (column: number, pick: (...values: number[]) => number) => pick(...placed.filter(({ node }) => node.column === column).map(({ x }) => x))
  expect(edge(0, Math.max)).toBeLessThan(edge(1, Math.min))
})

test('only what is an object of Okta has a page', () => {
  expect(objectId('0:okta/acme.okta.com/00u1')).toBe('okta/acme.okta.com/00u1')
  expect(objectId('2:action:assignment:access:direct')).toBeUndefined()
  expect(objectId('0:fold:abc')).toBeUndefined()
})
