import { useEffect, useState } from 'react'

/** The present moment in milliseconds, moving twice a minute: for ages, not for clocks. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  // What happened since the last tick must not look as if it were still to come.
  // oxlint-disable-next-line react/purity -- an age is read from the clock; a later one is a better one
  return Math.max(now, Date.now())
}
