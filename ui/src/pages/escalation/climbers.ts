import type { BlastView, NodeRef } from '@/api/types'

type Reached = BlastView['rows'][number]

/** What somebody on the way is: already super administrator, a key to one, or able to become one. */
export type Standing = 'holder' | 'credential' | 'climber'

/** Somebody from whom a way leads to the organization. */
export interface Climber {
  node: NodeRef
  standing: Standing
  /** Steps of a shortest way, the first one first. */
  way: Reached[]
  /** Whether the way exists only when Okta's barriers are taken as absent. */
  onlyWorst: boolean
}

/** Steps that hand on what is held already, without anybody climbing. */
const HOLDING = new Set(['controls', 'has_role_through_group'])
const CREDENTIALS = new Set(['api_token', 'client_secret', 'client_key'])

/**
 * Everybody from whom a way leads to `target`, nearest first. `open` are the ways that Okta leaves open, `worst` those
 * without its barriers; `holders` are ids of those who hold the role, whatever way the walk found for them.
 */
export function climbers(target: string, open: readonly Reached[], worst: readonly Reached[], holders: ReadonlySet<string>): Climber[] {
  const known = new Set(open.map((row) => row.node.id))
  const beyond = worst.filter((row) => !known.has(row.node.id))
  return [...walked(target, open, holders, false), ...walked(target, worst, holders, true).filter((one) => beyond.some((row) => row.node.id === one.node.id))]
}

function walked(target: string, rows: readonly Reached[], holders: ReadonlySet<string>, onlyWorst: boolean): Climber[] {
  const next = new Map(rows.map((row) => [row.node.id, row]))
  return rows.map((row) => {
    const way = wayOf(row, next, target)
    const holds = (from: number) => holders.has(way[from]?.node.id ?? '') || way.slice(from).every((step) => HOLDING.has(step.edge))
    const isKey = CREDENTIALS.has(row.node.sub_kind) && way.length > 1 && holds(1)
    return { node: row.node, way, onlyWorst, standing: isKey ? 'credential' : holds(0) ? 'holder' : 'climber' }
  })
}

function wayOf(row: Reached, next: ReadonlyMap<string, Reached>, target: string): Reached[] {
  const way: Reached[] = []
  for (let step: Reached | undefined = row; step && way.length < 64; step = step.through.id === target ? undefined : next.get(step.through.id)) way.push(step)
  return way
}

/** How many of a list are somebody, and how many groups; whoever is in such a group is listed on their own. */
export function tally(list: readonly Climber[]): { single: number; groups: number } {
  const groups = list.filter(({ node }) => node.kind === 'identity_group').length
  return { single: list.length - groups, groups }
}

/** A step that many ways share: closing it closes them, unless another way remains. */
export interface Chokepoint {
  step: Reached
  /** How many go this way. */
  passed: number
}

/** The steps that most of the ways share, most first; a step of one's own is none. */
export function chokepoints(list: readonly Climber[], most: number): Chokepoint[] {
  const passed = new Map<string, Chokepoint>()
  for (const { way } of list) {
    // What is merely held on is not where a way is closed.
    for (const step of way.filter((one) => one.edge !== 'controls')) {
      const key = `${step.node.id}>${step.through.id}`
      const known = passed.get(key) ?? { step, passed: 0 }
      known.passed += 1
      passed.set(key, known)
    }
  }
  return [...passed.values()].filter((one) => one.passed > 1).sort((a, b) => b.passed - a.passed).slice(0, most)
}
