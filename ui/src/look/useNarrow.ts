import { useLayoutEffect, useState, type RefObject } from 'react'

/** Whether a box is narrower than `least` pixels. Known before the first drawing is seen. */
export function useNarrow(box: RefObject<HTMLElement | null>, least: number): boolean {
  const [narrow, setNarrow] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    if (!element || least <= 0) return
    const look = () => setNarrow(element.clientWidth > 0 && element.clientWidth < least)
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, least])
  return narrow
}
