import { Link } from '@tanstack/react-router'
import type { ColumnDef } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { QueryView } from '@/api/types'
import { cellText } from '@/format/csv'
import { atTime } from '@/format/format'
import { DataTable } from '@/look/DataTable'
import classes from './sql.module.css'
import { Hint } from '@/look/Hint'

type Row = readonly unknown[]

/** Rows as they came; ids of nodes open the drawer, any column sorts. */
export function ResultTable({ result }: { result: QueryView }) {
  const columns = useMemo(
    () => result.columns.map((column, at): ColumnDef<Row, unknown> => ({
      id: `${at} ${column.name}`,
      header: column.name,
      accessorFn: (row) => row[at],
      sortingFn: (a, b) => compare(a.original[at], b.original[at]),
      meta: { right: column.type === 'int' || column.type === 'float' },
      cell: ({ row }) => <Cell value={row.original[at]} type={column.type} partner={partner(result, row.original, column.name)} />,
    })),
    [result],
  )
  return <DataTable<Row> label="Rows of the answer" columns={columns} rows={result.rows as Row[]} rowKey={(_, index) => String(index)} rowHeight={34} height="max(320px, calc(100dvh - 470px))" />
}

/** The id that belongs to a name: `identity` has `identity_id` beside it. */
function partner(result: QueryView, row: Row, name: string): string | undefined {
  const wanted = name === 'name' ? 'id' : `${name}_id`
  const at = result.columns.findIndex((column) => column.name === wanted)
  const value = at >= 0 ? row[at] : undefined
  return typeof value === 'string' && value.startsWith('okta/') ? value : undefined
}

function Cell({ value, type, partner: id }: { value: unknown; type: string; partner?: string }) {
  if (value === null || value === undefined) return <span className={classes.null}>null</span>
  const text = cellText(value)
  const node = id ?? (type === 'text' && /^okta\/[^/]+\/.+/.test(text) ? text : undefined)
  if (node) return <Link to="." search={(now: object) => ({ ...now, panel: node, tab: undefined }) as never} className={classes.node}>{text}</Link>
  if (type === 'timestamp') return <Hint label={text}><span className="num">{atTime(text)}</span></Hint>
  if (Array.isArray(value)) return <span className={classes.json} title={text}>{value.map(cellText).join(', ')}</span>
  if (typeof value === 'object') return <code className={classes.json} title={text}>{text}</code>
  return <span title={text.length > 50 ? text : undefined}>{text}</span>
}

/** Numbers by size, everything else as text; nothing comes last. */
function compare(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === null || a === undefined) return 1
  if (b === null || b === undefined) return -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return cellText(a).localeCompare(cellText(b), 'en', { numeric: true })
}
