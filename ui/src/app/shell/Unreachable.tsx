import { IconPlugConnectedX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { isConnected, watchConnection } from '@/api/connection'
import classes from './Shell.module.css'

/** How often a server that cannot be reached is asked again. */
const AGAIN_MS = 4000

/** Says on every page that the server cannot be reached, asks again by itself, and reads everything anew once it is back. */
export function Unreachable() {
  const connected = useSyncExternalStore(watchConnection, isConnected)
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const ask = useCallback(async () => {
    const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined)
    if (answer?.ok) await queries.invalidateQueries()
  }, [queries])
  useEffect(() => {
    if (connected) return
    const timer = setInterval(() => void ask(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [connected, ask])
  if (connected) return null
  const askNow = () => {
    setAsking(true)
    void ask().finally(() => setAsking(false))
  }
  return (
    <div className={classes.gone} role="alert">
      <IconPlugConnectedX size={18} aria-hidden="true" />
      <span><b>The server cannot be reached.</b> What you see may be old, and nothing can be saved. Trying again by itself.</span>
      <button type="button" className={classes.again} onClick={askNow} disabled={asking}>{asking ? 'Trying…' : 'Try now'}</button>
    </div>
  )
}
