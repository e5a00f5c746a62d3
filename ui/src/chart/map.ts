import type { FoldedChart, FoldedNode } from './fold'

/**
 * Places for a picture of many points: each column is a band, filled row by row around its middle, busiest first in
 * the middle. One pass, so that fifty thousand nodes are placed at once.
 */
export function place(chart: FoldedChart): { node: FoldedNode; x: number; y: number }[] {
  const columns = chart.columns.map((): FoldedNode[] => [])
  for (const node of chart.nodes) columns[node.column]?.push(node)
  const tallest = Math.max(1, ...columns.map((column) => column.length))
  const rows = Math.ceil(Math.sqrt(tallest) * 2)
  let left = 0
  return columns.flatMap((column) => {
    const wide = Math.max(1, Math.ceil(column.length / rows))
    const start = left
    left += wide + rows * 0.32
    // Compared by code unit: an order is needed, not an alphabet, and tens of thousands are compared at once.
    const sorted = [...column].sort((a, b) => b.ways.length - a.ways.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    return sorted.map((node, at) => {
      const inBand = at % wide
      const row = Math.floor(at / wide)
      // 0, 1, -1, 2, -2 …: from the middle outwards.
      const y = row % 2 === 0 ? row / 2 : -(row + 1) / 2
      const count = Math.ceil(column.length / wide)
      const stretch = count < rows ? rows / Math.max(count, 1) : 1
      return { node, x: start + inBand, y: y * Math.min(stretch, 3) }
    })
  })
}
