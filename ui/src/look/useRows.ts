import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react'

/** Height of what stays at the top of the window: the header, and the heads of the columns. */
const STAYS = 56 + 36

interface Wanted {
  count: number
  rowHeight: number
  /** Rows scroll with the page, not in a box of their own. */
  ofPage: boolean
  box: RefObject<HTMLDivElement | null>
}

/** The rows in sight of a long table, and how much is left out before and after them. */
export function useRows({ count, rowHeight, ofPage, box }: Wanted) {
  const [margin, setMargin] = useState(0)
  const common = { count, estimateSize: () => rowHeight, overscan: 12 }
  const own = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({ ...common, enabled: !ofPage, getScrollElement: () => box.current })
  const page = useWindowVirtualizer<HTMLTableRowElement>({ ...common, enabled: ofPage, scrollMargin: margin, scrollPaddingStart: STAYS })
  // What stands above comes later or grows; the page grows with it.
  useLayoutEffect(() => {
    if (!ofPage) return
    const look = () => { if (box.current) setMargin(Math.round(box.current.getBoundingClientRect().top + window.scrollY)) }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [ofPage, box])
  const virtual = ofPage ? page : own
  // Rows of another height: what was measured before is no more.
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  const start = ofPage ? margin : 0
  const inSight = virtual.getVirtualItems()
  return {
    inSight,
    before: Math.max(0, (inSight[0]?.start ?? start) - start),
    after: Math.max(0, virtual.getTotalSize() - ((inSight.at(-1)?.end ?? start) - start)),
    measure: virtual.measureElement,
    scrollTo: (row: number, align?: 'center') => virtual.scrollToIndex(row, { align }),
  }
}
