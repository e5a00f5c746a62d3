/** Values of one result cell as they come from the API. */
export type Cell = unknown

/** A cell as text: lists and objects as JSON, nothing for null. */
export function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

/**
 * RFC 4180. Text that a spreadsheet would run as a formula gets a leading apostrophe, because names in Okta are
 * written by people we do not know.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => cells.map(field).join(',')
  return [line(columns), ...rows.map(line)].join('\r\n') + '\r\n'
}

function field(cell: Cell): string {
  const text = cellText(cell)
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** An array of objects, one a row, columns in order. */
export function toJson(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]))), null, 2)
}
