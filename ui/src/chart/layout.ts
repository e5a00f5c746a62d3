import type { FoldedChart, FoldedNode } from './fold'

export interface Placed {
  node: FoldedNode
  x: number
  y: number
  width: number
  height: number
}

export interface Drawn {
  from: string
  to: string
  /** An SVG path. */
  line: string
  ways: number[]
}

export interface Layout {
  width: number
  height: number
  columns: { title: string; x: number; width: number }[]
  nodes: Placed[]
  lines: Drawn[]
}

const HEAD = 36
const ROW = 34
const STEP = 42
const MARGIN = 16
const ACTION_WIDTH = 158
const MIN_WIDTH = 176
const MAX_WIDTH = 250
const MIN_GAP = 46

/** Places columns left to right and orders each so that lines cross little. `width` is what the page offers. */
export function layout(chart: FoldedChart, width: number): Layout {
  const columns = chart.columns.map((_, column) => chart.nodes.filter((node) => node.column === column))
  const ordered = untangle(columns, chart)
  const spans = spread(chart.columns, width)
  const tallest = Math.max(1, ...ordered.map((column) => column.length))
  const height = HEAD + tallest * STEP + MARGIN

  const nodes = ordered.flatMap((column, at) => {
    const span = spans[at]
    if (!span) return []
    const top = HEAD + (tallest * STEP - column.length * STEP) / 2
    return column.map((node, row): Placed => ({ node, x: span.x, y: top + row * STEP, width: span.width, height: ROW }))
  })
  const place = new Map(nodes.map((placed) => [placed.node.id, placed]))
  const lines = chart.edges.flatMap((edge): Drawn[] => {
    const from = place.get(edge.from)
    const to = place.get(edge.to)
    return from && to ? [{ from: edge.from, to: edge.to, ways: edge.ways, line: curve(from, to) }] : []
  })
  const last = spans.at(-1)
  return {
    width: last ? last.x + last.width + MARGIN : width,
    height,
    columns: spans.map((span, at) => ({ ...span, title: chart.columns[at] ?? '' })),
    nodes,
    lines,
  }
}

function spread(titles: readonly string[], width: number): { x: number; width: number }[] {
  const fixed = titles.filter((title) => title === 'Action').length * ACTION_WIDTH
  const open = titles.filter((title) => title !== 'Action').length
  const room = width - 2 * MARGIN - fixed - (titles.length - 1) * MIN_GAP
  const each = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, room / Math.max(1, open)))
  const used = fixed + open * each
  const gap = Math.max(MIN_GAP, (width - 2 * MARGIN - used) / Math.max(1, titles.length - 1))
  let x = MARGIN
  return titles.map((title) => {
    const own = title === 'Action' ? ACTION_WIDTH : each
    const span = { x, width: own }
    x += own + gap
    return span
  })
}

/** The barycentre heuristic: each node moves to the mean place of its neighbours, sweeping right, then left. */
function untangle(columns: FoldedNode[][], chart: FoldedChart): FoldedNode[][] {
  const left = new Map<string, string[]>()
  const right = new Map<string, string[]>()
  for (const { from, to } of chart.edges) {
    right.set(from, [...(right.get(from) ?? []), to])
    left.set(to, [...(left.get(to) ?? []), from])
  }
  let order = columns.map((column) => [...column].sort(byWeight))
  for (let sweep = 0; sweep < 4; sweep += 1) {
    const place = new Map(order.flatMap((column) => column.map((node, row): [string, number] => [node.id, (row + 0.5) / column.length])))
    const side = sweep % 2 === 0 ? left : right
    const walk = sweep % 2 === 0 ? order.map((_, at) => at) : order.map((_, at) => order.length - 1 - at)
    const next = [...order]
    for (const at of walk) {
      const column = order[at] ?? []
      next[at] = stable(column, (node) => mean(side.get(node.id), place))
      next[at]?.forEach((node, row) => place.set(node.id, (row + 0.5) / column.length))
    }
    order = next
  }
  return order
}

const byWeight = (a: FoldedNode, b: FoldedNode) => b.ways.length - a.ways.length || a.name.localeCompare(b.name)

function mean(ids: readonly string[] | undefined, place: ReadonlyMap<string, number>): number | undefined {
  const at = (ids ?? []).map((id) => place.get(id)).filter((value) => value !== undefined)
  return at.length === 0 ? undefined : at.reduce((sum, value) => sum + value, 0) / at.length
}

/** Sorts by the key; nodes without one keep their place. */
function stable(column: FoldedNode[], key: (node: FoldedNode) => number | undefined): FoldedNode[] {
  const keyed = column.map((node, row) => ({ node, row, at: key(node) ?? (row + 0.5) / column.length }))
  return keyed.sort((a, b) => a.at - b.at || a.row - b.row).map((entry) => entry.node)
}

function curve(one: Placed, other: Placed): string {
  if (one.x === other.x) return bow(one, other)
  const [from, to] = one.x < other.x ? [one, other] : [other, one]
  const x0 = from.x + from.width
  const y0 = from.y + from.height / 2
  const y1 = to.y + to.height / 2
  const bend = Math.max(18, Math.min(70, (to.x - x0) / 2))
  return `M${x0} ${y0}C${x0 + bend} ${y0} ${to.x - bend} ${y1} ${to.x} ${y1}`
}

/** Between two nodes of one column: out to the right and back. */
function bow(one: Placed, other: Placed): string {
  const x = one.x + one.width
  const y0 = one.y + one.height / 2
  const y1 = other.y + other.height / 2
  const out = x + Math.min(44, 14 + Math.abs(y1 - y0) / 8)
  return `M${x} ${y0}C${out} ${y0} ${out} ${y1} ${x} ${y1}`
}
