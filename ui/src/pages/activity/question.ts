/** A value as the query language reads it: bare where it may be, quoted otherwise. */
export function written(value: string): string {
  const isBare = value !== '' && !value.startsWith('=') && !/[\s()"*\\,]/.test(value) && !['OR', 'AND', 'NOT'].includes(value.toUpperCase())
  return isBare ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

/** One condition: a column has this value, or has it not. */
export const condition = (column: string, value: string, isNot = false): string => `${isNot ? '-' : ''}${column}:${written(value)}`

/** Words of a query: what stands between blanks outside of quotes. */
export function words(q: string): string[] {
  return q.match(/(?:"(?:\\.|[^"\\])*"?|[^\s"])+/g) ?? []
}

/** Whether the query has the condition as one of its words. */
export const has = (q: string, wanted: string): boolean => words(q).includes(wanted)

/** Whether one of the words is about the column. */
export const asks = (q: string, column: string): boolean => words(q).some((word) => word.replace(/^[-(]+/, '').startsWith(`${column}:`))

/**
 * The query with a condition put in, or taken out when it is there. Its opposite goes. Where alternatives stand side
 * by side the old query goes in parentheses, so that the condition is about all of it.
 */
export function toggled(q: string, column: string, value: string, isNot = false): string {
  const wanted = condition(column, value, isNot)
  const opposite = condition(column, value, !isNot)
  const kept = words(q).filter((word) => word !== opposite)
  if (kept.includes(wanted)) return kept.filter((word) => word !== wanted).join(' ')
  const rest = kept.includes('OR') && !/^\(.*\)$/.test(q.trim()) ? [`(${kept.join(' ')})`] : kept
  return [...rest, wanted].join(' ')
}

/** What could be written where the caret is, and what it would replace. */
export interface Completion {
  from: number
  to: number
  options: string[]
}

/** Columns that begin like the word before the caret, or known values when a column stands before it. */
export function complete(q: string, caret: number, columns: readonly string[], values: (column: string) => readonly string[]): Completion | undefined {
  const from = q.slice(0, caret).search(/[^\s()]*$/)
  const typed = q.slice(from, caret).replace(/^-/, '')
  const start = from + (q[from] === '-' ? 1 : 0)
  const colon = typed.indexOf(':')
  if (typed === '' || typed.includes('"')) return undefined
  if (colon === -1) {
    const options = columns.filter((column) => column.startsWith(typed.toLowerCase()) && column !== typed).slice(0, 9).map((column) => `${column}:`)
    return options.length > 0 ? { from: start, to: caret, options } : undefined
  }
  const begun = typed.slice(colon + 1).toLowerCase()
  const options = values(typed.slice(0, colon)).filter((value) => value.toLowerCase().includes(begun) && value.toLowerCase() !== begun).slice(0, 9).map(written)
  return options.length > 0 ? { from: start + colon + 1, to: caret, options } : undefined
}

/** The times between which bars of a time line were chosen; both ends belong to it. */
export function span(buckets: readonly { at: string }[], bucketSeconds: number, first: number, last: number): { from: string; until: string } | undefined {
  const [low, high] = first < last ? [first, last] : [last, first]
  const [begin, end] = [buckets[low], buckets[high]]
  if (!begin || !end) return undefined
  return { from: begin.at, until: new Date(Date.parse(end.at) + bucketSeconds * 1000).toISOString() }
}

/** JSON with its lines broken; what is none stays as it is. */
export function pretty(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2)
  } catch {
    return raw
  }
}
