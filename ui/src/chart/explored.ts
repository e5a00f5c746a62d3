import type { ExploreView } from '@/api/types'
import { count } from '@/format/format'
import type { FoldedChart, FoldedNode } from './fold'
import type { ChartEdge } from './ways'

const COLUMNS = ['identity', 'group', 'action', 'resource'] as const
const TITLES = ['Identity', 'Group', 'Role', 'Resource']
const KINDS = ['identity', 'identity_group', 'action', 'resource']

/**
 * A picture as the server folded it. Its lines are no ways: each line stands for itself, so that a node lights its own
 * lines. Columns that hold nothing are left out.
 */
export function explored(view: ExploreView): FoldedChart {
  const used = COLUMNS.filter((column) => view.nodes.some((node) => node.column === column) || view.folds.some((fold) => fold.column === column))
  const at = (column: (typeof COLUMNS)[number]) => Math.max(0, used.indexOf(column))
  const key = new Map<string, string>()
  for (const { node, column } of view.nodes) key.set(node.id, `${at(column)}:${node.id}`)
  for (const fold of view.folds) key.set(fold.id, `${at(fold.column)}:fold:${fold.id}`)

  // Two nodes have one line, however many ties: dashed when nothing but rules made them.
  const lines = new Map<string, ChartEdge>()
  view.edges.forEach((edge, number) => {
    const from = key.get(edge.from)
    const to = key.get(edge.to)
    if (from === undefined || to === undefined) return
    const known = lines.get(`${from}>${to}`)
    if (known) {
      known.ways.push(number)
      known.derived &&= edge.derived
    } else {
      lines.set(`${from}>${to}`, { from, to, ways: [number], derived: edge.derived })
    }
  })
  const edges = [...lines.values()]
  const ways = new Map<string, number[]>()
  for (const edge of edges) {
    for (const end of [edge.from, edge.to]) {
      // Grown in place: a group of everybody has as many lines as there are people.
      const known = ways.get(end)
      if (known) known.push(...edge.ways)
      else ways.set(end, [...edge.ways])
    }
  }
  const nodes = view.nodes.map(({ node, column }): FoldedNode => {
    const id = key.get(node.id) ?? node.id
    return { ...node, id, column: at(column), ways: ways.get(id) ?? [], inside: [], size: 1 }
  })
  const folds = view.folds.map((fold): FoldedNode => {
    const id = key.get(fold.id) ?? fold.id
    const kind = KINDS[COLUMNS.indexOf(fold.column)] ?? 'resource'
    return { id, name: foldName(fold, view.edges), kind, sub_kind: '', column: at(fold.column), ways: ways.get(id) ?? [], inside: [], size: fold.count }
  })
  return { columns: used.map((column) => TITLES[COLUMNS.indexOf(column)] ?? column), nodes: [...nodes, ...folds], edges, ways: [] }
}

/**
 * What a fold is called. One that rules made is read along its arrow, `Help Desk → can take over 180`, wherever it
 * stands: by itself `180 can take over` says the opposite.
 */
export function foldName(fold: ExploreView['folds'][number], edges: ExploreView['edges']): string {
  const edge = edges.find(({ from, to, edge: type }) => type === fold.edge && (from === fold.id || to === fold.id))
  if (!edge?.derived) return fold.label
  const size = /^[\d,.]+( more)?/.exec(fold.label)?.[0] ?? count(fold.count)
  return fold.direction === 'out' ? `${edge.label} ${size}` : `${size} ${edge.label}`
}

/** The server's id of a fold. */
export const foldId = (key: string): string => key.slice(key.indexOf(':fold:') + 6)
