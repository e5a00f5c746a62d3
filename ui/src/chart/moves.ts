import type { Layout } from './layout'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/**
 * The node an arrow key leads to: up and down in the column, left and right along a line to its nearest end on that
 * side. Lines that rules made may run to the left, so the place of their ends counts and not their meaning.
 */
export function step(drawn: Layout, from: string, arrow: Arrow): string | undefined {
  const here = drawn.nodes.find((placed) => placed.node.id === from)
  if (!here) return drawn.nodes[0]?.node.id
  if (arrow === 'ArrowUp' || arrow === 'ArrowDown') {
    const sign = arrow === 'ArrowDown' ? 1 : -1
    const column = drawn.nodes.filter((placed) => placed.node.column === here.node.column && sign * (placed.y - here.y) > 0)
    return nearest(column, here.y)
  }
  const ends = new Set(drawn.lines.flatMap((line) => (line.from === from ? [line.to] : line.to === from ? [line.from] : [])))
  const sign = arrow === 'ArrowRight' ? 1 : -1
  return nearest(drawn.nodes.filter((placed) => ends.has(placed.node.id) && sign * (placed.x - here.x) > 0), here.y)
}

function nearest(candidates: Layout['nodes'], y: number): string | undefined {
  const sorted = [...candidates].sort((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y))
  return sorted[0]?.node.id
}
