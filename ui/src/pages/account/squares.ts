/** One path for all dark fields of a grid; fields that touch in a row are one bar. */
export function squares(grid: readonly (readonly boolean[])[]): string {
  const bars: string[] = []
  grid.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue
      const start = x
      while (row[x + 1]) x += 1
      bars.push(`M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`)
    }
  })
  return bars.join('')
}
