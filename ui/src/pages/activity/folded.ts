/** Columns that are worth counting when somebody asks, in the order in which they are offered. */
const WORTH = ['city', 'region', 'ip', 'target_name', 'credential_id', 'session_id', 'device_id', 'source_org']

/** Facets that wait folded: those that the language counts and the page does not show already. */
export function folded(columns: readonly { name: string; is_facet: boolean }[], shown: readonly { column: string }[]): string[] {
  const counted = new Set(columns.filter((column) => column.is_facet).map((column) => column.name))
  for (const { column } of shown) counted.delete(column)
  return WORTH.filter((column) => counted.has(column))
}
