import type { QueryView } from '@/api/types'

/** Rows of an answer as objects, by column name. */
export function objects(result: QueryView): Record<string, unknown>[] {
  return result.rows.map((row) => Object.fromEntries(result.columns.map((column, at) => [column.name, (row as unknown[])[at]])))
}
