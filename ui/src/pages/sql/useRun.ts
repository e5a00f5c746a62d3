import { useCallback, useEffect, useRef, useState } from 'react'
import { api, body } from '@/api/client'
import type { QueryView } from '@/api/types'

/** Rows that the page asks for at most; more are in the export of a narrower question. */
const MAX_ROWS = 10_000

interface Run {
  result?: QueryView
  error?: Error
  running: boolean
}

/** Runs one query at a time; a new one or leaving the page cancels the one before, here and on the server. */
export function useRun() {
  const [state, setState] = useState<Run>({ running: false })
  const [elapsed, setElapsed] = useState(0)
  const current = useRef<{ id: string; abort: AbortController }>(undefined)

  const stop = useCallback(() => {
    const going = current.current
    current.current = undefined
    if (!going) return
    going.abort.abort()
    // The answer does not matter: the query may have ended in the meantime.
    void api.DELETE('/api/v1/query/{id}', { params: { path: { id: going.id } } }).catch(() => undefined)
  }, [])

  const run = useCallback((sql: string, asOf: string | undefined) => {
    stop()
    const mine = { id: `web-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`, abort: new AbortController() }
    current.current = mine
    setState((before) => ({ result: before.result, running: true }))
    setElapsed(0)
    body(api.POST('/api/v1/query', { body: { sql, as_of: asOf, max_rows: MAX_ROWS, id: mine.id }, signal: mine.abort.signal }))
      .then((result) => current.current === mine && setState({ result, running: false }))
      .catch((error: Error) => current.current === mine && setState({ error, running: false }))
      .finally(() => {
        if (current.current === mine) current.current = undefined
      })
  }, [stop])

  const cancel = useCallback(() => {
    stop()
    setState((before) => ({ result: before.result, running: false }))
  }, [stop])

  useEffect(() => stop, [stop])
  useEffect(() => {
    if (!state.running) return
    const began = performance.now()
    const timer = setInterval(() => setElapsed(performance.now() - began), 100)
    return () => clearInterval(timer)
  }, [state.running])

  return { ...state, run, cancel, elapsed }
}
