import {
  flexRender, getCoreRowModel, getSortedRowModel, useReactTable, type ColumnDef, type RowData, type SortingState,
  type VisibilityState,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import classes from './DataTable.module.css'
import { useRowKeys } from './useRowKeys'

declare module '@tanstack/react-table' {
  // The names of the parameters are the library's.
  interface ColumnMeta<TData extends RowData, TValue> {
    right?: boolean
    /** Sentences: two lines, not one that is cut. */
    wrap?: boolean
    /** The server's word for this order; such a column is sorted by the server. */
    server?: string
    never?: TData | TValue
  }
}

interface Props<Row> {
  label: string
  columns: ColumnDef<Row, unknown>[]
  rows: Row[]
  rowKey: (row: Row, index: number) => string
  height?: number | string
  rowHeight?: number
  /** Columns that are not shown have `false` here. */
  visible?: VisibilityState
  onRow?: (row: Row) => void
  chosen?: (row: Row) => boolean
  /** The server's order, for columns with `meta.server`. */
  sort?: string
  onSort?: (word: string) => void
  /** Called when the reader comes near the last row. */
  onEnd?: () => void
  /** Rows on the server, for screen readers. */
  total?: number
}

/** A table that draws only the rows in sight. Real table elements, so that screen readers know it. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, height, rowHeight = 40, visible, onRow, chosen, sort, onSort, onEnd, total } = props
  const [sorting, setSorting] = useState<SortingState>([])
  const scroll = useRef<HTMLDivElement>(null)
  const table = useReactTable({
    data: rows,
    columns,
    state: { sorting, columnVisibility: visible ?? {} },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getRowId: rowKey,
  })
  const sorted = table.getRowModel().rows
  const virtual = useVirtualizer({ count: sorted.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 12 })
  const inSight = virtual.getVirtualItems()
  const last = inSight.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= sorted.length - 20 && sorted.length > 0) onEnd?.()
  }, [last, sorted.length, onEnd])

  const before = inSight[0]?.start ?? 0
  const after = virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0)
  const span = table.getVisibleLeafColumns().length
  const keys = useRowKeys({
    rows: sorted.length, first: inSight[0]?.index ?? 0, last, scrollTo: (row) => virtual.scrollToIndex(row),
    open: (row) => { const wanted = sorted[row]; if (wanted) onRow?.(wanted.original) },
  })

  return (
    <div ref={scroll} className={classes.scroll} style={{ maxHeight: height }} tabIndex={onRow ? -1 : 0} role="region" aria-label={label}>
      <table className={classes.table} aria-label={label} aria-rowcount={(total ?? sorted.length) + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {table.getFlatHeaders().map((header) => {
              const { server, right } = header.column.columnDef.meta ?? {}
              const direction = server ? (sort === server ? (server.startsWith('-') ? 'desc' : 'asc') : sort === `-${server}` ? 'desc' : false) : header.column.getIsSorted()
              const can = server ? onSort !== undefined : header.column.getCanSort() && header.column.accessorFn !== undefined
              const toggle = server
                ? () => onSort?.(sort === server && !server.startsWith('-') ? `-${server}` : server)
                : header.column.getToggleSortingHandler()
              const title = flexRender(header.column.columnDef.header, header.getContext())
              return (
                <th key={header.id} scope="col" className={right ? classes.right : undefined} aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}>
                  {can ? (
                    <button type="button" className={classes.sort} onClick={toggle}>
                      {title} {direction === 'asc' ? <IconArrowUp size={13} /> : direction === 'desc' ? <IconArrowDown size={13} /> : <IconArrowsSort size={13} opacity={0.4} />}
                    </button>
                  ) : title}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody ref={keys.body}>
          {before > 0 && <tr className={classes.spacer} aria-hidden="true"><td colSpan={span} style={{ height: before }} aria-label="rows above" /></tr>}
          {inSight.map(({ index }) => {
            const row = sorted[index]
            if (!row) return null
            return (
              <tr
                key={row.id}
                aria-rowindex={index + 2}
                style={{ height: rowHeight }}
                className={[onRow && classes.click, chosen?.(row.original) && classes.chosen].filter(Boolean).join(' ') || undefined}
                tabIndex={onRow ? (index === keys.stop ? 0 : -1) : undefined}
                onFocus={onRow && (() => keys.onFocus(index))}
                onClick={onRow && (() => onRow(row.original))}
                onKeyDown={onRow && keys.onKeyDown(index)}
              >
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} className={cell.column.columnDef.meta?.right ? classes.right : cell.column.columnDef.meta?.wrap ? classes.wrap : undefined}>
                    {cell.column.columnDef.meta?.wrap ? <div>{flexRender(cell.column.columnDef.cell, cell.getContext())}</div> : flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <tr className={classes.spacer} aria-hidden="true"><td colSpan={span} style={{ height: after }} aria-label="rows below" /></tr>}
        </tbody>
      </table>
    </div>
  )
}
