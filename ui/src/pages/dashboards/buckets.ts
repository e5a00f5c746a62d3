export interface Bar {
  /** `0`, `1–5`, `51+`. */
  label: string
  identities: number
}

const EDGES = [0, 1, 6, 11, 21, 51, 101, 201]

/** Counts by number of privileges, gathered into bars that grow as the numbers do; empty bars at the end are left out. */
export function buckets(counts: readonly { privileges: number; identities: number }[]): Bar[] {
  const bars = EDGES.map((from, at): Bar => {
    const next = EDGES[at + 1]
    const inside = counts.filter((one) => one.privileges >= from && (next === undefined || one.privileges < next))
    const label = next === undefined ? `${from}+` : next - from === 1 ? String(from) : `${from}–${next - 1}`
    return { label, identities: inside.reduce((sum, one) => sum + one.identities, 0) }
  })
  const last = bars.findLastIndex((bar) => bar.identities > 0)
  return bars.slice(0, Math.max(last + 1, 1))
}
