import { useEffect, useRef, useState, type KeyboardEvent } from 'react'

/** Where a key leads from row `at` of `rows`; nothing for keys that do not walk. `page` is how many rows are in sight. */
export function rowAfter(key: string, at: number, rows: number, page: number): number | undefined {
  const wanted = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows - 1 }[key]
  return wanted === undefined || rows === 0 ? undefined : Math.min(rows - 1, Math.max(0, wanted))
}

interface Walk {
  rows: number
  /** Rows that are drawn. */
  first: number
  last: number
  scrollTo: (row: number) => void
  open: (row: number) => void
}

/**
 * One tab stop for a whole table: arrows, Page and Home and End walk its rows, also to rows that are not drawn yet;
 * Enter opens. Keys pressed in something inside a row are its own.
 */
export function useRowKeys({ rows, first, last, scrollTo, open }: Walk) {
  const [at, setAt] = useState(0)
  const body = useRef<HTMLTableSectionElement>(null)
  const wanted = useRef<number>(undefined)
  useEffect(() => {
    if (wanted.current === undefined) return
    const row = body.current?.querySelector<HTMLElement>(`[aria-rowindex="${wanted.current + 2}"]`)
    if (!row) return
    wanted.current = undefined
    row.focus({ preventScroll: true })
  })
  // Scrolled away by hand, the first row in sight is the way in.
  const stop = at >= first && at <= last ? at : first
  const onKeyDown = (row: number) => (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      open(row)
      return
    }
    const next = rowAfter(event.key, row, rows, Math.max(1, last - first - 2))
    if (next === undefined) return
    event.preventDefault()
    wanted.current = next
    setAt(next)
    scrollTo(next)
  }
  return { body, stop, onKeyDown, onFocus: setAt }
}
