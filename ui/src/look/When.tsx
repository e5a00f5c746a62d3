import { ago, atTime } from '@/format/format'
import { useNow } from './useNow'
import { Hint } from '@/look/Hint'

/** A moment as an age, with the exact time at hand; `never` in words of the place. */
export function When({ at, never = '–' }: { at?: string | null; never?: string }) {
  const now = useNow()
  if (!at) return <span className="quiet">{never}</span>
  return (
    <Hint label={atTime(at)}>
      <time dateTime={at}>{ago(Date.parse(at), now)}</time>
    </Hint>
  )
}
