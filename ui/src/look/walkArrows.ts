import type { KeyboardEvent } from 'react'

/**
 * Up and down walk the links of a list of results; down in the field above it leads to the first, up from the first
 * back. `[data-arrows]` marks what is walked.
 */
export function walkArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const target = event.target as HTMLElement
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input[type="text"], input:not([type]), [data-arrows] a')].filter((one) => one.tagName === 'INPUT' || one.closest('li')?.querySelector('a') === one)
  const at = stops.indexOf(target.closest('li')?.querySelector<HTMLElement>('a') ?? target)
  const next = stops[at + step]
  if (step === 0 || at === -1 || !next) return
  event.preventDefault()
  next.focus()
}
