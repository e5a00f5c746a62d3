import { useEffect, useState } from 'react'

/** The present moment in milliseconds, moving twice a minute: for ages, not for clocks. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
