import type { FoldedChart, FoldedNode } from './fold'
import type { ChartEdge } from './ways'

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
  derived?: boolean
  /** The head of a line that rules made, as an SVG path: such lines may run against the order of the columns. */
  head?: string
}

export interface Layout {
  width: number
  height: number
  columns: { title: string; x: number; width: number }[]
  nodes: Placed[]
  lines: Drawn[]
}

/** What takes a place in a column: a node, or the passage of a line that goes further. */
interface Slot {
  id: string
  node?: FoldedNode
  weight: number
}

const HEAD = 36
const ROW = 34
const STEP = 42
const PASSAGE = 22
const MARGIN = 16
/** How far the second sheet of a fold stands out. */
export const SHEET = 5
const DEEPEST = 220
const ACTION_WIDTH = 164
const MIN_WIDTH = 148
const MAX_WIDTH = 260
const MIN_GAP = 46

/** Places columns left to right and orders each so that lines cross little. `width` is what the page offers, in pixels. */
export function layout(chart: FoldedChart, width: number): Layout {
  const { slots, hops } = withPassages(chart)
  const ordered = untangle(slots, hops)
  const spans = spread(chart.columns, width)
  const heights = ordered.map((column) => column.reduce((sum, slot) => sum + tall(slot), 0))
  const tallest = Math.max(STEP, ...heights)

  const nodes: Placed[] = []
  const middle = new Map<string, { x0: number; x1: number; y: number }>()
  ordered.forEach((column, at) => {
    const span = spans[at]
    if (!span) return
    // Short columns stand in the middle of tall ones, but never so deep that one has to look for them.
    let y = HEAD + Math.min(DEEPEST, (tallest - (heights[at] ?? 0)) / 2)
    for (const slot of column) {
      if (slot.node) nodes.push({ node: slot.node, x: span.x, y, width: span.width, height: ROW })
      const sheet = slot.node && slot.node.size > 1 ? SHEET : 0
      middle.set(slot.id, { x0: span.x, x1: span.x + span.width + sheet, y: y + (slot.node ? ROW : PASSAGE) / 2 })
      y += tall(slot)
    }
  })
  const last = spans.at(-1)
  return {
    width: last ? last.x + last.width + MARGIN : width,
    height: HEAD + tallest + MARGIN,
    columns: spans.map((span, at) => ({ ...span, title: chart.columns[at] ?? '' })),
    nodes,
    lines: chart.edges.flatMap((edge) => drawLine(edge, hops.get(edge) ?? [], middle)),
  }
}

const tall = (slot: Slot): number => (slot.node ? STEP : PASSAGE)

