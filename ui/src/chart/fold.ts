import type { Chart, ChartEdge, ChartNode } from './ways'

/** A node that stands for many of the same kind with the same neighbours. */
export interface FoldedNode extends ChartNode {
  /** The nodes inside, as far as they are known here; empty for a node that stands for itself. */
  inside: ChartNode[]
  /** How many it stands for; 1 for a node that stands for itself. */
  size: number
}

export interface FoldedChart extends Omit<Chart, 'nodes'> {
  nodes: FoldedNode[]
}

export interface FoldOptions {
  /** A fan of at least so many is folded. */
  from: number
  /** No column draws more than this many; what is left over becomes one fold. */
  column: number
  /** Folds that the reader opened, by id. */
  open: ReadonlySet<string>
}

/** Memberships end in groups, which mostly stand in the picture already: they fold early. */
const GROUPS_AS_RESOURCES = 3

export const FOLDING = { from: 7, column: 28 }

/** Stands among the open folds when every node is to be drawn by itself. */
export const ALL = 'all'

/**
 * Folds fans into counts. Two nodes of a column belong to one fan when they are of one kind and have the same
 * neighbours to the left and to the right; neighbours are compared after the folding of the columns nearer to the
 * identity, so that a fan behind a fan folds too.
 */
export function fold(chart: Chart, options: FoldOptions): FoldedChart {
  if (options.open.has(ALL)) return { ...chart, nodes: chart.nodes.map((node) => ({ ...node, inside: [], size: 1 })) }
  const into = new Map<string, string>()
  const sides = neighbours(chart.edges)
  const nodes: FoldedNode[] = []
  for (let column = 0; column < chart.columns.length; column += 1) {
    const here = chart.nodes.filter((node) => node.column === column)
    for (const node of foldColumn(here, (id) => signature(sides.get(id), into), column, chart.columns.length - 1, options)) {
      nodes.push(node)
      for (const inner of node.inside) into.set(inner.id, node.id)
    }
  }
  return { ...chart, nodes, edges: redirect(chart.edges, into) }
}

interface Sides {
  left: Set<string>
  right: Set<string>
}

function neighbours(edges: readonly ChartEdge[]): Map<string, Sides> {
  const sides = new Map<string, Sides>()
  const of = (id: string): Sides => {
    const known = sides.get(id)
    if (known) return known
    const made = { left: new Set<string>(), right: new Set<string>() }
    sides.set(id, made)
    return made
  }
  for (const { from, to } of edges) {
    of(to).left.add(from)
    of(from).right.add(to)
  }
  return sides
}

/** What two nodes of one fan have in common, as a text. */
function signature(sides: Sides | undefined, into: ReadonlyMap<string, string>): string {
  if (!sides) return ''
  const left = new Set([...sides.left].map((id) => into.get(id) ?? id))
  return `${[...left].sort().join(' ')} > ${[...sides.right].sort().join(' ')}`
}

function foldColumn(here: ChartNode[], signatureOf: (id: string) => string, column: number, last: number, options: FoldOptions): FoldedNode[] {
  const fans = new Map<string, ChartNode[]>()
  for (const node of here) {
    const key = `${node.kind}/${node.sub_kind} ${signatureOf(node.id)}`
    const fan = fans.get(key)
    if (fan) fan.push(node)
    else fans.set(key, [node])
  }
  const out: FoldedNode[] = []
  for (const [key, fan] of fans) {
    const id = `${column}:fold:${hash(key)}`
    const from = fan[0]?.kind === 'identity_group' && column === last ? GROUPS_AS_RESOURCES : options.from
    if (fan.length < from || options.open.has(id)) out.push(...fan.map((node) => ({ ...node, inside: [], size: 1 })))
    else out.push(foldOf(id, fan))
  }
  return capped(out, column, options)
}

/** Keeps the busiest nodes of an overfull column and folds the rest. */
function capped(nodes: FoldedNode[], column: number, options: FoldOptions): FoldedNode[] {
  const id = `${column}:fold:rest`
  const limit = options.open.has(id) ? options.column * 5 : options.column
  if (nodes.length <= limit) return nodes
  const ranked = [...nodes].sort((a, b) => b.ways.length - a.ways.length || a.name.localeCompare(b.name))
  const rest = ranked.slice(limit - 1).flatMap((node) => (node.inside.length > 0 ? node.inside : [node]))
  const marker = options.open.has(id) ? `${id}+` : id
  return [...ranked.slice(0, limit - 1), foldOf(marker, rest)]
}

function foldOf(id: string, inside: ChartNode[]): FoldedNode {
  const first = inside[0]
  const same = inside.every((node) => node.sub_kind === first?.sub_kind)
  return {
    id,
    name: first?.kind === 'action' && inside.every((node) => node.name === first.name) ? first.name : '',
    kind: first?.kind ?? '',
    sub_kind: same ? (first?.sub_kind ?? '') : '',
    column: first?.column ?? 0,
    ways: [...new Set(inside.flatMap((node) => node.ways))],
    inside,
    size: inside.length,
  }
}

function redirect(edges: readonly ChartEdge[], into: ReadonlyMap<string, string>): ChartEdge[] {
  const merged = new Map<string, ChartEdge>()
  for (const edge of edges) {
    const from = into.get(edge.from) ?? edge.from
    const to = into.get(edge.to) ?? edge.to
    const known = merged.get(`${from}>${to}`)
    if (known) {
      known.ways.push(...edge.ways)
      known.derived = known.derived === true && edge.derived === true
    } else merged.set(`${from}>${to}`, { from, to, ways: [...edge.ways], derived: edge.derived === true })
  }
  return [...merged.values()]
}

/** FNV-1a, 32 bits: short, the same on every machine, good enough to name a fan in a link. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return (value >>> 0).toString(36)
}
