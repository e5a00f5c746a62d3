import {
  flexRender, getCoreRowModel, getSortedRowModel, useReactTable, type ColumnDef, type RowData, type VisibilityState,
} from '@tanstack/react-table'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode } from 'react'
import classes from './DataTable.module.css'
import { useNarrow } from './useNarrow'
import { useOrder } from './useOrder'
import { useRows } from './useRows'
import { useRowKeys } from './useRowKeys'

declare module '@tanstack/react-table' {
  // The names of the parameters are the library's.
  interface ColumnMeta<TData extends RowData, TValue> {
    right?: boolean
    /** Sentences: two lines, not one that is cut. */
    wrap?: boolean
    /** Pixels, or a share such as `40%`; with one the table is as wide as its place, and texts are cut to their column. */
    width?: number | string
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
  /** Rows scroll with the page: for the one long table of a page. */
  ofPage?: boolean
  /** A row in a narrow place: one cell in place of many. */
  card?: (row: Row) => ReactNode
  cardHeight?: number
  /** Columns that are not shown have `false` here. */
  visible?: VisibilityState
  onRow?: (row: Row) => void
  chosen?: (row: Row) => boolean
  /** The server's order, for columns with `meta.server`. */
  sort?: string
  onSort?: (word: string) => void
  /** Called when the reader comes near the last row. */
  onEnd?: () => void
  /** Rows on the server, for screen readers; while some are still there, the browser offers no order of its own. */
  total?: number
  /** Of a table whose columns have widths: narrower than this it scrolls. */
  minWidth?: number
}

/** Below this width rows are drawn as cards, where a table has them. */
const CARDS = 640

/** A table that draws only the rows in sight. Real table elements, so that screen readers know it. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, height, rowHeight = 40, ofPage = false, card, cardHeight = 64, visible, onRow, chosen, sort, onSort, onEnd, total, minWidth } = props
  const isWhole = total === undefined || rows.length >= total
  const [sorting, setSorting] = useOrder(columns, isWhole)
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
  const narrow = useNarrow(scroll, card ? CARDS : 0)
  const { inSight, before, after, measure, scrollTo } = useRows({ count: sorted.length, rowHeight: narrow ? cardHeight : rowHeight, ofPage, box: scroll })
  const last = inSight.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= sorted.length - 20 && sorted.length > 0) onEnd?.()
  }, [last, sorted.length, onEnd])

  // Rows of another height push what is looked at out of sight.
  const looked = useRef<string>(undefined)
  const at = chosen ? sorted.findIndex((row) => chosen(row.original)) : -1
  if (at >= 0) looked.current = sorted[at]?.id
  useEffect(() => {
    const index = sorted.findIndex((row) => row.id === looked.current)
    if (index >= 0) scrollTo(index, 'center')
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only the change of shape moves the page
  }, [narrow])

  const leaves = table.getVisibleLeafColumns()
  const span = narrow ? 1 : leaves.length
  const isFixed = !narrow && leaves.some((column) => column.columnDef.meta?.width !== undefined)
  const keys = useRowKeys({
    rows: sorted.length, first: inSight[0]?.index ?? 0, last, scrollTo,
    open: (row) => { const wanted = sorted[row]; if (wanted) onRow?.(wanted.original) },
  })

  return (
    <div ref={scroll} className={ofPage ? classes.ofPage : classes.scroll} style={ofPage ? undefined : { maxHeight: height }} tabIndex={onRow ? -1 : 0} role="region" aria-label={label}>
      <table className={[classes.table, isFixed && classes.fixed, narrow && classes.cards].filter(Boolean).join(' ')} style={isFixed ? { minWidth } : undefined} aria-label={label} aria-rowcount={(total ?? sorted.length) + 1}>
        {isFixed && <colgroup>{leaves.map((column) => <col key={column.id} style={{ width: column.columnDef.meta?.width }} />)}</colgroup>}
        <thead>
          <tr aria-rowindex={1}>
            {narrow ? <th scope="col">{label}</th> : table.getFlatHeaders().map((header) => {
              const { server, right } = header.column.columnDef.meta ?? {}
              const direction = server ? (sort === server ? (server.startsWith('-') ? 'desc' : 'asc') : sort === `-${server}` ? 'desc' : false) : header.column.getIsSorted()
              const can = server ? onSort !== undefined : isWhole && header.column.getCanSort() && header.column.accessorFn !== undefined
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
                data-index={index}
                ref={narrow ? measure : undefined}
                style={{ height: narrow ? cardHeight : rowHeight }}
                className={[onRow && classes.click, chosen?.(row.original) && classes.chosen].filter(Boolean).join(' ') || undefined}
                tabIndex={onRow ? (index === keys.stop ? 0 : -1) : undefined}
                onFocus={onRow && (() => keys.onFocus(index))}
                onClick={onRow && (() => onRow(row.original))}
                onKeyDown={onRow && keys.onKeyDown(index)}
              >
                {narrow && card ? <td>{card(row.original)}</td> : row.getVisibleCells().map((cell) => (
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