/** Columns with a passage wherever a line crosses a column, and for every line the slots it visits. */
function withPassages(chart: FoldedChart): { slots: Slot[][]; hops: Map<ChartEdge, string[]> } {
  const column = new Map(chart.nodes.map((node) => [node.id, node.column]))
  const slots = chart.columns.map((_, at) => chart.nodes.filter((node) => node.column === at).map((node): Slot => ({ id: node.id, node, weight: node.ways.length })))
  const spans = chart.edges.flatMap((edge) => {
    const a = column.get(edge.from)
    const b = column.get(edge.to)
    if (a === undefined || b === undefined) return []
    return a <= b ? [{ edge, left: a, right: b, start: edge.from, end: edge.to }] : [{ edge, left: b, right: a, start: edge.to, end: edge.from }]
  })
  // Lines that skip columns run in bundles: from the node that most of them leave, or to the one that most reach.
  const ends = new Map<string, number>()
  for (const { left, right, start, end } of spans) {
    if (right - left > 1) for (const id of [start, end]) ends.set(id, (ends.get(id) ?? 0) + 1)
  }
  const hops = new Map<ChartEdge, string[]>()
  for (const { edge, left, right, start, end } of spans) {
    const bundle = (ends.get(end) ?? 0) > (ends.get(start) ?? 0) ? end : start
    const visited = [start]
    for (let at = left + 1; at < right; at += 1) {
      const id = `passage ${at} ${bundle}`
      if (!slots[at]?.some((slot) => slot.id === id)) slots[at]?.push({ id, weight: 0 })
      visited.push(id)
    }
    hops.set(edge, [...visited, end])
  }
  return { slots, hops }
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

/** The barycentre heuristic: each slot moves to the mean place of its neighbours, sweeping right, then left. */
function untangle(columns: Slot[][], hops: ReadonlyMap<ChartEdge, string[]>): Slot[][] {
  const left = new Map<string, Set<string>>()
  const right = new Map<string, Set<string>>()
  const note = (side: Map<string, Set<string>>, at: string, other: string) => side.set(at, (side.get(at) ?? new Set()).add(other))
  for (const visited of hops.values()) {
    for (let at = 1; at < visited.length; at += 1) {
      const [a, b] = [visited[at - 1] ?? '', visited[at] ?? '']
      note(right, a, b)
      note(left, b, a)
    }
  }
  let order = columns.map((column) => [...column].sort((a, b) => b.weight - a.weight || (a.node?.name ?? '').localeCompare(b.node?.name ?? '')))
  for (let sweep = 0; sweep < 6; sweep += 1) {
    const place = new Map(order.flatMap((column) => column.map((slot, row): [string, number] => [slot.id, (row + 0.5) / column.length])))
    const side = sweep % 2 === 0 ? left : right
    const next = [...order]
    for (let step = 0; step < order.length; step += 1) {
      const at = sweep % 2 === 0 ? step : order.length - 1 - step
      const column = order[at] ?? []
      next[at] = stable(column, (slot) => mean(side.get(slot.id), place))
      next[at].forEach((slot, row) => place.set(slot.id, (row + 0.5) / column.length))
    }
    order = next
  }
  return order
}

function mean(ids: ReadonlySet<string> | undefined, place: ReadonlyMap<string, number>): number | undefined {
  const at = [...(ids ?? [])].map((id) => place.get(id)).filter((value) => value !== undefined)
  return at.length === 0 ? undefined : at.reduce((sum, value) => sum + value, 0) / at.length
}

/** Sorts by the key; slots without one keep their place. */
function stable(column: Slot[], key: (slot: Slot) => number | undefined): Slot[] {
  const keyed = column.map((slot, row) => ({ slot, row, at: key(slot) ?? (row + 0.5) / column.length }))
  return keyed.sort((a, b) => a.at - b.at || a.row - b.row).map((entry) => entry.slot)
}

function drawLine(edge: ChartEdge, visited: readonly string[], middle: ReadonlyMap<string, { x0: number; x1: number; y: number }>): Drawn[] {
  const stops = visited.map((id) => middle.get(id)).filter((stop) => stop !== undefined)
  const [first, second] = stops
  if (!first || !second) return []
  if (first.x0 === second.x0) return [{ ...edge, line: bow(first, second), head: edge.derived ? arrowHead(first.x1, second.y, -1) : undefined }]
  let line = `M${first.x1} ${first.y}`
  stops.slice(1).forEach((stop, at) => {
    const before = stops[at] ?? first
    const bend = Math.max(18, Math.min(70, (stop.x0 - before.x1) / 2))
    line += `C${before.x1 + bend} ${before.y} ${stop.x0 - bend} ${stop.y} ${stop.x0} ${stop.y}`
    // Straight through the column that is only passed.
    if (at < stops.length - 2) line += `H${stop.x1}`
  })
  const end = stops.at(-1) ?? second
  const isForward = visited[0] === edge.from
  return [{ ...edge, line, head: edge.derived ? (isForward ? arrowHead(end.x0, end.y, 1) : arrowHead(first.x1, first.y, -1)) : undefined }]
}

/** A small triangle with its tip at a point, to the right (1) or to the left (-1). */
const arrowHead = (x: number, y: number, way: 1 | -1): string => `M${x} ${y}l${-8 * way} -4.5v9z`

/** Between two nodes of one column: out to the right and back. */
function bow(one: { x1: number; y: number }, other: { y: number }): string {
  const out = one.x1 + Math.min(44, 14 + Math.abs(other.y - one.y) / 8)
  return `M${one.x1} ${one.y}C${out} ${one.y} ${out} ${other.y} ${one.x1} ${other.y}`
}
