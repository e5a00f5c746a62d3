import { useEffect, useState } from 'react'

/** How often, and how far apart in milliseconds, the focus is given back to what is still disabled. */
const [TRIES, APART] = [10, 50]

/**
 * Gives the focus back to where it was when a dialog that is there only while it is open goes away. The library does so
 * only for dialogs that stay and are closed.
 */
export function useFocusBack(): void {
  // Read before anything of the dialog takes the focus.
  const [before] = useState(() => document.activeElement)
  useEffect(() => () => giveBack(before, TRIES), [before])
}

/** Later: the trap of the dialog lets go first, and a button that waited for an answer can be pressed again. */
function giveBack(to: Element | null, tries: number): void {
  setTimeout(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (!isLost || !(to instanceof HTMLElement) || !to.isConnected) return
    to.focus({ preventScroll: true })
    if (document.activeElement !== to && tries > 0) giveBack(to, tries - 1)
  }, tries === TRIES ? 0 : APART)
}
