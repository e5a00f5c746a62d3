type Summary = readonly { class: string; gained: number; lost: number }[]

/** How many changes there are of a class (all without one), gained, lost or both. */
export const changeCount = (summary: Summary, what: string | undefined, show: 'gained' | 'lost' | undefined): number =>
  summary.filter((row) => what === undefined || row.class === what).reduce((sum, row) => sum + (show === undefined ? row.gained + row.lost : row[show]), 0)
