import { useEffect, useState } from 'react'
import type { EventView } from '@/api/activity'

/** Events that a page holds while it follows. */
const MOST = 500

/** Events as they are taken in, newest first, while it is wanted. */
export function useTail(isWanted: boolean, q: string): { events: EventView[]; missed: number } {
  const [events, setEvents] = useState<EventView[]>([])
  const [missed, setMissed] = useState(0)
  useEffect(() => {
    if (!isWanted) return
    const source = new EventSource(`/api/v1/activity/tail?q=${encodeURIComponent(q)}`)
    source.addEventListener('event', (message: MessageEvent<string>) => {
      const event = parse<EventView>(message.data)
      if (event) setEvents((now) => [event, ...now].slice(0, MOST))
    })
    source.addEventListener('missed', (message: MessageEvent<string>) => setMissed((now) => now + (parse<{ missed: number }>(message.data)?.missed ?? 0)))
    return () => {
      source.close()
      setEvents([])
      setMissed(0)
    }
  }, [isWanted, q])
  return { events, missed }
}

function parse<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}
