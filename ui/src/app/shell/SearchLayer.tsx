import { lazy, Suspense, useEffect, useState } from 'react'
import { isField, typed } from './early'
import classes from './Shell.module.css'
import { useFocusBack } from '@/look/useFocusBack'

const SearchBox = lazy(() => import('@/pages/search/SearchBox').then((module) => ({ default: module.SearchBox })))

/** The search, and its text from the first key on: while the box is on its way a plain field takes what is typed. */
export function SearchLayer({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const [q, setQ] = useState('')
  // Between the plain field and the box nothing has the focus for a moment.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isField(event.target)) return
      if (event.key === 'Escape') return onClose()
      if (typed('', event) === undefined) return
      event.preventDefault()
      setQ((now) => typed(now, event) ?? now)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onClose])
  return (
    <Suspense
      fallback={(
        <input
          // It stands where the box will, and was asked for by a key or a click.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus className={classes.early} aria-label="Search" autoComplete="off" spellCheck={false} value={q}
          onChange={(event) => setQ(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Escape') onClose() }}
        />
      )}
    >
      <SearchBox q={q} onType={setQ} onClose={onClose} />
    </Suspense>
  )
}
