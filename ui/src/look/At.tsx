import { ago, atTime } from '@/format/format'
import { Hint } from '@/look/Hint'
import { useNow } from './useNow'

/** A moment exactly, with its zone, and its age at hand: for records that prove something. */
export function At({ at }: { at: string }) {
  const now = useNow()
  return (
    <Hint label={ago(Date.parse(at), now)}>
      <time dateTime={at} className="num">{atTime(at)}</time>
    </Hint>
  )
}
