/** A scan that is kept. */
export interface Kept {
  id: string
  /** Milliseconds since 1970. */
  at: number
}

const DAY = 86_400_000

/**
 * The scan to compare the newest with: the one nearest to a day before it. `whole` says whether it is about a day
 * older; when the oldest that is kept is younger, it is that one and not whole. Nothing when there is no other.
 */
export function dayBefore(kept: readonly Kept[]): { newest: Kept; older: Kept; whole: boolean } | undefined {
  const sorted = [...kept].sort((a, b) => b.at - a.at)
  const [newest, ...others] = sorted
  if (!newest || others.length === 0) return undefined
  const wanted = newest.at - DAY
  const older = others.reduce((best, one) => (Math.abs(one.at - wanted) < Math.abs(best.at - wanted) ? one : best))
  return { newest, older, whole: newest.at - older.at > 0.75 * DAY }
}
